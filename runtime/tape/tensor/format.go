package tensor

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

const (
	manyElements = 1000 // above this number a tensor is printed with the middle of its long axes left out
	edge         = 3    // elements that are printed at either end of such an axis
)

// String is the elements in nested brackets, one for each axis, with 8 significant digits, as NumPy prints them. Of tensors of more than 1000 elements only the ends of
// long axes are shown.
func (t *Tensor) String() string { return fmt.Sprint(t) }

// Format prints as String does, with the verb, precision, and flags for each element: %.3f, %+e. With %v there are 8 significant digits, with %g
// as many as make the number what it is.
func (t *Tensor) Format(s fmt.State, verb rune) {
	if t == nil {
		io.WriteString(s, "<nil>")
		return
	}
	p := printer{format: elementFormat(s, verb), short: len(t.data) > manyElements}
	p.measure(t.shape, t.data)
	p.print(t.shape, t.data, 0)
	io.WriteString(s, p.out.String())
}

// elementFormat is the format for one element.
func elementFormat(s fmt.State, verb rune) string {
	f := "%"
	for _, flag := range "+- 0" {
		if s.Flag(int(flag)) {
			f += string(flag)
		}
	}
	if width, ok := s.Width(); ok {
		f += fmt.Sprint(width)
	}
	precision, ok := s.Precision()
	switch {
	case ok:
		f += fmt.Sprint(".", precision)
	case verb == 'v' || verb == 's':
		f += ".8"
	}
	if verb == 'v' || verb == 's' {
		verb = 'g'
	}
	return f + string(verb)
}

// A printer prints one tensor.
type printer struct {
	out    strings.Builder
	format string
	width  int // of the widest element
	short  bool
}

// measure finds the width of the widest of the elements that are printed.
func (p *printer) measure(shape []int, data []float64) {
	if len(shape) == 0 {
		p.width = max(p.width, utf8.RuneCountInString(fmt.Sprintf(p.format, data[0])))
		return
	}
	for i := range shape[0] {
		if !p.leftOut(i, shape[0]) {
			n := len(data) / shape[0]
			p.measure(shape[1:], data[i*n:(i+1)*n])
		}
	}
}

// leftOut reports whether index i of an axis of n elements is not shown.
func (p *printer) leftOut(i, n int) bool {
	return p.short && n > 2*edge && edge <= i && i < n-edge
}

// print prints the elements of a part of the tensor, with depth brackets around it.
func (p *printer) print(shape []int, data []float64, depth int) {
	if len(shape) == 0 {
		s := fmt.Sprintf(p.format, data[0])
		if depth > 0 { // columns are aligned
			p.out.WriteString(strings.Repeat(" ", p.width-utf8.RuneCountInString(s)))
		}
		p.out.WriteString(s)
		return
	}
	separator := " "
	if len(shape) > 1 {
		separator = strings.Repeat("\n", len(shape)-1) + strings.Repeat(" ", depth+1)
	}
	p.out.WriteByte('[')
	for i := range shape[0] {
		if p.leftOut(i, shape[0]) {
			if i == edge {
				p.out.WriteString(separator + "...")
			}
			continue
		}
		if i > 0 {
			p.out.WriteString(separator)
		}
		n := len(data) / shape[0]
		p.print(shape[1:], data[i*n:(i+1)*n], depth+1)
	}
	p.out.WriteByte(']')
}
