package tape

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"strconv"
	"testing"
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
