package adjoint

import (
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/normal"
)

// sweeper puts the sweeps of one function together. Depth 0 is code that runs once a call: what it saves stays
// in variables. Below a loop, and in split functions, it goes to buffers.
type sweeper struct {
	b         *builder
	rec       *recorder
	redo      *redo        // memory of the caller that the reverse sweep changes on its way
	wrong     *ir.Count    // a loop that was to be fused, and can't be
	held      *ir.If       // the branch with its adjoint inside that was in the way, or nil
	wrongCall *ir.CallStmt // a call that was to be joint, and can't be
	nests     []*nest      // the loops around what is being visited, outermost first
}

// sweep is a forward and a reverse sequence of statements.
type sweep struct {
	fwd, rev []ir.Stmt
	decls    []*ir.Decl // of fwd, that rev reads: rows
}

func (w *sweep) add(s sweep) {
	w.decls = append(w.decls, s.decls...)
	w.fwd = append(w.fwd, s.fwd...)
	w.rev = append(append([]ir.Stmt(nil), s.rev...), w.rev...)
}

// adjoints declares the adjoints of the floats that blk declares.
func (w *sweeper) adjoints(blk *ir.Block) []ir.Stmt {
	var out []ir.Stmt
	for _, s := range blk.List {
		d, ok := s.(*ir.Decl)
		if !ok || w.b.isShadow(d.Var) || w.b.seeded[d.Var] || ir.Refers(d.Var.Type) || !ir.HoldsFloat(d.Var.Type) {
			continue
		}
		w.b.eachRow(func() {
			if sh, ok := w.b.shadows[d.Var]; ok {
				out = append(out, &ir.Decl{Var: sh.(*ir.Ref).Var})
			}
		})
	}
	return out
}

func (w *sweeper) origin(s ir.Stmt) *ir.Origin {
	if o := s.Origin(); o != nil {
		return w.b.adjointOrigin(o)
	}
	return nil
}

// block gives the two sweeps of blk.
func (w *sweeper) block(blk *ir.Block, depth int) sweep {
	var both sweep
	for _, s := range blk.List {
		next := w.stmt(s, depth)
		if depth > 0 {
			for _, d := range w.rec.redo[s] {
				next.rev = append(next.rev[:len(next.rev):len(next.rev)], &ir.Decl{Var: d.Var, Init: d.Init})
			}
		}
		both.add(next)
	}
	head := w.adjoints(blk)
	if depth > 0 {
		restore := w.endOfScope(blk, &both)
		head = append(restore, head...)
	}
	both.rev = append(head, both.rev...)
	if depth > 0 {
		// what the reverse sweep declares again is a variable of its own
		both.rev = ir.NewCloner().Block(&ir.Block{List: both.rev}).List
	}
	return both
}

// endOfScope saves the variables of blk that are wanted, before its last statement where that is a break, and gives the
// statements that bring them back.
func (w *sweeper) endOfScope(blk *ir.Block, both *sweep) []ir.Stmt {
	var push, pops, repeats []ir.Stmt
	keep := func(d *ir.Decl) {
		put, get := w.keep(d)
		push, pops = append([]ir.Stmt{put}, push...), append(pops, get...)
	}
	for i := len(blk.List) - 1; i >= 0; i-- {
		d, ok := blk.List[i].(*ir.Decl)
		if !ok || !mentioned(both.rev, d.Var) && !mentioned(repeats, d.Var) {
			continue
		}
		switch w.rec.kept[d.Var] {
		case saved:
			keep(d)
		case lost: // set back before it is read
			pops = append(pops, &ir.Decl{Var: d.Var})
		case again:
			repeats = append([]ir.Stmt{&ir.Decl{Var: d.Var, Init: d.Init}}, repeats...)
		}
	}
	for _, d := range both.decls {
		keep(d)
	}
	both.decls = nil
	if len(push) > 0 {
		both.fwd = w.beforeTail(both.fwd, push)
	}
	return append(pops, repeats...)
}

// keep gives the statement that saves the variable of d, and those that declare it again with what was saved.
func (w *sweeper) keep(d *ir.Decl) (put ir.Stmt, get []ir.Stmt) {
	v := ir.Use(d.Var)
	if s := w.slot(d.Var.Name, d.Var.Type); s != nil {
		return &ir.Assign{At: d.At, Dst: s, Src: v}, []ir.Stmt{&ir.Decl{Var: d.Var, Init: s}}
	}
	buf := w.b.buffer(d.Var.Name, d.Var.Type, "")
	return &ir.Push{At: d.At, Buf: buf, X: v}, []ir.Stmt{&ir.Decl{Var: d.Var}, &ir.Pop{Buf: buf, Dst: v}}
}

// mentioned reports whether the statements name v.
func mentioned(list []ir.Stmt, v *ir.Var) bool {
	for _, s := range list {
		if uses(&ir.Block{List: []ir.Stmt{s}}, v) > 0 {
			return true
		}
	}
	return false
}

// beforeTail inserts stmts at the end of list; where the end is a break, or a branch that may break, inside it, before the break.
func (w *sweeper) beforeTail(list, stmts []ir.Stmt) []ir.Stmt {
	if len(list) == 0 {
		return stmts
	}
	last := list[len(list)-1]
	switch s := last.(type) {
	case *ir.Exit:
		return append(append(append([]ir.Stmt(nil), list[:len(list)-1]...), stmts...), s)
	case *ir.If:
		if !breaks(s) {
			break
		}
		n := *s
		n.Then = &ir.Block{At: s.Then.At, List: w.beforeTail(s.Then.List, stmts)}
		n.Else = &ir.Block{List: w.beforeTail(elseList(s), stmts)}
		return append(append([]ir.Stmt(nil), list[:len(list)-1]...), &n)
	}
	return append(append([]ir.Stmt(nil), list...), stmts...)
}

func elseList(s *ir.If) []ir.Stmt {
	if s.Else == nil {
		return nil
	}
	return s.Else.List
}

// breaks reports whether an exit in s leaves s: one that is not inside a loop in s.
func breaks(s ir.Stmt) bool {
	found := false
	ir.Walk(s, func(t ir.Stmt) bool {
		switch t.(type) {
		case *ir.Count, *ir.While:
			return false
		case *ir.Exit:
			found = true
		}
		return true
	})
	return found
}

// stmt gives the two sweeps of s.
func (w *sweeper) stmt(s ir.Stmt, depth int) sweep {
	n := w.b.notes[s]
	switch s := s.(type) {
	case *ir.If:
		return w.branch(s, n, depth)
	case *ir.Count:
		return w.count(s, n, depth)
	case *ir.While:
		return w.while(s, n, depth)
	}
	out := sweep{fwd: []ir.Stmt{s}, rev: n.rev}
	if c, ok := s.(*ir.CallStmt); ok && c.Callee != nil {
		out.fwd = w.b.splitForward(c)
	}
	if !n.save {
		return out
	}
	before, restore := w.save(s, depth)
	out.fwd = append(before, out.fwd...)
	if n.after {
		out.rev = append(append([]ir.Stmt(nil), n.rev...), restore...)
	} else {
		out.rev = append(restore, n.rev...)
	}
	return out
}

func (w *sweeper) branch(s *ir.If, n *note, depth int) sweep {
	then := w.block(s.Then, depth)
	els := sweep{}
	if s.Else != nil {
		els = w.block(s.Else, depth)
	}
	return sweep{
		fwd: []ir.Stmt{branchOf(s.At, s.Cond, then.fwd, els.fwd)},
		rev: w.reverseBranch(s, n, then.rev, els.rev),
	}
}

func (w *sweeper) reverseBranch(s *ir.If, n *note, then, els []ir.Stmt) []ir.Stmt {
	if !n.hasRev {
		return nil
	}
	return []ir.Stmt{branchOf(ir.At{Orig: w.origin(s)}, s.Cond, then, els)}
}

func branchOf(at ir.At, cond ir.Expr, then, els []ir.Stmt) *ir.If {
	f := &ir.If{At: at, Cond: cond, Then: &ir.Block{List: then}}
	if len(els) > 0 {
		f.Else = &ir.Block{List: els}
	}
	return f
}

// count reverses a counted loop by arithmetic: the last value of the variable follows from the bounds.
func (w *sweeper) count(s *ir.Count, n *note, depth int) sweep {
	numbered := s
	if _, breaks := w.b.ends[s]; breaks {
		numbered = nil
	}
	in := w.enter(numbered, false)
	body := w.block(s.Body, depth+1)
	w.expand(&body)
	w.leave(&body)
	out := sweep{fwd: append(in.pre, retarget(s, body.fwd)), decls: in.decls}
	if !n.hasRev {
		return out
	}
	at := ir.At{Orig: w.origin(s)}
	t := s.Var.Type
	c := func(k int64) ir.Expr { return &ir.Const{Val: ir.IntConst(k).Val, Typ: t} }
	hi := s.Hi
	if end, ok := w.b.ends[s]; ok {
		hi = ir.Use(end)
	}
	rev := &ir.Count{At: at, Var: s.Var, Step: -s.Step, Body: &ir.Block{List: body.rev}}
	switch s.Step {
	case 1:
		rev.Lo, rev.Hi = sub(hi, c(1)), sub(s.Lo, c(1))
	case -1:
		rev.Lo, rev.Hi = add(hi, c(1)), add(s.Lo, c(1))
	default:
		step, dir := s.Step, int64(1)
		dist := sub(hi, s.Lo)
		if step < 0 {
			step, dir, dist = -step, -1, sub(s.Lo, hi)
		}
		trips := ir.Op(token.QUO, add(dist, c(step-1)), c(step))
		last := ir.Op(token.MUL, sub(trips, c(1)), c(s.Step))
		rev.Lo, rev.Hi = add(s.Lo, last), sub(s.Lo, c(dir))
	}
	out.rev = []ir.Stmt{ir.NewCloner().Stmt(rev)}
	return out
}

// retarget gives a copy of the loop s with another body, to which the breaks inside then belong.
func retarget(s ir.Stmt, body []ir.Stmt) ir.Stmt {
	var n ir.Stmt
	switch s := s.(type) {
	case *ir.Count:
		c := *s
		c.Body = &ir.Block{List: body}
		n = &c
	case *ir.While:
		c := *s
		c.Body = &ir.Block{List: body}
		n = &c
	}
	for _, in := range ir.Blocks(n) {
		retargetExits(in, s, n)
	}
	return n
}

// retargetExits makes the exits of old in blk exits of new; the exits themselves are copied.
func retargetExits(blk *ir.Block, old, new ir.Stmt) {
	for i, s := range blk.List {
		if x, ok := s.(*ir.Exit); ok && x.Target == old {
			n := *x
			n.Target = new
			blk.List[i] = &n
		}
		for _, in := range ir.Blocks(s) {
			retargetExits(in, old, new)
		}
	}
}

func add(x, y ir.Expr) ir.Expr { return simplifyInt(ir.Op(token.ADD, x, y)) }
func sub(x, y ir.Expr) ir.Expr { return simplifyInt(ir.Op(token.SUB, x, y)) }

// while reverses a loop on a condition by the number of trips that it made.
func (w *sweeper) while(s *ir.While, n *note, depth int) sweep {
	w.enter(nil, false)
	body := w.block(s.Body, depth+1)
	w.leave(&body)
	out := sweep{fwd: []ir.Stmt{retarget(s, body.fwd)}}
	if !n.hasRev {
		return out
	}
	k := &ir.Var{Name: "k", Type: ir.Int}
	out.rev = []ir.Stmt{&ir.Count{
		At: ir.At{Orig: w.origin(s)}, Var: k, Lo: ir.IntConst(0), Hi: ir.Use(w.b.trips[s]), Step: 1,
		Body: &ir.Block{List: body.rev},
	}}
	return out
}

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
