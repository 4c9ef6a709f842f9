package pass

import (
	"go/token"

	"github.com/gograd/gograd/analyzer/ir"
)

// kernelWriter makes the calls that stand in the place of a loop from low to below high.
type kernelWriter struct {
	m         *kernelMatch
	c         *certain // before the loop
	primal    bool     // an access may be out of range
	low, high ir.Expr
	uncertain bool // what the calls evaluate may panic if the loop has no iterations
	worth     bool // there is a call, not only what is cleared
}

// calls gives the statements; nil if there are places of which it is not certain that they exist.
func (w *kernelWriter) calls() []ir.Stmt {
	var out []ir.Stmt
	work := w.order()
	for i := 0; i < len(work); i++ {
		var list []ir.Stmt
		when := work[i].when.fixed
		if list = w.four(work[i:]); list != nil {
			i += 3
			out = w.under(out, when, list)
			continue
		}
		if i+1 < len(work) {
			list = w.pair(work[i], work[i+1])
		}
		if list != nil {
			i++
		} else if list = w.call(work[i]); list == nil {
			return nil
		}
		out = w.under(out, when, list)
	}
	if !w.worth {
		return nil
	}
	return out
}

// order is the work with what is set to 0 at the end.
func (w *kernelWriter) order() []*elementwise {
	var first, last []*elementwise
	for _, e := range w.m.work {
		if e.clear {
			last = append(last, e)
		} else {
			first = append(first, e)
		}
	}
	return append(first, last...)
}

// under appends list, under the conditions conds, to out.
func (w *kernelWriter) under(out []ir.Stmt, conds []ir.Expr, list []ir.Stmt) []ir.Stmt {
	if len(conds) == 0 {
		return append(out, list...)
	}
	w.holds(conds[0])
	if n := len(out); n > 0 {
		if f, ok := out[n-1].(*ir.If); ok && ir.Equal(f.Cond, conds[0]) {
			f.Then.List = w.under(f.Then.List, conds[1:], list)
			return out
		}
	}
	then := w.under(nil, conds[1:], list)
	return append(out, &ir.If{At: ir.At{Orig: list[0].Origin()}, Cond: conds[0], Then: &ir.Block{List: then}})
}

// pair is what does the work of a and b, which follow each other, in one kernel; nil if there is none.
func (w *kernelWriter) pair(a, b *elementwise) []ir.Stmt {
	if a.clear || b.clear || !w.sameConditions(a.when, b.when) {
		return nil
	}
	if a.sum != nil {
		a, b = b, a
	}
	if a.dst == nil || b.dst != nil && w.m.node(a.dst) == w.m.node(b.dst) {
		return nil
	}
	switch {
	case a.z == nil && b.z == nil && b.dst != nil:
		if a.coef != nil && b.coef != nil && a.minus == b.minus && ir.Equal(a.coef, b.coef) {
			return w.stmt(a, "Axpy2", w.coef(a), w.exactly(a.x), w.from(a.dst), w.from(b.x), w.from(b.dst))
		}
	case a.z == nil && b.sum != nil:
		if b.z != nil && !b.minus && a.coef != nil && (w.m.same(a.x, b.x) || w.m.same(a.x, b.z)) {
			return w.axpyDot(a, b)
		}
	case a.z != nil && b.z != nil && b.dst != nil && !a.minus && !b.minus && a.coef == nil && b.coef == nil:
		return w.addMul2(a, b)
	}
	return nil
}

func (w *kernelWriter) sameConditions(a, b conditions) bool {
	if len(a.fixed) != len(b.fixed) || (a.nonzero == nil) != (b.nonzero == nil) || a.nonzero != nil && !w.m.same(a.nonzero, b.nonzero) {
		return false
	}
	for i, c := range a.fixed {
		if !ir.Equal(c, b.fixed[i]) {
			return false
		}
	}
	return true
}

// axpyDot adds a multiple of the vector that is also a factor of the sum b.
func (w *kernelWriter) axpyDot(a, b *elementwise) []ir.Stmt {
	z := b.z
	if !w.m.same(a.x, b.x) {
		z = b.x
	}
	w.worth = true
	v := &ir.Var{Name: "dot", Type: ir.Float64, Temp: true}
	fn := ir.FuncRef{Pkg: ir.KernelPath, Name: "AxpyDot"}
	return []ir.Stmt{
		&ir.Decl{At: a.at, Var: v},
		&ir.CallStmt{At: a.at, Dsts: []ir.Expr{ir.Use(v)}, Fn: fn, Args: []ir.Expr{w.coef(a), w.exactly(a.x), w.from(a.dst), w.from(z)}},
		&ir.Assign{At: b.at, Dst: b.sum, Add: true, Src: ir.Use(v)},
	}
}

// addMul2 adds two products that have a factor in common, the one that is asked whether it is 0 if there is such; nil if they have none.
func (w *kernelWriter) addMul2(a, b *elementwise) []ir.Stmt {
	if a.when.nonzero != nil {
		if !w.there(a.dst) || !w.there(a.z) || !w.there(b.dst) || !w.there(b.z) {
			return nil
		}
		return w.stmt(a, "AddMul2Nonzero", w.exactly(a.x), w.from(a.z), w.from(a.dst), w.from(b.z), w.from(b.dst))
	}
	for _, p := range [][2]*vector{{a.x, a.z}, {a.z, a.x}} {
		x, z0, z1 := p[0], p[1], b.z
		if !w.m.same(x, b.x) {
			z1 = b.x
			if !w.m.same(x, b.z) {
				continue
			}
		}
		return w.stmt(a, "AddMul2", w.exactly(x), w.from(z0), w.from(a.dst), w.from(z1), w.from(b.dst))
	}
	return nil
}

// call is what does the work e; nil if there is no kernel for it, or a place that it works on may not exist.
func (w *kernelWriter) call(e *elementwise) []ir.Stmt {
	if e.clear {
		return []ir.Stmt{&ir.Clear{At: e.at, X: w.exactly(e.dst)}}
	}
	if e.when.nonzero != nil && !(w.there(e.dst) && (e.z == nil || w.there(e.z))) {
		return nil
	}
	if e.sum != nil {
		return w.sum(e)
	}
	switch {
	case e.coef != nil && e.z == nil:
		return w.stmt(e, "Axpy", w.coef(e), w.exactly(e.x), w.from(e.dst))
	case e.coef != nil:
		return nil
	case e.z == nil && e.minus:
		return w.stmt(e, "Axpy", ir.FloatConst(-1, ir.Float64), w.exactly(e.x), w.from(e.dst))
	case e.z == nil:
		return w.stmt(e, "Add", w.exactly(e.x), w.from(e.dst))
	case e.minus:
		return nil
	case e.when.nonzero != nil:
		return w.stmt(e, "AddMulNonzero", w.exactly(e.x), w.from(e.z), w.from(e.dst))
	}
	x, z := w.ruling(e)
	return w.stmt(e, "AddMul", w.exactly(x), w.from(z), w.from(e.dst))
}

// ruling is the two factors of e, first the one whose length is easier to say.
func (w *kernelWriter) ruling(e *elementwise) (x, z *vector) {
	if !w.whole(e.x) && w.whole(e.z) {
		return e.z, e.x
	}
	return e.x, e.z
}

func (w *kernelWriter) sum(e *elementwise) []ir.Stmt {
	name, args := "Sum", []ir.Expr{}
	if e.z == nil {
		args = append(args, w.exactly(e.x))
	} else {
		x, z := w.ruling(e)
		name, args = "Dot", append(args, w.exactly(x), w.from(z))
	}
	w.worth = true
	call := &ir.Call{Fn: ir.FuncRef{Pkg: ir.KernelPath, Name: name}, Args: args, Typ: ir.Float64}
	if !e.minus {
		return []ir.Stmt{&ir.Assign{At: e.at, Dst: e.sum, Add: true, Src: call}}
	}
	v := &ir.Var{Name: lowerFirst(name), Type: ir.Float64, Temp: true}
	return []ir.Stmt{&ir.Decl{At: e.at, Var: v, Init: call}, &ir.Assign{At: e.at, Dst: e.sum, Add: true, Src: ir.Neg(ir.Use(v))}}
}

func (w *kernelWriter) stmt(e *elementwise, name string, args ...ir.Expr) []ir.Stmt {
	w.worth = true
	return []ir.Stmt{&ir.CallStmt{At: e.at, Fn: ir.FuncRef{Pkg: ir.KernelPath, Name: name}, Args: args}}
}

// coef is the factor of e with its sign.
func (w *kernelWriter) coef(e *elementwise) ir.Expr {
	w.holds(e.coef)
	if !e.minus {
		return e.coef
	}
	if x := negated(e.coef); x != nil {
		return x
	}
	return simplerUnary(&ir.Unary{Op: token.SUB, X: e.coef})
}

// holds notes whether e can be evaluated if the loop has no iterations.
func (w *kernelWriter) holds(e ir.Expr) { w.uncertain = w.uncertain || !w.c.holds(e) }

// bounds are the index of the first element of v, and that behind the last.
func (w *kernelWriter) bounds(v *vector) (start, end ir.Expr) {
	return w.number(v.index, w.low), w.number(v.index, w.high)
}

// number is index where the loop's variable is i.
func (w *kernelWriter) number(index, i ir.Expr) ir.Expr {
	a := &atoms{}
	return a.expr(a.polynomial(w.m.at(index, i)))
}

// whole reports whether v is all of its slice.
func (w *kernelWriter) whole(v *vector) bool {
	start, end := w.bounds(v)
	l := w.c.l
	return isNumber(start, 0) && l.constant(v.slice) && l.covers(end, l.length(v.slice)) && l.covers(l.length(v.slice), end)
}

// there reports whether it is certain that all elements of v exist.
func (w *kernelWriter) there(v *vector) bool {
	start, end := w.bounds(v)
	l := w.c.l
	return l.natural(start, w.c.loops) && l.constant(v.slice) && l.constant(end) && l.covers(l.length(v.slice), end)
}

// exactly is the slice of the elements of v.
func (w *kernelWriter) exactly(v *vector) ir.Expr {
	start, end := w.bounds(v)
	l := w.c.l
	x := v.slice
	if w.primal && !w.whole(v) && !w.there(v) && !saved(x, l.use) {
		w.uncertain = true
		if isNumber(start, 0) {
			start = nil
		}
		return &ir.Slice{X: x, Lo: start, Hi: end, Max: ir.Len(x)} // panics where the capacity is larger than the length, too
	}
	if w.whole(v) {
		if cut := w.cut(x); cut != nil && l.use.reads[x.(*ir.Ref).Var] == 1 && ir.Equal(cut.Hi, end) { // it was cut for this loop
			return cut
		}
		w.holds(x)
		return x
	}
	if cut := w.cut(x); cut != nil && isNumber(start, 0) {
		x = cut.X
	}
	w.holds(x)
	w.holds(end)
	if isNumber(start, 0) {
		w.uncertain = w.uncertain || !l.natural(l.number(end), w.c.loops) && !l.natural(end, w.c.loops)
		return &ir.Slice{X: x, Hi: end}
	}
	w.startsIn(x, start)
	if l.constant(x) && l.constant(end) && l.covers(end, l.length(x)) && l.covers(l.length(x), end) {
		return &ir.Slice{X: x, Lo: start}
	}
	w.uncertain = true
	if n := written(ir.Op(token.SUB, w.high, w.low)); ops(n) < ops(end) { // shorter to read
		return &ir.Slice{X: &ir.Slice{X: x, Lo: start}, Hi: n}
	}
	return &ir.Slice{X: x, Lo: start, Hi: end}
}

// from is a slice that begins with the elements of v, and may be longer.
func (w *kernelWriter) from(v *vector) ir.Expr {
	start, _ := w.bounds(v)
	x := v.slice
	for cut := w.cut(x); cut != nil; cut = w.cut(x) {
		x = cut.X
	}
	w.holds(x)
	if isNumber(start, 0) {
		return x
	}
	w.startsIn(x, start)
	return &ir.Slice{X: x, Lo: start}
}

// startsIn notes whether x[start:] is possible if the loop has no iterations.
func (w *kernelWriter) startsIn(x, start ir.Expr) {
	w.holds(start)
	l := w.c.l
	if w.uncertain || !l.constant(x) || !l.constant(start) || !l.natural(start, w.c.loops) {
		w.uncertain = true
		return
	}
	base, n := offset(start)
	w.uncertain = !l.covers(l.length(x), start) && !(base != nil && n == 1 && l.within(base, x, w.c.loops))
}

// cut is what the slice variable x holds, if that is the beginning of another slice that is still the same.
func (w *kernelWriter) cut(x ir.Expr) *ir.Slice {
	r, ok := x.(*ir.Ref)
	if !ok || w.primal || w.c.l.use.decls[r.Var] == nil || !w.c.l.use.single(r.Var) {
		return nil
	}
	cut, ok := w.c.l.use.decls[r.Var].Init.(*ir.Slice)
	if !ok || cut.Lo != nil || cut.Hi == nil || cut.Max != nil || !ir.IsSlice(cut.X.Type()) {
		return nil
	}
	if base, ok := cut.X.(*ir.Ref); !ok || !w.c.l.constant(base) || !w.c.l.constant(cut.Hi) || !adjoint(w.c.l.use.decls[r.Var]) {
		return nil
	}
	return cut
}
