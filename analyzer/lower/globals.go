package lower

import (
	"fmt"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// plain reports whether a value of type t leads to no memory.
func plain(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return true
	case *types.Array:
		return plain(u.Elem())
	case *types.Struct:
		for f := range u.Fields() {
			if !plain(f.Type()) {
				return false
			}
		}
		return true
	}
	return false
}

// shared finds stores into memory that package-level variables lead to. It follows values through variables, without regard to
// the order of statements: a variable that is ever given memory of a global leads to the global, and so does memory into which
// such a value is stored, for which the variable that leads to that memory answers.
type shared struct {
	from  map[*ir.Var]*ir.Var // variable → the global to which it leads
	funcs []*ir.Func
	more  bool
}

// checkGlobals refuses functions of the program of root that store to the memory of package-level variables.
func (l *Lowerer) checkGlobals(root *ir.Func) bool {
	sh := &shared{from: map[*ir.Var]*ir.Var{}, funcs: Reachable(root)}
	for sh.more = true; sh.more; {
		sh.more = false
		for _, f := range sh.funcs {
			ir.Walk(f.Body, func(s ir.Stmt) bool { sh.flow(s); return true })
		}
	}
	ok := true
	for _, f := range sh.funcs {
		ir.Walk(f.Body, func(s ir.Stmt) bool {
			for _, p := range storedPlaces(s) {
				if g := sh.leads(p); g != nil && ir.Root(p) == nil && l.inMemoryOf(g, p) {
					ok = false
					l.refuseShared(f, s, g)
				}
			}
			return true
		})
	}
	return ok
}

// inMemoryOf reports whether the place p may, by its type, be memory that the value of g leads to.
func (l *Lowerer) inMemoryOf(g *ir.Var, p ir.Expr) bool {
	seen := map[types.Type]bool{}
	var in func(t types.Type) bool
	in = func(t types.Type) bool {
		if seen[t] {
			return false
		}
		seen[t] = true
		zero := &ir.Zero{Typ: t}
		switch u := t.Underlying().(type) {
		case *types.Slice:
			return overlap(p, &ir.Index{X: zero, I: ir.IntConst(0)}) || in(u.Elem())
		case *types.Pointer:
			return overlap(p, &ir.Deref{X: zero}) || in(u.Elem())
		case *types.Array:
			return in(u.Elem())
		case *types.Struct:
			for f := range u.Fields() {
				if in(f.Type()) {
					return true
				}
			}
		case *types.Basic:
			return false
		}
		return types.IsInterface(t)
	}
	return in(g.Type)
}

// storedPlaces are the places that s stores to, copies and clears included.
func storedPlaces(s ir.Stmt) []ir.Expr {
	switch s := s.(type) {
	case *ir.Copy:
		return []ir.Expr{&ir.Index{X: s.Dst, I: ir.IntConst(0)}}
	case *ir.Clear:
		return []ir.Expr{&ir.Index{X: s.X, I: ir.IntConst(0)}}
	}
	return ir.Dsts(s)
}

// refuseShared records the problem where s comes from.
func (l *Lowerer) refuseShared(f *ir.Func, s ir.Stmt, g *ir.Var) {
	text := ir.String(s)
	if o := s.Origin(); o != nil {
		text = o.Text
	}
	for _, in := range l.funcs {
		if in.out == f {
			pos := in.decl.Name.Pos()
			if at, ok := l.places[s.Origin()]; ok {
				pos = at
			}
			l.refuse(in, pos, "GG050", fmt.Sprintf("%q writes to memory of the package-level variable %s", text, g.Name))
		}
	}
}

// leads gives the global whose memory the value or place e may be in or lead to, or nil.
func (sh *shared) leads(e ir.Expr) (g *ir.Var) {
	switch e := e.(type) {
	case *ir.Ref:
		if e.Var.Kind == ir.Global {
			return e.Var
		}
		return sh.from[e.Var]
	case *ir.Index:
		return sh.leads(e.X)
	case *ir.Call, *ir.Binary, *ir.Unary, *ir.Make:
		return nil
	}
	for _, o := range e.Operands() {
		if h := sh.leads(o); h != nil && g == nil {
			g = h
		}
	}
	return g
}

// give says that dst is given a value that leads to g.
func (sh *shared) give(dst ir.Expr, g *ir.Var) {
	for e := dst; e != nil; {
		switch x := e.(type) {
		case *ir.Ref:
			if x.Var.Kind != ir.Global && sh.from[x.Var] == nil {
				sh.from[x.Var] = g
				sh.more = true
			}
			return
		case *ir.Index:
			e = x.X
		case *ir.Field:
			e = x.X
		case *ir.Deref:
			e = x.X
		case *ir.Addr:
			e = x.X
		case *ir.Slice:
			e = x.X
		case *ir.Conv:
			e = x.X
		default:
			return
		}
	}
}

func (sh *shared) flow(s ir.Stmt) {
	assign := func(dst, src ir.Expr) {
		if src != nil && dst != nil && !plain(src.Type()) {
			if g := sh.leads(src); g != nil {
				sh.give(dst, g)
			}
		}
	}
	switch s := s.(type) {
	case *ir.Decl:
		assign(ir.Use(s.Var), s.Init)
	case *ir.Assign:
		assign(s.Dst, s.Src)
	case *ir.Copy:
		if st := s.Dst.Type().Underlying().(*types.Slice); !plain(st.Elem()) {
			assign(s.Dst, s.Src)
		}
	case *ir.CallStmt:
		if s.Callee == nil {
			return
		}
		for i, p := range s.Callee.Params {
			assign(ir.Use(p), s.Args[i])
			if !plain(p.Type) { // what the callee stores there
				assign(s.Args[i], ir.Use(p))
			}
		}
		for i, d := range s.Dsts {
			assign(d, ir.Use(s.Callee.Results[i]))
		}
	}
}
