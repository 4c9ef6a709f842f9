package pass

import (
	"go/token"

	"github.com/gograd/gograd/analyzer/ir"
)

// Delays: what a loop of the adjoint adds to an element that its next iteration comes to, with nothing in between that touches it,
// waits for that in a variable:
//
//	                                  dyNext := 0.0
//	for i := n - 1; i >= 1; i-- {     for i := n - 1; i >= 1; i-- {
//	                                      dy[i] += dyNext
//	                                      dyNext = 0
//		dy[i-1] += dk[i] * x[i]           dyNext += dk[i] * x[i]
//		dz[i] += dy[i]                    dz[i] += dy[i]
//	}                                 }
//	                                  dy[0] += dyNext
//
// An iteration then touches one element only. It has to be certain that the element is there; that iterations before add to it does not show it in the first.
func delays(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		if u.comparesAliases() {
			return false
		}
		d := &delayer{u: u, l: newLengths(u, f)}
		d.block(f.Body, &certain{g: u.graph, l: d.l})
		return d.changed
	})
}

type delayer struct {
	u       *unit
	l       *lengths
	changed bool
}

func (d *delayer) block(blk *ir.Block, c *certain) {
	var out []ir.Stmt
	for _, s := range blk.List {
		var behind []ir.Stmt
		if n, ok := s.(*ir.Count); ok && s.Origin() != nil {
			for w := d.loop(n, c); w != nil; w = d.loop(n, c) {
				out = append(out, w.decl)
				behind = append(behind, w.flush)
				d.changed = true
			}
		}
		for _, in := range ir.Blocks(s) {
			d.block(in, c.inside(s))
		}
		c = c.past(s)
		out = append(append(out, s), behind...)
	}
	blk.List = out
}

// loop delays what the loop n adds to one element, if it also touches the element that it then comes to.
func (d *delayer) loop(n *ir.Count, c *certain) *waiting {
	if n.Step != 1 && n.Step != -1 {
		return nil
	}
	x := newSubscripts(d.u, d.l)
	all, ok := x.touches(n.Var, n.Body.List...)
	if !ok {
		return nil
	}
	for _, t := range all {
		if t.kind != add || !t.moves {
			continue
		}
		for _, o := range all {
			if k, ok := distance(t, o); ok && o.node == t.node && k == -n.Step {
				now := &ir.Index{X: t.at.X, I: shifted(t.at.I, n.Var, -n.Step)}
				if !c.inside(n).holds(now) && !always(n, now) {
					break
				}
				if w := x.wait(n, c, t, true); w != nil {
					return w
				}
				break
			}
		}
	}
	return nil
}

// always reports whether an adjoint statement accesses the element in each iteration of n.
func always(n *ir.Count, e *ir.Index) bool {
	for _, s := range n.Body.List {
		for _, t := range stepsOf(s) {
			if adjoint(s) && ir.Equal(t, e) {
				return true
			}
		}
	}
	return false
}

// waiting is what stands before and behind a loop that delays additions.
type waiting struct {
	decl  *ir.Decl
	flush ir.Stmt
}

// wait delays the addition t, and others to the same element, to the next iteration of n, to the place where the first of them stands. It gives nil where
// something else touches the element in between. It is sure or not that the element of the iteration is there: where it is not, the variable that
// holds something, and not zero, shows it.
func (x *subscripts) wait(n *ir.Count, c *certain, t touch, sure bool) *waiting {
	from := -1 // the first statement that adds
	for k, s := range n.Body.List {
		ts, _ := x.touches(n.Var, s)
		for _, o := range ts {
			if o.node != t.node {
				continue
			}
			d, ok := distance(t, o)
			switch {
			case ok && d == 0 && o.kind == add:
				if from < 0 {
					from = k
				}
			case ok && d == -n.Step && (from >= 0 || o.kind == add):
			default:
				return nil
			}
		}
	}
	if _, ok := x.touches(n.Var, n.Body.List...); !ok {
		return nil
	}
	last := next(n.Hi)
	if n.Step > 0 {
		last = put(ir.Op(token.SUB, n.Hi, ir.IntConst(1)), n.Var, n.Hi)
	}
	end := put(t.at, n.Var, last)
	now := &ir.Index{X: t.at.X, I: shifted(t.at.I, n.Var, -n.Step)}
	v := &ir.Var{Name: short(pathWords(t.at.X)+"Next", "waiting"), Type: t.at.Type()}
	at := x.redirect(n, t, v)
	add := func(place ir.Expr, sure bool) ir.Stmt {
		s := &ir.Assign{At: at, Dst: place, Add: true, Src: ir.Use(v)}
		if sure {
			return s
		}
		return &ir.If{At: at, Cond: ir.Compare(token.NEQ, ir.Use(v), ir.ZeroOf(v.Type)), Then: &ir.Block{List: []ir.Stmt{s}}}
	}
	list := append(n.Body.List[:from:from], add(now, sure), &ir.Assign{At: at, Dst: ir.Use(v), Src: ir.ZeroOf(v.Type)})
	n.Body.List = append(list, n.Body.List[from:]...)
	decl := &ir.Decl{At: ir.At{Orig: n.Origin()}, Var: v, Init: ir.ZeroOf(v.Type)}
	return &waiting{decl, add(end, c.holds(end))}
}

// redirect makes what n adds to the element t go to v, and tells from where one such statement comes.
func (x *subscripts) redirect(n *ir.Count, t touch, v *ir.Var) (at ir.At) {
	tr := &toucher{x: x, i: n.Var}
	ir.Walk(n.Body, func(s ir.Stmt) bool {
		if a, ok := s.(*ir.Assign); ok && a.Add {
			if e, ok := a.Dst.(*ir.Index); ok {
				o, _ := tr.element(e)
				if d, ok := distance(t, o); ok && d == 0 {
					a.Dst, at = ir.Use(v), a.At
				}
			}
		}
		return true
	})
	return at
}
