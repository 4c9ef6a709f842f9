package adjoint

import (
	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Scratch memory. A buffer that is made outside of a loop, and that each iteration sets, from its first element to its last, before it reads
// any of it, might as well be made anew in each iteration: nothing goes from one iteration to another through it. That
// holds if nothing outside of the loop touches it, and if inside of the loop it is only known by one name, or as a part of what
// that name stands for. The adjoint of the statement that sets an element leaves the element's adjoint zero, so each
// iteration finds the shadow as the first one did.

// private reports whether the memory n is scratch memory of the loop s.
func (b *builder) private(s *ir.Count, n *flow.Node) bool {
	if n.One() || n.External || b.touchedOutside(s, n) {
		return false
	}
	base := b.onlyName(s, n)
	return base != nil && b.setFirst(s.Body.List, n, base)
}

// touchesNode reports whether t, with all inside, reads or stores to the cell n.
func (b *builder) touchesNode(t ir.Stmt, n *flow.Node) bool {
	hit := false
	see := func(c *flow.Node) { hit = hit || c == n }
	ir.Walk(t, func(t ir.Stmt) bool {
		b.g.Writes(t, see)
		for _, e := range sources(t) {
			b.g.Reads(e, see)
		}
		for _, d := range ir.Dsts(t) {
			b.g.PathReads(d, see)
		}
		if c, ok := t.(*ir.Copy); ok {
			see(b.g.Node(c.Src).Elem())
		}
		return !hit
	})
	return hit
}

// touchedOutside reports whether a statement of the function that is not in s touches n.
func (b *builder) touchedOutside(s ir.Stmt, n *flow.Node) bool {
	hit := false
	ir.Walk(b.fn.Body, func(t ir.Stmt) bool {
		if t == s {
			return false
		}
		if len(ir.Blocks(t)) == 0 && b.touchesNode(t, n) {
			hit = true
		}
		return !hit
	})
	return hit
}

// onlyName gives the variable, declared outside of s, through which all of s refers to the memory n, directly or by parts that are
// cut from it inside of s; nil if there is no such variable.
func (b *builder) onlyName(s *ir.Count, n *flow.Node) *ir.Var {
	var base *ir.Var
	parts := map[*ir.Var]bool{}
	ok := true
	ir.Walk(s.Body, func(t ir.Stmt) bool {
		if d, decl := t.(*ir.Decl); decl && d.Init != nil && b.refersTo(d.Var, n) {
			v := cutFrom(d.Init)
			if v == nil || !b.isName(v, &base, parts) {
				ok = false
			}
			parts[d.Var] = true
			return ok
		}
		for _, d := range ir.Dsts(t) { // no part is moved elsewhere
			if v := ir.Root(d); v != nil && b.refersTo(v, n) {
				ok = false
			}
		}
		for _, e := range ir.Exprs(t) {
			ir.WalkExpr(e, func(e ir.Expr) bool {
				r, ref := e.(*ir.Ref)
				if ref && b.refersTo(r.Var, n) && !b.isName(r.Var, &base, parts) {
					ok = false
				}
				if sl, cut := e.(*ir.Slice); cut && sl.Hi != nil && b.g.Node(sl).Elem() == n {
					ok = false // it may reach beyond the length
				}
				return ok
			})
		}
		return ok
	})
	if !ok {
		return nil
	}
	return base
}

func (b *builder) isName(v *ir.Var, base **ir.Var, parts map[*ir.Var]bool) bool {
	if parts[v] {
		return true
	}
	if *base == nil {
		*base = v
	}
	return *base == v
}

// refersTo reports whether v is a slice of the memory n.
func (b *builder) refersTo(v *ir.Var, n *flow.Node) bool {
	hit := false
	b.g.Reach(v, func(c *flow.Node) { hit = hit || c == n })
	return hit
}

// cutFrom is the variable of which e is x, x[:], or x[lo:].
func cutFrom(e ir.Expr) *ir.Var {
	switch e := e.(type) {
	case *ir.Ref:
		return e.Var
	case *ir.Slice:
		if e.Hi == nil && e.Max == nil {
			return cutFrom(e.X)
		}
	}
	return nil
}

// setFirst reports whether in list all of base is set before anything else touches the memory n.
func (b *builder) setFirst(list []ir.Stmt, n *flow.Node, base *ir.Var) bool {
	for i, t := range list {
		if !b.touchesNode(t, n) {
			continue
		}
		c, loop := t.(*ir.Count)
		if loop && b.setsAll(c, n, base) {
			return true
		}
		if !loop {
			return false
		}
		for _, rest := range list[i+1:] { // it is of no concern to what follows
			if b.touchesNode(rest, n) {
				return false
			}
		}
		return b.setFirst(c.Body.List, n, base)
	}
	return false
}

// setsAll reports whether the loop c sets each element of base, in its own iteration, before anything in that iteration reads it, and
// touches no other element.
func (b *builder) setsAll(c *ir.Count, n *flow.Node, base *ir.Var) bool {
	if !ir.Equal(b.lengths.trace(c.Hi), b.lengths.of(base)) || !isNumber(c.Lo, 0) || c.Step != 1 || hasBreak(c) {
		return false
	}
	set := false
	for _, t := range c.Body.List {
		if !b.touchesNode(t, n) {
			continue
		}
		a, assign := t.(*ir.Assign)
		if set || !assign || a.Add {
			return set && b.onlyElement(t, n, base, c.Var)
		}
		x, index := a.Dst.(*ir.Index)
		if !index || !isVar(x.X, base) || !isVar(x.I, c.Var) {
			return false
		}
		reads := false
		b.g.Reads(a.Src, func(m *flow.Node) { reads = reads || m == n })
		if reads {
			return false
		}
		set = true
	}
	return set
}

// onlyElement reports whether t touches the memory n at base[i] only.
func (b *builder) onlyElement(t ir.Stmt, n *flow.Node, base, i *ir.Var) bool {
	ok := true
	ir.Walk(t, func(t ir.Stmt) bool {
		for _, e := range ir.Exprs(t) {
			ir.WalkExpr(e, func(e ir.Expr) bool {
				x, index := e.(*ir.Index)
				if index && b.g.Node(e) == n && !(isVar(x.X, base) && isVar(x.I, i)) {
					ok = false
				}
				return ok
			})
		}
		return ok
	})
	return ok
}
