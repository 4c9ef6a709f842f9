package ir

import (
	"go/token"
	"go/types"
	"strings"
	"testing"
)

// sound is a program that uses each check's subject rightly.
const sound = `
type P struct{a float64; b []float64}
var Scale global[cfg, float64]

func f(x []float64, p *P, i int, c bool) (y float64) {
	var b buffer[float64]
	var arena buffer[float64]
	var z []float64 = make[[]float64](len(x), i)
	var w []float64 = arena[[]float64](arena, i)
	var q *float64 = &(*p).b[i]
	var r *[2]float64 = new[[2]float64]()
	var s float64 = runtime.StopGradient[float64](x[0])
	var sum float64
	sum, i = math.Frexp(s)
	w = (*r)[:1]
	(*p).a = *q + cfg.Scale
	copy(z, x)
	clear(w)
	push(b, sum)
	for k := range count(0, i, 1) {
		if z[k] > 1.0 {
			break
		}
	}
	for i << 1 > 2 && c {
		continue
	}
	L: {
		break L
	}
	pop(b, sum)
	_, y = g(sum, x)
	g(y, zero[[]float64]())
	return
}

func g(a float64, x []float64) (n int, v float64) {
	push(b, a)
	pop(b, v)
	n = conv[int](min(a, 1.0))
}
`

func TestVerifyAccepts(t *testing.T) {
	for _, src := range []string{sound, everything} {
		if err := Verify(MustParse(src)); err != nil {
			t.Error(err)
		}
	}
}

// Each line replaces one statement of sound by one that is wrong.
func TestVerifyRejects(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"types differ", "(*p).a = *q", "i = *q", "a float64 assigned to a int"},
		{"init type", "var sum float64", "var sum float64 = i", "a float64 initialized with a int"},
		{"operands differ", "*q + cfg.Scale", "*q + i", "float64 + int"},
		{"shift by float", "i << 1", "i << 1.0", "int << float64"},
		{"and on floats", "*q + cfg.Scale", "*q & cfg.Scale", "& on a float64"},
		{"comparison of slices", "i << 1 > 2", "x == z", "[]float64s compared"},
		{"condition", "z[k] > 1.0", "z[k]", "a condition of type float64"},
		{"index", "z[k] > 1.0", "z[1.0] > 1.0", "an index of type float64"},
		{"not on float", "&& c", "&& !s", "! on a float64"},
		{"write to a loop's variable", "if z[k] > 1.0", "k = 2\n\t\tif z[k] > 1.0", "the loop's variable k is written"},
		{"add to a loop's variable", "if z[k] > 1.0", "k += 2\n\t\tif z[k] > 1.0", "the loop's variable k is written"},
		{"pop to a loop's variable", "if z[k] > 1.0", "sum, k = math.Frexp(s)\n\t\tif z[k] > 1.0", "the loop's variable k is written"},
		{"write to a global", "(*p).a = *q", "cfg.Scale = *q", "package-level variable Scale is written"},
		{"no place", "(*p).a = *q", "((*p).a) + 1.0 = *q", "is no place"},
		{"element of a string", "(*p).a = *q", "\"abc\"[1] = uint8(65)", "is no place"},
		{"element of a string variable", "(*p).a = *q + cfg.Scale", "var str string\n\tstr[1] = uint8(65)", "is no place"},
		{"bound type", "count(0, i, 1)", "count(0, s, 1)", "a bound of type float64"},
		{"loop over floats", "count(0, i, 1)", "count(s, s, 1)", "the loop's variable is a float64"},
		{"step 0", "count(0, i, 1)", "count(0, i, 0)", "step 0"},
		{"address of a variable", "&(*p).b[i]", "&i", "the address of i, which is not in memory"},
		{"slice of a variable", "var sum float64", "var sum float64\n\tvar arr [3]float64\n\tw = arr[:]", "which is not in memory"},
		{"make in an expression", "copy(z, x)", "copy(z, make[[]float64](2))", "make inside an expression"},
		{"new in an expression", "(*p).a = *q", "(*p).a = *new[float64]()", "new inside an expression"},
		{"rule call in an expression", "(*p).a = *q", "(*p).a = -runtime.StopGradient[float64](*q)", "a call of runtime.StopGradient inside"},
		{"make of an array", "make[[]float64](len(x), i)", "make[[2]float64](2)", "make of no slice"},
		{"undeclared buffer", "push(b, a)", "push(h, a)", "unknown buffer h"},
		{"push type", "push(b, sum)", "push(b, i)", "a int in a buffer of float64"},
		{"pop type", "pop(b, sum)", "pop(b, i)", "a int in a buffer of float64"},
		{"stack and arena", "push(b, sum)", "push(arena, sum)", "both a stack and an arena"},
		{"arity", "_, y = g(sum, x)", "y = g(sum, x)", "g gives 2 results, 1 are taken"},
		{"result type", "_, y = g(sum, x)", "y, _ = g(sum, x)", "result 1 of g is a int, stored to a float64"},
		{"argument type", "_, y = g(sum, x)", "_, y = g(i, x)", "argument 1 of g is a float64, not a int"},
		{"argument count", "_, y = g(sum, x)", "_, y = g(sum)", "g takes 2 arguments, not 1"},
		{"math arity", "sum, i = math.Frexp(s)", "sum = math.Pow(s)", "math.Pow takes 2 arguments"},
		{"math argument", "sum, i = math.Frexp(s)", "sum = math.Exp(i)", "argument 1 of math.Exp"},
		{"no such math", "sum, i = math.Frexp(s)", "sum, i = math.Expo(s)", "package math has no Expo"},
		{"min of two types", "min(a, 1.0)", "min(a, n)", "a int in a min of float64"},
		{"len of a float", "len(x), i)", "len(i), i)", "len takes one slice"},
		{"conversion", "conv[int](min(a, 1.0))", "conv[int](x)", "a []float64 converted to int"},
		{"composite length", "(*p).a = *q", "*p = P{1.0}", "1 elements for P"},
		{"composite type", "(*p).a = *q", "*p = P{1, x}", "element 0 of P is a int"},
		{"constant range", "i << 1 > 2", "uint8(300) > uint8(2)", "is no constant of type uint8"},
		{"constant overflow", "i << 1 > 2", "float32(1e39) > float32(2)", "is no constant of type float32"},
		{"constant kind", "i << 1 > 2", "float32(\"x\") > float32(2)", "is no constant of type float32"},
		{"copy types", "copy(z, x)", "copy(z, \"s\")", "copy from a string"},
		{"clear of an array", "clear(w)", "clear(*r)", "clear of a [2]float64"},
		{"plus on structs", "(*p).a = *q + cfg.Scale", "*p += *p", "+= on a P"},
		{"continue of a block", "break L", "continue L", "continue of a block"},
		{"string with capacity", "clear(w)", "panic(\"abc\"[0:1:1])", "a string sliced with a capacity"},
	} {
		src := strings.Replace(sound, c.old, c.new, 1)
		if src == sound {
			t.Errorf("%s: %q is not in the program", c.name, c.old)
		}
		p, err := Parse(src)
		if err == nil {
			err = Verify(p)
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// Programs that no text can say.
func TestVerifyRejectsTrees(t *testing.T) {
	x, y := &Var{Name: "x", Type: Float64, Kind: Param}, &Var{Name: "y", Type: Float64, Kind: Result}
	local := func(name string) *Var { return &Var{Name: name, Type: Float64} }
	shared, inner := local("shared"), local("inner")
	loop := &While{Cond: BoolConst(true), Body: &Block{}}
	foreign := &Func{Name: "foreign", Body: &Block{}}
	for _, c := range []struct {
		name string
		list []Stmt
		want string
	}{
		{"declared twice", []Stmt{&Decl{Var: shared}, &Decl{Var: shared}}, "shared is declared twice"},
		{"used before", []Stmt{&Assign{Dst: Use(inner), Src: Use(x)}}, "inner is not in scope"},
		{"used in its own init", []Stmt{&Decl{Var: inner, Init: Use(inner)}}, "inner is not in scope"},
		{"used after its block", []Stmt{&Block{List: []Stmt{&Decl{Var: inner}}}, &Assign{Dst: Use(inner), Src: Use(x)}}, "inner is not in scope"},
		{"parameter as local", []Stmt{&Decl{Var: &Var{Name: "v", Type: Float64, Kind: Param}}}, "kind 1"},
		{"exit beside its loop", []Stmt{loop, &Exit{Kind: Break, Target: loop}}, "not around it"},
		{"break without a target", []Stmt{&Exit{Kind: Break}}, "not around it"},
		{"return with a target", []Stmt{&While{Cond: BoolConst(true), Body: &Block{List: []Stmt{&Exit{Kind: Return, Target: loop}}}}}, "a return with a target"},
		{"foreign callee", []Stmt{&CallStmt{Callee: foreign}}, "no function of the program"},
		{"foreign buffer", []Stmt{&Push{Buf: &Buf{Name: "b", Elem: Float64}, X: Use(x)}}, "buffer b is not declared"},
		{"nil buffer", []Stmt{&Push{X: Use(x)}}, "a nil buffer"},
		{"nil statement", []Stmt{nil}, "a nil statement"},
		{"nil source", []Stmt{&Assign{Dst: Use(y)}}, "a nil expression"},
		{"nil variable", []Stmt{&Assign{Dst: Use(y), Src: &Ref{}}}, "a use of no variable"},
		{"field out of range", []Stmt{&Assign{Dst: Use(y), Src: &Field{Use(x), 3}}}, "field 3 of a float64"},
		{"untyped binary", []Stmt{&Assign{Dst: Use(y), Src: &Binary{Op: token.ADD, X: Use(x), Y: Use(x)}}}, "without a type"},
		{"wrong binary type", []Stmt{&Assign{Dst: Use(y), Src: &Binary{token.ADD, Use(x), Use(x), Int}}}, "gives int"},
		{"comparison type", []Stmt{&If{Cond: &Binary{token.LSS, Use(x), Use(x), Float64}, Then: &Block{}}}, "a comparison of type float64"},
		{"If without Then", []Stmt{&If{Cond: BoolConst(true)}}, "a nil block"},
		{"pure call's type", []Stmt{&Assign{Dst: Use(y), Src: &Call{FuncRef{Pkg: "math", Name: "Ilogb"}, []Expr{Use(x)}, Float64}}}, "does not give one float64"},
	} {
		f := &Func{Name: "f", Params: []*Var{x}, Results: []*Var{y}, Body: &Block{List: c.list}}
		err := Verify(&Program{Funcs: []*Func{f}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	double := &Func{Name: "f", Params: []*Var{x, x}, Body: &Block{}}
	if err := Verify(&Program{Funcs: []*Func{double}}); err == nil {
		t.Error("a parameter that stands twice is accepted")
	}
	variadic := &Func{Name: "f", Variadic: true, Params: []*Var{{Name: "v", Type: types.NewArray(Float64, 2), Kind: Param}}, Body: &Block{}}
	if err := Verify(&Program{Funcs: []*Func{variadic, variadic}}); err == nil || strings.Count(err.Error(), "\n") < 2 {
		t.Errorf("not all problems are reported: %v", err)
	}
}

func TestVerifyNormal(t *testing.T) {
	for _, c := range []struct {
		body string
		ok   bool
	}{
		{"for true {\n x = x * 2.0\n if x > 1.0 {\n break\n }\n }", true},
		{"for i := range count(0, 3, 1) {\n if x > 1.0 {\n x = 1.0\n } else {\n if x > 3.0 {\n x = 2.0\n break\n }\n }\n }", true},
		{"for true {\n {\n break\n }\n }", true},
		{"for true {\n for true {\n break\n }\n break\n }", true},
		{"for true {\n if x > 1.0 {\n break\n }\n x = x * 2.0\n }", false},
		{"for true {\n break\n x = x * 2.0\n }", false},
		{"for true {\n continue\n }", false},
		{"L: for true {\n for true {\n break L\n }\n }", false},
		{"L: {\n break L\n }", false},
		{"for true {\n L: {\n break L\n }\n }", false},
		{"return", false},
		{"for true {\n return\n }", false},
		{"x = 1.0\n panic(\"p\")", true},
	} {
		p := MustParse("func f(x float64) {\n" + c.body + "\n}")
		if err := Verify(p); err != nil {
			t.Error(err)
		}
		if err := VerifyNormal(p); (err == nil) != c.ok {
			t.Errorf("%s\n%v", c.body, err)
		}
	}
}
