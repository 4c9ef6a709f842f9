package adjoint

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"

	"github.com/gograd/gograd/analyzer/ir"
)

// clears sets the destinations of a grad to zero.
func (b *builder) clears() []ir.Stmt {
	if b.req.VJP {
		return nil
	}
	if len(b.given.body) > 0 {
		b.seen = seenVar(ir.Local)
	}
	var out []ir.Stmt
	for _, d := range b.dsts {
		if d.memory() {
			out = append(out, b.clear(d.shadow, d.place, nil)...)
		}
	}
	if b.seen != nil && callsClearer(out) {
		begin, end := b.beginOverlaps(b.seen)
		out = slices.Concat(begin, out, []ir.Stmt{end})
	}
	return out
}

// callsClearer reports whether the statements call a function of the program.
func callsClearer(list []ir.Stmt) bool {
	found := false
	for _, s := range list {
		ir.Walk(s, func(s ir.Stmt) bool {
			c, ok := s.(*ir.CallStmt)
			found = found || ok && c.Callee != nil
			return !found
		})
	}
	return found
}

// clear sets all floats at and below the adjoint place d, which has the shape of p, to zero.
func (b *builder) clear(d, p ir.Expr, above []types.Type) []ir.Stmt {
	t := d.Type()
	if !ir.Carries(t) {
		return nil
	}
	if !ir.Refers(t) {
		return []ir.Stmt{&ir.Assign{Dst: d, Src: zero(d)}}
	}
	if isReference(t) {
		if contains(above, t) {
			f := b.clearer(t)
			last := ir.Expr(ir.IntConst(maxDepth))
			if b.seen != nil {
				last = ir.Use(b.seen)
			}
			return []ir.Stmt{&ir.CallStmt{Callee: f, Args: []ir.Expr{d, last}}}
		}
		above = append(above, t)
	}
	each := func(n ir.Expr) []ir.Stmt {
		k := &ir.Var{Name: "k", Type: ir.Int}
		at := func(x ir.Expr) ir.Expr { return &ir.Index{X: x, I: ir.Use(k)} }
		body := b.clear(at(d), at(p), above)
		return []ir.Stmt{&ir.Count{Var: k, Lo: ir.IntConst(0), Hi: n, Step: 1, Body: &ir.Block{List: body}}}
	}
	switch u := t.Underlying().(type) {
	case *types.Slice:
		if !ir.Refers(u.Elem()) && pureFloat(u.Elem()) {
			return []ir.Stmt{&ir.Clear{X: d}}
		}
		return each(ir.Len(d))
	case *types.Array:
		return each(ir.IntConst(u.Len()))
	case *types.Struct:
		var out []ir.Stmt
		for i := range u.NumFields() {
			out = append(out, b.clear(&ir.Field{X: d, F: i}, &ir.Field{X: p, F: i}, above)...)
		}
		return out
	case *types.Pointer:
		inner := b.clear(&ir.Deref{X: d}, &ir.Deref{X: p}, above)
		return []ir.Stmt{&ir.If{Cond: ir.Compare(token.NEQ, p, &ir.Zero{Typ: t}), Then: &ir.Block{List: inner}}}
	}
	return nil
}

// maxDepth is how deep a destination of a recursive type may be; what is deeper is taken to be cyclic.
const maxDepth = 1 << 22

// clearer is the function that clears what the reference d, of the recursive type t, leads to. It is told how deep it may still go. Where the
// function has looked how its memory overlaps, it is told instead where it has been, and destinations may be cyclic as arguments are.
func (b *builder) clearer(t types.Type) *ir.Func {
	for _, f := range b.clearers {
		if types.Identical(f.Params[0].Type, t) {
			return f
		}
	}
	d := &ir.Var{Name: "d", Type: t, Kind: ir.Param}
	f := &ir.Func{Name: lowerFirst(b.req.Name) + "Clear", Doc: []string{"sets a destination to zero, as far down as it goes."}}
	if len(b.clearers) > 0 {
		f.Name += fmt.Sprint(len(b.clearers) + 1)
	}
	b.clearers = append(b.clearers, f)
	if len(b.given.body) > 0 {
		f.Params = []*ir.Var{d, seenVar(ir.Param)}
		b.clearOnce(f, len(b.clearers))
		return f
	}
	depth := &ir.Var{Name: "depth", Type: ir.Int, Kind: ir.Param}
	f.Params = []*ir.Var{d, depth}
	below := b.clear(ir.Use(d), ir.Use(d), nil)
	passOn(below, ir.Op(token.SUB, ir.Use(depth), ir.IntConst(1)))
	stop := &ir.If{
		Cond: ir.Compare(token.EQL, ir.Use(depth), ir.IntConst(0)),
		Then: &ir.Block{List: []ir.Stmt{&ir.Panic{X: str("gograd: " + b.req.Name + ": a destination is cyclic, or too deep")}}},
	}
	f.Body = &ir.Block{List: append([]ir.Stmt{stop}, below...)}
	return f
}

// clearOnce is the body of the clearer f, the id-th, that follows nothing twice.
func (b *builder) clearOnce(f *ir.Func, id int) {
	d, seen := f.Params[0], f.Params[1]
	below := b.clear(ir.Use(d), ir.Use(d), nil)
	passOn(below, ir.Use(seen))
	if i, ok := below[0].(*ir.If); ok && !ir.IsSlice(d.Type) {
		below = i.Then.List // what is nil is not new
	}
	isNew, visit := visitStmt(seen, id, d.Type, ir.Use(d))
	f.Body = &ir.Block{List: []ir.Stmt{&ir.Decl{Var: isNew}, visit, &ir.If{Cond: ir.Use(isNew), Then: &ir.Block{List: below}}}}
}

// passOn makes last the last argument of the clearers that are called.
func passOn(list []ir.Stmt, last ir.Expr) {
	for _, s := range list {
		ir.Walk(s, func(s ir.Stmt) bool {
			if c, ok := s.(*ir.CallStmt); ok && c.Callee != nil {
				c.Args[1] = last
			}
			return true
		})
	}
}

func seenVar(kind ir.VarKind) *ir.Var {
	v := overlapsVar(kind)
	v.Name = "seen"
	return v
}
