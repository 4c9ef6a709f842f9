package adjoint

import (
	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Joint calls. A function is linear in the cotangents of its results: where they are known before it is called, as those of a
// fused loop are, one call computes the results and the adjoint. Nothing is saved then, however deep a recursion goes. The callee is made joint where all
// of it runs once, forward and then backward, with its loops fused and its own calls joint, and where its reverse sweep brings back
// nothing but its own variables: the caller goes on forward in the memory that the callee leaves.

// jointFunctions makes the joint functions of the callees that can have one.
func (b *builder) jointFunctions() []*ir.Func {
	for _, f := range b.prog.Funcs[1:] {
		p := b.callees[f]
		if len(p.rows) != 1 || len(p.mixed) > 0 || len(p.rows[0].refs) > 0 {
			continue
		}
		p.joint = &ir.Func{Name: b.helperName(f, ""), Params: p.rev.Params}
		p.joint.Results = append(append(p.joint.Results, f.Results...), p.rev.Results...)
		p.joint.Doc = []string{"returns what " + sourceName(f) + " does, and its adjoint, from the cotangents of its results to those of its arguments."}
	}
	for again := true; again; { // a callee that has none takes it from those that call it
		again = false
		for _, f := range b.prog.Funcs[1:] {
			p := b.callees[f]
			if p.joint == nil {
				continue
			}
			if p.joint.Body = b.jointBody(f); p.joint.Body == nil {
				p.joint, again = nil, true
			}
		}
	}
	var out []*ir.Func
	for _, f := range b.prog.Funcs[1:] {
		if p := b.callees[f]; p.joint != nil {
			*p.joint = *p.joint.Clone()
			out = append(out, p.joint)
		}
	}
	return out
}

// jointBody is the body of the joint function of f, nil where there is none.
func (b *builder) jointBody(f *ir.Func) *ir.Block {
	fn, bufs, records, names := b.fn, b.bufs, b.records, b.bufName
	defer func() { b.fn, b.bufs, b.records, b.bufName = fn, bufs, records, names }()
	b.fn, b.bufName = f, map[string]int{}
	main, returns := beforeReturns(f)
	seeds, computed := b.received(returns)
	for _, v := range computed {
		b.seeded[v] = true
	}
	w, body := b.sweepsOf(main, func() []ir.Stmt { return ir.NewCloner().Block(&ir.Block{List: returns}).List })
	for _, v := range computed {
		delete(b.seeded, v)
	}
	if len(w.redo.types) > 0 || b.bringsBackMemory(main) {
		return nil
	}
	blk := &ir.Block{List: append(seeds, body...)}
	ok := true
	ir.Walk(blk, func(s ir.Stmt) bool {
		switch s := s.(type) {
		case *ir.Push, *ir.Pop:
			ok = false
		case *ir.CallStmt:
			for _, p := range b.callees {
				ok = ok && s.Callee != p.fwd && s.Callee != p.rev
			}
		}
		for _, e := range ir.Exprs(s) {
			switch e.(type) {
			case *ir.Make, *ir.New: // which would pile up
				ok = false
			}
		}
		return ok
	})
	if !ok {
		return nil
	}
	return blk
}

// beforeReturns parts the body of f from the statements at its end that give the results what was computed for them.
func beforeReturns(f *ir.Func) (*ir.Block, []ir.Stmt) {
	list := f.Body.List
	n := len(list)
	for n > 0 {
		a, ok := list[n-1].(*ir.Assign)
		if !ok || ir.Root(a.Dst) == nil || ir.Root(a.Dst).Kind != ir.Result {
			break
		}
		n--
	}
	return &ir.Block{At: f.Body.At, List: list[:n]}, list[n:]
}

// received gives the statements that stand at the start of a joint function: the adjoints of what is computed for the results are the
// cotangents of these. computed are the variables that it is computed in.
func (b *builder) received(returns []ir.Stmt) (seeds []ir.Stmt, computed []*ir.Var) {
	for _, s := range returns {
		v := ir.Root(s.(*ir.Assign).Src)
		sh, ok := b.shadows[v]
		if v == nil || !ok || ir.Refers(v.Type) {
			continue
		}
		computed = append(computed, v)
		seeds = append(append(seeds, &ir.Decl{Var: sh.(*ir.Ref).Var}), b.notes[s].rev...)
	}
	return seeds, computed
}

// bringsBackMemory reports whether the reverse sweep of body brings back anything but variables.
func (b *builder) bringsBackMemory(body *ir.Block) bool {
	found := false
	ir.Walk(body, func(s ir.Stmt) bool {
		if n := b.notes[s]; n != nil && n.save {
			b.g.Writes(s, func(c *flow.Node) { found = found || !c.One() })
		}
		return !found
	})
	return found
}

// call puts the joint call of s in front, with the adjoint statements that it waits for before it.
func (q *sequence) call(s *ir.CallStmt) {
	first, ok := q.early(s)
	if !ok {
		q.w.wrongCall = s
		return
	}
	p := q.w.b.callees[s.Callee]
	var list []ir.Stmt
	for _, t := range q.w.b.notes[s].rev {
		c, isCall := t.(*ir.CallStmt)
		if !isCall || c.Callee != p.rev {
			list = append(list, t)
			continue
		}
		n := &ir.CallStmt{At: s.At, Callee: p.joint, Args: c.Args, Dsts: append([]ir.Expr(nil), s.Dsts...)}
		for len(n.Dsts) < len(p.f.Results) {
			n.Dsts = append(n.Dsts, nil)
		}
		n.Dsts = append(n.Dsts, c.Dsts...)
		list = append(list, n)
	}
	for i, t := range list {
		q.pre[t] = nil
		if i == 0 {
			q.pre[t] = first
		}
	}
	q.fwd = append(list, q.fwd...)
}

// failed reports whether something that was to run forward and backward at once can't.
func (w *sweeper) failed() bool { return w.wrong != nil || w.wrongCall != nil }

// reachable leaves in prog the functions that its first one calls, directly or not.
func reachable(prog *ir.Program) {
	called := map[*ir.Func]bool{}
	var visit func(f *ir.Func)
	visit = func(f *ir.Func) {
		if called[f] {
			return
		}
		called[f] = true
		ir.Walk(f.Body, func(s ir.Stmt) bool {
			if c, ok := s.(*ir.CallStmt); ok && c.Callee != nil {
				visit(c.Callee)
			}
			return true
		})
	}
	visit(prog.Funcs[0])
	var kept []*ir.Func
	for _, f := range prog.Funcs {
		if called[f] {
			kept = append(kept, f)
		}
	}
	prog.Funcs = kept
}
