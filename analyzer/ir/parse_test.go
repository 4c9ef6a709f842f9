package ir

import (
	"go/constant"
	"go/token"
	"go/types"
	"math"
	"strings"
	"testing"
)

// everything has each construct of the text form at least once, as Print writes it.
const everything = `import runtime "github.com/gograd/gograd/runtime"
type Celsius float64
type Node struct{v float64; next *Node; w [2]float64}
var Scale global[cfg, float64]

func f(x []float64, n Node, p *Node, c Celsius, s string, rest ...float64) (y float64, ok bool) {
	var b buffer[float64]
	var mem buffer[[]float64]
	var one buffer[float64]
	var i int
	var t float64
	t = x[0] * (-2.5) + -t / (1.0 + n.w[1])
	var z []float64 = make[[]float64](len(x), 2 * len(x))
	var zz [][]float64 = arena[[][]float64](mem, 4)
	var zr []float64 = raw[[]float64](one, 4)
	var q *float64 = new[float64](t)
	var r *Node = new[Node]()
	var e *float64 = new[float64](one, t)
	var d Celsius = conv[Celsius](float32(1.5)) * c * Celsius(-1.5) + conv[Celsius](t)
	*q = *q * *q
	*q += math.Exp(-*q) - cfg.Scale
	(*p).w[i] = (*(*p).next).v
	(*p).w[1] += zz[0][2]
	n = Node{1.0, zero[*Node](), [2]float64{0.0, 1e+300}}
	n.w = zero[[2]float64]()
	z = x[1:]
	z = x[:i + 1:3]
	z = z[:]
	t = runtime.StopGradient[float64](t)
	t = max(t, min(1.0, 2.0), 3.5)
	y, _ = g(t, &(*p).w[0], z, x[i:i])
	_ = h(r, rest)
	h(p, rest)
	t, i = math.Frexp(t)
	runtime.CheckLen("f", "dx", len(z), "x", len(x))
	copy(z, x)
	clear(z)
	if c < d && !(x == zero[[]float64]()) || s[0] == uint8(65) {
		push(b, t)
	} else {
		if t > 0.0 {
			pop(b, z[i])
		}
	}
	L: for k := range count(0, len(x), 1) {
		for k_2 := range count(k - 1, -1, -2) {
			if z[k_2] > 1.0 {
				continue L
			}
			break L
		}
	}
	L_2: {
		while: for i < 3 && (Node{t, p, n.w}).v == 0.0 {
			i += 1 << 2 ^ i
			if ok {
				break while
			}
			break L_2
		}
	}
	if ok == false {
		panic("bad \"s\"")
	}
	return
}

func (m *Node) h(rest []float64) (a int) {
	push(b, (*m).v)
}

func g(t float64, q *float64, z []float64, w []float64) (a float64, b_2 int) {
	b_2 = math.Ilogb(t) % 3 &^ (1 - (2 - 3))
}
`

func TestPrintParsePrint(t *testing.T) {
	src := everything
	p, err := Parse(src)
	if err != nil {
		t.Fatal(err)
	}
	if got := Print(p); got != src {
		t.Errorf("printed\n%s\nfrom\n%s", diffLine(got, src), src)
	}
	q := &Program{}
	for _, f := range p.Funcs {
		q.Funcs = append(q.Funcs, f.Clone())
	}
	if got := q.Funcs[0].String(); !strings.Contains(src, got) {
		t.Errorf("clone prints %s", diffLine(got, src))
	}
}

func diffLine(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			return "line " + g[i] + "\nwant " + strings.Join(w[min(i, len(w)):min(i+1, len(w))], "")
		}
	}
	return got
}

// Names that are the same in the tree get numbers, and what is read back prints the same.
func TestPrintUniqueNames(t *testing.T) {
	a, b, c := &Var{Name: "x", Type: Float64, Kind: Param}, &Var{Name: "x", Type: Float64}, &Var{Name: "x_2", Type: Float64}
	f := &Func{Name: "len", Params: []*Var{a}, Body: &Block{List: []Stmt{
		&Decl{Var: b, Init: Use(a)}, &Decl{Var: c, Init: Use(b)}, &Assign{Dst: Use(c), Src: Use(a)},
	}}}
	text := Print(&Program{Funcs: []*Func{f}})
	want := "func len_2(x float64) {\n\tvar x_2 float64 = x\n\tvar x_2_2 float64 = x_2\n\tx_2_2 = x\n}\n"
	if text != want {
		t.Fatalf("printed %s", text)
	}
	if again := Print(MustParse(text)); again != text {
		t.Errorf("read back as %s", again)
	}
}

func TestParseConstants(t *testing.T) {
	p := MustParse(`
type C float64
func f() {
	var a float64 = (-0.0)
	var b float64 = -1.0
	var c float64 = (-1.0)
	var d C = C(-2.5)
	var e uint8 = uint8(200)
	var f bool = true
	var g int = (-3)
	var h float64 = 0.1
}`)
	var got []string
	for _, s := range p.Funcs[0].Body.List {
		switch e := s.(*Decl).Init.(type) {
		case *Const:
			got = append(got, e.Val.ExactString()+" "+TypeString(e.Typ))
		case *Unary:
			got = append(got, "neg "+ExprString(e.X))
		}
	}
	want := "neg 0.0; neg 1.0; -1 float64; -5/2 C; 200 uint8; true bool; -3 int; 1/10 float64"
	if s := strings.Join(got, "; "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

// A float constant is read back as the same float.
func TestFloatLiteralExact(t *testing.T) {
	for _, x := range []float64{math.Pi, 0.1, 1e-320, math.MaxFloat64, 1.0 / 3, 123456789.125} {
		c := FloatConst(x, Float64)
		f := &Func{Name: "f", Results: []*Var{{Name: "y", Type: Float64, Kind: Result}}, Body: &Block{}}
		f.Body.List = []Stmt{&Assign{Dst: Use(f.Results[0]), Src: c}}
		p := MustParse(Print(&Program{Funcs: []*Func{f}}))
		got, _ := constant.Float64Val(p.Funcs[0].Body.List[0].(*Assign).Src.(*Const).Val)
		if got != x {
			t.Errorf("%v read back as %v", x, got)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"func f( {", "1:9: "},
		{"func f() {\n\tx = 1\n}", "2:2: unknown variable x"},
		{"func f(x T) {}", "1:10: unknown type T"},
		{"func f(x float64) {\n\tx := 1\n}", "2:2: no :="},
		{"func f(x float64) {\n\treturn x\n}", "2:2: return carries no values"},
		{"func f(x float64) {\n\tbreak\n}", "2:2: nothing around that break could leave"},
		{"func f(x float64) {\n\tfor x > 0.0 {\n\t\tcontinue L\n\t}\n}", "3:3: nothing around"},
		{"func f(x float64) {\n\tx = g(x)\n}", "2:6: unknown function g"},
		{"func f(x float64) {\n\tx = float64(x)\n}", "2:6: T(x) is for constants"},
		{"func f(x float64) {\n\tx = pkg.G(x) + 1.0\n}", "2:6: the type of pkg.G(x) must be written"},
		{"func f(x float64) {\n\tx = x.y\n}", "2:6: x has no fields"},
		{"func f(x float64) {\n\tx = x[0]\n}", "2:6: a float64 can't be indexed"},
		{"func f(x float64) {\n\tpush(b, x)\n}", "2:7: unknown buffer b"},
		{"func f(x float64) {\n\tfor i := range x {\n\t}\n}", "2:2: a counted loop is"},
		{"func f(x float64) {\n\tvar y float64\n\tvar y float64\n}", "3:6: y declared twice"},
		{"func f() {}\nfunc f() {}", "2:1: f declared twice"},
		{"func f() (float64) {}", "1:11: parameters and results need names"},
		{"func f(x float64) {\n\tgo f(x)\n}", "2:2: no such statement"},
		{"type A B\ntype B float64", "1:6: declare B before A"},
	} {
		_, err := Parse(c.src)
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s…", c.src, err, c.want)
		}
	}
}

// Types of other packages are found in the packages given.
func TestParseOtherPackages(t *testing.T) {
	pkg := types.NewPackage("example.com/model", "model")
	st := types.NewStruct([]*types.Var{types.NewField(token.NoPos, pkg, "w", types.NewSlice(Float64), false)}, nil)
	pkg.Scope().Insert(types.NewTypeName(token.NoPos, pkg, "T", nil))
	obj := pkg.Scope().Lookup("T").(*types.TypeName)
	types.NewNamed(obj, st, nil)
	src := "func f(m *model.T) {\n\tvar t model.T = zero[model.T]()\n\tt.w = (*m).w\n}\n"
	p, err := Parse(src, pkg)
	if err != nil {
		t.Fatal(err)
	}
	if got := Print(p); got != src {
		t.Errorf("printed %s", got)
	}
	if err := Verify(p); err != nil {
		t.Error(err)
	}
}
