package adjoint

import (
	"go/types"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Aliases of arguments. Memory that is only read may alias as it likes. Where the function stores through one parameter, and
// another one overlaps it, their destinations must overlap in the same way; that is checked when the function starts, and
// the analyses take the two for one. Memory without a destination must not overlap what is stored to.

// argument is a slice or pointer to memory of the caller: a parameter, or a field of one.
type argument struct {
	place   ir.Expr
	shadows []ir.Expr // by row; none where the caller gives no destination for it
}

// arguments finds the references to memory that the parameters hold, through fields and pointers.
func (b *builder) arguments() []argument {
	var out []argument
	for _, p := range b.fn.Params {
		b.collectArguments(ir.Use(p), nil, &out)
	}
	return out
}

func (b *builder) collectArguments(e ir.Expr, above []types.Type, out *[]argument) {
	t := e.Type()
	if contains(above, t) {
		return
	}
	above = append(above, t)
	switch u := t.Underlying().(type) {
	case *types.Slice:
		*out = append(*out, argument{e, b.rowDestinations(e)})
	case *types.Pointer:
		*out = append(*out, argument{e, b.rowDestinations(e)})
		if _, ok := u.Elem().Underlying().(*types.Struct); ok {
			b.collectArguments(&ir.Deref{X: e}, above, out)
		}
	case *types.Struct:
		for i := range u.NumFields() {
			b.collectArguments(&ir.Field{X: e, F: i}, above, out)
		}
	}
}

// destinationOf is the destination of the memory at e, or nil.
func (b *builder) destinationOf(e ir.Expr) ir.Expr {
	for _, d := range b.dsts {
		if !d.memory() {
			continue
		}
		if x := replacePlace(e, d.place, d.shadow); x != nil {
			return x
		}
	}
	return nil
}

// replacePlace is e with the place from, which it starts with, replaced; nil if it does not start with it.
func replacePlace(e, from, to ir.Expr) ir.Expr {
	if ir.Equal(e, from) {
		return to
	}
	switch e := e.(type) {
	case *ir.Field:
		if x := replacePlace(e.X, from, to); x != nil {
			return &ir.Field{X: x, F: e.F}
		}
	case *ir.Deref:
		if x := replacePlace(e.X, from, to); x != nil {
			return &ir.Deref{X: x}
		}
	}
	return nil
}

// clash is a pair of arguments that the function must know about.
type clash struct {
	a, b argument
}

// clashes are the pairs of arguments of one type of which at least one is stored through.
func (b *builder) clashes() []clash {
	var list []ir.Stmt
	for _, f := range b.prog.Funcs {
		list = append(list, f.Body)
	}
	written := b.g.Written(list...)
	args := b.arguments()
	stored := func(a argument) bool {
		hit := false
		n := b.g.Pointee(a.place)
		switch u := a.place.Type().Underlying().(type) {
		case *types.Slice:
			flow.Leaves(n, u.Elem(), func(c *flow.Node) { hit = hit || written[c] })
		case *types.Pointer:
			flow.Leaves(n, u.Elem(), func(c *flow.Node) { hit = hit || written[c] })
		}
		return hit
	}
	var out []clash
	for i, x := range args {
		for _, y := range args[i+1:] {
			if pointsInto(x.place.Type(), y.place.Type()) && (stored(x) || stored(y)) {
				out = append(out, clash{x, y})
			}
			if types.Identical(x.place.Type().Underlying(), y.place.Type().Underlying()) && ir.Carries(x.place.Type()) && (stored(x) || stored(y)) {
				out = append(out, clash{x, y})
			}
		}
	}
	return out
}

// unifyClashes makes the memory of arguments that may overlap one in the graph.
func (b *builder) unifyClashes() {
	for _, c := range b.clash {
		if len(c.a.shadows) > 0 && len(c.b.shadows) > 0 && !pointsInto(c.a.place.Type(), c.b.place.Type()) {
			b.g.Unify(b.g.Pointee(c.a.place), b.g.Pointee(c.b.place))
		}
	}
}

// aliasChecks are the calls that compare how arguments and destinations overlap.
func (b *builder) aliasChecks() []ir.Stmt {
	var out []ir.Stmt
	for _, c := range b.clash {
		if pointsInto(c.a.place.Type(), c.b.place.Type()) {
			out = append(out, b.guardPath(c.a.place, b.guardPath(c.b.place, b.outsideCheck(c))))
			continue
		}
		add := func(name string, args ...ir.Expr) {
			if _, ok := c.a.place.Type().Underlying().(*types.Pointer); ok {
				name += "Pointers"
			}
			check := &ir.CallStmt{Fn: ir.FuncRef{Pkg: RuntimePath, Name: name}, Args: append([]ir.Expr{str(b.req.Name)}, args...)}
			out = append(out, b.guardPath(c.a.place, b.guardPath(c.b.place, check)))
		}
		aName, bName := str(pathName(c.a.place)), str(pathName(c.b.place))
		if len(c.a.shadows) == 0 || len(c.b.shadows) == 0 {
			add("CheckDisjoint", aName, c.a.place, bName, c.b.place)
			continue
		}
		for i := range b.rows {
			add("CheckAlias", aName, c.a.place, c.a.shadows[i], bName, c.b.place, c.b.shadows[i])
		}
	}
	return out
}

// pointsInto reports whether one of the types is a slice and the other a pointer to an element of one.
func pointsInto(a, b types.Type) bool {
	s, ok1 := a.Underlying().(*types.Slice)
	p, ok2 := b.Underlying().(*types.Pointer)
	if !ok1 || !ok2 {
		s, ok1 = b.Underlying().(*types.Slice)
		p, ok2 = a.Underlying().(*types.Pointer)
	}
	return ok1 && ok2 && types.Identical(s.Elem(), p.Elem()) && ir.Carries(s.Elem())
}

// outsideCheck is the call that panics when a pointer points into a slice.
func (b *builder) outsideCheck(c clash) ir.Stmt {
	s, p := c.a.place, c.b.place
	if _, ok := p.Type().Underlying().(*types.Slice); ok {
		s, p = p, s
	}
	args := []ir.Expr{str(b.req.Name), str(pathName(s)), s, str(pathName(p)), p}
	return &ir.CallStmt{Fn: ir.FuncRef{Pkg: RuntimePath, Name: "CheckOutside"}, Args: args}
}

// rowChecks compare, for each argument that is a slice of slices whose elements are stored to, how the rows overlap with how
// those of the destination do.
func (b *builder) rowChecks() []ir.Stmt {
	var list []ir.Stmt
	for _, f := range b.prog.Funcs {
		list = append(list, f.Body)
	}
	written := b.g.Written(list...)
	var out []ir.Stmt
	for _, a := range b.arguments() {
		rows, ok := a.place.Type().Underlying().(*types.Slice)
		if !ok {
			continue
		}
		row, ok := rows.Elem().Underlying().(*types.Slice)
		if !ok || !types.Identical(row, rows.Elem()) || !ir.Carries(row) {
			continue
		}
		hit := false
		flow.Leaves(b.g.Pointee(a.place).Elem(), row.Elem(), func(c *flow.Node) { hit = hit || written[c] })
		if !hit {
			continue
		}
		add := func(name string, shadow ...ir.Expr) {
			args := append([]ir.Expr{str(b.req.Name), str(pathName(a.place)), a.place}, shadow...)
			check := &ir.CallStmt{Fn: ir.FuncRef{Pkg: RuntimePath, Name: name}, Args: args}
			out = append(out, b.guardPath(a.place, check))
		}
		if len(a.shadows) == 0 {
			add("CheckRowsDisjoint")
		}
		for _, d := range a.shadows {
			add("CheckRows", d)
		}
	}
	return out
}

// guardPath puts s under a check that the pointers on the way to the place e are not nil.
func (b *builder) guardPath(e ir.Expr, s ir.Stmt) ir.Stmt {
	switch e := e.(type) {
	case *ir.Field:
		return b.guardPath(e.X, s)
	case *ir.Deref:
		cond := ir.Compare(tokenNEQ, e.X, &ir.Zero{Typ: e.X.Type()})
		return b.guardPath(e.X, &ir.If{Cond: cond, Then: &ir.Block{List: []ir.Stmt{s}}})
	}
	return s
}
