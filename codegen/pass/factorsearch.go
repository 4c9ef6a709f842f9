package pass

import (
	"fmt"
	"go/token"
	"math"
	"slices"
	"strings"

	"github.com/gograd/gograd/analyzer/ir"
)

// The search takes time that grows with the square of the number of terms, and a step for each sum that is taken out. What it is for are some sums
// of some terms each.
const (
	maxTerms = 12  // of one sum that are looked at
	maxPairs = 300 // of terms; where there are more nothing is taken out
	maxTaken = 20
)

// factoring looks for what is worth being taken out of sums.
type factoring struct {
	t     *terms
	made  int
	taken map[int]*taken // by their numbers as factors
}

// taken is a sum of products that was taken out of others.
type taken struct {
	v     *ir.Var
	cubes []cube
	uses  int
	named bool // it has been written to a variable
}

// cube is one of the products of a sum that is taken out.
type cube struct {
	monomial
	neg bool
}

// place is where a sum of products may be taken out: the terms, in the order of the products, are by times those.
type place struct {
	sum   *sumOfTerms
	by    monomial
	neg   bool
	terms []*term
}

// chance is a sum of products with the places where it occurs.
type chance struct {
	cubes  []cube
	places []place

	gain    int
	numbers bool // the products are numbers
}

// step takes out what saves most, and reports whether there was something.
func (f *factoring) step() bool {
	n := 0
	for _, s := range f.t.sums {
		k := min(len(s.terms), maxTerms)
		n += k * (k - 1) / 2
	}
	if n > maxPairs || f.made == maxTaken {
		return false
	}
	var best *chance
	for _, c := range f.pairs() {
		for _, d := range append([]*chance{c}, c.apart()...) {
			f.grow(d)
			if d.gain = f.gain(d); d.gain > 0 && (best == nil || d.before(best)) {
				best = d
			}
		}
	}
	if best == nil {
		return false
	}
	f.take(best)
	return true
}

// before reports whether c is to be taken before d: numbers first, then what saves most.
func (c *chance) before(d *chance) bool {
	if c.numbers != d.numbers {
		return c.numbers
	}
	return c.gain > d.gain
}

// pairs are the sums of two products that are there, in the order in which they are found.
func (f *factoring) pairs() []*chance {
	byKey := map[string]*chance{}
	var order []*chance
	for _, s := range f.t.sums {
		list := s.terms[:min(len(s.terms), maxTerms)]
		for i, a := range list {
			for _, b := range list[i+1:] {
				p, cubes := pair(s, a, b)
				if p == nil {
					continue
				}
				key := f.key(s, cubes)
				c := byKey[key]
				if c == nil {
					c = &chance{cubes: cubes}
					byKey[key], order = c, append(order, c)
				} else if !p.follow(c.cubes, cubes) {
					continue
				}
				if !c.uses(a) && !c.uses(b) {
					c.places = append(c.places, *p)
				}
			}
		}
	}
	return order
}

// pair takes the largest common product out of the terms a and b of s.
func pair(s *sumOfTerms, a, b *term) (*place, []cube) {
	by := commonFactors(a, b)
	x, _ := a.without(by)
	y, _ := b.without(by)
	p := &place{sum: s, by: by, neg: a.neg, terms: []*term{a, b}}
	cubes := []cube{{x, false}, {y, a.neg != b.neg}}
	if !p.begins(cubes) {
		return nil, nil
	}
	return p, cubes
}

// begins reports whether the products begin with what the terms of p began with, or are single values if none does.
func (p *place) begins(cubes []cube) bool {
	first, single := 0, true
	for i, c := range cubes {
		if slices.Contains(c.num, p.terms[i].lead) {
			first++
		}
		single = single && len(c.num) <= 1 && len(c.den) == 0
	}
	return first == len(cubes) || first == 0 && single
}

// follow puts the terms of p, whose products are own, into the order that cubes has.
func (p *place) follow(cubes, own []cube) bool {
	if !equalMonomials(cubes[0].monomial, own[0].monomial) {
		p.terms[0], p.terms[1] = p.terms[1], p.terms[0]
		p.neg = p.terms[0].neg
		own = []cube{own[1], own[0]}
	}
	return equalMonomials(cubes[0].monomial, own[0].monomial) && equalMonomials(cubes[1].monomial, own[1].monomial)
}

func equalMonomials(a, b monomial) bool {
	return slices.Equal(sorted(a.num), sorted(b.num)) && slices.Equal(sorted(a.den), sorted(b.den))
}

func sorted(list []int) []int { return slices.Sorted(slices.Values(list)) }

// key is the same for the same two products, up to a common sign.
func (f *factoring) key(s *sumOfTerms, cubes []cube) string {
	var keys []string
	for _, c := range cubes {
		keys = append(keys, fmt.Sprint(sorted(c.num), sorted(c.den)))
	}
	slices.Sort(keys)
	return fmt.Sprint(strings.Join(keys, "+"), cubes[1].neg, s.place.Type())
}

func (c *chance) uses(t *term) bool {
	for _, p := range c.places {
		if slices.Contains(p.terms, t) {
			return true
		}
	}
	return false
}

// apart are the chances that c has in each of its places alone, if there are several.
func (c *chance) apart() []*chance {
	if len(c.places) < 2 {
		return nil
	}
	var out []*chance
	for _, p := range c.places {
		p.terms = slices.Clone(p.terms)
		out = append(out, &chance{cubes: slices.Clone(c.cubes), places: []place{p}})
	}
	return out
}

// grow adds products that occur with those of c in all its places.
func (f *factoring) grow(c *chance) {
	if len(c.places) == 0 {
		return
	}
	first := &c.places[0]
	for _, t := range first.sum.terms[:min(len(first.sum.terms), maxTerms)] {
		rest, ok := t.without(first.by)
		if !ok || c.uses(t) {
			continue
		}
		more := cube{rest, t.neg != first.neg}
		add := make([]*term, len(c.places))
		for i := range c.places {
			if add[i] = c.places[i].has(more, c, add); add[i] == nil {
				break
			}
		}
		if add[len(add)-1] == nil {
			continue
		}
		cubes := append(c.cubes[:len(c.cubes):len(c.cubes)], more)
		fits := true
		for i, p := range c.places {
			p.terms = append(p.terms[:len(p.terms):len(p.terms)], add[i])
			fits = fits && p.begins(cubes)
		}
		if !fits {
			continue
		}
		c.cubes = cubes
		for i := range c.places {
			c.places[i].terms = append(c.places[i].terms[:len(c.places[i].terms):len(c.places[i].terms)], add[i])
		}
	}
}

// has is the term of the sum of p that is more times what p is taken out by.
func (p *place) has(more cube, c *chance, add []*term) *term {
	for _, t := range p.sum.terms[:min(len(p.sum.terms), maxTerms)] {
		rest, ok := t.without(p.by)
		if ok && more.neg == (t.neg != p.neg) && equalMonomials(rest, more.monomial) && !c.uses(t) && !slices.Contains(add, t) {
			return t
		}
	}
	return nil
}

// gain is how many operations c saves.
func (f *factoring) gain(c *chance) int {
	if len(c.places) == 0 {
		return 0
	}
	n := 0
	unread := map[*ir.Var]int{}
	for _, p := range c.places {
		for _, t := range p.terms {
			n += t.cost
			f.t.forget(t.src, unread)
		}
		n -= len(p.by.num) + len(p.by.den)*divisionCost + 1
	}
	for v, k := range unread {
		if k == f.t.reads[v] {
			n += f.t.defs[v].cost
		}
	}
	v, all := f.number(c.cubes)
	if c.numbers = all; all && v == nil {
		return 0
	} else if all {
		return n
	}
	for _, m := range c.cubes {
		m = f.held(m, c.at(), unread, func(*ir.Var) {})
		n -= max(len(m.num)-1, 0) + len(m.den)*divisionCost
	}
	return n - len(c.cubes) + 1
}

// at is the statement after which c is computed first.
func (c *chance) at() int {
	first := math.MaxInt
	for _, p := range c.places {
		first = min(first, p.at())
	}
	return first
}

// at is the statement after which all terms of p are known.
func (p *place) at() int {
	at := 0
	for _, t := range p.terms {
		at = max(at, t.at)
	}
	return at
}

// held is m with variables that hold parts of it up to statement at, and that are still read when the reads in unread are gone.
func (f *factoring) held(m cube, at int, unread map[*ir.Var]int, use func(*ir.Var)) cube {
	for _, v := range f.t.products {
		d := f.t.defs[v]
		if d.t.at > at || f.t.reads[v] <= unread[v] || len(d.t.num)+len(d.t.den) < 2 {
			continue
		}
		all := &term{num: m.num, den: m.den}
		rest, ok := all.without(monomial{d.t.num, d.t.den})
		if !ok {
			continue
		}
		use(v)
		rest.num = append([]int{f.t.number(ir.Use(v))}, rest.num...)
		m = cube{rest, m.neg != d.t.neg}
	}
	return m
}

// forget counts the variables that hold products and are factors of e, and of those that nobody reads any more then.
func (t *terms) forget(e ir.Expr, unread map[*ir.Var]int) {
	switch x := e.(type) {
	case *ir.Unary:
		if x.Op == token.SUB {
			t.forget(x.X, unread)
		}
	case *ir.Binary:
		if x.Op == token.MUL || x.Op == token.QUO {
			t.forget(x.X, unread)
		}
		if x.Op == token.MUL {
			t.forget(x.Y, unread)
		}
	case *ir.Ref:
		if d := t.defs[x.Var]; d != nil {
			if unread[x.Var]++; unread[x.Var] == t.reads[x.Var] {
				t.forget(d.t.src, unread)
			}
		}
	}
}
