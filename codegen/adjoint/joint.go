package adjoint

import (
	"slices"

	"github.com/gograd/gograd/analyzer/ir"
)

// sequence is a block that runs once, being put together from its end: what is to run forward, with fused loops among it, and
// what is to run backward after it.
type sequence struct {
	w      *sweeper
	fwd    []ir.Stmt
	rev    []ir.Stmt
	pre    map[ir.Stmt][]ir.Stmt // adjoint statements that run before a fused loop
	held   []ir.Stmt             // what runs at the end of fwd and has adjoints inside
	branch *ir.If                // that this is, or nil
}

// joint gives the statements of blk, run once, followed by their adjoint; turn comes between. A branch at the end has its
// adjoint inside it, so that nothing need be remembered of it.
func (w *sweeper) joint(blk *ir.Block, turn func() []ir.Stmt) []ir.Stmt {
	q := &sequence{w: w, pre: map[ir.Stmt][]ir.Stmt{}}
	list := blk.List
	last, branch := lastIf(list)
	if branch && !w.b.parted[last] {
		list = list[:len(list)-1]
		q.branch = last
		q.held = []ir.Stmt{w.jointBranch(last, turn)}
	} else {
		q.held = turn()
	}
	for _, s := range slices.Backward(list) {
		c, loop := s.(*ir.Count)
		call, isCall := s.(*ir.CallStmt)
		switch {
		case loop && w.b.fused[c]:
			q.fuse(c)
		case isCall && w.b.jointCalls[call]:
			q.call(call)
		default:
			q.prepend(w.stmt(s, 0))
		}
		if w.failed() {
			return nil
		}
	}
	return q.finish(w.adjoints(blk))
}

func lastIf(list []ir.Stmt) (*ir.If, bool) {
	if len(list) == 0 {
		return nil, false
	}
	f, ok := list[len(list)-1].(*ir.If)
	return f, ok
}

func (w *sweeper) jointBranch(f *ir.If, turn func() []ir.Stmt) ir.Stmt {
	n := &ir.If{At: f.At, Cond: f.Cond, Then: &ir.Block{List: w.joint(f.Then, turn)}}
	els := f.Else
	if els == nil {
		els = &ir.Block{}
	}
	n.Else = &ir.Block{List: w.joint(els, turn)}
	if len(n.Else.List) == 0 {
		n.Else = nil
	}
	return n
}

func (q *sequence) prepend(s sweep) {
	q.fwd = append(append([]ir.Stmt(nil), s.fwd...), q.fwd...)
	q.rev = append(q.rev, s.rev...)
}

// early moves the adjoint statements that s, which comes in front of all that is there, waits for, to before it: they are returned.
func (q *sequence) early(s ir.Stmt) ([]ir.Stmt, bool) {
	var waiting []ir.Stmt // in the order in which they would run
	for _, s := range q.fwd {
		if list, fused := q.pre[s]; fused {
			waiting = append(append(waiting, list...), s)
		}
	}
	between := append(append([]ir.Stmt(nil), q.fwd...), q.held...)
	rev := append(append(append([]ir.Stmt(nil), q.held...), waiting...), q.rev...)
	first, rest, ok := q.w.b.early(s, between, rev)
	if !ok {
		q.w.held = q.branch
		return nil, false
	}
	keep := func(list []ir.Stmt) []ir.Stmt {
		var out []ir.Stmt
		for _, s := range list {
			behind, moved := rest[s]
			switch {
			case !moved:
				out = append(out, s)
			case behind != nil:
				out = append(out, behind)
			}
		}
		return out
	}
	for s, list := range q.pre {
		q.pre[s] = keep(list)
	}
	q.rev = keep(q.rev)
	return first, true
}

// fuse puts the loop c in front, forward and reverse in one body, with the adjoint statements that it waits for before it.
func (q *sequence) fuse(c *ir.Count) {
	first, ok := q.early(c)
	if !ok {
		q.w.wrong = c
		return
	}
	n := *c
	in := q.w.enter(c, true)
	body := q.w.joint(q.w.b.main(c), func() []ir.Stmt { return nil })
	n.Body = &ir.Block{List: append(body, q.w.b.tail(c)...)}
	q.w.leave(nil)
	if q.w.failed() {
		return
	}
	q.fwd = append(append(in.pre, &n), q.fwd...)
	q.pre[&n] = first
}

// finish puts everything in order; decls declare the adjoints of the block's variables.
func (q *sequence) finish(decls []ir.Stmt) []ir.Stmt {
	var out []ir.Stmt
	declared := false
	for _, s := range q.fwd {
		if _, fused := q.pre[s]; fused && !declared {
			out, declared = append(out, decls...), true
		}
		out = append(append(out, q.pre[s]...), s)
	}
	if !declared {
		out = append(out, decls...)
	}
	return append(append(out, q.held...), q.rev...)
}
