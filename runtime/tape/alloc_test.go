package tape

import (
	"runtime"
	"testing"

	"github.com/gograd/gograd/runtime/tape/tensor"
)

// allocOps are the common operations; a and b are matrices, v a vector, s a number.
var allocOps = []struct {
	name string
	do   func(a, b, v, s Var) Var
}{
	{"Add", func(a, b, _, _ Var) Var { return Add(a, b) }},
	{"Add, broadcast", func(a, _, v, _ Var) Var { return Add(a, v) }},
	{"Sub", func(a, b, _, _ Var) Var { return Sub(a, b) }},
	{"Mul", func(a, _, _, s Var) Var { return Mul(a, s) }},
	{"Div", func(a, b, _, _ Var) Var { return Div(a, b) }},
	{"numbers", func(_, _, _, s Var) Var { return Mul(s, s) }},
	{"Neg", func(a, _, _, _ Var) Var { return Neg(a) }},
	{"Scale", func(a, _, _, _ Var) Var { return Scale(a, 2) }},
	{"AddScalar", func(a, _, _, _ Var) Var { return AddScalar(a, 2) }},
	{"Square", func(a, _, _, _ Var) Var { return Square(a) }},
	{"Exp", func(a, _, _, _ Var) Var { return Exp(a) }},
	{"Tanh", func(a, _, _, _ Var) Var { return Tanh(a) }},
	{"Hypot", func(a, b, _, _ Var) Var { return Hypot(a, b) }},
	{"Sigmoid", func(a, _, _, _ Var) Var { return Sigmoid(a) }},
	{"Softplus", func(a, _, _, _ Var) Var { return Softplus(a) }},
	{"Relu", func(a, _, _, _ Var) Var { return Relu(a) }},
	{"MatMul", func(a, b, _, _ Var) Var { return MatMul(a, b) }},
	{"Sum", func(a, _, _, _ Var) Var { return Sum(a) }},
	{"Sum, axis", func(a, _, _, _ Var) Var { return Sum(a, 0) }},
	{"Mean", func(a, _, _, _ Var) Var { return Mean(a) }},
	{"LogSumExp", func(a, _, _, _ Var) Var { return LogSumExp(a, 1) }},
	{"Softmax", func(a, _, _, _ Var) Var { return Softmax(a, 1) }},
	{"Identity", func(a, _, _, _ Var) Var { return Identity(a) }},
	{"Broadcast", func(_, _, v, _ Var) Var { return broadcastTo(v, []int{3, 3}) }},
}

// extraAllocs is how many allocations n repetitions have more than one, each on the tape that was just used.
func extraAllocs(n int, run func(times int)) float64 {
	run(2 * n) // now the tape is warm
	count := func(times int) float64 { return testing.AllocsPerRun(5, func() { run(times) }) }
	return count(n) - count(1)
}

// On a warm tape operations allocate nothing, neither recorded nor played back.
func TestOperationsDoNotAllocate(t *testing.T) {
	const n = 50
	tp := New()
	x := tensor.Of([]float64{1, 2, 3, 4, 5, 6, 7, 8, 9}, 3, 3)
	for _, op := range allocOps {
		recording := func(times int) {
			tp.Reset()
			a, b, v, s := tp.Watch(x), tp.Watch(x), tp.Watch(vector(1, 2, 3)), tp.Watch(tensor.Scalar(2))
			for range times {
				op.do(a, b, v, s)
			}
		}
		if extra := extraAllocs(n, recording); extra != 0 {
			t.Errorf("%s allocates %v times", op.name, extra/(n-1))
		}
	}
	if tp.Err() != nil {
		t.Error(tp.Err())
	}
}

// Numbers are recorded and played back without an allocation for an operation.
func TestFloatsDoNotAllocate(t *testing.T) {
	const n = 300
	tp := New()
	dst := make([]float64, 1)
	steps := map[string]func(y, x Float) Float{
		"arithmetic": func(y, x Float) Float { return y.Mul(x).Add(Num(0.5)).Sub(x).Div(x).Scale(0.5).AddScalar(1).Neg() },
		"functions": func(y, x Float) Float {
			return y.Sin().Exp().Tanh().Sigmoid().Softplus().Pow(1.5).Square().Sqrt().Max(x).Add(x)
		},
	}
	for name, step := range steps {
		run := func(times int) {
			tp.Reset()
			x := tp.Float(0.9)
			y := x
			for range times {
				y = step(y, x)
			}
			if _, err := tp.Numbers(dst, y, x); err != nil {
				t.Fatal(err)
			}
		}
		if extra := extraAllocs(n, run); extra != 0 {
			t.Errorf("%s: %v allocations in %d steps", name, extra, n-1)
		}
	}
}

// A training step's gradient goes into tensors that are there, without an allocation that grows with its size.
func TestGradientIntoDoesNotAllocate(t *testing.T) {
	tp := New()
	w := tensor.Of([]float64{0.1, 0.2, -0.3, 0.4}, 2, 2)
	x := tensor.Of([]float64{1, 2, 3, 4, 5, 6}, 3, 2)
	into := []*tensor.Tensor{tensor.New(2, 2)}
	run := func(times int) {
		tp.Reset()
		k := tp.Watch(w)
		y := tp.Const(x)
		for range times {
			y = Tanh(Add(MatMul(y, k), Square(y)))
		}
		if err := tp.GradientInto(into, Sum(y), k); err != nil {
			t.Fatal(err)
		}
	}
	if extra := extraAllocs(40, run); extra != 0 {
		t.Errorf("%v allocations in 39 layers", extra)
	}
}

// A tape that is used over and over keeps its size.
func TestMemoryIsConstant(t *testing.T) {
	tp := New()
	p := NewParam("w", tensor.Full(0.1, 8, 8))
	step := func() {
		tp.Reset()
		w := tp.Read(p)
		y := tp.Const(tensor.Full(0.1, 8, 8))
		for range 4 {
			y = Checkpoint(func(xs []Var) []Var { return []Var{Tanh(MatMul(xs[0], w))} }, y)[0]
		}
		loss := Sum(Square(y))
		tp.GradientVars(loss, w)
		if _, err := tp.Gradient(loss, w); err != nil {
			t.Fatal(err)
		}
	}
	size := func(times int) uint64 {
		for range times {
			step()
		}
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	early, late := size(20), size(1000)
	if late > early+early/5+100_000 {
		t.Errorf("%d bytes after 20 steps, %d after 1020", early, late)
	}
	runtime.KeepAlive(tp)
}
