package adjoint

import (
	"go/token"
	"go/types"
	"strings"

	"github.com/gograd/gograd/analyzer/ir"
)

// A row that serves for a nest of loops is indexed by all of their variables. What belongs to one run of the innermost loop stands side by side: that
// part is cut out of the row before the loop, forward and in reverse, and is indexed by the loop's variable alone, as a slice of the user's is.
//
//	for i := range x {                       yRow := savedY[j*len(x):][:len(x)]
//		savedY[j*len(x)+i] = y[i]            for i := range x {
//	}                                            yRow[i] = y[i]
//	                                         }
//
// The cut stands where the loop may turn out to have no iterations, so the number of its elements must not be negative.

// cutRow does so with the row of the loop of n, whose body became both.
func (w *sweeper) cutRow(n *nest, row *ir.Var, both *sweep) {
	outer := len(n.dims) - 1
	if outer < 1 || n.loop != n.dims[outer] {
		return
	}
	size, i := w.trips(n.loop)
	if !natural(size) || !types.Identical(size.Type(), ir.Int) {
		return
	}
	_, index := w.extent(n.dims[:outer])
	cut := func(list []ir.Stmt) *ir.Decl {
		v := &ir.Var{Name: cutName(row.Name), Type: row.Type, Temp: true}
		if !renameRow(list, row, v, i) {
			return nil
		}
		all := &ir.Slice{X: ir.Use(row), Lo: ir.Op(token.MUL, index, size)}
		return &ir.Decl{Var: v, Init: &ir.Slice{X: all, Hi: size}}
	}
	if d := cut(both.fwd); d != nil {
		n.pre = append(n.pre, d)
	}
	if d := cut(both.rev); d != nil {
		n.back = append(n.back, d)
	}
}

// renameRow makes all elements of row in list elements i of v, and reports whether there are any.
func renameRow(list []ir.Stmt, row, v *ir.Var, i ir.Expr) bool {
	found := false
	for _, s := range list {
		ir.Walk(s, func(s ir.Stmt) bool {
			ir.MapExprs(s, func(e ir.Expr) ir.Expr {
				return ir.MapExpr(e, func(e ir.Expr) ir.Expr {
					if x, ok := e.(*ir.Index); ok && ir.Root(x.X) == row {
						found = true
						return &ir.Index{X: ir.Use(v), I: i}
					}
					return e
				})
			})
			return true
		})
	}
	return found
}

// cutName is what the part of a row of values called name is called.
func cutName(name string) string {
	if strings.HasSuffix(strings.ToLower(name), "row") {
		return "saved" + strings.ToUpper(name[:1]) + name[1:]
	}
	return name + "Row"
}
