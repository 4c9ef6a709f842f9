package adjoint

import (
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// local writes the adjoint of one statement. For v = e(x, …), with a the adjoint of v:
//
//	dx += a * ∂e/∂x, for each x that e depends on
//	dv = 0
//
// where v itself occurs in e, its own contribution replaces dv instead of the zero. The values of the primal that
// the partial derivatives read are those of the moment at which the statement ran.
type local struct {
	b      *builder
	at     ir.At
	out    []ir.Stmt
	self   ir.Expr   // contributions to this place are collected, not added
	own    []ir.Expr // what was collected
	result ir.Expr   // where the value of the outermost call or quotient of the statement can be read, or nil

	stmt    ir.Stmt // of which this is the adjoint
	exposed bool    // the value that is worked on: see flow.Exposed
	guarded bool    // what is written stands under a guard

	inRegion []bool  // exposed, for each region that the statement is in
	region   *region // the one that is asked about
	within   *region // under the guard of which what is written stands
}

// localAdjoints writes the adjoints of all simple statements in blk.
func (b *builder) localAdjoints(blk *ir.Block) {
	b.findFinite(blk)
	b.findNonzero(blk, nil)
	ir.Walk(blk, func(s ir.Stmt) bool {
		b.cur = s
		n, at := &note{}, ir.At{Orig: &ir.Origin{Adjoint: true}}
		if o := s.Origin(); o != nil {
			at.Orig = b.adjointOrigin(o)
		}
		if c, ok := s.(*ir.CallStmt); ok && c.Callee != nil {
			l := &local{b: b, stmt: s, at: at}
			b.splitCall(l, c)
			n.rev = l.out
			b.notes[s] = n
			return true
		}
		b.eachRow(func() {
			l := &local{b: b, stmt: s, at: at}
			l.statement(n)
			n.rev = append(n.rev, l.out...)
		})
		b.notes[s] = n
		return true
	})
}

// statement writes the adjoint of the statement.
func (l *local) statement(n *note) {
	b := l.b
	switch s := l.stmt.(type) {
	case *ir.Decl:
		if s.Init != nil && !b.isShadow(s.Var) {
			l.store(ir.Use(s.Var), s.Init, false, true, n)
		}
	case *ir.Assign:
		l.store(s.Dst, s.Src, s.Add, false, n)
	case *ir.Copy:
		l.copy(s)
	case *ir.Clear:
		if t := elemType(s.X.Type()); ir.HoldsFloat(t) && b.act.ActiveBelow(element(s.X)) && !ir.Refers(t) {
			l.emit(&ir.Clear{At: l.at, X: b.sh(s.X)})
		}
	case *ir.CallStmt:
		l.call(s, n)
	}
}

// adjointOrigin is the origin of the adjoint of statements that come from o; the same one each time.
func (b *builder) adjointOrigin(o *ir.Origin) *ir.Origin {
	if a, ok := b.origins[o]; ok {
		return a
	}
	a := &ir.Origin{Text: o.Text, Adjoint: true}
	b.origins[o] = a
	return a
}

// isShadow reports whether v is the shadow of a variable: its statements are not differentiated.
func (b *builder) isShadow(v *ir.Var) bool { return b.isShadowVar[v] }

func (l *local) emit(s ir.Stmt) { l.out = append(l.out, s) }

func (l *local) set(dst, src ir.Expr) { l.emit(&ir.Assign{At: l.at, Dst: dst, Src: src}) }

// add adds a to the adjoint of the place e.
func (l *local) add(e, a ir.Expr) {
	if isConst(a, 0) {
		return
	}
	if l.self != nil && ir.Equal(e, l.self) {
		l.own = append(l.own, a)
		return
	}
	l.emit(&ir.Assign{At: l.at, Dst: l.b.sh(e), Add: true, Src: a})
}

// bind gives a a variable if reading it several times would repeat work.
func (l *local) bind(a ir.Expr, name string) ir.Expr {
	if isAtom(a) {
		return a
	}
	v := &ir.Var{Temp: true, Name: name, Type: a.Type()}
	l.emit(&ir.Decl{At: l.at, Var: v, Init: a})
	return ir.Use(v)
}

// store writes the adjoint of dst = src, or dst += src, for values of any type; fresh says that dst did not exist before.
func (l *local) store(dst, src ir.Expr, add, fresh bool, n *note) {
	t := dst.Type()
	if r := ir.Root(dst); r != nil && l.b.isShadow(r) {
		return
	}
	if v, ok := src.(*ir.New); ok {
		if v.Init != nil && ir.HoldsFloat(v.Elem) && l.b.act.ActiveBelow(&ir.Deref{X: dst}) {
			n.after = true // through the pointer that was stored
			l.value(v.Init, &ir.Deref{X: dst})
		}
		return
	}
	if !ir.HoldsFloat(t) || !l.b.valueActive(dst) {
		return
	}
	if ir.IsFloat(t) {
		l.scalar(dst, src, add, fresh, n)
		return
	}
	l.aggregate(dst, src, fresh)
}

// valueActive reports whether a float that a value at the place e itself holds is active.
func (b *builder) valueActive(e ir.Expr) bool {
	found := false
	flow.Leaves(b.g.Node(e), e.Type(), func(n *flow.Node) { found = found || b.act.ActiveNode(n) })
	return found
}

// scalar writes the adjoint of dst = e for a float.
func (l *local) scalar(dst, e ir.Expr, add, fresh bool, n *note) {
	d := l.b.sh(dst)
	varied := l.b.act.Varied(e)
	if !varied {
		if !add && !fresh {
			l.set(d, zero(d))
		}
		return
	}
	if l.b.keepsResult(dst, e) && !add {
		l.result = dst
		n.after = l.b.readsResult(e)
	}
	l.expose(dst)
	value := d
	if r := l.b.heads[l.stmt]; r != nil && r.used {
		l.emit(&ir.Decl{At: l.at, Var: r.adjoint, Init: d})
		value = ir.Use(r.adjoint)
	}
	same, other := l.b.selfReads(e, dst)
	switch {
	case other: // the statement may read what it stores through another name
		t := &ir.Var{Temp: true, Name: l.b.dname(placeName(dst)), Type: d.Type()}
		l.emit(&ir.Decl{At: l.at, Var: t, Init: d})
		if !add {
			l.set(d, zero(d))
		}
		l.contribute(e, ir.Use(t))
	case same:
		l.collect(dst, d, e, add)
	default:
		l.contribute(e, value)
		if !add && !fresh {
			l.set(d, zero(d))
		}
	}
}

// collect writes the adjoint of v = e(v, …): what v contributes to itself takes the place of dv.
func (l *local) collect(dst, d, e ir.Expr, add bool) {
	at := len(l.out)
	l.self = dst
	l.adj(e, d)
	l.self = nil
	var sum ir.Expr
	for _, a := range l.own {
		if sum == nil {
			sum = a
		} else {
			sum = plus(sum, a)
		}
	}
	switch {
	case sum == nil && !add:
		l.set(d, zero(d))
	case sum != nil && (add || !ir.Equal(sum, d)):
		l.emit(&ir.Assign{At: l.at, Dst: d, Add: add, Src: sum})
	}
	if !l.singularBelow(e) {
		return
	}
	if r := l.regionFor(e, l.singularBelow); r != nil {
		r.used = true
		l.guardFrom(at, ir.Use(r.adjoint))
		return
	}
	l.guardFrom(at, d)
}

// adj adds a times the partial derivatives of e to the adjoints of what e reads.
func (l *local) adj(e, a ir.Expr) {
	if !l.b.act.Varied(e) {
		return
	}
	if ir.IsPlace(e) {
		if l.b.act.Active(e) {
			l.add(e, a)
		}
		return
	}
	switch e := e.(type) {
	case *ir.Unary:
		l.adj(e.X, neg(a))
	case *ir.Conv:
		l.adj(e.X, conv(a, e.X.Type()))
	case *ir.Binary:
		l.binary(e, a)
	case *ir.Call:
		l.apply(e, a)
	default:
		l.b.fail("gograd has no derivative for %s", ir.ExprString(e))
	}
}

func (l *local) binary(e *ir.Binary, a ir.Expr) {
	x, y := l.b.act.Varied(e.X), l.b.act.Varied(e.Y)
	name := l.b.dname(valueName(e))
	switch e.Op {
	case token.ADD, token.SUB:
		if x && y {
			a = l.bind(a, name)
		}
		l.adj(e.X, a)
		if e.Op == token.SUB {
			a = neg(a)
		}
		l.adj(e.Y, a)
	case token.MUL:
		if l.powers(e, a) {
			return
		}
		if x && y {
			a = l.bind(a, name)
		}
		l.inner(e.X, mul(a, e.Y))
		l.inner(e.Y, mul(a, e.X))
	case token.QUO:
		if isConst(e.X, 1) { // -q*q for q = 1/y: no second division
			q := l.bind(l.value1(e), name)
			l.under(e, 1, func() { l.inner(e.Y, neg(mul(mul(a, q), q))) })
			return
		}
		da := quo(a, e.Y)
		if x && y {
			da = l.bind(da, name)
		}
		l.inner(e.X, da)
		if y {
			l.under(e, 1, func() { l.inner(e.Y, neg(mul(da, l.value1(e)))) })
		}
	default:
		l.b.fail("gograd has no derivative for operator %s", e.Op)
	}
}

// inner is adj for an operand whose adjoint is a product: a zero that arises in it needs a guard of its own.
func (l *local) inner(e, a ir.Expr) {
	if !l.b.act.Varied(e) {
		return
	}
	if l.self != nil {
		l.adj(e, a)
		return
	}
	l.contribute(e, a)
}

// value1 is an expression for the value of e, which the statement has kept.
func (l *local) value1(e ir.Expr) ir.Expr {
	if l.result == nil {
		return e
	}
	return l.result
}

// value adds the adjoint at the place d to what the value src, of any type, is made of.
func (l *local) value(src, d ir.Expr) {
	t := src.Type()
	if !ir.HoldsFloat(t) {
		return
	}
	if _, ok := src.(*ir.Zero); ok {
		return
	}
	if ir.IsFloat(t) {
		if l.b.act.Varied(src) {
			l.expose(d)
			l.contribute(src, l.shOf(d))
		}
		return
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		for i := range u.NumFields() {
			l.value(part(src, i), &ir.Field{X: d, F: i})
		}
	case *types.Array:
		if c, ok := src.(*ir.Composite); ok {
			for i, x := range c.Elems {
				l.value(x, &ir.Index{X: d, I: ir.IntConst(int64(i))})
			}
			return
		}
		l.elements(u.Len(), func(k ir.Expr) { l.value(&ir.Index{X: src, I: k}, &ir.Index{X: d, I: k}) })
	}
}

// shOf is the adjoint at the primal place d, or d itself where it is an adjoint already.
func (l *local) shOf(d ir.Expr) ir.Expr {
	if r := ir.Base(d); r != nil && l.b.isTemp[r] {
		return d
	}
	return l.b.sh(d)
}

// elements writes a loop over the n elements of an array.
func (l *local) elements(n int64, body func(k ir.Expr)) {
	k := &ir.Var{Name: "k", Type: ir.Int}
	outer := l.out
	l.out = nil
	body(ir.Use(k))
	inner := l.out
	l.out = outer
	if len(inner) > 0 {
		l.emit(&ir.Count{At: l.at, Var: k, Lo: ir.IntConst(0), Hi: ir.IntConst(n), Step: 1, Body: &ir.Block{List: inner}})
	}
}

// aggregate writes the adjoint of dst = src for structs and arrays.
func (l *local) aggregate(dst, src ir.Expr, fresh bool) {
	if !fresh && l.b.overlaps(src, dst) {
		t := &ir.Var{Temp: true, Name: l.b.dname(placeName(dst)), Type: dst.Type()}
		l.b.isTemp[t] = true
		l.emit(&ir.Decl{At: l.at, Var: t, Init: l.b.sh(dst)})
		l.zeroFloats(l.b.sh(dst))
		l.value(src, ir.Use(t))
		return
	}
	l.value(src, dst)
	if !fresh {
		l.zeroFloats(l.b.sh(dst))
	}
}

// zeroFloats sets the floats that the adjoint place d itself holds to zero.
func (l *local) zeroFloats(d ir.Expr) {
	t := d.Type()
	switch {
	case !ir.HoldsFloat(t):
	case !ir.Refers(t):
		l.set(d, zero(d))
	default:
		switch u := t.Underlying().(type) {
		case *types.Struct:
			for i := range u.NumFields() {
				l.zeroFloats(&ir.Field{X: d, F: i})
			}
		case *types.Array:
			l.elements(u.Len(), func(k ir.Expr) { l.zeroFloats(&ir.Index{X: d, I: k}) })
		}
	}
}

// copy writes the adjoint of copy(dst, src), both of the same length.
func (l *local) copy(s *ir.Copy) {
	t := elemType(s.Dst.Type())
	if !ir.HoldsFloat(t) || !l.b.valueActive(element(s.Dst)) {
		return
	}
	d, sd := l.b.sh(s.Dst), s.Src
	if !l.b.act.ActiveBelow(element(s.Src)) {
		l.emit(&ir.Clear{At: l.at, X: d})
		return
	}
	from := d
	if l.b.g.Node(s.Dst).Elem() == l.b.g.Node(s.Src).Elem() { // they may overlap
		old := &ir.Var{Temp: true, Name: l.b.dname("old"), Type: s.Dst.Type()}
		l.emit(&ir.Decl{At: l.at, Var: old, Init: l.b.arena(s.Dst.Type(), ir.Len(s.Dst))})
		l.emit(&ir.Copy{At: l.at, Dst: ir.Use(old), Src: d})
		l.emit(&ir.Clear{At: l.at, X: d})
		from = ir.Use(old)
	}
	k := &ir.Var{Name: "k", Type: ir.Int}
	at := func(x ir.Expr) ir.Expr { return &ir.Index{X: x, I: ir.Use(k)} }
	body := &local{b: l.b, at: l.at}
	tv := ir.Base(from)
	if tv != nil {
		l.b.isTemp[tv] = true
	}
	body.value(at(sd), at(from))
	l.emit(&ir.Count{At: l.at, Var: k, Lo: ir.IntConst(0), Hi: ir.Len(d), Step: 1, Body: &ir.Block{List: body.out}})
	if from == d {
		l.emit(&ir.Clear{At: l.at, X: d})
	}
}
