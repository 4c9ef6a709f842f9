package adjoint

import (
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/normal"
)

// apply adds what the rule of the call e contributes.
func (l *local) apply(e *ir.Call, a ir.Expr) {
	if l.smallPower(e, a) || l.logQuotient(e, a) {
		return
	}
	wanted := make([]bool, len(e.Args))
	for i, x := range e.Args {
		wanted[i] = ir.IsFloat(x.Type()) && l.b.act.Varied(x)
	}
	ap := l.b.apply(e.Fn, e.Args, 1, wanted)
	subst := map[*ir.Var]ir.Expr{ap.values[0]: l.value1(e), ap.cot[0]: l.bind(a, l.b.dname(valueName(e)))}
	l.under(e, 0, func() { l.inlineRule(ap, e.Args, subst) })
}

// inlineRule writes the body of a rule, and passes its contributions on to the arguments.
func (l *local) inlineRule(ap *application, args []ir.Expr, subst map[*ir.Var]ir.Expr) {
	for i, p := range ap.args {
		subst[p] = args[i]
	}
	assigned := normal.Assigned(ap.body.Body)
	cl := ir.NewCloner()
	for _, p := range ap.body.Params {
		x, ok := subst[p]
		if !ok || !ap.uses[p] {
			continue
		}
		x = conv(x, p.Type) // rules of builtins are written for float64
		if assigned[p] || (!isAtom(x) && cost(x) > 0 && uses(ap.body.Body, p) > 1) {
			v := &ir.Var{Temp: true, Name: p.Name, Type: p.Type}
			l.emit(&ir.Decl{At: l.at, Var: v, Init: x})
			x = ir.Use(v)
			cl.Vars[p] = v
			continue
		}
		cl.Exprs[p] = x
	}
	results := l.ruleBody(ap, cl)
	for i, r := range ap.dx {
		if r != nil {
			l.inner(args[i], conv(results[r], args[i].Type()))
		}
	}
}

// ruleBody writes the statements of a rule's body and gives an expression for each contribution. Where the body only
// assigns its results once, the assigned expressions are the contributions.
func (l *local) ruleBody(ap *application, cl *ir.Cloner) map[*ir.Var]ir.Expr {
	out := map[*ir.Var]ir.Expr{}
	wanted := map[*ir.Var]bool{}
	for _, r := range ap.dx {
		if r != nil {
			wanted[r] = true
		}
	}
	if direct := directResults(ap.body.Body, wanted); direct != nil {
		for r, e := range direct {
			out[r] = cl.Expr(e)
		}
		return out
	}
	for _, r := range ap.dx {
		if r == nil {
			continue
		}
		v := &ir.Var{Temp: true, Name: r.Name, Type: r.Type}
		cl.Vars[r] = v
		l.emit(&ir.Decl{At: l.at, Var: v})
		out[r] = ir.Use(v)
	}
	for _, s := range cl.Block(ap.body.Body).List {
		ir.Walk(s, func(t ir.Stmt) bool { setOrigin(t, l.at); return true })
		l.emit(s)
	}
	return out
}

// directResults gives what is assigned to each wanted result, if the body does nothing else.
func directResults(body *ir.Block, wanted map[*ir.Var]bool) map[*ir.Var]ir.Expr {
	out := map[*ir.Var]ir.Expr{}
	for _, s := range body.List {
		a, ok := s.(*ir.Assign)
		if !ok || a.Add {
			return nil
		}
		r, ok := a.Dst.(*ir.Ref)
		if !ok || !wanted[r.Var] || out[r.Var] != nil {
			return nil
		}
		for v := range wanted {
			if normal.Mentions(a.Src, v) {
				return nil
			}
		}
		out[r.Var] = a.Src
	}
	if len(out) != len(wanted) {
		return nil
	}
	return out
}

// uses counts the reads of v in b.
func uses(b *ir.Block, v *ir.Var) int {
	n := 0
	ir.Walk(b, func(s ir.Stmt) bool {
		for _, e := range ir.Exprs(s) {
			ir.WalkExpr(e, func(e ir.Expr) bool {
				if r, ok := e.(*ir.Ref); ok && r.Var == v {
					n++
				}
				return true
			})
		}
		return true
	})
	return n
}

// call writes the adjoint of a call statement.
func (l *local) call(s *ir.CallStmt, n *note) {
	if l.b.rule(s.Fn).Kind != Active {
		return
	}
	wanted := make([]bool, len(s.Args))
	any := false
	for i, x := range s.Args {
		wanted[i] = ir.IsFloat(x.Type()) && l.b.act.Varied(x)
		any = any || wanted[i]
	}
	if !any {
		return
	}
	ap := l.b.apply(s.Fn, s.Args, len(s.Dsts), wanted)
	subst := map[*ir.Var]ir.Expr{}
	var cond ir.Expr
	var zeros []ir.Stmt
	k := 0
	for i, d := range s.Dsts {
		if d != nil {
			subst[ap.values[i]] = d
		}
		if !ir.IsFloat(ap.values[i].Type) {
			continue
		}
		subst[ap.cot[k]] = ir.FloatConst(0, ap.cot[k].Type)
		if d != nil && l.b.act.Active(d) {
			sd := l.b.sh(d)
			subst[ap.cot[k]] = sd
			zeros = append(zeros, &ir.Assign{At: l.at, Dst: sd, Src: zero(sd)})
			cond = or(cond, ir.Compare(token.NEQ, sd, zero(sd)))
		}
		k++
	}
	if cond == nil {
		return
	}
	n.after = true
	safe := l.exposeArgs(s)
	l.guarded = !safe
	l.inlineRule(ap, s.Args, subst)
	if !safe {
		l.out = []ir.Stmt{&ir.If{At: l.at, Cond: cond, Then: &ir.Block{List: l.out}}}
	}
	l.out = append(l.out, zeros...)
}

// exposeArgs finds whether the arguments of the call s are exposed, and whether it needs no guard.
func (l *local) exposeArgs(s *ir.CallStmt) (safe bool) {
	r := l.b.rule(s.Fn)
	all, any := true, false
	for _, d := range s.Dsts {
		if d == nil || ir.IsFloat(d.Type()) {
			x := d != nil && l.b.exposed.Stores(s, d)
			all, any = all && x, any || x
		}
	}
	l.exposed = any && r.Strict
	safe = r.Bounded || r.Regular && all
	for _, x := range s.Args {
		safe = safe && !l.singularBelow(x)
	}
	return safe
}

func or(a, b ir.Expr) ir.Expr {
	if a == nil {
		return b
	}
	return ir.Compare(token.LOR, a, b)
}

// setOrigin makes s come from where at does.
func setOrigin(s ir.Stmt, at ir.At) {
	switch s := s.(type) {
	case *ir.Block:
		s.At = at
	case *ir.Decl:
		s.At = at
	case *ir.Assign:
		s.At = at
	case *ir.CallStmt:
		s.At = at
	case *ir.Copy:
		s.At = at
	case *ir.Clear:
		s.At = at
	case *ir.If:
		s.At = at
	case *ir.Count:
		s.At = at
	case *ir.While:
		s.At = at
	case *ir.Exit:
		s.At = at
	case *ir.Panic:
		s.At = at
	case *ir.Push:
		s.At = at
	case *ir.Pop:
		s.At = at
	}
}

// zero is the zero value for the adjoint place d.
func zero(d ir.Expr) ir.Expr { return ir.ZeroOf(d.Type()) }

// plus is x + y.
func plus(x, y ir.Expr) ir.Expr {
	if u, ok := y.(*ir.Unary); ok && u.Op == token.SUB {
		return ir.Op(token.SUB, x, u.X)
	}
	return ir.Op(token.ADD, x, y)
}

// conv is a in type t.
func conv(a ir.Expr, t types.Type) ir.Expr {
	if !ir.IsFloat(a.Type()) || !ir.IsFloat(t) {
		return a
	}
	if types.Identical(a.Type(), t) {
		return a
	}
	return &ir.Conv{X: a, Typ: t}
}

// placeName is what a place is called: the name of its variable or field.
func placeName(e ir.Expr) string {
	switch e := e.(type) {
	case *ir.Ref:
		return e.Var.Name
	case *ir.Field:
		return e.X.Type().Underlying().(*types.Struct).Field(e.F).Name()
	case *ir.Index:
		return placeName(e.X)
	case *ir.Deref:
		return placeName(e.X)
	case *ir.Slice:
		return placeName(e.X)
	}
	return "v"
}

// readNodes are the cells that evaluating e reads.
func (b *builder) readNodes(e ir.Expr) []*flow.Node {
	var out []*flow.Node
	b.g.Reads(e, func(n *flow.Node) { out = append(out, n) })
	return out
}

// pathNodes are the cells that are read to find the place e.
func (b *builder) pathNodes(e ir.Expr) []*flow.Node {
	var out []*flow.Node
	b.g.PathReads(e, func(n *flow.Node) { out = append(out, n) })
	return out
}

// readsResult reports whether the adjoint of e reads the value of e.
func (b *builder) readsResult(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Binary:
		return e.Op == token.QUO && b.act.Varied(e.Y)
	case *ir.Call:
		if logOfQuotient(e) != nil {
			return false
		}
		wanted := make([]bool, len(e.Args))
		for i, x := range e.Args {
			wanted[i] = ir.IsFloat(x.Type()) && b.act.Varied(x)
		}
		a := b.apply(e.Fn, e.Args, 1, wanted)
		return a.uses[a.values[0]]
	}
	return false
}

// selfReads reports whether e depends on the place dst, by its own name, or perhaps by another one.
func (b *builder) selfReads(e, dst ir.Expr) (same, other bool) {
	n := b.g.Node(dst)
	b.act.Floats(e, func(p ir.Expr) {
		if b.g.Node(p) != n {
			return
		}
		if ir.Equal(p, dst) {
			same = true
		} else {
			other = true
		}
	})
	return same, other
}

// overlaps reports whether the value src, an aggregate, may share cells with the place dst.
func (b *builder) overlaps(src, dst ir.Expr) bool {
	cells := map[*flow.Node]bool{}
	flow.Leaves(b.g.Node(dst), dst.Type(), func(n *flow.Node) { cells[n] = true })
	return b.g.Changes(cells, src)
}
