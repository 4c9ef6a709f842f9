package adjoint

import (
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/normal"
)

// What a statement overwrites is saved before it, and brought back in the reverse sweep before the adjoint of the statement.

// save gives the statements that save what s overwrites, and those that bring it back.
func (w *sweeper) save(s ir.Stmt, depth int) (before, restore []ir.Stmt) {
	at, back := ir.At{Orig: s.Origin()}, ir.At{Orig: w.origin(s)}
	if r := rangeOf(s); r != nil {
		return w.saveRange(s, r[0], depth)
	}
	if a := inverse(s); a != nil {
		return nil, append(w.undo(back, a.Dst), &ir.Assign{At: back, Dst: a.Dst, Src: a.Src})
	}
	for _, d := range ir.Dsts(s) {
		if depth == 0 {
			old := &ir.Var{Name: placeName(d) + "0", Type: d.Type()}
			before = append(before, &ir.Decl{At: at, Var: old, Init: d})
			restore = append(restore, w.undo(back, d)...)
			restore = append(restore, &ir.Assign{At: back, Dst: d, Src: ir.Use(old)})
			continue
		}
		if old := w.slot(placeName(d), d.Type()); old != nil {
			before = append(before, &ir.Assign{At: at, Dst: old, Src: d})
			restore = append(append(w.undo(back, d), &ir.Assign{At: back, Dst: d, Src: old}), restore...)
			continue
		}
		buf := w.b.buffer(placeName(d), d.Type(), originText(s))
		before = append(before, &ir.Push{At: at, Buf: buf, X: d})
		restore = append(append(w.undo(back, d), &ir.Pop{At: back, Buf: buf, Dst: d}), restore...)
	}
	return before, restore
}

// inverse is the statement that undoes s, an addition to an integer, nil for others. Integers wrap round, so nothing is lost.
func inverse(s ir.Stmt) *ir.Assign {
	a, ok := s.(*ir.Assign)
	if !ok || !ir.IsInteger(a.Dst.Type()) {
		return nil
	}
	by, op := a.Src, token.SUB
	if !a.Add { // x = x + e, x = e + x, x = x - e
		sum, ok := by.(*ir.Binary)
		switch {
		case ok && sum.Op == token.SUB && ir.Equal(sum.X, a.Dst):
			by, op = sum.Y, token.ADD
		case ok && sum.Op == token.ADD && ir.Equal(sum.X, a.Dst):
			by = sum.Y
		case ok && sum.Op == token.ADD && ir.Equal(sum.Y, a.Dst):
			by = sum.X
		default:
			return nil
		}
	}
	r, variable := a.Dst.(*ir.Ref)
	if !variable || normal.Mentions(by, r.Var) || !plain(by) {
		return nil
	}
	return &ir.Assign{Dst: a.Dst, Src: ir.Op(op, a.Dst, by)}
}

func originText(s ir.Stmt) string {
	if o := s.Origin(); o != nil {
		return o.Text
	}
	return ""
}

// saveRange saves the elements of the slice x that s, a copy or a clear, overwrites.
func (w *sweeper) saveRange(s ir.Stmt, x ir.Expr, depth int) (before, restore []ir.Stmt) {
	at, back := ir.At{Orig: s.Origin()}, ir.At{Orig: w.origin(s)}
	t := types.NewSlice(elemType(x.Type()))
	old := &ir.Var{Name: placeName(x) + "0", Type: t}
	before = []ir.Stmt{
		&ir.Decl{At: at, Var: old, Init: w.b.arena(t, ir.Len(x))},
		&ir.Copy{At: at, Dst: ir.Use(old), Src: x},
	}
	if depth > 0 {
		buf := w.b.buffer(placeName(x)+"s", t, originText(s))
		before = append(before, &ir.Push{At: at, Buf: buf, X: ir.Use(old)})
		restore = append(restore, &ir.Decl{At: back, Var: old}, &ir.Pop{At: back, Buf: buf, Dst: ir.Use(old)})
	}
	k := &ir.Var{Name: "k", Type: ir.Int}
	el := &ir.Index{X: x, I: ir.Use(k)}
	if u := w.undo(back, el); u != nil {
		restore = append(restore, &ir.Count{At: back, Var: k, Lo: ir.IntConst(0), Hi: ir.Len(x), Step: 1, Body: &ir.Block{List: u}})
	}
	restore = append(restore, &ir.Copy{At: back, Dst: x, Src: ir.Use(old)})
	return before, restore
}

// redo remembers, for each cell of the caller's memory that the reverse sweep sets back, what was in it, by type.
type redo struct {
	types []types.Type
	cells []*ir.Buf // of pointers
	vals  []*ir.Buf
}

// undo gives the statements that remember the place d, if the caller can see it. Structs and arrays are remembered cell by
// cell: then each cell is always found in the same list, in order, whatever it was changed as part of.
func (w *sweeper) undo(at ir.At, d ir.Expr) []ir.Stmt {
	if ir.Root(d) != nil || w.b.ofShadow(d) || !w.b.external(d) {
		return nil
	}
	switch t := d.Type().Underlying().(type) {
	case *types.Struct:
		var out []ir.Stmt
		for i := range t.NumFields() {
			out = append(out, w.undo(at, &ir.Field{X: d, F: i})...)
		}
		return out
	case *types.Array:
		k := &ir.Var{Name: "k", Type: ir.Int}
		body := w.undo(at, &ir.Index{X: d, I: ir.Use(k)})
		return []ir.Stmt{&ir.Count{At: at, Var: k, Lo: ir.IntConst(0), Hi: ir.IntConst(t.Len()), Step: 1, Body: &ir.Block{List: body}}}
	}
	i := w.redo.list(w.b, d.Type())
	return []ir.Stmt{
		&ir.Push{At: at, Buf: w.redo.cells[i], X: &ir.Addr{X: d}},
		&ir.Push{At: at, Buf: w.redo.vals[i], X: d},
	}
}

// list is the number of the list for cells of type t.
func (r *redo) list(b *builder, t types.Type) int {
	for i, u := range r.types {
		if types.Identical(u, t) {
			return i
		}
	}
	r.types = append(r.types, t)
	r.cells = append(r.cells, b.buffer("at", types.NewPointer(t), "where the reverse sweep changes an argument"))
	r.vals = append(r.vals, b.buffer("final", t, "what was there"))
	return len(r.types) - 1
}

// external reports whether the caller can see one of the cells of the place d.
func (b *builder) external(d ir.Expr) bool {
	found := false
	flow.Leaves(b.g.Node(d), d.Type(), func(n *flow.Node) { found = found || n.External })
	return found
}

// replay gives the statements that bring the caller's memory back to its final state. The order is the opposite of that in which
// the reverse sweep changed it, so that the first change, which found the final value, has the last word. A nil
// at the bottom of the stack ends it.
func (b *builder) replay(r *redo) (before, after []ir.Stmt) {
	for i, t := range r.types {
		p := &ir.Var{Name: "p", Type: types.NewPointer(t)}
		before = append(before, &ir.Push{Buf: r.cells[i], X: &ir.Zero{Typ: p.Type}})
		list := []ir.Stmt{
			&ir.Pop{Buf: r.vals[i], Dst: &ir.Deref{X: ir.Use(p)}},
			&ir.Pop{Buf: r.cells[i], Dst: ir.Use(p)},
		}
		after = append(after,
			&ir.Decl{Var: p},
			&ir.Pop{Buf: r.cells[i], Dst: ir.Use(p)},
			&ir.While{Cond: ir.Compare(token.NEQ, ir.Use(p), &ir.Zero{Typ: p.Type}), Body: &ir.Block{List: list}},
		)
	}
	return before, after
}
