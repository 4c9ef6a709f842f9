package pass

import (
	"go/constant"
	"go/token"
	"slices"

	"github.com/gograd/gograd/analyzer/ir"
)

// number is the sum of the products, if all are numbers; nil if it is zero or not a multiple of 1/2: who reads 7.28 would not find 1 + 2*Pi in it.
func (f *factoring) number(cubes []cube) (sum ir.Expr, all bool) {
	total := constant.MakeInt64(0)
	var typ *ir.Const
	for _, c := range cubes {
		v := constant.MakeInt64(1)
		for _, n := range c.num {
			k := isConst(f.t.atoms[n])
			if k == nil {
				return nil, false
			}
			typ = k
			v = constant.BinaryOp(v, token.MUL, constant.ToFloat(k.Val))
		}
		if len(c.den) > 0 {
			return nil, false
		}
		if c.neg {
			v = constant.UnaryOp(token.SUB, v, 0)
		}
		total = constant.BinaryOp(total, token.ADD, v)
	}
	t := f.t.sums[0].place.Type()
	if typ != nil {
		t = typ.Typ
	}
	twice := constant.ToInt(constant.BinaryOp(total, token.ADD, total))
	if constant.Sign(total) == 0 || twice.Kind() != constant.Int || !representable(total, t) {
		return nil, true
	}
	return &ir.Const{Val: total, Typ: t}, true
}

// take takes c out.
func (f *factoring) take(c *chance) {
	f.made++
	typ := c.places[0].sum.place.Type()
	var n int
	v, numbers := f.number(c.cubes)
	if numbers {
		n = f.t.number(&ir.Const{Val: v.(*ir.Const).Val, Typ: typ})
	} else {
		v := &ir.Var{Name: "sum", Type: typ, Temp: true}
		n = f.t.number(ir.Use(v))
		if f.taken == nil {
			f.taken = map[int]*taken{}
		}
		f.taken[n] = &taken{v: v, cubes: c.cubes}
	}
	unread := map[*ir.Var]int{}
	for _, p := range c.places {
		for _, t := range p.terms {
			f.t.forget(t.src, unread)
		}
	}
	if d := f.taken[n]; d != nil {
		for i, m := range d.cubes {
			d.cubes[i] = f.held(m, c.at(), unread, func(v *ir.Var) { unread[v]-- })
		}
	}
	for _, p := range c.places {
		m := &term{neg: p.neg, den: p.by.den, of: p.sum, lead: n}
		first := slices.Contains(p.by.num, p.terms[0].lead)
		if first {
			m.lead = p.terms[0].lead
		}
		if first && !numbers {
			m.num = append(slices.Clone(p.by.num), n)
		} else {
			m.num = append([]int{n}, p.by.num...)
		}
		m.cost = len(m.num) + len(m.den)*divisionCost
		m.at = p.at()
		for _, t := range p.terms {
			t.gone = true
		}
		p.sum.terms = append(slices.DeleteFunc(p.sum.terms, func(t *term) bool { return t.gone }), m)
	}
	for v, k := range unread {
		f.t.reads[v] -= k
	}
}
