package directive

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/diag"
)

// resolve gives the functions that a source file asks for, and the problems.
func resolve(t testing.TB, src string) ([]*Function, *diag.List) {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "a.go", "package a\n"+src, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}, Scopes: map[ast.Node]*types.Scope{}}
	cfg := types.Config{Importer: importer.ForCompiler(fset, "source", nil), Error: func(error) {}}
	pkg, _ := cfg.Check("a", fset, []*ast.File{file}, info)
	var diags diag.List
	reqs := Requests(fset, file, &diags)
	fns := Resolve(&Package{fset, pkg, info, []*ast.File{file}, func(token.Pos) bool { return false }}, reqs, &diags)
	return fns, &diags
}

// declaration is the generated function's signature in Go.
func declaration(fn *Function) string {
	var b bytes.Buffer
	b.WriteString("func ")
	rel := types.RelativeTo(fn.Obj.Pkg())
	if r := fn.Sig.Recv; r != nil {
		fmt.Fprintf(&b, "(%s %s) ", r.Name, types.TypeString(r.Type, rel))
	}
	b.WriteString(fn.Sig.Name)
	types.WriteSignature(&b, fn.Sig.Type(), rel)
	return b.String()
}

func TestSignature(t *testing.T) {
	const types = `
type Model struct { W []float64; Bias float64; Name string; Inner }
type Inner struct { Deep [2][]float32 }
type Num float32
type Pair struct { A, B float64; n int }
`
	for _, c := range []struct{ src, want string }{
		// the examples of the contract
		{"//gograd:grad\nfunc Rosenbrock(x []float64) float64 { return 0 }", "func RosenbrockGrad(dx []float64, x []float64) (rosenbrock float64)"},
		{"//gograd:grad wrt=w,b\nfunc Loss(w []float64, b float64, xs [][]float64, ys []float64) float64 { return 0 }",
			"func LossGrad(dw []float64, w []float64, b float64, xs [][]float64, ys []float64) (loss float64, db float64)"},
		{"//gograd:grad wrt=m\nfunc (m *Model) NLL(x []float64) float64 { return 0 }", "func (m *Model) NLLGrad(dm *Model, x []float64) (nll float64)"},

		// what goes where: order of wrt; values, memory, structs with memory
		{"//gograd:grad wrt=c,a\nfunc f(a, b, c []float64) float64 { return 0 }", "func fGrad(dc []float64, da []float64, a []float64, b []float64, c []float64) (y float64)"},
		{"//gograd:grad\nfunc F(m Model, p Pair, q *Pair, n Num, k int, v [2]float64, s [2][]float64, e map[string]float64) float64 { return 0 }",
			"func FGrad(dm *Model, dq *Pair, ds *[2][]float64, de map[string]float64, m Model, p Pair, q *Pair, n Num, k int, v [2]float64, s [2][]float64, e map[string]float64) (f float64, dp Pair, dn Num, dv [2]float64)"},

		// fields: of pointers, of embedded structs, of fields
		{"//gograd:grad wrt=m.W,m.Bias,m.Deep\nfunc F(m *Model) float64 { return 0 }", "func FGrad(dW []float64, dDeep *[2][]float32, m *Model) (f float64, dBias float64)"},
		{"//gograd:grad wrt=m.Inner.Deep\nfunc (m Model) F() float64 { return 0 }", "func (m Model) FGrad(dDeep *[2][]float32) (f float64)"},

		// other results are passed through
		{"//gograd:grad\nfunc F(x float64) (float64, bool, error, int) { return 0, true, nil, 1 }", "func FGrad(x float64) (f float64, ok bool, err error, r3 int, dx float64)"},
		{"//gograd:grad\nfunc F(x float64) (v float64, err error) { return 0, nil }", "func FGrad(x float64) (v float64, err error, dx float64)"},

		// vjp: seeds, variadic parameters
		{"//gograd:vjp\nfunc Step(s []float64, dt float64) ([]float64, float64, error) { return nil, 0, nil }",
			"func StepVJP(ds []float64, s []float64, dt float64, dy0 []float64, dy1 float64) (y0 []float64, y1 float64, err error, ddt float64)"},
		{"//gograd:vjp\nfunc Sum(xs ...float64) (s float64) { return 0 }", "func SumVJP(dxs []float64, xs []float64, ds float64) (s float64)"},
		{"//gograd:vjp\nfunc Fill(xs ...float64) {}", "func FillVJP(dxs []float64, xs ...float64)"},
		{"//gograd:grad\nfunc Sum(xs ...float64) float64 { return 0 }", "func SumGrad(dxs []float64, xs ...float64) (sum float64)"},

		// jacobian: a row for each float result
		{"//gograd:jacobian wrt=cam,point,w\nfunc Reproject(cam, point []float64, w float64, feat []float64) (ex, ey float64) { return 0, 0 }",
			"func ReprojectJacobian(dexdcam []float64, dexdpoint []float64, deydcam []float64, deydpoint []float64, cam []float64, point []float64, w float64, feat []float64) (ex float64, ey float64, dexdw float64, deydw float64)"},
		{"//gograd:jacobian\nfunc F(x []float64, a Num) (Num, int, float64, error) { return 0, 0, 0, nil }",
			"func FJacobian(dy0dx []float64, dy1dx []float64, x []float64, a Num) (y0 Num, r1 int, y1 float64, err error, dy0da Num, dy1da Num)"},
		{"//gograd:jacobian wrt=m,p.A\nfunc (m *Model) Polar(p Pair) (r, phi float64) { return 0, 0 }",
			"func (m *Model) PolarJacobian(drdm *Model, dphidm *Model, p Pair) (r float64, phi float64, drdA float64, dphidA float64)"},
		{"//gograd:jacobian\nfunc Sum(xs ...float64) float64 { return 0 }", "func SumJacobian(dsumdxs []float64, xs ...float64) (sum float64)"},
		{"//gograd:jacobian name=rows\nfunc F(x, dydx float64) (y float64) { return 0 }", "func rows(x float64, dydx float64) (y float64, dydx_ float64, dyddydx float64)"},

		// names that are missing or taken
		{"//gograd:grad\nfunc F(x, dx []float64) float64 { return 0 }", "func FGrad(dx_ []float64, ddx []float64, x []float64, dx []float64) (f float64)"},
		{"//gograd:grad\nfunc F(float64, []float64) float64 { return 0 }", "func FGrad(dp1 []float64, p0 float64, p1 []float64) (f float64, dp0 float64)"},
		{"//gograd:grad\nfunc F(_ float64, p0 []float64) float64 { return 0 }", "func FGrad(dp0 []float64, p0_ float64, p0 []float64) (f float64, dp0_ float64)"},
		{"//gograd:grad\nfunc (Model) F(x float64) float64 { return 0 }", "func (recv Model) FGrad(x float64) (f float64, dx float64)"},
		{"//gograd:grad\nfunc LogLoss(loss float64) float64 { return 0 }", "func LogLossGrad(loss float64) (y float64, dloss float64)"},
		{"//gograd:grad\nfunc F(y, f float64) float64 { return 0 }", "func FGrad(y float64, f float64) (y_ float64, dy float64, df float64)"},
		{"func dx() {}\n//gograd:grad\nfunc F(x float64) float64 { return 0 }", "func FGrad(x float64) (f float64, dx_ float64)"},
		{"import dx \"math\"\nvar _ = dx.Pi\n//gograd:grad\nfunc F(x float64) float64 { return 0 }", "func FGrad(x float64) (f float64, dx_ float64)"},
		{"//gograd:grad wrt=efer\nfunc F(efer float64) float64 { return 0 }", "func FGrad(efer float64) (f float64, defer_ float64)"},
		{"//gograd:grad name=Other \"wrt=x\" fast\nfunc F(x, y float64) float64 { return 0 }", "func Other(x float64, y float64) (f float64, dx float64)"},
	} {
		src := c.src + types
		fns, diags := resolve(t, src)
		if len(fns) != 1 || diags.Len() > 0 {
			t.Errorf("%s: %d functions, %v", c.src, len(fns), diags.Sorted())
			continue
		}
		if got := declaration(fns[0]); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.src, got, c.want)
		}
	}
}

func TestLastWord(t *testing.T) {
	for name, want := range map[string]string{
		"Loss": "loss", "logLoss": "loss", "NLL": "nll", "PlainMSE": "mse", "MSELoss": "loss", "f": "f", "log_loss": "loss", "L2": "l2", "Größe": "größe", "_": "y", "X_": "x_",
	} {
		if got := lastWord(name); got != want {
			t.Errorf("lastWord(%s) = %s, want %s", name, got, want)
		}
	}
}

// TestProse: what is no directive is left alone, what was meant as one is not.
func TestProse(t *testing.T) {
	for _, c := range []struct {
		comment string
		code    string
	}{
		{"// gograd:grad is how a gradient is asked for", ""},
		{"// The directive //gograd:grad asks for one.", ""},
		{"//\t//gograd:grad", ""},
		{"// gograd: a differentiator", ""},
		{"//go:noinline", ""},
		{"//gogradient:x", ""},
		{"// gograd:grad", "GG002"},
		{"//  GoGrad:grad wrt=x", "GG002"},
		{"//gograd: grad", "GG002"},
		{"//gograd:", "GG002"},
		{"//gograd", "GG002"},
		{"//GOGRAD:grad", "GG002"},
		{"//gograd:Grad", "GG002"},
		{"// gograd:vjp wrt=x fast", "GG002"},
		{"//gograd:grand", "GG001"},
		{"//gograd:grad2", "GG001"},
	} {
		_, diags := resolve(t, "//\n"+c.comment+"\nfunc F(x float64) float64 { return x }")
		got := ""
		for _, d := range diags.Sorted() {
			got += d.Code
		}
		if got != c.code {
			t.Errorf("%s: got %q, want %q", c.comment, got, c.code)
		}
	}
}

// TestOverlap: fields of embedded structs have two names.
func TestOverlap(t *testing.T) {
	for wrt, ok := range map[string]bool{"m.Deep,m.Inner": false, "m.Inner,m.Deep": false, "m.Deep,m.Inner.Deep": false, "m.Inner.Deep,m.W": true} {
		_, diags := resolve(t, "type Model struct { W []float64; Inner }\ntype Inner struct { Deep [2]float32 }\n//gograd:grad wrt="+wrt+
			"\nfunc F(m *Model) float64 { return 0 }")
		if (diags.Len() == 0) != ok {
			t.Errorf("wrt=%s: %v", wrt, diags.Sorted())
		}
	}
}

// FuzzArguments: every argument list gives a function or a problem, and never both; nothing panics.
func FuzzArguments(f *testing.F) {
	for _, s := range []string{"", "wrt=x", "wrt=x,m.W name=F2 fast", "wrt=", "\"wrt=x", "wrt=m.Inner.", "name=x.y", "fast fast", "wrt=m..W", "=", "wrt==x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, args string) {
		if strings.ContainsAny(args, "\n\r\x00\ufeff") || len(args) > 200 {
			return
		}
		src := "package a\ntype Model struct{ W []float64; n int }\n//gograd:grad " + args + "\nfunc F(x float64, m *Model) float64 { return x }\n"
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, "a.go", src, parser.ParseComments)
		if err != nil {
			return
		}
		info := &types.Info{Defs: map[*ast.Ident]types.Object{}, Scopes: map[ast.Node]*types.Scope{}}
		cfg := types.Config{Error: func(error) {}}
		pkg, _ := cfg.Check("a", fset, []*ast.File{file}, info)
		var diags diag.List
		reqs := Requests(fset, file, &diags)
		fns := Resolve(&Package{fset, pkg, info, []*ast.File{file}, func(token.Pos) bool { return false }}, reqs, &diags)
		if (len(fns) == 1) == (diags.Len() > 0) {
			t.Errorf("%q: %d functions, %v", args, len(fns), diags.Sorted())
		}
		for _, d := range diags.Sorted() {
			if d.Pos.Line != 3 {
				t.Errorf("%q: a problem at %v", args, d.Pos)
			}
		}
	})
}
