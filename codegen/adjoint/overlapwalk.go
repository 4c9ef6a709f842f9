package adjoint

import (
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// walk is a place that the arguments lead to.
type walk struct {
	e    ir.Expr
	d    []ir.Expr // its destinations
	name string
	top  bool
	in   *follower
}

// to goes a step on, of the place and its destinations.
func (w walk) to(name string, step func(ir.Expr) ir.Expr) walk {
	n := walk{e: step(w.e), name: name, in: w.in}
	for _, d := range w.d {
		n.d = append(n.d, step(d))
	}
	return n
}

// follow gives statements that tell of all blocks that the place leads to.
func (p *overlaps) follow(w walk) []ir.Stmt {
	t := w.e.Type()
	if len(w.d) == 0 && w.in == nil {
		w.d = p.b.rowDestinations(w.e)
	}
	if !ir.Carries(t) {
		w.d = nil
	}
	switch u := t.Underlying().(type) {
	case *types.Slice, *types.Pointer:
		if p.recursive(t) && (len(w.d) > 0 || w.in != nil || !p.b.hasPath(ir.Base(w.e))) {
			f := p.follower(t, len(w.d))
			p.pairs = append(p.pairs, [2]ir.Expr{ir.Use(f.f.Params[1]), w.e})
			return []ir.Stmt{&ir.CallStmt{Callee: f.f, Args: append([]ir.Expr{ir.Use(p.variable(&block{in: w.in})), w.e}, w.d...)}}
		}
		return p.block(w)
	case *types.Array:
		return p.each(w, ir.IntConst(u.Len()))
	case *types.Struct:
		var out []ir.Stmt
		for i := range u.NumFields() {
			if p.visible(u.Field(i)) {
				n := w.to(w.name+"."+u.Field(i).Name(), func(x ir.Expr) ir.Expr { return &ir.Field{X: x, F: i} })
				n.top = w.top
				out = append(out, p.follow(n)...)
			}
		}
		return out
	}
	return nil
}

// visible reports whether the function can name the field. What it can't name it can't touch.
func (p *overlaps) visible(f *types.Var) bool {
	obj := p.b.fn.Obj
	return f.Name() != "_" && (f.Exported() || obj == nil || f.Pkg() == obj.Pkg())
}

// block gives the statements for the memory that the slice or pointer w refers to, and for what that leads to.
func (p *overlaps) block(w walk) []ir.Stmt {
	x := &block{place: w.e, dests: w.d, name: w.name, top: w.top, in: w.in, call: &ir.CallStmt{}}
	p.blocks = append(p.blocks, x)
	var below []ir.Stmt
	switch u := w.e.Type().Underlying().(type) {
	case *types.Slice:
		x.elem, x.slice = u.Elem(), true
		below = p.each(w, ir.Len(w.e))
	case *types.Pointer:
		x.elem = u.Elem()
		if _, address := w.e.(*ir.Addr); address { // of a package-level variable, which is followed by its name
			break
		}
		n := w.to(w.name, func(x ir.Expr) ir.Expr { return &ir.Deref{X: x} })
		n.top = w.top
		if below = p.follow(n); len(below) > 0 && !(w.in != nil && ir.Root(w.e) != nil) {
			cond := ir.Compare(token.NEQ, w.e, &ir.Zero{Typ: w.e.Type()})
			below = []ir.Stmt{&ir.If{Cond: cond, Then: &ir.Block{List: below}}}
		}
	}
	return append([]ir.Stmt{x.call}, below...)
}

// each follows the n elements of the slice or array w.
func (p *overlaps) each(w walk, n ir.Expr) []ir.Stmt {
	k := &ir.Var{Name: "k", Type: ir.Int}
	body := p.follow(w.to(w.name+"[…]", func(x ir.Expr) ir.Expr { return &ir.Index{X: x, I: ir.Use(k)} }))
	if len(body) == 0 {
		return nil
	}
	return []ir.Stmt{&ir.Count{Var: k, Lo: ir.IntConst(0), Hi: n, Step: 1, Body: &ir.Block{List: body}}}
}

// follower is a function that follows a recursive type, and calls itself.
type follower struct {
	t    types.Type
	rows int
	f    *ir.Func
}

// follower is the function for type t, with a number of destinations. For the analyses all that it meets at one place is one memory.
func (p *overlaps) follower(t types.Type, rows int) *follower {
	for _, f := range p.followers {
		if types.Identical(f.t, t) && f.rows == rows {
			return f
		}
	}
	v := &ir.Var{Name: "p", Type: t, Kind: ir.Param}
	f := &follower{t: t, rows: rows, f: &ir.Func{Params: []*ir.Var{overlapsVar(ir.Param), v}}}
	p.followers = append(p.followers, f)
	id := len(p.followers)
	f.f.Name = p.followerName(id)
	f.f.Doc = []string{"tells of the memory that p leads to, and of where its derivatives go."}
	w := walk{e: ir.Use(v), name: shortName(t), in: f}
	for range rows {
		d := &ir.Var{Name: "d", Type: t, Kind: ir.Param}
		f.f.Params = append(f.f.Params, d)
		w.d = append(w.d, ir.Use(d))
	}
	isNew, visit := visitStmt(f.f.Params[0], id, t, append([]ir.Expr{w.e}, w.d...)...)
	body := &ir.If{Cond: ir.Use(isNew), Then: &ir.Block{List: p.block(w)}}
	f.f.Body = &ir.Block{List: []ir.Stmt{&ir.Decl{Var: isNew}, visit, body}}
	return f
}

// visitStmt asks the runtime.Overlaps o whether the function id has not been at the slice or pointer refs[0], of type t, yet; the others
// are its destinations.
func visitStmt(o *ir.Var, id int, t types.Type, refs ...ir.Expr) (isNew *ir.Var, s ir.Stmt) {
	kind := "VisitPointer"
	if ir.IsSlice(t) {
		kind = "VisitSlice"
	}
	isNew = &ir.Var{Name: "isNew", Type: ir.Bool, Temp: true}
	args := append([]ir.Expr{ir.Use(o), ir.IntConst(int64(id)), str(shortName(t))}, refs...)
	return isNew, &ir.CallStmt{Fn: ir.FuncRef{Pkg: RuntimePath, Name: kind}, Dsts: []ir.Expr{ir.Use(isNew)}, Args: args}
}

// shortName is what messages call something of type t.
func shortName(t types.Type) string {
	return types.TypeString(t, func(*types.Package) string { return "" })
}

// recursive reports whether a value of type t may lead to others of type t.
func (p *overlaps) recursive(t types.Type) bool {
	found := false
	var seen []types.Type
	var visit func(u types.Type)
	visit = func(u types.Type) {
		if contains(seen, u) || found {
			found = found || types.Identical(u, t)
			return
		}
		seen = append(seen, u)
		switch u := u.Underlying().(type) {
		case *types.Slice:
			visit(u.Elem())
		case *types.Pointer:
			visit(u.Elem())
		case *types.Array:
			visit(u.Elem())
		case *types.Struct:
			for i := range u.NumFields() {
				if p.visible(u.Field(i)) {
					visit(u.Field(i).Type())
				}
			}
		}
	}
	visit(t)
	return found
}

// prune leaves out what need not be followed.
func (p *overlaps) prune() {
	live := map[*ir.Func]bool{}
	for _, x := range p.blocks {
		if x.in != nil && x.call.Fn.Name != "" {
			live[x.in.f] = true
		}
	}
	for changed := true; changed; {
		changed = false
		for _, f := range p.followers {
			ir.Walk(f.f.Body, func(s ir.Stmt) bool {
				if c, ok := s.(*ir.CallStmt); ok && live[c.Callee] && !live[f.f] {
					live[f.f], changed = true, true
				}
				return true
			})
		}
	}
	var kept func(list []ir.Stmt) []ir.Stmt
	kept = func(list []ir.Stmt) []ir.Stmt {
		var out []ir.Stmt
		for _, s := range list {
			blocks := ir.Blocks(s)
			for _, b := range blocks {
				b.List = kept(b.List)
			}
			c, call := s.(*ir.CallStmt)
			if call && (c.Callee != nil && live[c.Callee] || c.Callee == nil && c.Fn.Name != "") || !call && (len(blocks) == 0 || len(blocks[0].List) > 0) {
				out = append(out, s)
			}
		}
		return out
	}
	p.body = kept(p.body)
	for _, f := range p.followers {
		f.f.Body.List = kept(f.f.Body.List)
	}
}

// mayMeet reports whether what x and y refer to may share memory by its types: without package unsafe one is a part of an element of the other.
func mayMeet(x, y *block) bool { return partOf(x, y.elem, false) || partOf(y, x.elem, false) }

// partOf reports whether an element of x may be in a value of type t. inside of a struct, slices see arrays only.
func partOf(x *block, t types.Type, inside bool) bool {
	if sameMemory(x.elem, t) && !(inside && x.slice) {
		return true
	}
	switch u := t.Underlying().(type) {
	case *types.Array:
		return sameMemory(x.elem, u.Elem()) || partOf(x, u.Elem(), true)
	case *types.Struct:
		for i := range u.NumFields() {
			if partOf(x, u.Field(i).Type(), true) {
				return true
			}
		}
	}
	return false
}

// sameMemory reports whether a pointer to an s can be made one to a t.
func sameMemory(s, t types.Type) bool { return types.Identical(s.Underlying(), t.Underlying()) }

// funcs are the functions that follow recursive types.
func (p *overlaps) funcs() []*ir.Func {
	var out []*ir.Func
	for _, f := range p.followers {
		out = append(out, f.f)
	}
	return out
}
