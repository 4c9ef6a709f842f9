package adjoint

import (
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
	shadows  []int     // parameters that come with a shadow
	values   []int     // parameters whose adjoint the reverse returns
	seeds    []int     // results whose cotangent the reverse takes
	refs     []int     // results whose shadow the forward returns
	mixed    []ir.Stmt // return the floats of shadows that hold references too
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
		for i, v := range f.Params {
			b.splitParam(p, i, v)
		}
		for _, d := range b.globals {
			p.fwd.Params = append(p.fwd.Params, d)
			p.rev.Params = append(p.rev.Params, d)
		}
		for i, r := range f.Results {
			b.splitResult(p, i, r)
		}
	}
}

func (b *builder) splitParam(p *pair, i int, v *ir.Var) {
	if !b.act.ActiveBelow(ir.Use(v)) {
		return
	}
	b.oneRow(p.f)
	d := &ir.Var{Name: b.dname(v.Name), Type: v.Type, Kind: ir.Param}
	switch {
	case !ir.Refers(v.Type):
		d.Kind = ir.Result
		p.values = append(p.values, i)
		p.rev.Results = append(p.rev.Results, d)
	default:
		if ir.HoldsFloat(v.Type) { // the floats of the shadow come back as a result
			p.values = append(p.values, i)
			p.rev.Results = append(p.rev.Results, &ir.Var{Name: d.Name, Type: v.Type, Kind: ir.Result})
			p.mixed = append(p.mixed, &ir.Assign{Dst: ir.Use(p.rev.Results[len(p.rev.Results)-1]), Src: ir.Use(d)})
		}
		p.shadows = append(p.shadows, i)
		p.fwd.Params = append(p.fwd.Params, d)
		p.rev.Params = append(p.rev.Params, d)
	}
	b.shadows[v] = ir.Use(d)
	b.isShadowVar[d] = true
}

func (b *builder) splitResult(p *pair, i int, r *ir.Var) {
	if !b.act.ActiveBelow(ir.Use(r)) {
		return
	}
	b.oneRow(p.f)
	d := &ir.Var{Name: b.dname(r.Name), Type: r.Type, Kind: ir.Param}
	switch {
	case !ir.Refers(r.Type):
		p.seeds = append(p.seeds, i)
		p.rev.Params = append(p.rev.Params, d)
	case ir.HoldsFloat(r.Type):
		b.cant("call of "+p.f.Name+", whose result holds both floats and references",
			"a call of a recursive or large function takes the cotangents of its results, which this one can't give",
			"return the floats and the references as results of their own")
	default:
		d.Kind = ir.Result
		p.refs = append(p.refs, i)
		p.fwd.Results = append(p.fwd.Results, d)
	}
	b.shadows[r] = ir.Use(d)
	b.isShadowVar[d] = true
}

// oneRow stops at a call of f where there are several rows: the reverse of f has one cotangent for each of its results.
func (b *builder) oneRow(f *ir.Func) {
	if len(b.rows) == 1 {
		return
	}
	for _, g := range b.prog.Funcs {
		ir.Walk(g.Body, func(s ir.Stmt) bool {
			if c, ok := s.(*ir.CallStmt); ok && c.Callee == f {
				b.cur = s
				b.cant("call of "+sourceName(f)+" in a Jacobian",
					"it is recursive or large, so it is called and not inlined, and its adjoint takes the cotangents of one row at a time",
					"use //gograd:vjp, once for each result")
			}
			return true
		})
	}
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
	n := f.Name
	if i := strings.LastIndexAny(n, ".)"); i >= 0 {
		n = n[i+1:]
	}
	return lowerFirst(b.req.Name) + strings.ToUpper(n[:1]) + n[1:] + what
}

// splitForward is the call s of the forward sweep.
func (b *builder) splitForward(s *ir.CallStmt) []ir.Stmt {
	p := b.callees[s.Callee]
	n := &ir.CallStmt{At: s.At, Callee: p.fwd, Args: append([]ir.Expr(nil), s.Args...), Dsts: append([]ir.Expr(nil), s.Dsts...)}
	for _, i := range p.shadows {
		n.Args = append(n.Args, b.sh(s.Args[i]))
	}
	n.Args = append(n.Args, b.globalArgs()...)
	for len(n.Dsts) < len(p.f.Results) {
		n.Dsts = append(n.Dsts, nil)
	}
	for _, i := range p.refs {
		var d ir.Expr
		if n.Dsts[i] != nil {
			d = b.sh(n.Dsts[i])
		}
		n.Dsts = append(n.Dsts, d)
	}
	return []ir.Stmt{n}
}

// splitCall writes the adjoint of the call s: a call of the reverse.
func (b *builder) splitCall(l *local, s *ir.CallStmt) {
	p := b.callees[s.Callee]
	n := &ir.CallStmt{At: l.at, Callee: p.rev, Args: append([]ir.Expr(nil), s.Args...)}
	for _, i := range p.shadows {
		n.Args = append(n.Args, l.shadowArg(s.Args[i]))
	}
	n.Args = append(n.Args, b.globalArgs()...)
	var zeros []ir.Stmt
	for _, i := range p.seeds {
		t := p.f.Results[i].Type
		if i < len(s.Dsts) && s.Dsts[i] != nil && b.valueActive(s.Dsts[i]) {
			d := b.sh(s.Dsts[i])
			n.Args = append(n.Args, d)
			zeros = append(zeros, &ir.Assign{At: l.at, Dst: d, Src: zero(d)})
			continue
		}
		n.Args = append(n.Args, ir.ZeroOf(t))
	}
	var got []*ir.Var
	for k, i := range p.values {
		if !b.variedValue(s.Args[i]) {
			n.Dsts = append(n.Dsts, nil)
			got = append(got, nil)
			continue
		}
		v := &ir.Var{Temp: true, Name: p.rev.Results[k].Name, Type: p.rev.Results[k].Type}
		b.isTemp[v] = true
		l.emit(&ir.Decl{At: l.at, Var: v})
		n.Dsts = append(n.Dsts, ir.Use(v))
		got = append(got, v)
	}
	l.emit(n)
	l.out = append(l.out, zeros...)
	for k, i := range p.values {
		if got[k] == nil {
			continue
		}
		if ir.IsFloat(got[k].Type) {
			l.contribute(s.Args[i], ir.Use(got[k]))
		} else {
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
		w := &sweeper{b: b, rec: b.record(f.Body, true), redo: redo}
		both := w.block(f.Body, 1)
		p.fwd.Body = &ir.Block{List: both.fwd}
		p.rev.Body = &ir.Block{List: append(both.rev, p.mixed...)}
		*p.fwd, *p.rev = *p.fwd.Clone(), *p.rev.Clone() // variables of their own
		out = append(out, p.fwd, p.rev)
	}
	return out
}
