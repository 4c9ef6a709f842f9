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

// shared finds stores into memory that package-level variables lead to. It follows references through variables, without regard
// to the order of statements and to which field or element they are kept in:
//
//   - from: what the variable refers to may be memory of the global;
//   - holds: a reference to memory of the global may be kept somewhere in the memory that the variable leads to. So it
//     may be for whatever leads to the same memory: in which direction that was assigned does not matter.
type shared struct {
	from, holds map[*ir.Var]*ir.Var // variable → global
	funcs       []*ir.Func
	more        bool
}

// checkGlobals refuses functions of the program of root that store to the memory of package-level variables.
func (l *Lowerer) checkGlobals(root *ir.Func) bool {
	sh := &shared{from: map[*ir.Var]*ir.Var{}, holds: map[*ir.Var]*ir.Var{}, funcs: Reachable(root)}
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
				if g := sh.leads(p); g != nil && ir.Root(p) == nil && leadsTo(g.Type, p) {
					ok = false
					l.refuseShared(f, s, g)
				}
			}
			return true
		})
	}
	return ok
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
			failed := in.failed // not the function's fault, but of what it is called with here
			l.refuse(in, pos, "GG050", fmt.Sprintf("%q writes to memory of the package-level variable %s", text, g.Name))
			in.failed = failed
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
		if g := sh.from[e.Var]; g != nil {
			return g
		}
		return sh.holds[e.Var]
	case *ir.Index:
		return sh.leads(e.X)
	case *ir.Call, *ir.Binary, *ir.Unary, *ir.Make:
		return nil
	case *ir.Composite, *ir.New: // made of values: numbers read from the global's memory don't lead there
		for _, o := range e.Operands() {
			if h := sh.leads(o); h != nil && g == nil && !plain(o.Type()) {
				g = h
			}
		}
		return g
	}
	for _, o := range e.Operands() {
		if h := sh.leads(o); h != nil && g == nil {
			g = h
		}
	}
	return g
}

// base is the variable from which the reference or place e is reached, through memory too, or nil.
func base(e ir.Expr) *ir.Var {
	for {
		switch x := e.(type) {
		case *ir.Ref:
			return x.Var
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
			return nil
		}
	}
}

func (sh *shared) set(m map[*ir.Var]*ir.Var, v, g *ir.Var) {
	if v != nil && g != nil && v.Kind != ir.Global && m[v] == nil {
		m[v] = g
		sh.more = true
	}
}

// assign follows dst = src.
func (sh *shared) assign(dst, src ir.Expr) {
	if src == nil || dst == nil || plain(src.Type()) {
		return
	}
	v := base(dst)
	if v == nil {
		return
	}
	if g := sh.leads(src); g != nil {
		if ir.Root(dst) == nil {
			sh.set(sh.holds, v, g)
		} else {
			sh.set(sh.from, v, g)
		}
	}
	if !deep(src.Type()) {
		return
	}
	if w := base(src); w != nil { // both lead to the same memory from now on
		sh.set(sh.holds, w, sh.holds[v])
		sh.set(sh.holds, v, sh.holds[w])
	}
}

// deep reports whether the memory that a value of type t refers to may itself hold references.
func deep(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Slice:
		return !plain(u.Elem())
	case *types.Pointer:
		return !plain(u.Elem())
	case *types.Array:
		return deep(u.Elem())
	case *types.Struct:
		for f := range u.Fields() {
			if deep(f.Type()) {
				return true
			}
		}
		return false
	}
	return !plain(t)
}

// flow follows the references that s hands on.
func (sh *shared) flow(s ir.Stmt) {
	switch s := s.(type) {
	case *ir.Decl:
		sh.assign(ir.Use(s.Var), s.Init)
	case *ir.Assign:
		sh.assign(s.Dst, s.Src)
	case *ir.Copy:
		i := ir.IntConst(0)
		sh.assign(&ir.Index{X: s.Dst, I: i}, &ir.Index{X: s.Src, I: i})
	case *ir.CallStmt:
		if s.Callee == nil {
			return
		}
		for i, p := range s.Callee.Params {
			sh.assign(ir.Use(p), s.Args[i])
		}
		for i, d := range s.Dsts {
			sh.assign(d, ir.Use(s.Callee.Results[i]))
		}
	}
}
