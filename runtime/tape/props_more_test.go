package tape

import (
	"math"
	"slices"
	"strings"

	"github.com/gograd/gograd/runtime/tape/tensor"
)

var propReductions = []propOp{
	propReduce("Sum", Sum, propSum),
	propReduce("Mean", Mean, propMean),
	propReduce("Max", Max, slices.Max[[]float64]),
	propReduce("Min", Min, slices.Min[[]float64]),
	propReduce("Prod", Prod, func(xs []float64) float64 {
		p := 1.0
		for _, x := range xs {
			p *= x
		}
		return p
	}),
	propReduce("LogSumExp", LogSumExp, propLogSumExp),
	propReduce("Variance", Variance, func(xs []float64) (sum float64) {
		for _, x := range xs {
			sum += (x - propMean(xs)) * (x - propMean(xs)) / float64(len(xs))
		}
		return sum
	}),
	propReduce("Norm", Norm, func(xs []float64) (sum float64) {
		for _, x := range xs {
			sum = math.Hypot(sum, x)
		}
		return sum
	}),
	propAlong("CumSum", CumSum, func(row []float64, i int) float64 { return propSum(row[:i+1]) }),
	propAlong("Softmax", Softmax, func(row []float64, i int) float64 { return math.Exp(row[i] - propLogSumExp(row)) }),
	propAlong("LogSoftmax", LogSoftmax, func(row []float64, i int) float64 { return row[i] - propLogSumExp(row) }),
	propAlong("Flip", Flip, func(row []float64, i int) float64 { return row[len(row)-1-i] }),
	{name: "CrossEntropy", draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
		shape := append(d.shape(0, 3), d.n(1, 4, "classes"))
		logits, labels := d.uniform(-1, 1, shape...), d.uniform(0, 1, shape...)
		want := propOf(shape[:len(shape)-1], func(at []int) (sum float64) {
			var row []float64
			for j := range shape[len(at)] {
				row = append(row, logits.At(append(slices.Clone(at), j)...))
			}
			for j := range row {
				sum += labels.At(append(slices.Clone(at), j)...) * (propLogSumExp(row) - row[j])
			}
			return sum
		})
		if d.flip("constant") {
			return []*tensor.Tensor{logits}, func(xs []Var) Var { return CrossEntropy(xs[0], xs[0].t.Const(labels)) }, want
		}
		return []*tensor.Tensor{logits, labels}, func(xs []Var) Var { return CrossEntropy(xs[0], xs[1]) }, want
	}},
}

func propLogSumExp(xs []float64) float64 {
	sum := 0.0
	for _, x := range xs {
		sum += math.Exp(x)
	}
	return math.Log(sum)
}

// propAlong is an operation on the rows along an axis.
func propAlong(name string, f func(x Var, k int) Var, value func(row []float64, i int) float64) propOp {
	return propOne(name, 1, 4, func(d propDraw, x *tensor.Tensor) (func(Var) Var, *tensor.Tensor) {
		k := d.n(0, x.Rank()-1, "axis")
		want := propOf(x.Shape(), func(at []int) float64 {
			row := make([]float64, x.Dim(k))
			other := slices.Clone(at)
			for i := range row {
				other[k] = i
				row[i] = x.At(other...)
			}
			return value(row, at[k])
		})
		if d.flip("negative") {
			k -= x.Rank()
		}
		return func(x Var) Var { return f(x, k) }, want
	})
}

var propMoves = []propOp{
	propOne("Transpose", 0, 4, func(d propDraw, x *tensor.Tensor) (func(Var) Var, *tensor.Tensor) {
		perm := d.rng.Perm(x.Rank())
		shape := make([]int, len(perm))
		for k, p := range perm {
			shape[k] = x.Dim(p)
		}
		want := propOf(shape, func(at []int) float64 {
			from := make([]int, len(at))
			for k, p := range perm {
				from[p] = at[k]
			}
			return x.At(from...)
		})
		return func(x Var) Var { return Transpose(x, perm...) }, want
	}),
	propOne("Reshape", 0, 4, func(d propDraw, x *tensor.Tensor) (func(Var) Var, *tensor.Tensor) {
		shape := append(x.Shape(), 1)
		d.rng.Shuffle(len(shape), func(i, j int) { shape[i], shape[j] = shape[j], shape[i] })
		want := x.Reshape(shape...)
		if x.Len() > 0 {
			shape[d.n(0, len(shape)-1, "free")] = -1
		}
		return func(x Var) Var { return Reshape(x, shape...) }, want
	}),
	propOne("Flatten", 0, 4, func(d propDraw, x *tensor.Tensor) (func(Var) Var, *tensor.Tensor) {
		return Flatten, x.Reshape(x.Len())
	}),
	propOne("Expand Squeeze", 0, 3, func(d propDraw, x *tensor.Tensor) (func(Var) Var, *tensor.Tensor) {
		k := d.n(-x.Rank()-1, x.Rank(), "axis")
		if d.flip("back") {
			return func(x Var) Var { return Squeeze(Expand(x, k), k) }, x
		}
		at := (k + x.Rank() + 1) % (x.Rank() + 1)
		return func(x Var) Var { return Expand(x, k) }, x.Reshape(slices.Insert(x.Shape(), at, 1)...)
	}),
	{name: "Broadcast", draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
		shape := d.shape(0, 4)
		x := d.uniform(-1, 1, d.part(shape)...)
		return []*tensor.Tensor{x}, func(xs []Var) Var { return Broadcast(xs[0], shape...) }, propOf(shape, func(at []int) float64 { return propGet(x, at) })
	}},
	{name: "Concat", draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
		shape := d.shape(1, 4)
		k := d.n(0, len(shape)-1, "axis")
		var xs []*tensor.Tensor
		shape[k] = 0
		total := slices.Clone(shape)
		for range d.n(1, 4, "parts") {
			shape[k] = d.n(0, 2, "length")
			xs = append(xs, d.uniform(-1, 1, shape...))
			total[k] += shape[k]
		}
		want := propOf(total, func(at []int) float64 {
			at = slices.Clone(at)
			j := 0
			for ; at[k] >= xs[j].Dim(k); j++ {
				at[k] -= xs[j].Dim(k)
			}
			return xs[j].At(at...)
		})
		return xs, func(xs []Var) Var { return Concat(k, xs...) }, want
	}},
	{name: "Stack", draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
		shape := d.shape(0, 3)
		k := d.n(0, len(shape), "axis")
		xs := []*tensor.Tensor{d.uniform(-1, 1, shape...), d.uniform(-1, 1, shape...)}
		want := propOf(slices.Insert(slices.Clone(shape), k, 3), func(at []int) float64 {
			return xs[at[k]%2].At(slices.Delete(slices.Clone(at), k, k+1)...)
		})
		if d.flip("negative") {
			k -= len(shape) + 1
		}
		return xs, func(xs []Var) Var { return Stack(k, xs[0], xs[1], xs[0]) }, want
	}},
	propOne("Split", 1, 4, func(d propDraw, x *tensor.Tensor) (func(Var) Var, *tensor.Tensor) {
		k := d.n(0, x.Rank()-1, "axis")
		n := x.Dim(k)
		first := d.n(0, n, "first")
		want := propOf(x.Shape(), func(at []int) float64 {
			at = slices.Clone(at)
			at[k] = (at[k] + first) % n
			return x.At(at...)
		})
		return func(x Var) Var {
			parts := Split(x, k, first, n-first)
			return Concat(k, parts[1], parts[0])
		}, want
	}),
	propOne("Slice", 0, 4, func(d propDraw, x *tensor.Tensor) (func(Var) Var, *tensor.Tensor) {
		var starts, sizes, steps []int
		for _, n := range x.Shape() {
			start, step, size := 0, d.n(-2, 2, "step"), 0
			if n > 0 {
				start = d.n(0, n-1, "start")
				for i := start; i >= 0 && i < n && size < n; i += step {
					size++
				}
				size = d.n(0, size, "size")
			}
			starts, sizes, steps = append(starts, start), append(sizes, size), append(steps, step)
		}
		want := propOf(sizes, func(at []int) float64 {
			at = slices.Clone(at)
			for k := range at {
				at[k] = starts[k] + at[k]*steps[k]
			}
			return x.At(at...)
		})
		return func(x Var) Var { return Slice(x, starts, sizes, steps) }, want
	}),
	propOne("Index", 0, 4, func(d propDraw, x *tensor.Tensor) (func(Var) Var, *tensor.Tensor) {
		var at []int
		for k := range d.n(0, x.Rank(), "indexes") {
			if x.Dim(k) == 0 {
				break
			}
			at = append(at, d.n(0, x.Dim(k)-1, "index"))
		}
		want := propOf(x.Shape()[len(at):], func(rest []int) float64 { return x.At(slices.Concat(at, rest)...) })
		return func(x Var) Var { return Index(x, at...) }, want
	}),
	propOne("Gather", 1, 4, func(d propDraw, x *tensor.Tensor) (func(Var) Var, *tensor.Tensor) {
		k := d.n(0, x.Rank()-1, "axis")
		indexes := propIndexes(d, x.Dim(k))
		shape := x.Shape()
		shape[k] = len(indexes)
		want := propOf(shape, func(at []int) float64 {
			at = slices.Clone(at)
			at[k] = indexes[at[k]]
			return x.At(at...)
		})
		return func(x Var) Var { return Gather(x, k, indexes...) }, want
	}),
	{name: "ScatterAdd", draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
		shape := d.shape(1, 4)
		x := d.uniform(-1, 1, shape...)
		k := d.n(0, len(shape)-1, "axis")
		indexes := propIndexes(d, shape[k])
		shape[k] = len(indexes)
		y := d.uniform(-1, 1, shape...)
		want := x.Clone()
		propOf(shape, func(at []int) float64 {
			to := slices.Clone(at)
			to[k] = indexes[at[k]]
			want.Set(want.At(to...)+y.At(at...), to...)
			return 0
		})
		return []*tensor.Tensor{x, y}, func(xs []Var) Var { return ScatterAdd(xs[0], k, xs[1], indexes...) }, want
	}},
	propOne("Pad", 0, 4, func(d propDraw, x *tensor.Tensor) (func(Var) Var, *tensor.Tensor) {
		var before, after []int
		shape := x.Shape()
		for k := range shape {
			before, after = append(before, d.n(0, 2, "before")), append(after, d.n(0, 2, "after"))
			shape[k] += before[k] + after[k]
		}
		want := propOf(shape, func(at []int) float64 {
			at = slices.Clone(at)
			for k := range at {
				if at[k] -= before[k]; at[k] < 0 || at[k] >= x.Dim(k) {
					return 0.75
				}
			}
			return x.At(at...)
		})
		return func(x Var) Var { return Pad(x, before, after, 0.75) }, want
	}),
}

func propIndexes(d propDraw, n int) (indexes []int) {
	if n == 0 {
		return nil
	}
	for range d.n(0, 4, "indexes") {
		indexes = append(indexes, d.n(0, n-1, "index"))
	}
	return indexes
}

var propAlgebra = []propOp{
	{name: "MatMul", draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
		batch := d.shape(0, 2)
		m, k, n := d.length(), d.length(), d.length()
		sa, sb := append(d.part(batch), m, k), append(d.part(batch), k, n)
		if d.flip("row") {
			sa = []int{k}
		}
		if d.flip("column") {
			sb = []int{k}
		}
		a, b := d.uniform(-1, 1, sa...), d.uniform(-1, 1, sb...)
		return []*tensor.Tensor{a, b}, func(xs []Var) Var { return MatMul(xs[0], xs[1]) }, a.MatMul(b)
	}},
	{name: "MatMul transposed", draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
		batch := d.shape(0, 2)
		m, k, n := d.length(), d.length(), d.length()
		transA, transB := d.flip("A"), d.flip("B")
		last := func(a, b int, swap bool) []int {
			if swap {
				a, b = b, a
			}
			return append(d.part(batch), a, b)
		}
		a, b := d.uniform(-1, 1, last(m, k, transA)...), d.uniform(-1, 1, last(k, n, transB)...)
		if m == k && k == n && transA == transB && d.flip("same") {
			return []*tensor.Tensor{a}, func(xs []Var) Var { return matMul(xs[0], xs[0], transA, transB) }, nil
		}
		return []*tensor.Tensor{a, b}, func(xs []Var) Var { return matMul(xs[0], xs[1], transA, transB) }, nil
	}},
	{name: "Dot Outer", draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
		n := d.length()
		xs := []*tensor.Tensor{d.uniform(-1, 1, n), d.uniform(-1, 1, n)}
		if d.flip("dot") {
			return xs, func(xs []Var) Var { return Dot(xs[0], xs[1]) }, tensor.Scalar(propDot(xs[:1], xs[1:]))
		}
		want := propOf([]int{n, n}, func(at []int) float64 { return xs[0].At(at[0]) * xs[1].At(at[1]) })
		return xs, func(xs []Var) Var { return Outer(xs[0], xs[1]) }, want
	}},
	{name: "Einsum", draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
		const letters = "ijkl"
		lengths := map[byte]int{}
		for i := range len(letters) {
			lengths[letters[i]] = d.n(1, 3, "length")
		}
		if d.n(0, 5, "empty") == 0 {
			lengths['k'] = 0
		}
		var xs []*tensor.Tensor
		var in []string
		for range d.n(1, 2, "operands") {
			var shape []int
			labels := ""
			for range d.n(0, 4, "rank") {
				c := letters[d.n(0, len(letters)-1, "letter")]
				labels, shape = labels+string(c), append(shape, lengths[c])
			}
			in, xs = append(in, labels), append(xs, d.uniform(-1, 1, shape...))
		}
		left, out := strings.Join(in, ","), ""
		for _, i := range d.rng.Perm(len(letters)) {
			if c := letters[i : i+1]; strings.Contains(left, c) && d.flip("out") {
				out += c
			}
		}
		spec := left + "->" + out
		want := propEinsum(spec, xs)
		if d.flip("no arrow") {
			out = ""
			for i := range len(letters) {
				if c := letters[i : i+1]; strings.Count(left, c) == 1 {
					out += c
				}
			}
			spec, want = left, propEinsum(left+"->"+out, xs)
		}
		return xs, func(xs []Var) Var { return Einsum(spec, xs...) }, want
	}},
	{name: "Cholesky", draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
		n := d.n(0, 4, "n")
		x := d.uniform(-1, 1, n, n).Add(tensor.Eye(n).Scale(float64(2*n + 1)))
		return []*tensor.Tensor{x}, func(xs []Var) Var { return Cholesky(xs[0]) }, nil
	}},
	{name: "Cholesky of", draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
		n := d.n(1, 4, "n")
		x := tensor.Eye(n).Scale(1.5).Add(d.uniform(-0.5, 0.5, n, n))
		for i := range n {
			for j := i + 1; j < n; j++ {
				x.Set(0, i, j)
			}
		}
		return []*tensor.Tensor{x}, func(xs []Var) Var {
			l := Tril(xs[0])
			return Cholesky(MatMul(l, Transpose(l)))
		}, x
	}},
	{name: "SolveTriangular", draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
		n, transposed := d.n(0, 4, "n"), d.flip("transposed")
		l := d.uniform(-1, 1, n, n).Add(tensor.Eye(n).Scale(3))
		b := d.uniform(-1, 1, n, d.n(0, 3, "columns"))
		if d.flip("vector") {
			b = d.uniform(-1, 1, n)
		}
		return []*tensor.Tensor{l, b}, func(xs []Var) Var { return SolveTriangular(xs[0], xs[1], transposed) }, nil
	}},
	{name: "SolveTriangular of", draw: func(d propDraw) ([]*tensor.Tensor, func([]Var) Var, *tensor.Tensor) {
		n, transposed := d.n(1, 4, "n"), d.flip("transposed")
		l := d.uniform(-1, 1, n, n).Add(tensor.Eye(n).Scale(3))
		b := d.uniform(-1, 1, n, 2)
		return []*tensor.Tensor{l, b}, func(xs []Var) Var {
			return MatMul(propTurned(Tril(xs[0]), transposed), SolveTriangular(xs[0], xs[1], transposed))
		}, b
	}},
	propOne("Tril", 2, 2, func(d propDraw, x *tensor.Tensor) (func(Var) Var, *tensor.Tensor) {
		return Tril, propOf(x.Shape(), func(at []int) float64 {
			if at[1] > at[0] {
				return 0
			}
			return x.At(at...)
		})
	}),
}

// propTurned is a matrix or its transpose.
func propTurned(l Var, transposed bool) Var {
	if transposed {
		return Transpose(l)
	}
	return l
}
