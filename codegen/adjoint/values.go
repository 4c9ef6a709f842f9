package adjoint

import (
	"go/token"
	"strings"

	"github.com/gograd/gograd/analyzer/ir"
)

// A partial derivative reads values: d(x*y) needs x and y, exp needs its own result. Where such a value is a
// subexpression that costs something to compute, it gets a variable, so that the reverse sweep never repeats a
// transcendental or a division.

// maxRepeat is the cost up to which an expression is computed again rather than kept.
const maxRepeat = 2

// nameValues rewrites the active statements in blk.
func (b *builder) nameValues(blk *ir.Block) {
	var out []ir.Stmt
	for _, s := range blk.List {
		b.cur = s
		for _, in := range ir.Blocks(s) {
			b.nameValues(in)
		}
		h := &hoister{b: b, at: ir.At{Orig: s.Origin()}}
		switch s := s.(type) {
		case *ir.Decl:
			if s.Init != nil {
				s.Init = h.root(s.Init, ir.Use(s.Var), false)
			}
		case *ir.Assign:
			s.Src = h.root(s.Src, s.Dst, s.Add)
		case *ir.CallStmt:
			h.call(s)
		}
		out = append(append(out, h.pre...), s)
	}
	blk.List = out
}

// hoister names values of one statement.
type hoister struct {
	b   *builder
	at  ir.At
	pre []ir.Stmt
}

// root rewrites a right-hand side.
func (h *hoister) root(e, dst ir.Expr, add bool) ir.Expr {
	if c, ok := e.(*ir.Composite); ok {
		elems := make([]ir.Expr, len(c.Elems))
		for i, x := range c.Elems {
			elems[i] = h.root(x, nil, true)
		}
		return &ir.Composite{Typ: c.Typ, Elems: elems}
	}
	if n, ok := e.(*ir.New); ok && n.Init != nil {
		return &ir.New{Elem: n.Elem, Init: h.root(n.Init, nil, true), Buf: n.Buf}
	}
	if !ir.IsFloat(e.Type()) || !h.b.act.Varied(e) {
		return e
	}
	if dst != nil && !h.b.act.Active(dst) {
		return e
	}
	e, wantsResult := h.inside(e)
	if wantsResult && (add || !h.b.keepsResult(dst, e)) {
		return h.name(e)
	}
	return e
}

// keepsResult reports whether after dst = e the value of e can be read from dst, and the reads of the adjoint of e
// can't be mistaken for it.
func (b *builder) keepsResult(dst, e ir.Expr) bool {
	if dst == nil {
		return false
	}
	n := b.g.Node(dst)
	clash := false
	for _, o := range e.Operands() {
		for _, r := range b.readNodes(o) {
			clash = clash || r == n
		}
	}
	for _, r := range b.pathNodes(dst) {
		clash = clash || r == n
	}
	return !clash
}

// inside rewrites what is below e, which is varied, and reports whether the adjoint of e reads its value.
func (h *hoister) inside(e ir.Expr) (ir.Expr, bool) {
	v := h.b.act.Varied
	switch e := e.(type) {
	case *ir.Unary:
		return &ir.Unary{Op: e.Op, X: h.sub(e.X)}, false
	case *ir.Conv:
		return &ir.Conv{X: h.sub(e.X), Typ: e.Typ}, false
	case *ir.Binary:
		vx, vy := v(e.X), v(e.Y)
		x, y := h.sub(e.X), h.sub(e.Y)
		switch e.Op {
		case token.MUL:
			if vy {
				x = h.need(x)
			}
			if vx {
				y = h.need(y)
			}
		case token.QUO:
			y = h.need(y)
		}
		return &ir.Binary{Op: e.Op, X: x, Y: y, Typ: e.Typ}, e.Op == token.QUO && vy
	case *ir.Call:
		if n := h.b.fold(e); n != ir.Expr(e) {
			return h.inside(n)
		}
		if q := logOfQuotient(e); q != nil && h.b.act.Varied(q) {
			return h.logQuotient(e, q), false
		}
		return h.callExpr(e)
	}
	return e, false
}

// sub rewrites a subexpression, and gives it a variable if its own adjoint reads its value.
func (h *hoister) sub(e ir.Expr) ir.Expr {
	if ir.IsPlace(e) || !ir.IsFloat(e.Type()) || !h.b.act.Varied(e) {
		return e
	}
	e, wants := h.inside(e)
	if wants {
		return h.name(e)
	}
	return e
}

// need makes e something that may be evaluated again.
func (h *hoister) need(e ir.Expr) ir.Expr {
	if ir.IsPlace(e) || cost(e) <= maxRepeat {
		return e
	}
	return h.name(e)
}

// name gives e a variable.
func (h *hoister) name(e ir.Expr) ir.Expr {
	if ir.IsPlace(e) {
		return e
	}
	v := &ir.Var{Temp: true, Name: valueName(e), Type: e.Type()}
	h.pre = append(h.pre, &ir.Decl{At: h.at, Var: v, Init: e})
	if h.b.act.Varied(e) {
		h.b.act.Input(ir.Use(v))
		h.b.act.Output(ir.Use(v))
	}
	return ir.Use(v)
}

// fold makes min and max of several arguments nested calls of two.
func (b *builder) fold(e *ir.Call) ir.Expr {
	if e.Fn.Pkg != "" || e.Fn.Name != "min" && e.Fn.Name != "max" || len(e.Args) == 2 {
		return e
	}
	acc := e.Args[0]
	for _, x := range e.Args[1:] {
		acc = &ir.Call{Fn: e.Fn, Args: []ir.Expr{acc, x}, Typ: e.Typ}
	}
	return acc
}

func (h *hoister) callExpr(e *ir.Call) (ir.Expr, bool) {
	args, a := h.args(e.Fn, e.Args, 1)
	return &ir.Call{Fn: e.Fn, Args: args, Typ: e.Typ}, a != nil && a.uses[a.values[0]]
}

// args rewrites the arguments of a call with a rule.
func (h *hoister) args(f ir.FuncRef, in []ir.Expr, results int) ([]ir.Expr, *application) {
	wanted := make([]bool, len(in))
	args := make([]ir.Expr, len(in))
	for i, x := range in {
		wanted[i] = ir.IsFloat(x.Type()) && h.b.act.Varied(x)
		args[i] = h.sub(x)
	}
	if h.b.rule(f).Kind != Active {
		return args, nil
	}
	a := h.b.apply(f, args, results, wanted)
	for i := range args {
		if a.uses[a.args[i]] {
			args[i] = h.need(args[i])
		}
	}
	return args, a
}

// call rewrites a call with several results: what its rule reads of them is kept.
func (h *hoister) call(s *ir.CallStmt) {
	if s.Callee != nil || h.b.rule(s.Fn).Kind != Active {
		return
	}
	active := false
	for _, x := range s.Args {
		active = active || ir.IsFloat(x.Type()) && h.b.act.Varied(x)
	}
	if active {
		var a *application
		s.Args, a = h.args(s.Fn, s.Args, len(s.Dsts))
		for i, d := range s.Dsts {
			if d == nil {
				if v := a.values[i]; a.uses[v] {
					kept := &ir.Var{Temp: true, Name: v.Name, Type: v.Type}
					h.pre = append(h.pre, &ir.Decl{At: h.at, Var: kept})
					s.Dsts[i] = ir.Use(kept)
				}
				continue
			}
			if r, ok := d.(*ir.Ref); !ok || r.Var.Kind != ir.Local {
				h.b.fail("result %d of %s must go to a variable", i, s.Fn)
			}
		}
	}
}

// valueName is what the value of e is called: after the function that computes it, or q for a quotient, p for a product.
func valueName(e ir.Expr) string {
	switch e := e.(type) {
	case *ir.Call:
		n := e.Fn.Name
		return strings.ToLower(n[:1]) + n[1:]
	case *ir.Binary:
		switch e.Op {
		case token.QUO:
			return "q"
		case token.MUL:
			return "p"
		case token.SUB:
			return "diff"
		}
		return "sum"
	case *ir.Unary:
		return valueName(e.X)
	case *ir.Conv:
		return valueName(e.X)
	case *ir.Ref:
		return e.Var.Name
	}
	return "v"
}
