package pass

import (
	"go/token"
	"slices"

	"github.com/gograd/gograd/analyzer/ir"
)

// write gives the list of statements with what was taken out in its new form.
func (f *factoring) write() []ir.Stmt {
	made := map[int][]*term{}
	for _, s := range f.t.sums {
		for _, m := range s.terms {
			if m.src == nil {
				made[m.at] = append(made[m.at], m)
				f.count(m.num)
			}
		}
	}
	var out []ir.Stmt
	for k, s := range f.t.list {
		if s = f.rest(k, s); s != nil {
			out = append(out, s)
		}
		for _, m := range made[k] {
			at := ir.At{Orig: f.t.list[k].Origin()}
			f.turn(m)
			e := f.product(monomial{m.num, m.den}, at, &out)
			if m.neg {
				e = ir.Neg(e)
			}
			out = append(out, &ir.Assign{At: at, Dst: m.of.place, Add: true, Src: e})
		}
	}
	return out
}

// turn makes of -(a - b)*c the product (b - a)*c.
func (f *factoring) turn(m *term) {
	for _, n := range m.num {
		t := f.taken[n]
		if t == nil || t.uses > 1 || !m.neg || !slices.ContainsFunc(t.cubes, func(c cube) bool { return c.neg }) {
			continue
		}
		var added, subtracted []cube
		for _, c := range t.cubes {
			if c.neg {
				added = append(added, cube{c.monomial, false})
			} else {
				subtracted = append(subtracted, cube{c.monomial, true})
			}
		}
		t.cubes, m.neg = append(added, subtracted...), false
	}
}

// count counts the uses of sums that were taken out.
func (f *factoring) count(factors []int) {
	for _, n := range factors {
		t := f.taken[n]
		if t == nil {
			continue
		}
		if t.uses++; t.uses == 1 {
			for _, c := range t.cubes {
				f.count(c.num)
			}
		}
	}
}

// rest is what is left of statement k; nil if that is nothing.
func (f *factoring) rest(k int, s ir.Stmt) ir.Stmt {
	parts := f.t.parts[k]
	if !slices.ContainsFunc(parts, func(p part) bool { return p.t != nil && p.t.gone }) {
		return s
	}
	var src ir.Expr
	for _, p := range parts {
		if p.t == nil || !p.t.gone {
			src = signedSum(src, p.e, p.neg)
		}
	}
	switch s := s.(type) {
	case *ir.Decl:
		if src == nil {
			src = ir.ZeroOf(s.Var.Type)
		}
		return &ir.Decl{At: s.At, Var: s.Var, Init: src}
	case *ir.Assign:
		if src == nil && s.Add {
			return nil
		}
		if src == nil {
			src = ir.ZeroOf(s.Dst.Type())
		}
		return &ir.Assign{At: s.At, Dst: s.Dst, Add: s.Add, Src: src}
	}
	return s
}

// signedSum is sum + e, or sum - e, for a sum that may be nil.
func signedSum(sum, e ir.Expr, neg bool) ir.Expr {
	switch {
	case sum == nil && neg:
		return ir.Neg(e)
	case sum == nil:
		return e
	case neg:
		return ir.Op(token.SUB, sum, e)
	}
	return ir.Op(token.ADD, sum, e)
}

// product is the product m. What it needs is declared in out.
func (f *factoring) product(m monomial, at ir.At, out *[]ir.Stmt) ir.Expr {
	var e ir.Expr
	isNumber := func(n int) bool { return isConst(f.t.atoms[n]) != nil }
	num := slices.DeleteFunc(slices.Clone(m.num), func(n int) bool { return !isNumber(n) })
	for _, n := range append(num, slices.DeleteFunc(slices.Clone(m.num), isNumber)...) {
		if x := f.factor(n, at, out); e == nil {
			e = x
		} else {
			e = ir.Op(token.MUL, e, x)
		}
	}
	for _, n := range m.den {
		e = ir.Op(token.QUO, e, f.t.atoms[n])
	}
	return e
}

// factor is the factor n: a sum that was taken out, and is used in several places or long, is declared in out.
func (f *factoring) factor(n int, at ir.At, out *[]ir.Stmt) ir.Expr {
	t := f.taken[n]
	if t == nil || t.named {
		return f.t.atoms[n]
	}
	var sum ir.Expr
	for _, c := range t.cubes {
		m := f.product(c.monomial, at, out)
		if m == nil {
			m = ir.FloatConst(1, t.v.Type)
		}
		sum = signedSum(sum, m, c.neg)
	}
	if t.uses == 1 && ops(sum) < maxFolded {
		return sum
	}
	*out = append(*out, &ir.Decl{At: at, Var: t.v, Init: sum})
	t.named = true
	return f.t.atoms[n]
}
