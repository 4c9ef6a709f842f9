package adjoint

import (
	"slices"
	"strings"

	"github.com/gograd/gograd/analyzer/ir"
)

// A call that stays a call, because the callee is recursive or large, is split: the augmented forward computes what the
// callee computes, saves to the buffers of the workspace what its reverse will read, and gives the shadows of references it
// returns; the reverse, called with the same arguments, takes that off the buffers again. What calls save and take
// off nests like the calls do, so a stack serves any depth of recursion.

// pair is a function split in two.
type pair struct {
	f        *ir.Func
	fwd, rev *ir.Func
	joint    *ir.Func // does both at once; nil where that can't be
	rows     []*pairRow
	mixed    []ir.Stmt // return the floats of shadows that hold references too
}

// pairRow is what one row needs of a split function. All rows go through one call.
type pairRow struct {
	shadows []int     // parameters that come with a shadow
	values  []int     // parameters whose adjoint the reverse returns
	outs    []*ir.Var // those results of the reverse
	seeds   []int     // results whose cotangent the reverse takes
	refs    []int     // results whose shadow the forward returns
}

// splitShadows decides the signatures of the split functions, once activity is known.
func (b *builder) splitShadows() {
	for _, f := range b.prog.Funcs[1:] {
		p := &pair{f: f, fwd: &ir.Func{Name: b.helperName(f, "Forward")}, rev: &ir.Func{Name: b.helperName(f, "Reverse")}}
		p.fwd.Doc = []string{"does what " + sourceName(f) + " does, and saves what the adjoint of it needs."}
		p.rev.Doc = []string{"is the adjoint of " + sourceName(f) + ", from the cotangents of its results to those of its arguments."}
		b.callees[f] = p
		p.fwd.Params = append(p.fwd.Params, f.Params...)
		p.rev.Params = append(p.rev.Params, f.Params...)
		p.fwd.Results = append(p.fwd.Results, f.Results...)
		b.eachRow(func() { b.splitRow(p) })
	}
}

// splitRow adds to the signatures what the row being worked on needs.
func (b *builder) splitRow(p *pair) {
	q := &pairRow{}
	p.rows = append(p.rows, q)
	for i, v := range p.f.Params {
		b.splitParam(p, q, i, v)
	}
	for _, d := range b.globals {
		p.fwd.Params = append(p.fwd.Params, d)
		p.rev.Params = append(p.rev.Params, d)
	}
	for i, r := range p.f.Results {
		b.splitResult(p, q, i, r)
	}
}

func (b *builder) splitParam(p *pair, q *pairRow, i int, v *ir.Var) {
	if !b.act.ActiveBelow(ir.Use(v)) {
		return
	}
	d := &ir.Var{Name: b.dname(v.Name), Type: v.Type, Kind: ir.Param}
	switch {
	case !ir.Refers(v.Type):
		d.Kind = ir.Result
		p.returns(q, i, d)
	default:
		if ir.HoldsFloat(v.Type) { // the floats of the shadow come back as a result
			out := &ir.Var{Name: d.Name, Type: v.Type, Kind: ir.Result}
			p.returns(q, i, out)
			p.mixed = append(p.mixed, &ir.Assign{Dst: ir.Use(out), Src: ir.Use(d)})
		}
		q.shadows = append(q.shadows, i)
		p.fwd.Params = append(p.fwd.Params, d)
		p.rev.Params = append(p.rev.Params, d)
	}
	b.shadows[v] = ir.Use(d)
	b.isShadowVar[d] = true
}

// returns makes d, the adjoint of parameter i, a result of the reverse.
func (p *pair) returns(q *pairRow, i int, d *ir.Var) {
	q.values, q.outs = append(q.values, i), append(q.outs, d)
	p.rev.Results = append(p.rev.Results, d)
}

func (b *builder) splitResult(p *pair, q *pairRow, i int, r *ir.Var) {
	if !b.act.ActiveBelow(ir.Use(r)) {
		return
	}
	d := &ir.Var{Name: b.dname(r.Name), Type: r.Type, Kind: ir.Param}
	switch {
	case !ir.Refers(r.Type):
		q.seeds = append(q.seeds, i)
		p.rev.Params = append(p.rev.Params, d)
	case ir.HoldsFloat(r.Type):
		b.cant("call of "+p.f.Name+", whose result holds both floats and references",
			"a call of a recursive or large function takes the cotangents of its results, which this one can't give",
			"return the floats and the references as results of their own")
	default:
		d.Kind = ir.Result
		q.refs = append(q.refs, i)
		p.fwd.Results = append(p.fwd.Results, d)
	}
	b.shadows[r] = ir.Use(d)
	b.isShadowVar[d] = true
}

// sourceName is what the source calls f.
func sourceName(f *ir.Func) string {
	if f.Obj != nil {
		return f.Obj.Name()
	}
	return f.Name
}

// helperName is the name of a split function.
func (b *builder) helperName(f *ir.Func, what string) string {
	return lowerFirst(b.req.Name) + helperSuffix(f, what)
}

func helperSuffix(f *ir.Func, what string) string {
	n := f.Name
	if i := strings.LastIndexAny(n, ".)"); i >= 0 {
		n = n[i+1:]
	}
	return strings.ToUpper(n[:1]) + n[1:] + what
}

// IsSplit reports whether prog, an adjoint made here, has a forward and a reverse function of the callee f.
func IsSplit(prog *ir.Program, f *ir.Func) bool {
	name := lowerFirst(prog.Funcs[0].Name) + helperSuffix(f, "Forward")
	return slices.ContainsFunc(prog.Funcs, func(g *ir.Func) bool { return g.Name == name })
}

// splitForward is the call s of the forward sweep.
func (b *builder) splitForward(s *ir.CallStmt) []ir.Stmt {
	p := b.callees[s.Callee]
	n := &ir.CallStmt{At: s.At, Callee: p.fwd, Args: append([]ir.Expr(nil), s.Args...), Dsts: append([]ir.Expr(nil), s.Dsts...)}
	for len(n.Dsts) < len(p.f.Results) {
		n.Dsts = append(n.Dsts, nil)
	}
	rows := p.rows
	b.eachRow(func() {
		q := rows[0]
		rows = rows[1:]
		for _, i := range q.shadows {
			n.Args = append(n.Args, b.sh(s.Args[i]))
		}
		n.Args = append(n.Args, b.globalArgs()...)
		for _, i := range q.refs {
			var d ir.Expr
			if n.Dsts[i] != nil {
				d = b.sh(n.Dsts[i])
			}
			n.Dsts = append(n.Dsts, d)
		}
	})
	return []ir.Stmt{n}
}

// splitCall writes the adjoint of the call s: a call of the reverse, for all rows.
func (b *builder) splitCall(l *local, s *ir.CallStmt) {
	p := b.callees[s.Callee]
	n := &ir.CallStmt{At: l.at, Callee: p.rev, Args: append([]ir.Expr(nil), s.Args...)}
	var zeros []ir.Stmt
	var after []func()
	rows := p.rows
	b.eachRow(func() {
		q := rows[0]
		rows = rows[1:]
		zeros = append(zeros, l.splitArgs(q, s, n)...)
		got := l.splitDsts(q, s, n)
		after = append(after, func() { l.splitContribute(q, s, got) })
	})
	l.emit(n)
	l.out = append(l.out, zeros...)
	b.eachRow(func() {
		after[0]()
		after = after[1:]
	})
}

// splitArgs gives n, the call of the reverse, the shadows and the cotangents of a row; zeros take the latter back.
func (l *local) splitArgs(q *pairRow, s, n *ir.CallStmt) (zeros []ir.Stmt) {
	b := l.b
	for _, i := range q.shadows {
		n.Args = append(n.Args, l.shadowArg(s.Args[i]))
	}
	n.Args = append(n.Args, b.globalArgs()...)
	for _, i := range q.seeds {
		if i < len(s.Dsts) && s.Dsts[i] != nil && b.valueActive(s.Dsts[i]) {
			d := b.sh(s.Dsts[i])
			n.Args = append(n.Args, d)
			zeros = append(zeros, &ir.Assign{At: l.at, Dst: d, Src: zero(d)})
			continue
		}
		n.Args = append(n.Args, ir.ZeroOf(s.Callee.Results[i].Type))
	}
	return zeros
}

// splitDsts makes the variables for the adjoints of the arguments that n gives for a row.
func (l *local) splitDsts(q *pairRow, s, n *ir.CallStmt) (got []*ir.Var) {
	for k, i := range q.values {
		if !l.b.variedValue(s.Args[i]) {
			n.Dsts = append(n.Dsts, nil)
			got = append(got, nil)
			continue
		}
		v := &ir.Var{Temp: true, Name: q.outs[k].Name, Type: q.outs[k].Type}
		l.b.isTemp[v] = true
		l.emit(&ir.Decl{At: l.at, Var: v})
		n.Dsts = append(n.Dsts, ir.Use(v))
		got = append(got, v)
	}
	return got
}

// splitContribute passes the adjoints of the arguments on.
func (l *local) splitContribute(q *pairRow, s *ir.CallStmt, got []*ir.Var) {
	for k, i := range q.values {
		switch {
		case got[k] == nil:
		case ir.IsFloat(got[k].Type):
			l.contribute(s.Args[i], ir.Use(got[k]))
		default:
			l.value(s.Args[i], ir.Use(got[k]))
		}
	}
}

// globalArgs are the shadows of package-level variables, which split functions take from their caller.
func (b *builder) globalArgs() []ir.Expr {
	var out []ir.Expr
	for _, d := range b.globals {
		out = append(out, ir.Use(d))
	}
	return out
}

// shadowArg is the shadow of an argument, without the floats that its adjoint has so far.
func (l *local) shadowArg(e ir.Expr) ir.Expr {
	sh := l.b.sh(e)
	if !ir.HoldsFloat(e.Type()) {
		return sh
	}
	t := &ir.Var{Temp: true, Name: l.b.dname(placeName(e)), Type: e.Type()}
	l.b.isTemp[t] = true
	l.emit(&ir.Decl{At: l.at, Var: t, Init: sh})
	l.zeroFloats(ir.Use(t))
	return ir.Use(t)
}

// variedValue reports whether a float that the argument e holds is varied.
func (b *builder) variedValue(e ir.Expr) bool {
	if ir.IsFloat(e.Type()) {
		return b.act.Varied(e)
	}
	return ir.IsPlace(e) && b.valueActive(e)
}

// split builds the split functions.
func (b *builder) split(redo *redo) []*ir.Func {
	var out []*ir.Func
	for _, f := range b.prog.Funcs[1:] {
		p := b.callees[f]
		b.forgetIn(f.Body)
		w := &sweeper{b: b, rec: b.record(f.Body, true), redo: redo}
		both := w.block(f.Body, 1)
		p.fwd.Body = &ir.Block{List: both.fwd}
		p.rev.Body = &ir.Block{List: append(both.rev, p.mixed...)}
		*p.fwd, *p.rev = *p.fwd.Clone(), *p.rev.Clone() // variables of their own
		out = append(out, p.fwd, p.rev)
	}
	return out
}
