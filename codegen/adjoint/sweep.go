package adjoint

import (
	"go/token"

	"github.com/gograd/gograd/analyzer/ir"
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
	out.rev = append(in.back, ir.NewCloner().Stmt(rev))
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
