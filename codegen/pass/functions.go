package pass

import (
	"go/token"
	"slices"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/runtime/kernel"
)

// Functions, only where the directive says fast: a loop that stores an exponential, logarithm or hyperbolic tangent in each iteration is
// split: one that stores the arguments, a kernel that computes all functions at once, and one that does the rest.
//
//	for i, v := range x {              for i, v := range x {
//		e := math.Exp(v - top)             exps[i] = v - top
//		s += e                         }
//		exps[i] = e                    kernel.Exp(exps, exps)
//	}                                  for i := range x {
//	                                       s += exps[i]
//	                                   }
//
// The value differs by rounding: the kernel has other errors than package math has. What comes before the function must not read what comes behind it
// writes, nor may it panic, since in the loop something else might have been done by then; and the places must be there. Memory in which
// gograd saves values is.
func functions(u *unit) bool {
	if !u.fast {
		return false
	}
	return u.each(func(f *ir.Func) bool {
		s := &splitter{u: u}
		s.block(f.Body, &certain{g: u.graph, l: newLengths(u, f)})
		return s.changed
	})
}

// vectorFunctions are the functions of package math that are kernels too.
var vectorFunctions = []string{"Exp", "Log", "Tanh"}

type splitter struct {
	u       *unit
	changed bool
}

func (s *splitter) block(blk *ir.Block, c *certain) {
	var out []ir.Stmt
	for _, t := range blk.List {
		list := []ir.Stmt{t}
		if n, ok := t.(*ir.Count); ok {
			if parts := s.loop(n, c); parts != nil {
				list, s.changed = parts, true
			}
		}
		if list[0] == t {
			for _, in := range ir.Blocks(t) {
				s.block(in, c.inside(t))
			}
		}
		for _, t := range list {
			c = c.past(t)
		}
		out = append(out, list...)
	}
	blk.List = out
}

// split is a loop that stores the function of an argument.
type split struct {
	before []ir.Stmt // declarations
	fn     string
	arg    ir.Expr
	held   *ir.Decl   // of the variable that holds the function's value; nil if it is only stored
	store  *ir.Assign // of that value
	behind []ir.Stmt  // without the store
}

// loop gives the statements that stand in the place of n, or nil.
func (s *splitter) loop(n *ir.Count, c *certain) []ir.Stmt {
	low, high := n.Lo, n.Hi
	if n.Step != 1 || n.Origin() == nil {
		return nil
	}
	if trips, known := c.l.less(low, high); known && trips < kernel.MinLenFunction || leavesOrCalls(n) {
		return nil
	}
	p := splitBody(n.Body.List)
	if p == nil {
		return nil
	}
	m := newKernelMatch(s.u.graph, n, c.l.use)
	dst := m.vector(p.store.Dst)
	w := &kernelWriter{m: m, c: c, low: low, high: high}
	if dst == nil || !w.there(dst) && !saved(dst.slice, c.l.use) || !s.apart(p, m, dst, c.inside(n)) {
		return nil
	}
	place := w.exactly(dst)
	fn := ir.FuncRef{Pkg: ir.KernelPath, Name: p.fn}
	var list []ir.Stmt
	if x := m.vector(p.resolved()); x != nil && w.whole(x) { // the arguments are in a slice already
		list = append(list, &ir.CallStmt{At: p.store.At, Fn: fn, Args: []ir.Expr{place, w.exactly(x)}})
	} else {
		first := append(slices.Clone(p.before), &ir.Assign{At: p.store.At, Dst: p.store.Dst, Src: p.arg})
		list = append(list, anew(n, first), &ir.CallStmt{At: p.store.At, Fn: fn, Args: []ir.Expr{place, place}})
	}
	if rest := p.rest(); len(rest) > 0 {
		list = append(list, anew(n, rest))
	}
	if w.uncertain {
		ran := ir.Compare(token.GTR, high, low)
		list = []ir.Stmt{&ir.If{At: n.At, Cond: ran, Then: &ir.Block{List: list}}}
	}
	return list
}

// anew is the loop n with another body.
func anew(n *ir.Count, body []ir.Stmt) ir.Stmt {
	l := *n
	l.Body = &ir.Block{At: n.Body.At, List: body}
	return ir.NewCloner().Stmt(&l)
}

// splitBody finds the function in the body of a loop, and what stores it; nil if there is none.
func splitBody(list []ir.Stmt) *split {
	for i, s := range list {
		switch s := s.(type) {
		case *ir.Decl:
			fn := vectorFunction(s.Init)
			if fn == "" {
				continue
			}
			for k, t := range list[i+1:] {
				a, ok := t.(*ir.Assign)
				if !ok || a.Add || !ir.Equal(a.Src, ir.Use(s.Var)) {
					continue
				}
				behind := append(slices.Clone(list[i+1:i+1+k]), list[i+2+k:]...)
				return &split{list[:i], fn, s.Init.(*ir.Call).Args[0], s, a, behind}
			}
			return nil
		case *ir.Assign:
			if fn := vectorFunction(s.Src); fn != "" && !s.Add {
				return &split{list[:i], fn, s.Src.(*ir.Call).Args[0], nil, s, list[i+1:]}
			}
			return nil
		default:
			return nil
		}
	}
	return nil
}

// vectorFunction is the name of the kernel that computes what e does for a slice, or "".
func vectorFunction(e ir.Expr) string {
	if c, ok := e.(*ir.Call); ok && c.Fn.Pkg == "math" && slices.Contains(vectorFunctions, c.Fn.Name) {
		return c.Fn.Name
	}
	return ""
}

// saved reports whether the slice x is memory in which gograd saves values: no store to it is out of range.
func saved(x ir.Expr, use *usage) bool {
	r, ok := x.(*ir.Ref)
	if !ok || !use.single(r.Var) {
		return false
	}
	m, ok := use.decls[r.Var].Init.(*ir.Make)
	return ok && m.Raw
}

// apart reports whether what comes before the function can be done for all elements before anything of what comes behind. in is what is certain in the loop.
func (s *splitter) apart(p *split, m *kernelMatch, dst *vector, in *certain) bool {
	g := s.u.graph
	for _, t := range p.before {
		d, ok := t.(*ir.Decl)
		if !ok || d.Init == nil || !pure(d.Init) || !m.use.single(d.Var) || !in.holds(d.Init) {
			return false
		}
		in = in.past(t)
	}
	if !pure(p.arg) || !in.holds(p.arg) || p.held != nil && !m.use.single(p.held.Var) {
		return false
	}
	behind, stored := g.Written(p.behind...), map[*flow.Node]bool{m.node(dst): true}
	if behind[m.node(dst)] || g.Changes(behind, &ir.Addr{X: p.store.Dst}) || readsDeclared(p.store.Dst, p.before) {
		return false
	}
	inPlace := false
	for _, e := range append(ir.Exprs(&ir.Assign{Src: p.arg}), inits(p.before)...) {
		if g.Changes(behind, e) {
			return false
		}
		if g.Changes(stored, e) { // only what is replaced
			if v := m.vector(e); v == nil || !m.same(v, dst) {
				return false
			}
			inPlace = true
		}
	}
	ok := true
	for _, t := range p.behind {
		ir.Walk(t, func(t ir.Stmt) bool {
			for _, e := range ir.Exprs(t) {
				ok = ok && !g.Changes(stored, e) && !(inPlace && readsDeclared(e, p.before))
				ok = ok && (adjoint(t) || saved(dst.slice, m.use) || in.holds(e)) // else it would show how far the loop came
			}
			return ok
		})
	}
	return ok
}

// resolved is the argument with what the declarations before it hold.
func (p *split) resolved() ir.Expr {
	cl := ir.NewCloner()
	for _, t := range p.before {
		d := t.(*ir.Decl)
		cl.Exprs[d.Var] = cl.Expr(d.Init)
	}
	return cl.Expr(p.arg)
}

// rest is what is left for the second loop.
func (p *split) rest() []ir.Stmt {
	if len(p.behind) == 0 {
		return nil
	}
	out := p.behind
	if p.held != nil {
		out = append([]ir.Stmt{&ir.Decl{At: p.held.At, Var: p.held.Var, Init: p.store.Dst}}, out...)
	}
	for i := len(p.before) - 1; i >= 0; i-- { // none of them may panic
		d := p.before[i].(*ir.Decl)
		if slices.ContainsFunc(out, func(s ir.Stmt) bool { return mentions(s, d.Var) }) {
			out = append([]ir.Stmt{d}, out...)
		}
	}
	return out
}

func inits(list []ir.Stmt) []ir.Expr {
	var out []ir.Expr
	for _, s := range list {
		out = append(out, s.(*ir.Decl).Init)
	}
	return out
}

// readsDeclared reports whether e reads a variable that list declares.
func readsDeclared(e ir.Expr, list []ir.Stmt) bool {
	return slices.ContainsFunc(list, func(s ir.Stmt) bool { return reads(e, s.(*ir.Decl).Var) })
}
