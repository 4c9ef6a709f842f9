package pass

import (
	"go/token"
	"slices"

	"github.com/gograd/gograd/analyzer/ir"
)

// Sincos: the sine and the cosine of one argument come from one call, which brings the argument into range once for both:
//
//	sin := math.Sin(theta)
//	cos := math.Cos(theta)         sin, cos := gograd.Sincos(theta)
//
// Its results have the bits of math.Sin and math.Cos, on every architecture: that is for the runtime to see to. The call stands where the first
// of the two stood, so the second is computed earlier than it was: nothing between them may change the argument. Neither can panic, but
// finding the argument may. That happens where it did: where the first function was not all that its statement computes, its argument
// must be certain to be there.
//
// A second one that stands in an adjoint's guard, `if d != 0`, counts: an adjoint is seldom zero. One in another branch, or in a
// loop, does not.
func sincos(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		p := &pairer{u: u}
		p.block(f.Body, &certain{g: u.graph, l: newLengths(u, f)})
		return p.changed
	})
}

type pairer struct {
	u       *unit
	changed bool
}

func (p *pairer) block(blk *ir.Block, c *certain) {
	for i := 0; i < len(blk.List); i++ {
		s := blk.List[i]
		for _, in := range ir.Blocks(s) {
			p.block(in, c.inside(s))
		}
		for _, call := range trigs(s) {
			if ok := whole(s) == ir.Expr(call) || c.holds(call.Args[0]); !ok {
				continue
			}
			if list := p.pair(call, blk.List[i:]); list != nil {
				blk.List = append(blk.List[:i:i], list...)
				p.changed = true
				break
			}
		}
		c = c.past(blk.List[i])
	}
}

// trigs are the sines and cosines of which s, a declaration or an assignment, computes each exactly when it runs.
func trigs(s ir.Stmt) []*ir.Call {
	switch s.(type) {
	case *ir.Decl, *ir.Assign:
	default:
		return nil
	}
	var out []*ir.Call
	for _, e := range ir.Exprs(s) {
		ir.WalkExpr(e, func(e ir.Expr) bool {
			if other(e) != "" && pure(e) {
				out = append(out, e.(*ir.Call))
			}
			b, ok := e.(*ir.Binary)
			return !ok || b.Op != token.LAND && b.Op != token.LOR
		})
	}
	return out
}

// other is the name of the function that e, a sine or cosine, is to be paired with; "" for other expressions.
func other(e ir.Expr) string {
	if c, ok := e.(*ir.Call); ok && c.Fn.Pkg == "math" {
		switch c.Fn.Name {
		case "Sin":
			return "Cos"
		case "Cos":
			return "Sin"
		}
	}
	return ""
}

// whole is the expression whose value s stores to a variable, or nil.
func whole(s ir.Stmt) ir.Expr {
	switch s := s.(type) {
	case *ir.Decl:
		return s.Init
	case *ir.Assign:
		if _, ok := s.Dst.(*ir.Ref); ok && !s.Add {
			return s.Src
		}
	}
	return nil
}

// pair gives the statements that stand in the place of list, whose first computes call, where a later one, or it too, computes the other function;
// or nil.
func (p *pairer) pair(call *ir.Call, list []ir.Stmt) []ir.Stmt {
	second := &ir.Call{Fn: ir.FuncRef{Pkg: "math", Name: other(call)}, Args: call.Args, Typ: call.Typ}
	at := p.reach(call.Args[0], list, func(s ir.Stmt) bool { return computes(s, second) })
	if at < 0 {
		return nil
	}
	first := list[0]
	head := &ir.CallStmt{At: ir.At{Orig: first.Origin()}, Fn: ir.Sincos, Args: call.Args}
	out, a := hold(first, call, nil)
	more, b := hold(list[at], second, list[:at])
	head.Dsts = []ir.Expr{ir.Use(a), ir.Use(b)}
	if call.Fn.Name == "Cos" {
		head.Dsts[0], head.Dsts[1] = head.Dsts[1], head.Dsts[0]
	}
	out = append(append(out, more...), head)
	for i, s := range list {
		if i == 0 && storedWhole(s, call) == a || i == at && storedWhole(s, second) == b {
			continue
		}
		if i == 0 {
			readInstead(s, call, a)
		}
		if i == at {
			readInstead(s, second, b)
		}
		out = append(out, s)
	}
	return out
}

// reach is the number of the first statement of list that found accepts, with none before it that changes what x reads; -1 if there is none.
func (p *pairer) reach(x ir.Expr, list []ir.Stmt, found func(ir.Stmt) bool) int {
	for i, s := range list {
		changes := p.u.graph.Changes(p.u.graph.Written(s), x)
		if found(s) && !(changes && len(ir.Blocks(s)) > 0) {
			return i
		}
		if changes {
			return -1
		}
	}
	return -1
}

// computes reports whether s computes e, at once or under an adjoint's guard.
func computes(s ir.Stmt, e ir.Expr) bool {
	if f, ok := s.(*ir.If); ok && guard(f) {
		return slices.ContainsFunc(f.Then.List, func(t ir.Stmt) bool { return computes(t, e) })
	}
	return slices.ContainsFunc(trigs(s), func(c *ir.Call) bool { return ir.Equal(c, e) })
}

// guard reports whether s is an adjoint statement that runs unless something is zero.
func guard(s *ir.If) bool {
	c, ok := s.Cond.(*ir.Binary)
	return ok && adjoint(s) && s.Else == nil && c.Op == token.NEQ && isNumber(c.Y, 0)
}

// hold gives the variable that the value of e, which s computes, is to be in before the statements between, with its declaration where it
// needs one: the variable that s itself puts it in, if nothing between has to do with that, or a new one.
func hold(s ir.Stmt, e ir.Expr, between []ir.Stmt) ([]ir.Stmt, *ir.Var) {
	if v := storedWhole(s, e); v != nil {
		if d, ok := s.(*ir.Decl); ok {
			return []ir.Stmt{&ir.Decl{At: d.At, Var: v}}, v
		}
		if len(between) == 0 || v.Kind == ir.Local && !slices.ContainsFunc(between, func(t ir.Stmt) bool { return leavesOrNames(t, v) }) {
			return nil, v
		}
	}
	v := &ir.Var{Name: lowerFirst(e.(*ir.Call).Fn.Name), Type: ir.Float64, Temp: true}
	return []ir.Stmt{&ir.Decl{At: ir.At{Orig: s.Origin()}, Var: v}}, v
}

// storedWhole is the variable in which s leaves the value of e, and nothing else.
func storedWhole(s ir.Stmt, e ir.Expr) *ir.Var {
	if w := whole(s); w == nil || !ir.Equal(w, e) {
		return nil
	}
	return ir.Root(ir.Dsts(s)[0])
}

// leavesOrNames reports whether control may leave s otherwise than at its end, or s has to do with v.
func leavesOrNames(s ir.Stmt, v *ir.Var) bool {
	found := mentions(s, v)
	ir.Walk(s, func(t ir.Stmt) bool {
		_, exit := t.(*ir.Exit)
		d, decl := t.(*ir.Decl)
		found = found || exit || decl && d.Var == v
		return !found
	})
	return found
}
