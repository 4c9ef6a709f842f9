package tape

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"strconv"
	"testing"

	"github.com/gograd/gograd/runtime/gradtest"
)

// The recorded rules are checked without a tape: their source is executed on dual numbers, each operation as it is meant to
// act on one element. Then a recorded rule must give what the rule gives on numbers, and its derivatives must be those of the rule.

// dual is a value and its first and second derivative in one direction.
type dual struct{ v, d, dd float64 }

// times is a derivative times a partial, 0 where the derivative is 0.
func times(d, partial float64) float64 {
	if d == 0 {
		return 0
	}
	return d * partial
}

func mask(is bool) dual {
	if is {
		return dual{v: 1}
	}
	return dual{}
}

// operations are those of the tape's core.
var operations = map[string]func(a []dual) dual{
	"Add": func(a []dual) dual { return dual{a[0].v + a[1].v, a[0].d + a[1].d, a[0].dd + a[1].dd} },
	"Sub": func(a []dual) dual { return dual{a[0].v - a[1].v, a[0].d - a[1].d, a[0].dd - a[1].dd} },
	"Neg": func(a []dual) dual { return dual{-a[0].v, -a[0].d, -a[0].dd} },
	"Mul": func(a []dual) dual {
		x, y := a[0], a[1]
		return dual{x.v * y.v, times(x.d, y.v) + times(y.d, x.v), times(x.dd, y.v) + 2*times(x.d, y.d) + times(y.dd, x.v)}
	},
	"Div": func(a []dual) dual {
		x, y := a[0], a[1]
		q := x.v / y.v
		d := times(x.d, 1/y.v) - times(y.d, q/y.v)
		return dual{q, d, times(x.dd, 1/y.v) - 2*times(d, y.d/y.v) - times(y.dd, q/y.v)}
	},
	"Less":         func(a []dual) dual { return mask(a[0].v < a[1].v) },
	"LessEqual":    func(a []dual) dual { return mask(a[0].v <= a[1].v) },
	"Greater":      func(a []dual) dual { return mask(a[0].v > a[1].v) },
	"GreaterEqual": func(a []dual) dual { return mask(a[0].v >= a[1].v) },
	"Equal":        func(a []dual) dual { return mask(a[0].v == a[1].v) },
	"NotEqual":     func(a []dual) dual { return mask(a[0].v != a[1].v) },
	"And":          func(a []dual) dual { return mask(a[0].v != 0 && a[1].v != 0) },
	"Or":           func(a []dual) dual { return mask(a[0].v != 0 || a[1].v != 0) },
	"Not":          func(a []dual) dual { return mask(a[0].v == 0) },
	"IsNaN":        func(a []dual) dual { return mask(math.IsNaN(a[0].v)) },
	"Signbit":      func(a []dual) dual { return mask(math.Signbit(a[0].v)) },
	"Where": func(a []dual) dual {
		if a[0].v != 0 {
			return a[1]
		}
		return a[2]
	},
}

// apply is an elementary function on dual numbers. The second derivative comes from the recorded rules.
func (in *interpreter) apply(e *elementary, n int, a []dual) dual {
	b := append(a, dual{})[1]
	y := dual{v: e.value(n, a[0].v, b.v)}
	if e.inactive {
		return y
	}
	partial := e.rule(n, a[0].v, b.v, 1)
	y.d = times(a[0].d, partial[0]) + times(b.d, partial[1])
	if !in.second {
		return y
	}
	y.dd = times(a[0].dd, partial[0]) + times(b.dd, partial[1])
	first := &interpreter{in.functions, in.entries, false}
	for i, slope := range first.recorded(e, n, dual{v: a[0].v, d: a[0].d}, dual{v: b.v, d: b.d}, dual{v: 1}) {
		y.dd += times([]dual{a[0], b}[i].d, slope.d)
	}
	return y
}

// interpreter executes the functions of this package that are made of operations only.
type interpreter struct {
	functions map[string]*ast.FuncDecl
	entries   map[string]*elementary // by the name of the exported function
	second    bool                   // second derivatives are wanted
}

func newInterpreter(t testing.TB) *interpreter {
	in := &interpreter{map[string]*ast.FuncDecl{}, map[string]*elementary{}, false}
	for _, name := range []string{"elementary_gen.go", "elementary.go", "polygamma.go"} {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil {
				in.functions[fn.Name.Name] = fn
			}
		}
	}
	for i := range elementaries {
		in.entries[public(elementaries[i].name)] = &elementaries[i]
	}
	return in
}

// public is the name of the exported function of an elementary.
func public(name string) string {
	if other, ok := map[string]string{"Max": "Maximum", "Min": "Minimum", "Pow": "PowVar"}[name]; ok {
		return other
	}
	return name
}

// frame is what names stand for.
type frame struct {
	vars map[string]dual
	ints map[string]int
}

// run calls a recorded rule.
func (in *interpreter) run(name string, n int, args ...dual) []dual {
	fn := in.functions[name]
	if fn == nil {
		panic("there is no " + name)
	}
	f := frame{map[string]dual{}, map[string]int{}}
	for _, field := range fn.Type.Params.List {
		for _, id := range field.Names {
			if field.Type.(*ast.Ident).Name == "int" {
				f.ints[id.Name] = n
				continue
			}
			f.vars[id.Name], args = args[0], args[1:]
		}
	}
	for _, stmt := range fn.Body.List {
		switch s := stmt.(type) {
		case *ast.AssignStmt:
			f.vars[s.Lhs[0].(*ast.Ident).Name] = in.value(s.Rhs[0], f)
		case *ast.ReturnStmt:
			var results []dual
			for _, x := range s.Results {
				results = append(results, in.value(x, f))
			}
			return results
		}
	}
	panic(name + " does not return")
}

func (in *interpreter) value(x ast.Expr, f frame) dual {
	switch x := x.(type) {
	case *ast.Ident:
		v, ok := f.vars[x.Name]
		if !ok {
			panic("no variable " + x.Name)
		}
		return v
	case *ast.CompositeLit: // Var{}, no contribution
		return dual{}
	}
	call := x.(*ast.CallExpr)
	name := call.Fun.(*ast.Ident).Name
	if name == "constant" {
		return dual{v: number(call.Args[1], f)}
	}
	var args []dual
	n := 0
	for i, a := range call.Args {
		if (name == "Jn" || name == "Yn" || name == "Polygamma") && i == 0 || (name == "Ldexp" || name == "IsInf") && i == 1 {
			n = int(number(a, f))
			continue
		}
		args = append(args, in.value(a, f))
	}
	if op, ok := operations[name]; ok {
		return op(args)
	}
	if name == "IsInf" {
		return mask(math.IsInf(args[0].v, n))
	}
	return in.apply(in.entries[name], n, args)
}

// number is the value of an expression without Vars.
func number(x ast.Expr, f frame) float64 {
	switch x := x.(type) {
	case *ast.ParenExpr:
		return number(x.X, f)
	case *ast.BasicLit:
		v, err := strconv.ParseFloat(x.Value, 64)
		if err != nil {
			panic(err)
		}
		return v
	case *ast.Ident:
		n, ok := f.ints[x.Name]
		if !ok {
			panic("no int " + x.Name)
		}
		return float64(n)
	case *ast.SelectorExpr:
		return map[string]float64{"SqrtPi": math.SqrtPi, "Ln2": math.Ln2, "Ln10": math.Ln10, "MaxFloat64": math.MaxFloat64}[x.Sel.Name]
	case *ast.UnaryExpr:
		return -number(x.X, f)
	case *ast.CallExpr: // float64(n)
		return number(x.Args[0], f)
	case *ast.BinaryExpr:
		a, b := number(x.X, f), number(x.Y, f)
		return map[token.Token]float64{token.ADD: a + b, token.SUB: a - b, token.MUL: a * b, token.QUO: a / b}[x.Op]
	}
	panic(fmt.Sprintf("%T is no number", x))
}

// orders are the int parameters that functions are checked with.
func (e *elementary) orders() []int {
	switch {
	case e.fn == nil:
		return []int{0}
	case e.name == "Polygamma":
		return []int{0, 1, 2, 3, 4}
	}
	return []int{-3, -2, -1, 0, 1, 2, 3, 4}
}

// value is the function, which ignores what it doesn't take.
func (e *elementary) value(n int, a, b float64) float64 {
	switch {
	case e.f2 != nil:
		return e.f2(a, b)
	case e.fn != nil:
		return e.fn(n, a)
	}
	return e.f1(a)
}

// rule is the rule on numbers, as the tape calls it.
func (e *elementary) rule(n int, a, b, dy float64) [2]float64 {
	y := e.value(n, a, b)
	switch {
	case dy == 0:
		return [2]float64{}
	case e.f2 != nil:
		da, db := e.rule2(a, b, y, dy)
		return [2]float64{da, db}
	case e.fn != nil:
		return [2]float64{e.rulen(n, a, y, dy)}
	}
	return [2]float64{e.rule1(a, y, dy)}
}

// recorded is the recorded rule, executed.
func (in *interpreter) recorded(e *elementary, n int, a, b, dy dual) []dual {
	args := []dual{a, b}
	if e.f2 == nil {
		args = args[:1]
	}
	y := in.apply(e, n, args)
	name := map[string]string{"Modf": "Fraction", "absorb": "Absorb"}[e.name]
	if name == "" {
		name = public(e.name)
	}
	return in.run("record"+name, n, append(args, y, dy)...)
}

// special are arguments at kinks and limits, and some others.
var special = []float64{
	0, math.Copysign(0, -1), 1, -1, 2, -2, 0.5, -0.5, 3, 7.25, -7.25, 0.1, -0.3, 1e-310, 1e-200, -1e-9, 1e200, -1e200, 710, -745, 1 - 0x1p-50,
	math.MaxFloat64, math.Inf(1), math.Inf(-1), math.NaN(),
}

// each calls f for all active elementary functions at all special arguments.
func each(f func(e *elementary, n int, a, b float64)) {
	for i := range elementaries {
		e := &elementaries[i]
		if e.inactive {
			continue
		}
		for _, n := range e.orders() {
			for _, a := range special {
				if e.f2 == nil {
					f(e, n, a, 0)
					continue
				}
				for _, b := range special {
					f(e, n, a, b)
				}
			}
		}
	}
}

func near(got, want, tol float64) bool {
	return got == want || math.IsNaN(got) && math.IsNaN(want) || math.Abs(got-want) <= tol*math.Abs(want)
}

// Each recorded rule gives what the rule gives on numbers, kinks and limits included.
func TestRecordedValues(t *testing.T) {
	in := newInterpreter(t)
	each(func(e *elementary, n int, a, b float64) {
		for _, dy := range []float64{1, -1.5, 0, math.Copysign(0, -1), 1e-300, math.Inf(1), math.NaN()} {
			want := e.rule(n, a, b, dy)
			for i, got := range in.recorded(e, n, dual{v: a}, dual{v: b}, dual{v: dy}) {
				if !near(got.v, want[i], 1e-15) {
					t.Errorf("%s %d at %v, %v, cotangent %v: contribution %d is recorded as %v, want %v", e.name, n, a, b, dy, i, got.v, want[i])
				}
			}
		}
	})
}

// A contribution is linear in the cotangent, also at 0: its derivative by the cotangent is the partial, where that is finite.
func TestRecordedByCotangent(t *testing.T) {
	in := newInterpreter(t)
	each(func(e *elementary, n int, a, b float64) {
		partial := e.rule(n, a, b, 1)
		for _, dy := range []float64{0, 2} {
			for i, got := range in.recorded(e, n, dual{v: a}, dual{v: b}, dual{v: dy, d: 1}) {
				if math.Abs(partial[i]) <= 1e300 && !near(got.d, partial[i], 1e-15) {
					t.Errorf("%s %d at %v, %v: contribution %d has derivative %v by its cotangent at %v, want %v", e.name, n, a, b, i, got.d, dy, partial[i])
				}
			}
		}
	})
}

// The derivative of a recorded rule is that of the rule.
func TestRecordedDerivatives(t *testing.T) {
	in := newInterpreter(t)
	const dy = -1.5
	for i := range elementaries {
		e := &elementaries[i]
		if e.inactive {
			continue
		}
		checked := 0
		for _, n := range e.orders() {
			for k := range 200 {
				a, b := 0.013+0.0347*float64(k%29)*float64(1-2*(k&1)), 0.41+0.31*float64(k%23)*float64(1-2*(k>>1&1))
				if e.name == "Acosh" {
					a = 1.1 + math.Abs(a)
				}
				checked += in.checkSlope(t, e, n, a, b, dy)
			}
		}
		if checked < 80 {
			t.Errorf("%s: only %d derivatives were checked", e.name, checked)
		}
	}
}

// checkSlope compares the derivative of a recorded rule in the direction (1, 0.75) with a finite difference of the rule, and its second
// derivative, in which the recorded rules of what it calls have a part, with a finite difference of the first. It gives 1 if there was
// one to compare with.
func (in *interpreter) checkSlope(t *testing.T, e *elementary, n int, a, b, dy float64) int {
	const along = 0.75
	twice := &interpreter{in.functions, in.entries, true}
	got := twice.recorded(e, n, dual{v: a, d: 1}, dual{v: b, d: along}, dual{v: dy})
	checked := 0
	for i := range got {
		want, errEst := gradtest.Derivative(func(s float64) float64 { return e.rule(n, a+s, b+along*s, dy)[i] }, 0)
		if !(errEst <= 1e-4*math.Abs(want)+1e-6) {
			continue
		}
		checked = 1
		if !(math.Abs(got[i].d-want) <= 1e-6*math.Abs(want)+20*errEst+1e-9) {
			t.Errorf("%s %d at %v, %v: the derivative of contribution %d is %v, finite difference %v ± %.1e", e.name, n, a, b, i, got[i].d, want, errEst)
		}
		want, errEst = gradtest.Derivative(func(s float64) float64 {
			return in.recorded(e, n, dual{v: a + s, d: 1}, dual{v: b + along*s, d: along}, dual{v: dy})[i].d
		}, 0)
		if errEst <= 1e-4*math.Abs(want)+1e-6 && !(math.Abs(got[i].dd-want) <= 1e-6*math.Abs(want)+20*errEst+1e-9) {
			t.Errorf("%s %d at %v, %v: the second derivative of contribution %d is %v, finite difference %v ± %.1e", e.name, n, a, b, i, got[i].dd, want, errEst)
		}
	}
	return checked
}

// Where a rule has a branch of its own at a point without a kink, its derivative there is still that of the function.
func TestRecordedAtPoints(t *testing.T) {
	in := newInterpreter(t)
	tests := []struct {
		name string
		n    int
		a, b float64
	}{
		{"PowVar", 0, 2, 0}, {"PowVar", 0, 0.25, 0}, {"PowVar", 0, 1e-3, 0}, {"PowVar", 0, 3, 1}, {"PowVar", 0, 3, 2},
		{"J1", 0, 0, 0}, {"J1", 0, 1e-7, 0}, {"Jn", 2, -1e-8, 0}, {"Jn", -1, 0, 0}, {"Jn", 0, 0, 0}, {"Jn", 1, 0, 0}, {"Jn", 2, 0, 0}, {"Jn", 3, 0, 0},
		{"Expm1", 0, math.Log(0.5), 0}, {"Tanh", 0, 0, 0}, {"Asinh", 0, 0, 0}, {"Erf", 0, 0, 0},
	}
	for _, tt := range tests {
		if in.checkSlope(t, in.entries[tt.name], tt.n, tt.a, tt.b, -1.5) == 0 {
			t.Errorf("%s %d at %v, %v: nothing to compare with", tt.name, tt.n, tt.a, tt.b)
		}
	}
}

// The table is filled: each opcode has a name, a value, and the rules that its value needs or none.
func TestElementaries(t *testing.T) {
	if int(firstElementary)+len(elementaries) > 256 {
		t.Errorf("%d elementary functions from opcode %d on", len(elementaries), firstElementary)
	}
	for i, e := range elementaries {
		kinds := 0
		one := e.f1 != nil && (e.rule1 != nil) == !e.inactive && (e.record1 != nil) == !e.inactive
		two := e.f2 != nil && e.rule2 != nil && e.record2 != nil
		withInt := e.fn != nil && e.rulen != nil && e.recordn != nil
		for _, is := range []bool{one, two, withInt} {
			if is {
				kinds++
			}
		}
		if e.name == "" || kinds != 1 || e.inactive && e.saves != 0 {
			t.Errorf("entry %d, %q, is not what it should be", i, e.name)
		}
	}
}

// What saves leaves out is not read: other values in its place make no difference.
func TestSaves(t *testing.T) {
	each(func(e *elementary, n int, a, b float64) {
		y, z := e.value(n, a, b), math.NaN()
		sa, sb, sy := a, b, y
		if e.saves&savesA == 0 {
			sa = z
		}
		if e.saves&savesB == 0 {
			sb = z
		}
		if e.saves&savesOut == 0 {
			sy = z
		}
		var got, want [2]float64
		switch {
		case e.f2 != nil:
			got[0], got[1] = e.rule2(sa, sb, sy, 1)
			want[0], want[1] = e.rule2(a, b, y, 1)
		case e.fn != nil:
			got[0], want[0] = e.rulen(n, sa, sy, 1), e.rulen(n, a, y, 1)
		default:
			got[0], want[0] = e.rule1(sa, sy, 1), e.rule1(a, y, 1)
		}
		if !near(got[0], want[0], 0) || !near(got[1], want[1], 0) {
			t.Errorf("%s %d reads more than it saves: %v, want %v at %v, %v", e.name, n, got, want, a, b)
		}
	})
}
