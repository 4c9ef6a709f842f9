package flow_test

import (
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

const types = `type Node struct{v float64; next *Node}
type P struct{a float64; s []float64; w [2]float64; q *float64}
`

// program parses src, behind the types above.
func program(t *testing.T, src string) *ir.Program {
	t.Helper()
	p, err := ir.Parse(types + src)
	if err != nil {
		t.Fatal(err)
	}
	if err := ir.Verify(p); err != nil {
		t.Fatal(err)
	}
	return p
}

// expr is an expression of p that prints as text.
func expr(t *testing.T, p *ir.Program, text string) ir.Expr {
	t.Helper()
	var found ir.Expr
	for _, f := range p.Funcs {
		ir.Walk(f.Body, func(s ir.Stmt) bool {
			for _, e := range ir.Exprs(s) {
				ir.WalkExpr(e, func(e ir.Expr) bool {
					if ir.ExprString(e) == text {
						found = e
					}
					return found == nil
				})
			}
			return found == nil
		})
		for _, v := range append(append([]*ir.Var{}, f.Params...), f.Results...) {
			if found == nil && v.Name == text {
				found = ir.Use(v)
			}
		}
	}
	if found == nil {
		t.Fatalf("no expression %s", text)
	}
	return found
}

// stmt is the first statement of p whose text begins so.
func stmt(t *testing.T, p *ir.Program, text string) ir.Stmt {
	t.Helper()
	var found ir.Stmt
	for _, f := range p.Funcs {
		ir.Walk(f.Body, func(s ir.Stmt) bool {
			if found == nil && strings.HasPrefix(ir.String(s), text) {
				found = s
			}
			return found == nil
		})
	}
	if found == nil {
		t.Fatalf("no statement %s", text)
	}
	return found
}

// In a table below, "a ~ b" says that a and b may be the same memory, "a | b" that they are not.
func TestAliases(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"two names of one slice", `func f(x []float64, z []float64) {
			var v []float64 = x
			v[0] = x[0] + z[0]
		}`, "v[0] ~ x[0], x[0] | z[0], v[0] | z[0], v | x"},
		{"a slice of a slice, elements are not told apart", `func f(x []float64, z []float64) {
			var v []float64 = x[2:4]
			v[0] = x[1] + z[0]
		}`, "v[0] ~ x[1], v[0] | z[0]"},
		{"one name for two slices", `func f(x []float64, z []float64, c bool) {
			var v []float64 = x
			if c {
				v = z
			}
			v[0] = x[1] + z[0]
		}`, "v[0] ~ x[1], v[0] ~ z[0], x[1] ~ z[0]"},
		{"rows of a matrix", `func f(m [][]float64, x []float64) {
			var row []float64 = m[1]
			row[0] = m[0][0] + x[0]
		}`, "row[0] ~ m[0][0], row[0] | x[0], row | m[1]"},
		{"a row that is stored", `func f(m [][]float64, x []float64, z []float64) {
			m[0] = x
			x[0] = m[1][1] + z[0]
		}`, "x[0] ~ m[1][1], x[0] | z[0]"},
		{"a pointer to an element", `func f(x []float64, z []float64) {
			var p *float64 = &x[1]
			*p = x[0] + z[0]
		}`, "*p ~ x[0], *p | z[0]"},
		{"a pointer to a field", `func f(p *P, o *P) {
			var q *float64 = &(*p).a
			*q = (*p).a + (*o).a + (*p).w[0]
		}`, "*q ~ (*p).a, *q | (*o).a, *q | (*p).w[0]"},
		{"a slice of an array in memory", `func f(p *P, x []float64) {
			var v []float64 = (*p).w[:]
			v[0] = (*p).w[1] + x[0] + (*p).s[0]
		}`, "v[0] ~ (*p).w[1], v[0] | x[0], v[0] | (*p).s[0]"},
		{"fields of a struct of slices", `func f(x []float64, z []float64) {
			var p P
			var q P
			p.s = x
			q.s = z
			p.s[0] = q.s[0] + x[0] + z[0]
		}`, "p.s[0] ~ x[0], q.s[0] ~ z[0], p.s[0] | q.s[0], p.s[0] | z[0]"},
		{"a copy of a struct shares what it refers to, not what it holds", `func f(p P) {
			var q P = p
			q.s[0] = p.s[0]
			q.a = p.a + *p.q + *q.q
		}`, "q.s[0] ~ p.s[0], *p.q ~ *q.q, q.a | p.a, q.s[0] | *q.q"},
		{"a literal of a struct", `func f(x []float64, y []float64) {
			var p P = P{0.0, x, [2]float64{1.0, 2.0}, &y[0]}
			p.s[0] = *p.q + x[1] + y[1]
		}`, "p.s[0] ~ x[1], *p.q ~ y[1], p.s[0] | y[1]"},
		{"a literal that swaps", `func f(p *P, o *P) {
			*p = P{0.0, (*o).s, (*p).w, (*p).q}
			(*p).s[0] = (*o).s[0] + *(*p).q
		}`, "(*p).s[0] ~ (*o).s[0], (*p).s[0] | *(*p).q"},
		{"what a list of the caller's refers to is told apart from where it begins, as long as nothing walks it", `func f(p *Node) {
			var n *Node = (*p).next
			(*n).v = (*p).v + (*(*n).next).v
		}`, "(*n).v | (*p).v, (*n).v | (*(*n).next).v"},
		{"a linked list walked by a loop", `func f(p *Node, o *Node) {
			var n *Node = p
			for n != zero[*Node]() {
				(*n).v = (*n).v * (*p).v + (*o).v
				n = (*n).next
			}
		}`, "(*n).v ~ (*p).v, (*n).v | (*o).v"},
		{"a list that grows at its head", `func f(x float64) {
			var head *Node
			head = new[Node](Node{x, head})
			(*head).v = (*(*head).next).v
		}`, "(*head).v ~ (*(*head).next).v"},
		{"two allocations", `func f(n int) {
			var a []float64 = make[[]float64](n)
			var b []float64 = make[[]float64](n)
			a[0] = b[0]
		}`, "a[0] | b[0]"},
		{"arguments and results of calls", `func f(x []float64, z []float64) {
			var v []float64
			v = g(x)
			v[0] = x[0] + z[0]
		}
		func g(a []float64) (r []float64) {
			r = a[1:]
			r[2] = a[1]
		}`, "v[0] ~ x[0], r[2] ~ x[0], a[1] ~ v[0], v[0] | z[0]"},
		{"a reference behind a reference, stored by a call", `func f(p *P, x []float64, z []float64) {
			g(p, x)
			(*p).s[0] = x[0] + z[0]
		}
		func g(a *P, b []float64) {
			(*a).s = b
		}`, "(*p).s[0] ~ x[0], x[0] | z[0]"},
		{"a slice of slices copied", `func f(m [][]float64, k [][]float64, z []float64) {
			copy(m, k)
			m[0][0] = k[0][0] + z[0]
		}`, "m[0][0] ~ k[0][0], m[0][0] | z[0]"},
		{"a reference saved and taken back", `func f(x []float64, z []float64) {
			var b buffer[[]float64]
			var v []float64
			push(b, x)
			pop(b, v)
			v[0] = x[0] + z[0]
		}`, "v[0] ~ x[0], v[0] | z[0]"},
		{"an array of slices", `func f(x []float64, z []float64, y []float64) {
			var a [2][]float64
			a[0] = x
			a[1] = z
			var c [2][]float64 = a
			c[0][0] = x[0] + z[0] + y[0]
		}`, "c[0][0] ~ x[0], c[0][0] ~ z[0], c[0][0] | y[0]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := program(t, c.src)
			g := flow.NewGraph(p)
			for _, w := range strings.Split(c.want, ", ") {
				op := " ~ "
				if !strings.Contains(w, op) {
					op = " | "
				}
				l, r, _ := strings.Cut(w, op)
				a, b := g.Node(expr(t, p, l)), g.Node(expr(t, p, r))
				// asking may make nodes: ask again
				if got := g.Node(expr(t, p, l)) == g.Node(expr(t, p, r)); got != (op == " ~ ") || (a == b) != got {
					t.Errorf("%s: same memory is %t", w, got)
				}
			}
		})
	}
}

// What a caller can see, and what stands for one cell.
func TestExternalAndOne(t *testing.T) {
	p := program(t, `func f(x []float64, p P, n *Node, k float64) {
		var loc []float64 = make[[]float64](3)
		var v []float64 = x
		var q P = p
		v[0] = loc[0]
		q.a = (*(*n).next).v
		q.s[0] = q.w[0]
		q.w[0] = p.a
	}`)
	g := flow.NewGraph(p)
	for _, c := range []struct {
		e             string
		external, one bool
	}{
		{"v[0]", true, false},
		{"loc[0]", false, false},
		{"q.a", false, true},
		{"p.a", false, true},
		{"q.s[0]", true, false},
		{"q.w[0]", false, false},
		{"(*(*n).next).v", true, false},
		{"k", false, true},
	} {
		n := g.Node(expr(t, p, c.e))
		if n.External != c.external || n.One() != c.one {
			t.Errorf("%s: external %t, one cell %t", c.e, n.External, n.One())
		}
	}
}

// In a table below, "e!" says that what e says may change with the statement, "e" that it does not.
func TestEffects(t *testing.T) {
	for _, c := range []struct{ name, src, stmt, want string }{
		{"a variable", `func f(x float64, z float64) {
			x = z * 2.0
			z = x + z
		}`, "x = ", "x!, z, x + z!"},
		{"an element", `func f(x []float64, z []float64, i int) {
			x[i] = 2.0
			z[i] = x[0] + conv[float64](len(x))
		}`, "x[i] = ", "x[0]!, z[i], len(x)"},
		{"the slice itself", `func f(x []float64, z []float64) {
			x = z
			z[0] = x[0] + conv[float64](len(x)) + conv[float64](len(z))
		}`, "x = ", "x[0]!, z[0], len(x)!, len(z)"},
		{"an index", `func f(x []float64, i int) {
			i = 2
			x[i] = x[0]
		}`, "i = ", "x[i]!, x[0]"},
		{"through another name", `func f(x []float64, z []float64) {
			var v []float64 = x
			v[1] = 3.0
			z[0] = x[0] * z[1]
		}`, "v[1] = ", "x[0]!, z[1], x[0] * z[1]!"},
		{"a field", `func f(p P) {
			p.a = 2.0
			p.w[0] = p.a + p.s[0]
		}`, "p.a = ", "p.a!, p.w[0], p.s[0], p!"},
		{"a whole struct", `func f(p P, q P) {
			p = q
			p.w[0] = p.a + p.s[0] + q.a
		}`, "p = ", "p.a!, p.w[0]!, p.s[0]!, q.a"},
		{"a struct in memory", `func f(n *Node, o *Node) {
			*n = Node{1.0, o}
			(*o).v = (*n).v + (*(*n).next).v
		}`, "*n = ", "(*n).v!, (*(*n).next).v!, (*o).v, n"},
		{"copy", `func f(x []float64, z []float64) {
			copy(x, z)
			x[0] = z[0] + conv[float64](len(x))
		}`, "copy", "x[0]!, z[0], len(x)"},
		{"clear", `func f(x []float64, z []float64) {
			clear(x[1:])
			x[0] = z[0]
		}`, "clear", "x[0]!, z[0]"},
		{"a pop", `func f(x []float64, z []float64) {
			var b buffer[float64]
			push(b, x[0])
			pop(b, z[0])
		}`, "pop", "x[0], z[0]!"},
		{"a push", `func f(x []float64, z []float64) {
			var b buffer[float64]
			push(b, x[0])
			pop(b, z[0])
		}`, "push", "x[0], z[0]"},
		{"what is inside a loop and a branch", `func f(x []float64, z []float64, c bool) {
			for i := range count(0, len(x), 1) {
				if c {
					z[i] = 1.0
				}
			}
			x[0] = z[0]
		}`, "for", "x[0], z[0]!, c"},
		{"a call, through its arguments", `func f(x []float64, z []float64) {
			g(x)
			x[0] = z[0]
		}
		func g(a []float64) {
			h(a[1:])
		}
		func h(b []float64) {
			b[0] = 1.0
		}`, "g(", "x[0]!, z[0], x"},
		{"a call that calls itself", `func f(x []float64, z []float64, n int) {
			f(z, x, n - 1)
			x[0] = z[0]
		}`, "f(", "x[0]!, z[0]!, n"},
		{"a call's results", `func f(x []float64, y float64, i int) {
			i, x[0] = g(y)
			x[i] = y + x[1]
		}
		func g(a float64) (r int, s float64) {
			s = a
		}`, "i, x[0]", "i!, x[1]!, y"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := program(t, c.src)
			g := flow.NewGraph(p)
			written := g.Written(stmt(t, p, c.stmt))
			for _, w := range strings.Split(c.want, ", ") {
				e, changes := strings.CutSuffix(w, "!")
				if got := g.Changes(written, expr(t, p, e)); got != changes {
					t.Errorf("%s may change: %t", e, got)
				}
			}
		})
	}
}
