package randir

import (
	"go/types"
	"strconv"

	"github.com/gograd/gograd/analyzer/ir"
)

// place is something that can be read here, and perhaps written.
type place struct {
	e        ir.Expr
	t        types.Type
	writable bool
	memory   bool    // behind a pointer or in a slice
	root     *ir.Var // the variable that the path begins with
}

const maxPath = 4

// places are all places that can be named here without a panic.
func (g *gen) places() []place {
	var out []place
	for _, v := range g.vars {
		g.expand(place{ir.Use(v), v.Type, !g.frozen[v], false, v}, maxPath, &out)
	}
	return out
}

func (g *gen) expand(p place, depth int, out *[]place) {
	*out = append(*out, p)
	if depth == 0 {
		return
	}
	part := func(e ir.Expr, memory bool) {
		g.expand(place{e, e.Type(), p.writable || memory, memory, p.root}, depth-1, out)
	}
	switch u := p.t.Underlying().(type) {
	case *types.Struct:
		for i := range u.NumFields() {
			part(&ir.Field{X: p.e, F: i}, p.memory)
		}
	case *types.Pointer:
		if _, field := p.e.(*ir.Field); !field { // fields may be nil
			part(&ir.Deref{X: p.e}, true)
		}
	case *types.Array:
		for i := range int(u.Len()) {
			part(&ir.Index{X: p.e, I: ir.IntConst(int64(i))}, p.memory)
		}
		g.indexed(p, func(i ir.Expr) { part(&ir.Index{X: p.e, I: i}, p.memory) })
	case *types.Slice:
		g.indexed(p, func(i ir.Expr) { part(&ir.Index{X: p.e, I: i}, true) })
	}
}

// indexed calls f with the indices that are in range of the variable p.
func (g *gen) indexed(p place, f func(i ir.Expr)) {
	r, ok := p.e.(*ir.Ref)
	if !ok {
		return
	}
	for _, k := range g.facts {
		if k.s == r.Var {
			f(k.i)
		}
	}
}

// find gives a place that ok accepts; elements and fields are as likely as they are many, but the later half of what is
// found, the newer variables, is preferred.
func (g *gen) find(ok func(place) bool) (place, bool) {
	var fit []place
	for _, p := range g.places() {
		if ok(p) {
			fit = append(fit, p)
		}
	}
	if len(fit) == 0 {
		return place{}, false
	}
	if g.chance(40) {
		fit = fit[len(fit)/2:]
	}
	return pick(g, fit), true
}

func (g *gen) findType(t types.Type) (place, bool) {
	return g.find(func(p place) bool { return types.Identical(p.t, t) })
}

func (g *gen) findWritable(t types.Type) (place, bool) {
	return g.find(func(p place) bool { return p.writable && types.Identical(p.t, t) })
}

// variable gives a variable whose type ok accepts.
func (g *gen) variable(ok func(types.Type) bool) *ir.Var {
	var fit []*ir.Var
	for _, v := range g.vars {
		if ok(v.Type) {
			fit = append(fit, v)
		}
	}
	if len(fit) == 0 {
		return nil
	}
	return pick(g, fit)
}

func isSlice(t types.Type) bool { _, ok := t.Underlying().(*types.Slice); return ok }

func identical(t types.Type) func(types.Type) bool {
	return func(u types.Type) bool { return types.Identical(t, u) }
}

// newVar is a variable with a name of its own.
func (g *gen) newVar(name string, t types.Type, kind ir.VarKind) *ir.Var {
	g.names[name]++
	if n := g.names[name]; n > 1 {
		name += strconv.Itoa(n)
	}
	return &ir.Var{Name: name, Type: t, Kind: kind}
}

// baseName names a variable after its type.
func baseName(t types.Type) string {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsInteger != 0:
			return "k"
		case u.Info()&types.IsBoolean != 0:
			return "ok"
		}
		return "v"
	case *types.Slice:
		if isSlice(u.Elem()) {
			return "m"
		}
		return "s"
	case *types.Pointer:
		return "p"
	case *types.Array:
		return "arr"
	}
	return "st"
}

// declare emits a declaration and brings the variable into scope.
func (g *gen) declare(t types.Type, init ir.Expr) *ir.Var {
	v := g.newVar(baseName(t), t, ir.Local)
	g.emit(&ir.Decl{Var: v, Init: init})
	g.vars = append(g.vars, v)
	return v
}

// emit writes a statement, and keeps account of which variables hold what depends on the parameters.
func (g *gen) emit(s ir.Stmt) {
	*g.out = append(*g.out, s)
	switch s := s.(type) {
	case *ir.Decl:
		g.heat(ir.Use(s.Var), s.Init)
	case *ir.Assign:
		g.heat(s.Dst, s.Src)
	case *ir.Copy:
		g.heat(s.Dst, s.Src)
	case *ir.CallStmt:
		for _, e := range append(append([]ir.Expr(nil), s.Dsts...), s.Args...) {
			g.heat(e, e)
			if e != nil && g.dependent(s.Args...) {
				g.warm[base(e)] = true
			}
		}
	}
}

func (g *gen) heat(dst, src ir.Expr) {
	if g.dependent(src) {
		g.warm[base(dst)] = true
	}
}

// dependent reports whether one of es reads a variable that depends on the parameters.
func (g *gen) dependent(es ...ir.Expr) bool {
	found := false
	for _, e := range es {
		ir.WalkExpr(e, func(e ir.Expr) bool {
			r, ok := e.(*ir.Ref)
			found = found || ok && g.warm[r.Var]
			return !found
		})
	}
	return found
}

// base is the first variable in e, through memory too.
func base(e ir.Expr) *ir.Var {
	var v *ir.Var
	ir.WalkExpr(e, func(e ir.Expr) bool {
		if r, ok := e.(*ir.Ref); ok && v == nil {
			v = r.Var
		}
		return v == nil
	})
	return v
}
