package pass

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/gograd/gograd/analyzer/ir"
)

// TestDistinct compares what distinct says of two elements in a nest of two loops with all that the loops run through.
func TestDistinct(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	said := 0
	for range 3000 {
		n := newTestNest(r)
		p, err := ir.Parse(n.program())
		if err != nil {
			t.Fatal(err)
		}
		f := p.Funcs[0]
		u := newUnit(p, nil)
		d := newDistinct(newLengths(u, f), f)
		var places []ir.Expr
		ir.Walk(f.Body, func(s ir.Stmt) bool {
			if a, ok := s.(*ir.Assign); ok {
				places = append(places, a.Dst)
			}
			return true
		})
		if !d.places(places[0], places[1]) {
			continue
		}
		said++
		for length := range 7 {
			if i, meets := n.meets(length); meets {
				t.Fatalf("with %d elements both places are element %d in\n%s", length, i, n.program())
			}
		}
	}
	if said < 300 {
		t.Errorf("only %d times were places distinct", said)
	}
}

// testBound is a number: of the outer counter, the length, or nothing, and a constant.
type testBound struct {
	of string
	n  int
}

func (b testBound) String() string {
	if b.of == "" {
		return fmt.Sprint(b.n)
	}
	if b.n < 0 {
		return fmt.Sprintf("%s - %d", b.of, -b.n)
	}
	return fmt.Sprintf("%s + %d", b.of, b.n)
}

func (b testBound) value(i, length int) int {
	switch b.of {
	case "i":
		return b.n + i
	case "len(x)":
		return b.n + length
	}
	return b.n
}

// testNest is a loop over i, and one over j in it, which touch x[i+m] and x[j+k].
type testNest struct {
	lo, hi testBound
	step   int
	m, k   int
	cut    bool // the places are elements of what is cut from x behind its first element
}

func newTestNest(r *rand.Rand) testNest {
	bound := func() testBound {
		return testBound{[]string{"", "i", "i", "len(x)"}[r.IntN(4)], r.IntN(5) - 2}
	}
	return testNest{bound(), bound(), []int{1, 1, -1, 2, -2}[r.IntN(5)], r.IntN(3) - 1, r.IntN(3) - 1, r.IntN(2) == 0}
}

func (n testNest) program() string {
	x := "x"
	if n.cut {
		x = "y"
	}
	return fmt.Sprintf(`func f(x [][2]float64) {
	if len(x) > 0 {
		var y [][2]float64 = x[1:]
		for i := range count(0, len(x), 1) {
			for j := range count(%s, %s, %d) {
				var p *[2]float64 = &%s[%s]
				(*p)[0] = 1.0
				x[%s][1] = 2.0
			}
		}
	}
}
`, n.lo, n.hi, n.step, x, testBound{"j", n.k}, testBound{"i", n.m})
}

// meets gives an element that is both places at once, where x has that length.
func (n testNest) meets(length int) (int, bool) {
	shift := 0
	if n.cut {
		shift = 1
	}
	for i := range length {
		hi := n.hi.value(i, length)
		for j := n.lo.value(i, length); n.step > 0 && j < hi || n.step < 0 && j > hi; j += n.step {
			a, b := i+n.m, j+n.k+shift
			if a == b && a >= 0 && a < length && j+n.k >= 0 {
				return a, true
			}
		}
	}
	return 0, false
}
