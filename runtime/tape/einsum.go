package tape

import (
	"slices"
	"strings"
)

// Einsum returns what Einstein's notation says of one or two tensors: "ij,jk->ik" is the matrix product. There is a letter for each
// axis; letters that are not in the result are summed over, letters that are twice in an operand take its diagonal. Without
// an arrow the result has the letters that occur once, in alphabetical order.
func Einsum(spec string, xs ...Var) Var {
	t := tapeOf(xs...)
	if t == nil {
		return Var{}
	}
	in, out, ok := parseEinsum(spec, xs)
	if !ok {
		return t.shapeError("Einsum "+spec, "a letter for each axis, the same length for the same letter, one or two operands", xs...)
	}
	xs = slices.Clone(xs)
	labels := make([]string, len(xs))
	for k, x := range xs {
		x, l := diagonals(x, in[k])
		// What only this operand has, and the result has not, is summed first.
		for i := len(l) - 1; i >= 0; i-- {
			if c := l[i : i+1]; !strings.Contains(out, c) && !(len(xs) == 2 && strings.Contains(in[1-k], c)) {
				x, l = Sum(x, i), l[:i]+l[i+1:]
			}
		}
		xs[k], labels[k] = x, l
	}
	if len(xs) == 1 {
		return arrange(xs[0], labels[0], out)
	}
	return contract(xs[0], labels[0], xs[1], labels[1], out)
}

// contract is Einsum of two operands whose letters are in the other one or in the result: a product of matrices, one
// for each choice of the letters that all three have.
func contract(a Var, la string, b Var, lb, out string) Var {
	var batch, rows, inner, cols string
	for _, c := range strings.Split(la, "") {
		switch inB, inOut := strings.Contains(lb, c), strings.Contains(out, c); {
		case c == "":
		case inB && inOut:
			batch += c
		case inB:
			inner += c
		default:
			rows += c
		}
	}
	for _, c := range strings.Split(lb, "") {
		if !strings.Contains(la, c) {
			cols += c
		}
	}
	if tapeOf(a, b) == nil {
		return Var{}
	}
	lengths := map[byte]int{}
	for k, n := range a.shape() {
		lengths[la[k]] = n
	}
	for k, n := range b.shape() {
		lengths[lb[k]] = n
	}
	size := func(labels string) int {
		n := 1
		for i := range len(labels) {
			n *= lengths[labels[i]]
		}
		return n
	}
	x := Reshape(arrange(a, la, batch+rows+inner), size(batch), size(rows), size(inner))
	y := Reshape(arrange(b, lb, batch+inner+cols), size(batch), size(inner), size(cols))
	z := MatMul(x, y)
	var shape []int
	for i := range len(batch + rows + cols) {
		shape = append(shape, lengths[(batch + rows + cols)[i]])
	}
	return arrange(Reshape(z, shape...), batch+rows+cols, out)
}

// arrange returns x, with axes named by from, with the axes in the order of to.
func arrange(x Var, from, to string) Var {
	if from == to {
		return x
	}
	perm := make([]int, len(to))
	for k := range len(to) {
		perm[k] = strings.IndexByte(from, to[k])
	}
	return Transpose(x, perm...)
}

// diagonals returns x with one axis for each letter, of those that it has several times the diagonal.
func diagonals(x Var, labels string) (Var, string) {
	for i := 0; i < len(labels); i++ {
		j := strings.LastIndexByte(labels, labels[i])
		if j == i || tapeOf(x) == nil {
			continue
		}
		perm := []int{i, j}
		for k := range len(labels) {
			if k != i && k != j {
				perm = append(perm, k)
			}
		}
		n := x.shape()[i]
		rest := labels[:i] + labels[i+1:j] + labels[j+1:]
		x = Transpose(x, perm...)
		indexes := make([]int, n)
		for k := range indexes {
			indexes[k] = k * (n + 1)
		}
		x = Gather(Reshape(x, append([]int{n * n}, x.Shape()[2:]...)...), 0, indexes...)
		labels = labels[i:i+1] + rest
		i = -1
	}
	return x, labels
}

// parseEinsum returns the letters of the operands and of the result.
func parseEinsum(spec string, xs []Var) (in []string, out string, ok bool) {
	spec = strings.ReplaceAll(spec, " ", "")
	left, out, arrow := strings.Cut(spec, "->")
	in = strings.Split(left, ",")
	if len(in) != len(xs) || len(in) > 2 {
		return nil, "", false
	}
	lengths := map[rune]int{}
	for k, labels := range in {
		if len(labels) != len(xs[k].shape()) {
			return nil, "", false
		}
		for i, c := range labels {
			n, known := lengths[c]
			if c < 'A' || c > 'z' || known && n != xs[k].shape()[i] {
				return nil, "", false
			}
			lengths[c] = xs[k].shape()[i]
		}
	}
	if !arrow {
		var once []string
		for c := range lengths {
			if strings.Count(left, string(c)) == 1 {
				once = append(once, string(c))
			}
		}
		slices.Sort(once)
		return in, strings.Join(once, ""), true
	}
	for _, c := range out {
		if _, known := lengths[c]; !known || strings.Count(out, string(c)) > 1 {
			return nil, "", false
		}
	}
	return in, out, true
}
