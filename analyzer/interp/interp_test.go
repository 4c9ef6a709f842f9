package interp

import (
	"math"
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/ir"
)

// run calls the first function of src.
func run(t *testing.T, src string, args ...Value) ([]Value, error) {
	t.Helper()
	p, err := ir.Parse(src)
	if err != nil {
		t.Fatalf("%v in\n%s", err, src)
	}
	if err := ir.Verify(p); err != nil && !strings.Contains(src, "// unverified") {
		t.Fatalf("%v in\n%s", err, src)
	}
	return New(p).Call(p.Funcs[0], args...)
}

func TestPrograms(t *testing.T) {
	const node = "type Node struct{v float64; next *Node; w [2]float64}\n"
	for _, c := range []struct {
		name, src string
		args      []Value
		want      float64
	}{
		{"loop up", "func f(x []float64) (y float64) {\n for i := range count(0, len(x), 1) {\n y = y * 10.0 + x[i]\n }\n}", FromGo([]float64{1, 2, 3}), 123},
		{"loop down", "func f(x []float64) (y float64) {\n for i := range count(len(x) - 1, -1, -2) {\n y = y * 10.0 + x[i]\n }\n}", FromGo([]float64{1, 2, 3}), 31},
		{"bounds once", "func f(n int) (y float64) {\n for i := range count(0, n, 1) {\n n = n + 5\n y += 1.0\n }\n}", FromGo(3), 3},
		{"while", "func f(x float64) (y float64) {\n y = x\n for y > 1.0 {\n y = y / 2.0\n }\n}", FromGo(10.0), 0.625},
		{"continue and break", "func f(n int) (y float64) {\n L: for i := range count(0, n, 1) {\n for j := range count(0, n, 1) {\n if j > i {\n continue L\n }\n if i > 3 {\n break L\n }\n y += 1.0\n }\n }\n}", FromGo(9), 10},
		{"break of a block", "func f(n int) (y float64) {\n L: {\n y = 1.0\n if n > 2 {\n break L\n }\n y = 2.0\n }\n y = y + 10.0\n}", FromGo(3), 11},
		{"return in a loop", "func f(n int) (y float64) {\n for true {\n y += 1.0\n if y > 4.5 {\n return\n }\n }\n}", FromGo(3), 5},
		{"slices alias", "func f(x []float64) (y float64) {\n var a []float64 = x[1:3]\n a[0] = 7.0\n var b []float64 = a[:3]\n b[2] = 5.0\n y = x[1] * 10.0 + x[3]\n}", FromGo([]float64{1, 2, 3, 4}), 75},
		{"structs are copied", node + "func f(x float64) (y float64) {\n var a Node\n a.w[1] = x\n var b Node = a\n b.w[1] = 2.0\n var p *Node = new[Node](b)\n (*p).w[1] = 3.0\n y = a.w[1] * 100.0 + b.w[1] * 10.0 + (*p).w[1]\n}", FromGo(1.0), 123},
		{"pointer to an element of an array of a field", node + "func f(x float64) (y float64) {\n var p *Node = new[Node]()\n var q *float64 = &(*p).w[1]\n *p = Node{0.0, p, [2]float64{x, x}}\n *q += 1.0\n y = (*(*p).next).w[1]\n}", FromGo(1.0), 2},
		{"slice of an array in memory", node + "func f(x float64) (y float64) {\n var p *Node = new[Node]()\n var s []float64 = (*p).w[:]\n (*p).w = [2]float64{x, x}\n s[0] = 5.0\n y = (*p).w[0] + s[1] + conv[float64](len(s) + cap(s))\n}", FromGo(1.0), 10},
		{"arrays of slices of slices", "func f(n int) (y float64) {\n var m [][]float64 = make[[][]float64](n)\n var r []float64 = make[[]float64](2, 4)\n m[0] = r\n m[1] = r[1:]\n (m[1])[0] = 3.0\n var c [2][]float64\n c[1] = m[0]\n y = c[1][1]\n}", FromGo(2), 3},
		{"overlapping copy", "func f(x []float64) (y float64) {\n copy(x[1:], x)\n y = x[0] * 100.0 + x[1] * 10.0 + x[2]\n}", FromGo([]float64{1, 2, 3}), 112},
		{"clear", "func f(x []float64) (y float64) {\n clear(x[1:])\n y = x[0] + x[1] + x[2]\n}", FromGo([]float64{1, 2, 3}), 1},
		{"copy of structs", node + "func f(n int) (y float64) {\n var a []Node = make[[]Node](2)\n a[0].w[0] = 4.0\n copy(a[1:], a)\n a[0].w[0] = 5.0\n y = a[1].w[0]\n}", FromGo(1), 4},
		{"swap of two results", "func f(x float64, y float64) (z float64) {\n x, y = g(x, y)\n z = x * 10.0 + y\n}\nfunc g(a float64, b float64) (c float64, d float64) {\n c = b\n d = a\n}", FromGo(1.0, 2.0), 21},
		{"places before stores", "func f(x []float64, i int) (y float64) {\n i, x[i] = g(2, 7.0)\n y = x[0] * 10.0 + conv[float64](i)\n}\nfunc g(a int, b float64) (c int, d float64) {\n c = a\n d = b\n}", FromGo([]float64{0, 0, 0}, 0), 72},
		{"recursion", "func f(n int) (y float64) {\n if n < 2 {\n y = 1.0\n return\n }\n var a float64\n var b float64\n a = f(n - 1)\n b = f(n - 2)\n y = a + b\n}", FromGo(10), 89},
		{"helper that mutates", "func f(x []float64) (y float64) {\n g(x[1:])\n y = x[1]\n}\nfunc g(v []float64) {\n v[0] = v[0] * 2.0\n v = zero[[]float64]()\n}", FromGo([]float64{1, 3}), 6},
		{"stack", "func f(x float64) (y float64) {\n var b buffer[float64]\n push(b, x)\n push(b, x + 1.0)\n pop(b, y)\n pop(b, x)\n y = y * 10.0 + x\n}", FromGo(1.0), 21},
		{"arena", "func f(n int) (y float64) {\n var b buffer[float64]\n var a []float64 = arena[[]float64](b, n)\n var p *float64 = new[float64](b, 2.0)\n a[1] = 3.0\n y = a[0] + a[1] + *p\n}", FromGo(2), 5},
		{"short circuit", "func f(x []float64) (y float64) {\n if len(x) > 0 && x[0] > 1.0 || len(x) == 0 {\n y = 1.0\n }\n}", FromGo([]float64{}), 1},
		{"float32", "func f(x float32, y float32) (z float64) {\n z = conv[float64](x * y + float32(0.1))\n}", FromGo(float32(1.1), float32(3.3)), float64(float32(1.1)*float32(3.3) + float32(0.1))},
		{"float32 difference and quotient", "func f(x float32, y float32) (z float64) {\n z = conv[float64]((x - y) / y) + conv[float64](-x)\n x += y\n z += conv[float64](x)\n}", FromGo(float32(1.1), float32(3.3)),
			float64((float32(1.1)-float32(3.3))/float32(3.3)) + float64(-float32(1.1)) + float64(float32(1.1)+float32(3.3))},
		{"integers wrap", "func f(x uint8) (y float64) {\n y = conv[float64](x * uint8(3)) + conv[float64](conv[int8](x))\n}", FromGo(uint8(200)), float64((200*3)%256 - 56)},
		{"integer division", "func f(a int, b int) (y float64) {\n y = conv[float64](a / b * 100 + a % b * 10 + a >> 1 &^ 1)\n}", FromGo(-7, 2), -300 - 10 + float64(-7>>1&^1)},
		{"conversion to int", "func f(x float64) (y float64) {\n y = conv[float64](conv[int](x))\n}", FromGo(-2.7), -2},
		{"strings", "func f(s string) (y float64) {\n if s[1:] + \"x\" == \"bcx\" && s < \"b\" {\n y = conv[float64](s[0]) + conv[float64](len(s))\n }\n}", FromGo("abc"), 100},
		{"nil", "func f(x []float64) (y float64) {\n if x == zero[[]float64]() && x[:0] == zero[[]float64]() {\n y = 1.0\n }\n}", []Value{{K: Slice}}, 1},
		{"frexp", "func f(x float64) (y float64) {\n var i int\n y, i = math.Frexp(x)\n y = y + conv[float64](i)\n}", FromGo(8.0), 4.5},
		{"min and max", "func f(x float64) (y float64) {\n y = max(x, 2.0, 1.0) + min(x, 5.0) + conv[float64](max(1, 7))\n}", FromGo(1.0), 10},
	} {
		r, err := run(t, c.src, c.args...)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if r[0].F != c.want {
			t.Errorf("%s: %v, want %v", c.name, r[0].F, c.want)
		}
	}
}

func TestPanics(t *testing.T) {
	head := "func f(x []float64, p *float64, i int) (y float64) {\n"
	for _, c := range []struct{ body, want string }{
		{"y = x[i]", "panic: runtime error: index out of range [3] with length 3"},
		{"y = x[-i]", "panic: runtime error: index out of range [-3]"},
		{"y = *p", "panic: runtime error: invalid memory address or nil pointer dereference"},
		{"i = 1 / (i - 3)", "panic: runtime error: integer divide by zero"},
		{"i = 1 % (i - 3)", "panic: runtime error: integer divide by zero"},
		{"i = 1 << (-i)", "panic: runtime error: negative shift amount"},
		{"x = x[:i + 1]", "panic: runtime error: slice bounds out of range [:4] with capacity 3"},
		{"x = x[i:2]", "panic: runtime error: slice bounds out of range [3:2]"},
		{"x = x[0:1:i + 1]", "panic: runtime error: slice bounds out of range [::4] with capacity 3"},
		{"x = make[[]float64](-i)", "panic: runtime error: makeslice: len out of range"},
		{"x = make[[]float64](i, 2)", "panic: runtime error: makeslice: cap out of range"},
		{"panic(\"bad i\")", "panic: bad i"},
		{"runtime.CheckLen(\"f\", \"dx\", i, \"x\", 2)", "panic: gograd: f: len(dx) = 3, want len(x) = 2"},
		{"runtime.CheckNotNil(\"f\", \"dx\", x != zero[[]float64]())", "panic: gograd: f: dx is nil"},
		{"runtime.CheckDisjoint(\"f\", \"a\", x[:2], \"b\", x[1:])", "panic: gograd: f: a and b overlap, b beginning 1 elements after a; they must be disjoint"},
		{"runtime.CheckDisjoint(\"f\", \"a\", x[:2], \"b\", x[2:])\n panic(\"disjoint\")", "panic: disjoint"},
		{"runtime.CheckDisjointPointers(\"f\", \"a\", &x[0], \"b\", &x[0])", "panic: gograd: f: a and b are the same; they must be different"},
		{"runtime.CheckElsewhere(\"f\", \"dx\", x[:2], \"x\", x[1:])", "panic: gograd: f: dx overlaps x; it must be disjoint"},
		{"runtime.CheckElsewhere(\"f\", \"dx\", x[:1], \"x\", x[2:])\n panic(\"elsewhere\")", "panic: elsewhere"},
		{"for true {\n }", "interp: too many steps"},
		{"y = f(x, p, i)", "interp: too many steps"},
		{"var b buffer[float64]\n pop(b, y)", "interp: pop of the empty buffer b"},
		{"y = other.F[float64](y)", "interp: unknown function other.F"},
	} {
		src := "import runtime \"" + RuntimePath + "\"\n" + head + c.body + "\n}"
		_, err := run(t, src, append(FromGo([]float64{1, 2, 3}), PointerTo(nil), Integer(3))...)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.body, err, c.want)
		}
	}
}

// Arguments are passed as Go passes them, and hooks and package-level variables are found by their path.
func TestSurroundings(t *testing.T) {
	p := ir.MustParse("import lib \"example.com/lib\"\nvar K global[cfg, float64]\n" +
		"func f(a [2]float64, x []float64) (y float64) {\n a[0] = 9.0\n x[0] = 9.0\n y = lib.Twice[float64](a[1])\n y += cfg.K\n}")
	in := New(p)
	in.Funcs["example.com/lib.Twice"] = func(a []Value) []Value { return []Value{Dual(2*a[0].F, 2*a[0].D)} }
	in.Globals["cfg.K"] = Float(0.5)
	args := []Value{ArrayOf(Float(1), Dual(2, 1)), Floats(3)}
	r, err := in.Call(p.Funcs[0], args...)
	if err != nil {
		t.Fatal(err)
	}
	if r[0].F != 4.5 || r[0].D != 2 {
		t.Errorf("result %v", r[0])
	}
	if args[0].Elems[0].F != 1 || args[1].At(0).F != 9 {
		t.Errorf("arguments after the call: %v", Primals(args))
	}
}

func TestSaved(t *testing.T) {
	p := ir.MustParse("func f(x float64) {\n var b buffer[float64]\n push(b, x)\n}")
	in := New(p)
	if _, err := in.Call(p.Funcs[0], Float(1)); err != nil || in.Saved() != 1 {
		t.Errorf("%d saved, %v", in.Saved(), err)
	}
}

// Memory of an arena is gone when the function has returned; memory of the heap that it referred to is not.
func TestArenaEnds(t *testing.T) {
	r, err := run(t, "func f(x []float64) (y []float64, z [][]float64, v float64) {\n var b buffer[float64]\n var c buffer[[]float64]\n"+
		" y = arena[[]float64](b, 1)\n v = y[0]\n z = arena[[][]float64](c, 1)\n z[0] = x\n}", Floats(3))
	if err != nil {
		t.Fatal(err)
	}
	if !math.IsNaN(r[0].At(0).F) || r[1].At(0).At(0).F != 3 || r[2].F != 0 {
		t.Errorf("results %v", Primals(r))
	}
}

func TestCloneKeepsAliases(t *testing.T) {
	type node struct {
		v    float64
		w    [2]float64
		next *node
	}
	x := []float64{1, 2, 3, 4}
	n := &node{v: 5}
	n.next = n
	args := FromGo(x[1:3], x, n, &n.w[1])
	args = append(args, PointerTo(args[1].At(1)), PointerTo(&args[2].Target().Elems[1].Elems[0]))
	c := Clone(args)
	if why, ok := Same(args, c, Exactly); !ok {
		t.Fatalf("the copy differs: %s", why)
	}
	c[1].At(1).F = 10
	if c[0].At(0).F != 10 || c[4].Target().F != 10 {
		t.Error("an alias of the slice is lost")
	}
	if args[0].At(0).F != 2 {
		t.Error("the copy shares memory with the original")
	}
	c[5].Target().F = 7
	if c[2].Target().Elems[1].Elems[0].F != 7 || args[2].Target().Elems[1].Elems[0].F != 0 {
		t.Error("a pointer into the struct is lost")
	}
	if c[2].Target().Elems[2].Target() != c[2].Target() {
		t.Error("the cycle is lost")
	}
	if got := len(Leaves(args)); got != 2+2+3 {
		t.Errorf("%d leaves, want each cell once: 7", got)
	}
	if _, ok := Same(c, args, Exactly); ok {
		t.Error("different values are the same")
	}
	if _, ok := Same([]Value{args[0], args[0]}, []Value{args[0], Floats(2, 3)}, Exactly); ok {
		t.Error("a lost alias is not noticed")
	}
}

func TestWithin(t *testing.T) {
	for _, c := range []struct {
		x, y float64
		want bool
	}{
		{1, 1 + 1e-9, true}, {1e6, 1e6 + 0.01, true}, {1, 1.01, false},
		{math.Inf(1), math.Inf(1), true}, {math.Inf(1), 1, false}, {math.NaN(), math.NaN(), true}, {math.NaN(), 1, false},
	} {
		if got := Within(1e-6)(c.x, c.y); got != c.want {
			t.Errorf("Within(%v, %v) = %t", c.x, c.y, got)
		}
	}
}
