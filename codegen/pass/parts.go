package pass

import (
	"go/constant"
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Parts takes a small array or struct apart: a variable whose elements or fields are named one by one becomes a variable for each of
// them. Go keeps no array of more than one element and no struct of more than four fields in registers, and an array is one cell to the
// other passes.
//
// What copies the whole is taken apart too: v = T{a, b} is v0 = a; v1 = b, and v = w is v0 = w[0]; v1 = w[1]. Hazards: the right-hand side is
// evaluated before anything is stored, so that v = T{v1, v0} needs temporaries, and a place that is found by way of what
// is stored cannot be stored to in steps. A result is put together again where the function ends.
func parts(u *unit) bool {
	names := map[*ir.Var]bool{} // variables that are parts themselves
	var pkg *types.Package
	if obj := u.prog.Funcs[0].Obj; obj != nil {
		pkg = obj.Pkg()
	}
	return u.each(func(f *ir.Func) bool {
		changed := false
		for {
			p := &parter{pkg: pkg, graph: flow.NewGraph(u.prog), f: f, of: map[*ir.Var][]*ir.Var{}, primal: map[*ir.Var]bool{}}
			p.choose()
			if len(p.of) == 0 {
				return changed
			}
			p.name(names)
			p.rewrite()
			changed = true
		}
	})
}

const maxParts = 16 // of a variable that is taken apart

type parter struct {
	pkg   *types.Package // of the generated function, nil where it has none
	graph *flow.Graph
	f     *ir.Func
	of    map[*ir.Var][]*ir.Var // a variable that is taken apart, and what it becomes

	primal map[*ir.Var]bool // variables among them that the user's statements store to
}

// access is how a variable is used.
type access struct {
	part, whole, stored int
	primal              bool // the user's statements store to it
	other               bool // in a way that cannot be taken apart
}

// pays reports whether taking v apart is worth it. A small struct of the user's is in registers as it is; one of the adjoint's hides from the
// other passes which of its fields are zero.
func (a *access) pays(v *ir.Var) bool {
	n := numParts(v.Type)
	return n > 0 && n <= maxParts && a.part > 0 && a.whole*n <= 2*a.part+maxParts && (!a.primal || words(v.Type) > 4)
}

// words is how many registers Go needs for a value of type t, more than 4 where it uses none.
func words(t types.Type) int64 {
	switch t := t.Underlying().(type) {
	case *types.Array:
		if t.Len() > 1 {
			return 5
		}
	case *types.Struct:
		n := int64(0)
		for i := range t.NumFields() {
			n += words(t.Field(i).Type())
		}
		return n
	}
	return (types.SizesFor("gc", "amd64").Sizeof(t) + 7) / 8
}

// choose finds the variables to take apart; their parts are still to be made.
func (p *parter) choose() {
	seen := &partUses{of: map[*ir.Var]*access{}}
	returns := false
	declared := map[*ir.Var]bool{}
	ir.Walk(p.f.Body, func(s ir.Stmt) bool {
		seen.stmt(s)
		switch s := s.(type) {
		case *ir.Exit:
			returns = returns || s.Kind == ir.Return
		case *ir.Decl:
			if declared[s.Var] {
				seen.get(s.Var).other = true
			}
			declared[s.Var] = true
		}
		return true
	})
	for v, a := range seen.of {
		switch {
		case a.other || !a.pays(v) || p.hidden(v.Type):
		case v.Kind == ir.Local && declared[v], v.Kind == ir.Result && !returns && !a.primal, v.Kind == ir.Param && a.stored > 0:
			p.of[v], p.primal[v] = nil, a.primal
		}
	}
}

// numParts is how many elements or fields a value of type t has, 0 where it can't be taken apart.
func numParts(t types.Type) int {
	switch t := t.Underlying().(type) {
	case *types.Array:
		return int(min(t.Len(), maxParts+1))
	case *types.Struct:
		for i := range t.NumFields() {
			if t.Field(i).Name() == "_" {
				return 0
			}
		}
		return t.NumFields()
	}
	return 0
}

// hidden reports whether t has a field that the function's package can't name.
func (p *parter) hidden(t types.Type) bool {
	st, ok := t.Underlying().(*types.Struct)
	for i := 0; ok && p.pkg != nil && i < st.NumFields(); i++ {
		if f := st.Field(i); !f.Exported() && f.Pkg() != nil && f.Pkg().Path() != p.pkg.Path() {
			return true
		}
	}
	return false
}

// partUses looks at how variables are used.
type partUses struct{ of map[*ir.Var]*access }

func (a *partUses) get(v *ir.Var) *access {
	if a.of[v] == nil {
		a.of[v] = &access{}
	}
	return a.of[v]
}

func (a *partUses) stmt(s ir.Stmt) {
	for _, d := range ir.Dsts(s) {
		if v := ir.Root(d); v != nil {
			a.get(v).stored++
			a.get(v).primal = a.get(v).primal || !adjoint(s)
		}
	}
	switch s := s.(type) {
	case *ir.Decl:
		if s.Init != nil {
			a.copied(ir.Use(s.Var), s.Init)
		}
	case *ir.Assign:
		a.copied(s.Dst, s.Src)
	default:
		for _, e := range ir.Exprs(s) {
			a.expr(e, false)
		}
	}
}

// copied looks at dst = src.
func (a *partUses) copied(dst, src ir.Expr) {
	a.expr(dst, true)
	a.expr(src, true)
	r, ok := dst.(*ir.Ref)
	if !ok || numParts(r.Var.Type) == 0 {
		return
	}
	if !partable(src) || ir.IsPlace(src) && !isRef(src) && reads(src, r.Var) {
		a.get(r.Var).other = true
	}
}

func isRef(e ir.Expr) bool { _, ok := e.(*ir.Ref); return ok }

// partable reports whether part can take e apart.
func partable(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Composite, *ir.Zero:
		return true
	case *ir.Conv:
		return partable(e.X)
	}
	return ir.IsPlace(e)
}

// expr looks at e; whole says that a variable may stand there as a whole.
func (a *partUses) expr(e ir.Expr, whole bool) {
	switch e := e.(type) {
	case *ir.Ref:
		if acc := a.get(e.Var); whole {
			acc.whole++
		} else {
			acc.other = true
		}
		return
	case *ir.Field:
		if r, ok := e.X.(*ir.Ref); ok {
			a.get(r.Var).part++
			return
		}
	case *ir.Index:
		a.expr(e.I, false)
		r, ok := e.X.(*ir.Ref)
		if ok && isConst(e.I) != nil && numParts(r.Var.Type) > 0 && indexFits(e.I, r.Var.Type) {
			a.get(r.Var).part++
			return
		}
		a.expr(e.X, false)
		return
	case *ir.Composite:
		for _, x := range e.Elems {
			a.expr(x, true)
		}
		return
	case *ir.Conv:
		a.expr(e.X, whole)
		return
	case *ir.Binary:
		if e.Op == token.EQL || e.Op == token.NEQ {
			both := partable(e.X) && partable(e.Y)
			a.expr(e.X, both)
			a.expr(e.Y, both)
			return
		}
	case *ir.Call:
		if isArrayLen(e) {
			a.expr(e.Args[0], true)
			return
		}
	}
	for _, o := range e.Operands() {
		a.expr(o, false)
	}
}

// isArrayLen reports whether e is the length of an array.
func isArrayLen(e *ir.Call) bool {
	if e.Fn.Pkg != "" || e.Fn.Name != "len" && e.Fn.Name != "cap" {
		return false
	}
	_, ok := e.Args[0].Type().Underlying().(*types.Array)
	return ok
}

// partType is the type of part i of a value of type t.
func partType(t types.Type, i int) types.Type {
	if a, ok := t.Underlying().(*types.Array); ok {
		return a.Elem()
	}
	return t.Underlying().(*types.Struct).Field(i).Type()
}

// part is part i of the value e.
func (p *parter) part(e ir.Expr, i int) ir.Expr {
	switch x := e.(type) {
	case *ir.Ref:
		if vars := p.of[x.Var]; vars != nil {
			return ir.Use(vars[i])
		}
	case *ir.Composite:
		return x.Elems[i]
	case *ir.Zero:
		return ir.ZeroOf(partType(x.Typ, i))
	case *ir.Conv:
		return p.part(x.X, i)
	}
	if _, ok := e.Type().Underlying().(*types.Array); ok {
		return &ir.Index{X: e, I: ir.IntConst(int64(i))}
	}
	return &ir.Field{X: e, F: i}
}

// expr is e with parts for what is taken apart.
func (p *parter) expr(e ir.Expr) ir.Expr {
	return ir.MapExpr(e, func(e ir.Expr) ir.Expr {
		switch e := e.(type) {
		case *ir.Field:
			if r, ok := e.X.(*ir.Ref); ok && p.of[r.Var] != nil {
				return p.part(r, e.F)
			}
		case *ir.Index:
			if r, ok := e.X.(*ir.Ref); ok && p.of[r.Var] != nil {
				i, _ := constant.Int64Val(constant.ToInt(isConst(e.I).Val))
				return p.part(r, int(i))
			}
		case *ir.Composite:
			ops := make([]ir.Expr, len(e.Elems))
			for i, x := range e.Elems {
				ops[i] = p.together(x)
			}
			return e.WithOperands(ops)
		case *ir.Binary:
			if p.split(e.X) || p.split(e.Y) {
				return p.compare(e)
			}
		case *ir.Call:
			if isArrayLen(e) && p.split(e.Args[0]) {
				return ir.IntConst(e.Args[0].Type().Underlying().(*types.Array).Len())
			}
		}
		return e
	})
}

// split reports whether e is a variable that is taken apart.
func (p *parter) split(e ir.Expr) bool {
	for {
		switch x := e.(type) {
		case *ir.Conv:
			e = x.X
		case *ir.Ref:
			return p.of[x.Var] != nil
		default:
			return false
		}
	}
}

// together is e as one value.
func (p *parter) together(e ir.Expr) ir.Expr {
	if !p.split(e) {
		return e
	}
	c := &ir.Composite{Typ: e.Type()}
	for i := range numParts(e.Type()) {
		c.Elems = append(c.Elems, p.part(e, i))
	}
	return c
}

// compare compares the parts of two values.
func (p *parter) compare(e *ir.Binary) ir.Expr {
	both := token.LAND
	if e.Op == token.NEQ {
		both = token.LOR
	}
	var out ir.Expr
	for i := range numParts(e.X.Type()) {
		c := &ir.Binary{Op: e.Op, X: p.part(e.X, i), Y: p.part(e.Y, i), Typ: e.Typ}
		if out == nil {
			out = c
		} else {
			out = &ir.Binary{Op: both, X: out, Y: c, Typ: e.Typ}
		}
	}
	return out
}
