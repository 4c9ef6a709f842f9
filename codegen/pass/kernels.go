package pass

import (
	"go/token"
	"slices"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/runtime/kernel"
)

// Kernels: a loop of the adjoint that only adds multiples of one slice to another, or products, or adds such up, is a call of the kernel that
// does so with vector instructions:
//
//	for j, w := range row {
//		dx[j] += ds * w
//		drow[j] += ds * x[j]       kernel.Axpy2(ds, row, dx, x, drow)
//	}
//
// Each statement becomes a call of its own, or two that have one factor share a call. So nothing that the loop reads may be what it writes, under
// whatever name; but it may set to 0 what it read in the same iteration, and a clear behind the calls does that.
//
// A kernel takes slices of the places that the loop goes through. In an adjoint loop that has iterations, and with no condition in each, those
// places are there. One that may have none, and whose slices it is not certain that they can be cut so, is called under the condition that it has.
//
// In a primal, where elements are added to one after the other, each gets what the loop gives it, with the same roundings: so that may be a call, too, if it adds
// no sums and all elements are there (see primalkernels.go). Where the directive says fast, sums of the primal may be reordered too, and panics may have another text and come before what was written to memory
// that nobody sees.
func kernels(u *unit) bool {
	find := func(primal bool) bool {
		return u.each(func(f *ir.Func) bool {
			l := newLengths(u, f)
			k := &kernelFinder{g: u.graph, fast: u.fast, primal: primal}
			if primal && u.fast {
				k.jam = newJammer(u, f, l)
			}
			k.block(f.Body, &certain{g: u.graph, l: l})
			return k.changed
		})
	}
	return find(false) || find(true)
}

type kernelFinder struct {
	g       *flow.Graph
	fast    bool
	primal  bool             // looks at loops of the primal, or else of the adjoint
	jam     *jammer          // knows which loops of the primal can be jammed, if not nil
	left    map[ir.Stmt]bool // loops that stay, since the one around them is to be jammed
	holds   []ir.Expr        // conditions around
	changed bool
}

func (k *kernelFinder) block(blk *ir.Block, c *certain) {
	var out []ir.Stmt
	for _, s := range blk.List {
		list := []ir.Stmt{s}
		if n, ok := s.(*ir.Count); ok {
			if calls := k.loop(n, c); calls != nil {
				list, k.changed = calls, true
			} else if k.jam != nil && k.jam.loop(n, c) != nil {
				k.leave(n)
			}
		}
		if len(list) == 1 && list[0] == s {
			for i, in := range ir.Blocks(s) {
				was := k.holds
				f, ok := s.(*ir.If)
				if ok && i == 1 && callsKernel(f.Then) {
					continue
				}
				if ok && i == 0 {
					k.holds = append(was[:len(was):len(was)], f.Cond)
				}
				k.block(in, c.inside(s))
				k.holds = was
			}
		}
		for _, t := range list {
			c = c.past(t)
		}
		for _, t := range list {
			if n := len(out); n > 0 && k.joins(out[n-1], t, c.l.use) {
				out[n-1] = t
			} else {
				out = k.begin(out, t)
			}
		}
	}
	blk.List = out
}

// joins puts the sum that a declares into b, if that adds it to something and nothing else reads it.
func (k *kernelFinder) joins(a, b ir.Stmt, use *usage) bool {
	d, ok1 := a.(*ir.Decl)
	s, ok2 := b.(*ir.Assign)
	if !ok1 || !ok2 || !s.Add || !adjoint(a) || !adjoint(b) || use.reads[d.Var] != 1 || !use.single(d.Var) {
		return false
	}
	call, ok1 := d.Init.(*ir.Call)
	r, ok2 := s.Src.(*ir.Ref)
	if !ok1 || !ok2 || r.Var != d.Var || call.Fn.Pkg != ir.KernelPath {
		return false
	}
	s.Src, k.changed = call, true
	return true
}

// loop gives the calls that do what the loop n does, or nil. c is what is certain before it.
func (k *kernelFinder) loop(n *ir.Count, c *certain) []ir.Stmt {
	primal := !adjointOnly(n)
	if primal != k.primal || k.left[n] || n.Step != 1 && n.Step != -1 || n.Origin() == nil {
		return nil
	}
	exact := primal && !(k.fast && k.hidden(n, c.l.use))
	low, high := n.Lo, n.Hi
	if n.Step < 0 {
		low, high = next(n.Hi), next(n.Lo)
	}
	low, high = written(low), written(high)
	trips, known := c.l.less(low, high)
	if known && trips < kernel.MinLen {
		return nil
	}
	m := newKernelMatch(k.g, n, c.l.use)
	if !m.block(n.Body.List, conditions{}) || !m.independent() {
		return nil
	}
	w := &kernelWriter{m: m, c: c, primal: primal && !exact, low: low, high: high}
	if exact {
		return w.exact()
	}
	list := w.calls()
	if list == nil {
		return nil
	}
	if w.uncertain && !(known && trips > 0) {
		ran := ir.Compare(token.GTR, high, low)
		if c.l.constant(ran) && slices.ContainsFunc(k.holds, func(e ir.Expr) bool { return ir.Equal(e, ran) }) {
			return list
		}
		list = []ir.Stmt{&ir.If{At: n.At, Cond: ran, Then: &ir.Block{List: list}}}
	}
	return list
}

// leave keeps the loops in n as they are: together with those of the next iterations they do more at once than a kernel for each.
func (k *kernelFinder) leave(n *ir.Count) {
	if k.left == nil {
		k.left = map[ir.Stmt]bool{}
	}
	ir.Walk(n.Body, func(s ir.Stmt) bool { k.left[s] = true; return true })
}

// hidden reports whether all that the loop n does for the primal is to add to variables and to memory that no caller sees, so that it does not show
// in which iteration it panics.
func (k *kernelFinder) hidden(n *ir.Count, use *usage) bool {
	for _, s := range n.Body.List {
		switch s := s.(type) {
		case *ir.Decl:
			if !adjoint(s) && use.reads[s.Var] == 0 {
				return false
			}
		case *ir.Assign:
			if _, local := s.Dst.(*ir.Ref); !adjoint(s) && (!s.Add || !local && k.g.Node(s.Dst).External) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// written is the int e as it is written without needless parts.
func written(e ir.Expr) ir.Expr {
	a := &atoms{}
	return a.expr(a.polynomial(e))
}
