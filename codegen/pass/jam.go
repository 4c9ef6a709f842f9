package pass

import (
	"go/token"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Jam: where each iteration of a loop adds up a sum of its own in a loop inside, four iterations run together. A sum waits for its last
// addition, which takes the time of four; so four sums at once take little more than one.
//
//	                                 i := 0
//	for i, row := range w {          for i+4 <= len(w) && len(w[i+1]) == len(w[i]) && … {
//		s := 0.0                         row0, row1, … := w[i], w[i+1][:len(row0)], …
//		for j, v := range row {          s0, s1, s2, s3 := 0.0, 0.0, 0.0, 0.0
//			s += v * x[j]                for j := range row0 {
//		}                                    s0 += row0[j] * x[j]
//		y[i] = s                             s1 += row1[j] * x[j]
//	}                                        …
//	                                     }
//	                                     y[i] = s0
//	                                     y[i+1] = s1
//	                                     …
//	                                     i += 4
//	                                 }
//	                                 for i := i; i < len(w); i++ { as before }
//
// Each statement of the body is written four times, in the order of the iterations, and a loop inside once, with four bodies, or else four times too. So
// each sum is added up in the order in which it was. What has to hold:
//
// No iteration may touch what another one stores (see independent), but for scratch, of which each gets its own (see findScratch). The loops inside must have as many iterations in all four:
// where that is not known, the loop's condition asks for it. And nothing may panic in the primal, since what the caller then sees
// would differ: each access is certain to be in range, or the condition asks for that too. Where the condition does not hold, the loop as it was goes on, and
// ends or panics as it did.
func jam(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		j := newJammer(u, f, newLengths(u, f))
		j.block(f.Body, &certain{g: j.g, l: j.l})
		j.declareMore()
		return j.changed
	})
}

const (
	maxJammed       = 60 // statements of the loop that jamming makes
	maxJammedFloats = 14 // floats that are alive in the innermost loop: there are sixteen registers
	maxJammedSlices = 12 // slices that it goes through
	maxJamTerms     = 9  // conditions under which iterations run together
)

type jammer struct {
	g       *flow.Graph
	l       *lengths
	prog    *ir.Program
	f       *ir.Func               // of prog
	more    map[*ir.Decl][]ir.Stmt // what is to be declared behind the declarations
	changed bool
}

func newJammer(u *unit, f *ir.Func, l *lengths) *jammer {
	return &jammer{g: u.graph, l: l, prog: u.prog, f: f, more: map[*ir.Decl][]ir.Stmt{}}
}

func (j *jammer) block(blk *ir.Block, c *certain) {
	var out []ir.Stmt
	for _, s := range blk.List {
		list := []ir.Stmt{s}
		if n, ok := s.(*ir.Count); ok {
			if jammed := j.loop(n, c); jammed != nil {
				list, j.changed = jammed, true
			}
		}
		if w, while := s.(*ir.While); len(list) == 1 && !(while && w.Note != "") {
			for _, in := range ir.Blocks(s) {
				j.block(in, c.inside(s))
			}
		}
		c = c.past(s)
		out = append(out, list...)
	}
	blk.List = out
}

// loop gives what stands in the place of the loop n, or nil where it stays. c is what is certain before it.
func (j *jammer) loop(n *ir.Count, c *certain) []ir.Stmt {
	if n.Step != 1 || n.Var.Type != ir.Int || !isNumber(n.Lo, 0) || n.Origin() == nil || !simple(n.Body.List) {
		return nil
	}
	if k, known := j.l.less(ir.IntConst(0), n.Hi); known && k < minTrips {
		return nil
	}
	b := newJamBody(j, n, c)
	b.fuse(n.Body.List)
	b.findScratch()
	lanes := b.lanes()
	if lanes == 0 || !b.independent() || !b.quiet(n.Body.List, c.inside(n), nil) {
		return nil
	}
	w := &jamWriter{b: b, lanes: lanes}
	return w.loop()
}

// simple reports whether list has statements only that jam knows: no exits, nothing that allocates, no calls but those of kernels in the adjoint.
func simple(list []ir.Stmt) bool {
	ok := true
	for _, s := range list {
		ir.Walk(s, func(t ir.Stmt) bool {
			switch t := t.(type) {
			case *ir.Decl, *ir.Assign, *ir.If:
			case *ir.Block:
				ok = ok && t.Label == ""
			case *ir.Count:
				ok = ok && t.Var.Type == ir.Int
			case *ir.CallStmt:
				ok = ok && t.Callee == nil && t.Fn.Pkg == ir.KernelPath && adjoint(t)
			default:
				ok = false
			}
			for _, e := range ir.Exprs(t) {
				ir.WalkExpr(e, func(e ir.Expr) bool {
					c, call := e.(*ir.Call)
					ok = ok && (call && c.Fn.Pkg == ir.KernelPath && adjoint(t) || pureNode(e))
					return ok
				})
			}
			return ok
		})
	}
	return ok
}

// jamBody is the body of a loop of which several iterations are to run together.
type jamBody struct {
	j       *jammer
	n       *ir.Count
	start   *certain                // what is certain at the start of each iteration
	own     map[*ir.Var]bool        // declared in the body
	shared  map[*ir.Var]bool        // counters of loops that become one for all iterations
	inits   map[*ir.Var]ir.Expr     // what variables hold that are set once, at the top of the body
	written map[*flow.Node]bool     // what the body stores to
	fused   map[*ir.Count]bool      // loops that become one
	rows    map[*ir.Count]bool      // those of them whose number of iterations must be compared
	terms   []func(k int64) ir.Expr // conditions on iteration k of those that run together; nil where one for the first will do
	limits  []ir.Expr               // slices that must be as long as the loop goes
	scratch map[*ir.Var]*ir.Decl    // what each iteration fills before it reads it
}

func newJamBody(j *jammer, n *ir.Count, c *certain) *jamBody {
	b := &jamBody{j: j, n: n, start: c.inside(n), own: map[*ir.Var]bool{}, shared: map[*ir.Var]bool{}, inits: map[*ir.Var]ir.Expr{},
		written: map[*flow.Node]bool{}, fused: map[*ir.Count]bool{}, rows: map[*ir.Count]bool{}, scratch: map[*ir.Var]*ir.Decl{}}
	for _, s := range n.Body.List {
		if d, ok := s.(*ir.Decl); ok && d.Init != nil && j.l.use.single(d.Var) {
			b.inits[d.Var] = d.Init
		}
		ir.Walk(s, func(t ir.Stmt) bool {
			switch t := t.(type) {
			case *ir.Decl:
				b.own[t.Var] = true
			case *ir.Count:
				b.own[t.Var] = true
			default:
				j.g.Writes(t, func(m *flow.Node) { b.written[m] = true })
			}
			return true
		})
	}
	return b
}

// atStart gives e as it can be computed at the start of an iteration, and whether that is so: it is made of what the iterations do not change, and
// of the loop's variable.
func (b *jamBody) atStart(e ir.Expr) (ir.Expr, bool) {
	for range 8 {
		again := false
		e = ir.MapExpr(e, func(e ir.Expr) ir.Expr {
			if r, ok := e.(*ir.Ref); ok && b.inits[r.Var] != nil {
				again = true
				return b.inits[r.Var]
			}
			return e
		})
		if !again {
			break
		}
	}
	return e, b.same(e)
}

// same reports whether e, but for the loop's variable, has the same value everywhere in the loop.
func (b *jamBody) same(e ir.Expr) bool {
	ok := pure(e)
	ir.WalkExpr(e, func(e ir.Expr) bool {
		r, ref := e.(*ir.Ref)
		ok = ok && !(ref && b.own[r.Var])
		return ok
	})
	return ok && !b.j.g.Changes(b.written, e)
}

// invariant reports whether e has the same value in all iterations, where it is computed in a loop that is one for all of them.
func (b *jamBody) invariant(e ir.Expr) bool {
	c := ir.NewCloner()
	for v := range b.shared {
		c.Exprs[v] = ir.IntConst(0)
	}
	return !reads(e, b.n.Var) && b.same(c.Expr(e))
}

// fuse finds the loops in list that can be one for several iterations.
func (b *jamBody) fuse(list []ir.Stmt) {
	for _, s := range list {
		c, ok := s.(*ir.Count)
		if !ok || !b.invariant(c.Lo) {
			continue
		}
		if !b.invariant(c.Hi) {
			x := lenOf(c.Hi)
			if x == nil || !isNumber(c.Lo, 0) || len(b.shared) > 0 && b.around(c) {
				continue
			}
			y, ok := b.atStart(x)
			if !ok || !ir.IsSlice(y.Type()) || !b.start.holds(y) {
				continue
			}
			b.rows[c] = true
			b.compare(func(k int64) ir.Expr {
				if k == 0 {
					return nil
				}
				return ir.Compare(token.EQL, ir.Len(b.shifted(y, k)), ir.Len(b.shifted(y, 0)))
			})
		}
		b.fused[c], b.shared[c.Var] = true, true
		b.fuse(c.Body.List)
	}
}

// around reports whether c stands in a loop that is one for all iterations.
func (b *jamBody) around(c *ir.Count) bool {
	found := false
	for f := range b.fused {
		ir.Walk(f.Body, func(s ir.Stmt) bool { found = found || s == ir.Stmt(c); return !found })
	}
	return found
}

// compare adds a condition under which iterations run together.
func (b *jamBody) compare(term func(k int64) ir.Expr) {
	for _, t := range b.terms {
		if ir.Equal(t(0), term(0)) && ir.Equal(t(1), term(1)) {
			return
		}
	}
	b.terms = append(b.terms, term)
}

// shifted is e in iteration k of those that run together.
func (b *jamBody) shifted(e ir.Expr, k int64) ir.Expr {
	c := ir.NewCloner()
	c.Exprs[b.n.Var] = plus(ir.Use(b.n.Var), k)
	return folded(c.Expr(e))
}

// folded is e with (i+1)+2 as i+3.
func folded(e ir.Expr) ir.Expr {
	return ir.MapExpr(e, func(e ir.Expr) ir.Expr {
		if x, ok := e.(*ir.Binary); ok && x.Op == token.ADD && isConst(x.Y) != nil && ir.IsInteger(x.Typ) {
			if y, ok := x.X.(*ir.Binary); ok && y.Op == token.ADD && isConst(y.Y) != nil {
				return ir.Op(token.ADD, y.X, foldIndex(ir.Op(token.ADD, y.Y, x.Y)))
			}
		}
		return e
	})
}

func plus(e ir.Expr, k int64) ir.Expr {
	if k == 0 {
		return e
	}
	return ir.Op(token.ADD, e, ir.IntConst(k))
}
