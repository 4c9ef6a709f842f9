package pass

import (
	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Factor: what adjoint statements of a block add to several sums is put together again as a person would write it, where that saves operations:
// a common factor is taken out of a sum, and a sum that occurs as a factor in several sums is computed once.
//
//	p := du * pull                     sum := du*x + dv*y
//	dx := p * mass                     dmass += sum * pull
//	dmass += p * x                     dpull := sum * mass
//	dpull := du * (x * mass)           dx := du * pull * mass
//	q := dv * pull                     dy := dv * pull * mass
//	dy := q * mass
//	dmass += q * y
//	dpull += dv * (y * mass)
//
// This is the extraction of kernels of multi-level logic optimization (Brayton and McMullen 1982; for arithmetic Hosangadi, Fallah and
// Kastner 2006): a greedy search for the sum of products, a quotient of some sums by products, that saves most.
//
// Sums of adjoints may be reordered, and distributing a product over a sum of finite numbers changes it by rounding only, as long as nothing
// overflows or underflows. So does the order of factors. Which product of three factors is formed first was decided by how the
// primal happened to be written; but one thing mattered: the cotangent came first, so that one that is zero makes all
// products zero, whatever the others would overflow to. That stays so. All products in a sum that is taken out begin with what their term began with. Else
// what is left are single values, whose sum overflows only when they are half as large as the largest float.
//
// The primal's own statements stay, and float32, where a rounding counts. Terms move to the last statement of those that are put together: nothing that they are made of may change
// up to there, nothing may read the sum meanwhile, and they must not be able to panic.
func factorSums(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		x := &factorer{u: u, use: usageOf(f)}
		x.block(f.Body, &certain{g: u.graph, l: newLengths(u, f)})
		return x.changed
	})
}

type factorer struct {
	u       *unit
	use     *usage
	changed bool
}

func (x *factorer) block(blk *ir.Block, c *certain) {
	x.list(blk, c)
	for _, s := range blk.List {
		for _, in := range ir.Blocks(s) {
			x.block(in, c.inside(s))
		}
		c = c.past(s)
	}
}

// list works on the statements of blk themselves.
func (x *factorer) list(blk *ir.Block, c *certain) {
	t := newTerms(x, blk.List)
	for k, s := range blk.List {
		t.stmt(k, s, c)
		c = c.past(s)
	}
	f := &factoring{t: t}
	for f.step() {
		x.changed = true
	}
	if f.made > 0 {
		blk.List = f.write()
	}
}

// sumOfTerms is a float64 that adjoint statements add to, with what they add between two statements that read it or set it.
type sumOfTerms struct {
	place ir.Expr
	terms []*term
}

// term is a product of factors, one of what is added to a sum.
type term struct {
	neg      bool
	num, den []int // factors, by number; num[0] is the cotangent
	lead     int   // the first factor that is not a number
	at       int   // the statement after which it is known
	cost     int   // operations between its factors, as it is written, and its addition
	of       *sumOfTerms
	src      ir.Expr // as it was written, without the sign; nil for one that was put together
	gone     bool    // it is part of one that was put together
}

// part is one of the things that a statement adds, with its term if it has the form of one.
type part struct {
	summand
	t *term
}

// terms are the sums in a list of statements.
type terms struct {
	x        *factorer
	list     []ir.Stmt
	atoms    []ir.Expr              // factors by number
	last     map[*flow.Node]int     // the last statement that writes
	sums     []*sumOfTerms          // in order
	open     []*sumOfTerms          // those that still may be added to
	defs     map[*ir.Var]*definedBy // products that variables hold
	products []*ir.Var              // those variables, in order
	reads    map[*ir.Var]int        // of such variables, left in the function
	parts    map[int][]part         // of what the statements add
}

// definedBy is the product that a variable holds.
type definedBy struct {
	t    *term
	cost int
}

func newTerms(x *factorer, list []ir.Stmt) *terms {
	t := &terms{x: x, list: list, last: map[*flow.Node]int{}, defs: map[*ir.Var]*definedBy{}, reads: map[*ir.Var]int{}, parts: map[int][]part{}}
	for k, s := range list {
		for n := range x.u.graph.Written(s) {
			t.last[n] = k
		}
	}
	return t
}

// stmt takes the terms of statement k.
func (t *terms) stmt(k int, s ir.Stmt, c *certain) {
	place, src, adds := t.added(s)
	if place == nil {
		t.close(s)
		return
	}
	var own []*term
	for _, p := range summands(src, false, nil) {
		if m := t.product(k, p.e, c); m != nil {
			m.neg, m.src, m.cost = m.neg != p.neg, p.e, productCost(p.e)+1
			own = append(own, m)
			t.parts[k] = append(t.parts[k], part{p, m})
		} else {
			t.parts[k] = append(t.parts[k], part{p, nil})
		}
	}
	t.close(s)
	if d, ok := s.(*ir.Decl); ok && len(own) == 1 && len(t.parts[k]) == 1 && own[0].cost > 1 && t.x.use.single(d.Var) {
		t.defs[d.Var] = &definedBy{own[0], own[0].cost - 1}
		t.products = append(t.products, d.Var)
		t.reads[d.Var] = t.x.use.reads[d.Var]
	}
	sum := t.sum(place, adds)
	for _, m := range own {
		m.of = sum
		sum.terms = append(sum.terms, m)
	}
}

// added gives the float64 that the adjoint statement s adds to, or sets, and what.
func (t *terms) added(s ir.Stmt) (place, src ir.Expr, adds bool) {
	if !adjoint(s) || s.Origin() == nil {
		return nil, nil, false
	}
	switch s := s.(type) {
	case *ir.Decl:
		place, src = ir.Use(s.Var), s.Init
	case *ir.Assign:
		place, src, adds = s.Dst, s.Src, s.Add
	}
	if place == nil || src == nil || !isDouble(place.Type()) || !pure(src) {
		return nil, nil, false
	}
	r, local := place.(*ir.Ref)
	if local && (r.Var.Kind == ir.Global || reads(src, r.Var)) || !local && (!adds || !inMemory(place)) {
		return nil, nil, false
	}
	return place, src, adds
}

// sum is the sum at the place, a new one if that is not being added to.
func (t *terms) sum(place ir.Expr, adds bool) *sumOfTerms {
	if adds {
		for _, o := range t.open {
			if ir.Equal(o.place, place) {
				return o
			}
		}
	}
	o := &sumOfTerms{place: place}
	t.sums, t.open = append(t.sums, o), append(t.open, o)
	return o
}

// close ends the sums that s reads or sets, or that are found by what it changes.
func (t *terms) close(s ir.Stmt) {
	if len(t.open) == 0 {
		return
	}
	g := t.x.u.graph
	a := accessesOf(g, s)
	written := g.Written(s)
	ends := a.leaves || a.calls
	ir.Walk(s, func(s ir.Stmt) bool {
		_, panics := s.(*ir.Panic)
		ends = ends || panics
		return !ends
	})
	if ends {
		t.open = nil
		return
	}
	var still []*sumOfTerms
	for _, o := range t.open {
		ok := !g.Changes(written, &ir.Addr{X: o.place})
		if r, local := o.place.(*ir.Ref); local {
			ok = ok && !usesSum(s, r.Var)
		} else {
			n := g.Node(o.place)
			ok = ok && !a.loaded[n] && !a.stored[n]
		}
		if ok {
			still = append(still, o)
		}
	}
	t.open = still
}

// usesSum reports whether s, with all inside, does with v something else than add to it as an adjoint statement.
func usesSum(s ir.Stmt, v *ir.Var) bool {
	found := false
	ir.Walk(s, func(t ir.Stmt) bool {
		a, ok := t.(*ir.Assign)
		if ok && a.Add && adjoint(a) {
			if r, whole := a.Dst.(*ir.Ref); whole && r.Var == v {
				found = found || reads(a.Src, v)
				return true
			}
		}
		for _, e := range ir.Exprs(t) {
			found = found || reads(e, v)
		}
		for _, d := range ir.Dsts(t) {
			found = found || ir.Root(d) == v
		}
		return !found
	})
	return found
}
