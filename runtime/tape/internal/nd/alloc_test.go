package nd

import "testing"

// Up to rank 8 nothing allocates, even where no two axes are one loop.
func TestNoAllocation(t *testing.T) {
	long := []int{2, 2, 2, 2, 2, 2, 2, 2}
	alternate := []int{2, 1, 2, 1, 2, 1, 2, 1}
	other := []int{1, 2, 1, 2, 1, 2, 1, 2}
	perm := []int{6, 3, 1, 7, 5, 4, 2, 0}
	ones, twos := []int{1, 1, 1, 1, 1, 1, 1, 1}, []int{2, 2, 2, 2, 2, 2, 2, 2}
	zeros := make([]int, 8)
	indexes := []int{1, 0}
	parts, shapes := [][]float64{make([]float64, 16), make([]float64, 16)}, [][]int{{4, 4}, {4, 4}}
	a, b, dst, arg := make([]float64, 256), make([]float64, 256), make([]float64, 6561), make([]int32, 256)
	shape := make([]int, 0, 8)
	m := []int{2, 1, 2, 2, 2}
	tests := []struct {
		name string
		do   func()
	}{
		{"Add", func() { Add(dst, long, a, alternate, b, other) }},
		{"Binary", func() { Binary(dst, long, a, alternate, b, other, func(x, y float64) float64 { return x - y }) }},
		{"Unary", func() { Unary(dst[:256], a, func(x float64) float64 { return -x }) }},
		{"Broadcast", func() { Broadcast(shape, alternate, other) }},
		{"ReducedShape", func() { ReducedShape(shape, long, 0xaa, false) }},
		{"Strides", func() { Strides(shape, long) }},
		{"BroadcastStrides", func() { BroadcastStrides(shape, long, other) }},
		{"BroadcastTo", func() { BroadcastTo(dst, long, a, alternate) }},
		{"SumTo", func() { SumTo(dst, alternate, a, long) }},
		{"Sum", func() { Sum(dst, a, long, 0xaa) }},
		{"Prod", func() { Prod(dst, a, long, 0xaa) }},
		{"Max", func() { Max(dst, arg, a, long, 0xaa) }},
		{"Min", func() { Min(dst, arg, a, long, 0x55) }},
		{"CumSum", func() { CumSum(dst, a, long, 3, true) }},
		{"LogSumExp", func() { LogSumExp(dst, a, long, 0xaa) }},
		{"LogSumExp long", func() { LogSumExp(dst, a, []int{256}, 1) }},
		{"Softmax", func() { Softmax(dst, a, long, 3) }},
		{"Softmax long", func() { Softmax(dst, a, []int{256}, 0) }},
		{"Transpose", func() { Transpose(dst, a, long, perm) }},
		{"MatMul", func() { MatMul(dst, a, b, 8, 8, 8, true, false, 1) }},
		{"Gemv", func() { MatMul(dst, a, b, 8, 8, 1, true, false, 1) }},
		{"Ger", func() { MatMul(dst, a, b, 8, 1, 8, true, false, 1) }},
		{"BatchMatMul", func() { BatchMatMul(dst, []int{2, 2, 2, 2, 2}, a, m, b, []int{1, 2, 1, 2, 2}, false, true, 0) }},
		{"Slice", func() { Slice(dst, a, long, zeros, ones, ones) }},
		{"SliceAdd", func() { SliceAdd(dst, a, long, ones, ones, ones) }},
		{"Flip", func() { Flip(dst, a, long, 3) }},
		{"Gather", func() { Gather(dst, a, long, 3, indexes) }},
		{"ScatterAdd", func() { ScatterAdd(dst, a, long, 3, indexes) }},
		{"Pad", func() { Pad(dst, a, twos, ones, zeros, 1) }},
		{"Concat", func() { Concat(dst, 1, parts, shapes) }},
		{"Cholesky", func() { Fill(b, 1); Fill(b[:1], 5); Cholesky(dst, b, 1) }},
		{"TriSolve", func() { TriSolve(dst, a, b, 8, 4, true, true) }},
	}
	for _, tt := range tests {
		if n := testing.AllocsPerRun(5, tt.do); n != 0 {
			t.Errorf("%s allocates %v times", tt.name, n)
		}
	}
}

// Ranks above 8 work too.
func TestHighRank(t *testing.T) {
	shape := []int{2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2}
	a := array{make([]float64, 64), []int{2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2}}
	b := array{make([]float64, 32), []int{1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1}}
	for i := range a.data {
		a.data[i] = float64(i)
	}
	for i := range b.data {
		b.data[i] = float64(100 * i)
	}
	dst, wide, sums := fresh(shape...), fresh(shape...), fresh(b.shape...)
	Add(dst.data, shape, a.data, a.shape, b.data, b.shape)
	BroadcastTo(wide.data, shape, b.data, b.shape)
	SumTo(sums.data, sums.shape, wide.data, shape)
	most, least, exps := fresh(b.shape...), fresh(b.shape...), fresh(b.shape...)
	arg := make([]int32, len(b.data))
	const odd = 0b10101010101
	Max(most.data, arg, dst.data, shape, odd)
	Min(least.data, arg, dst.data, shape, odd)
	LogSumExp(exps.data, wide.data, shape, odd)
	for _, index := range indexes(shape) {
		if got, want := dst.at(index), a.at(index)+b.at(index); got != want {
			t.Fatalf("%v: %v, want %v", index, got, want)
		}
		v := b.at(index)
		if wide.at(index) != v || sums.at(index) != 64*v || most.at(index) != v+63 || least.at(index) != v || exps.at(index)-v-4.1588830833596715 > 1e-9 {
			t.Fatalf("%v: %v %v %v %v %v, want of %v", index, wide.at(index), sums.at(index), most.at(index), least.at(index), exps.at(index), v)
		}
	}
}
