package adjoint

import (
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Rows of a Jacobian. The gradient of each float result needs the same primal, the same values saved and brought back, the same
// loops and branches; only the adjoints are its own. So one function has a seed for each result, and each statement has as many
// adjoints as there are rows, one after the other. Each row has shadows, activity and guards of its own: what does not matter to
// its result has no adjoint in it, and need not be finite. A grad and a vjp have one row.

// row is what the adjoint has once for each seed.
type row struct {
	output int    // the result whose gradient it is; negative for several
	result string // the name of that in names of adjoints
	names  []string

	g       *flow.Graph // with what is active
	act     *flow.Activity
	shadows map[*ir.Var]ir.Expr // what stands for a variable in shadow expressions
	paths   []pathShadow
	dsts    []destination
	globals []*ir.Var             // shadows of package-level variables
	exposed *flow.Exposed         // floats that are finite where the results are
	regions map[ir.Stmt][]*region // those that a statement is in
	heads   map[ir.Stmt]*region   // by the statement that ends it
}

func newRow(output int) *row {
	return &row{output: output, shadows: map[*ir.Var]ir.Expr{}, regions: map[ir.Stmt][]*region{}, heads: map[ir.Stmt]*region{}}
}

// makeRows makes the rows that are asked for. What belongs to no row alone is worked on in the only one there is, or in one that
// stands for all.
func (b *builder) makeRows() {
	if b.req.Rows == nil {
		r := newRow(-1)
		if !b.req.VJP {
			r.output = lossIndex(b.req.Func)
		}
		for _, w := range b.req.Wrt {
			r.names = append(r.names, w.Name)
		}
		b.rows, b.row = []*row{r}, r
		return
	}
	for _, want := range b.req.Rows {
		r := newRow(want.Result)
		r.names = want.Names
		r.result = b.req.Func.Results[want.Result].Name
		if b.req.Names != nil {
			r.result = b.req.Names[want.Result]
		}
		b.rows = append(b.rows, r)
	}
	b.row = b.rows[0]
	if len(b.rows) > 1 {
		b.row = newRow(-1)
	}
}

// lossIndex is the index of the one float result.
func lossIndex(f *ir.Func) int {
	for i, r := range f.Results {
		if ir.IsFloat(r.Type) {
			return i
		}
	}
	return -1
}

// eachRow does f for each row.
func (b *builder) eachRow(f func()) {
	outer := b.row
	for _, b.row = range b.rows {
		f()
	}
	b.row = outer
}

// isOutput reports whether the row being worked on differentiates result i.
func (b *builder) isOutput(i int) bool {
	if b.output >= 0 || b.req.VJP {
		return b.req.VJP || i == b.output
	}
	for _, r := range b.rows {
		if r.output == i {
			return true
		}
	}
	return false
}

// dname is the name of the adjoint or shadow of something called name: dname, or, in a Jacobian, the row first: dydname.
func (b *builder) dname(name string) string {
	if b.req.Rows == nil {
		return "d" + name
	}
	return "d" + b.result + "d" + name
}

// rowDestinations are the destinations, one for each row, of the memory at e; none where the caller gives none.
func (b *builder) rowDestinations(e ir.Expr) []ir.Expr {
	var out []ir.Expr
	b.eachRow(func() {
		if d := b.destinationOf(e); d != nil {
			out = append(out, d)
		}
	})
	return out
}

// apart gives the checks that destinations of different rows don't overlap: each would find the other's derivatives in its own.
func (b *builder) apart() []ir.Stmt {
	var out, flat []ir.Stmt
	args := b.arguments()
	for i := range b.rows {
		for k := range i {
			for _, x := range args {
				for _, y := range args {
					if len(x.shadows) == 0 || len(y.shadows) == 0 || !types.Identical(x.place.Type(), y.place.Type()) {
						continue
					}
					check := b.disjoint(x.shadows[k], y.shadows[i])
					if whole := b.guardPath(x.place, b.guardPath(y.place, check)); whole == check && ir.IsSlice(x.place.Type()) {
						flat = append(flat, check)
					} else {
						out = append(out, whole)
					}
					if x.place == y.place {
						out = append(out, b.disjointBelow(x.shadows[k], y.shadows[i])...)
					}
				}
			}
		}
	}
	return append(quickly(flat), out...)
}

// quickly puts several checks of slices under the condition that not all are seen to be disjoint at once; of many the condition would get long.
func quickly(checks []ir.Stmt) []ir.Stmt {
	if len(checks) < 2 || len(checks) > 6 {
		return checks
	}
	var cond ir.Expr
	for _, s := range checks {
		args := s.(*ir.CallStmt).Args
		x := &ir.Unary{Op: token.NOT, X: &ir.Call{Fn: ir.Apart, Args: []ir.Expr{args[2], args[4]}, Typ: ir.Bool}}
		if cond == nil {
			cond = x
		} else {
			cond = &ir.Binary{Op: token.LOR, X: cond, Y: x, Typ: ir.Bool}
		}
	}
	return []ir.Stmt{&ir.If{Cond: cond, Then: &ir.Block{List: checks}}}
}

// disjoint is the check that x and y, both slices or both pointers, don't overlap.
func (b *builder) disjoint(x, y ir.Expr) ir.Stmt {
	name := "CheckDisjoint"
	if _, ok := x.Type().Underlying().(*types.Pointer); ok {
		name += "Pointers"
	}
	return &ir.CallStmt{Fn: ir.FuncRef{Pkg: RuntimePath, Name: name},
		Args: []ir.Expr{str(b.req.Name), str(shapeName(x)), x, str(shapeName(y)), y}}
}

// disjointBelow checks, where x and y are slices of slices of one shape, each element of x with that of y.
func (b *builder) disjointBelow(x, y ir.Expr) []ir.Stmt {
	s, ok := x.Type().Underlying().(*types.Slice)
	if !ok {
		return nil
	}
	if _, ok := s.Elem().Underlying().(*types.Slice); !ok || !ir.Carries(s.Elem()) {
		return nil
	}
	k := &ir.Var{Name: "k", Type: ir.Int}
	xk, yk := &ir.Index{X: x, I: ir.Use(k)}, &ir.Index{X: y, I: ir.Use(k)}
	body := append([]ir.Stmt{b.disjoint(xk, yk)}, b.disjointBelow(xk, yk)...)
	return []ir.Stmt{&ir.Count{Var: k, Lo: ir.IntConst(0), Hi: ir.Len(x), Step: 1, Body: &ir.Block{List: body}}}
}

// shapeName is how a message calls a part of a destination.
func shapeName(e ir.Expr) string {
	if x, ok := e.(*ir.Index); ok {
		return shapeName(x.X) + "[…]"
	}
	return pathName(e)
}
