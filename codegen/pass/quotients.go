package pass

import (
	"go/token"

	"github.com/gograd/gograd/analyzer/ir"
)

// Quotients: where a loop adds up, for an adjoint, quotients by something that does not change in the loop, it adds up the numerators, and
// divides the sum:
//
//	for _, x := range xs {              muSum, sigmaSum := 0.0, 0.0
//		z := (x - mu) / sigma           for _, x := range xs {
//		dq := -z / sigma                    z := (x - mu) / sigma
//		dmu -= dq                           dq := -z
//		dsigma -= dq * z                    muSum -= dq
//	}                                       sigmaSum -= dq * z
//	                                    }
//	                                    dmu += muSum / sigma
//	                                    dsigma += sigmaSum / sigma
//
// All that the quotient goes to must be such sums, and nothing else may go to them in the loop, or read them. A sum of zero is not divided:
// the loop may have had no iteration, or none that matters.
func quotientSums(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		q := &quotienter{u: u, use: usageOf(f)}
		q.block(f.Body)
		return q.changed
	})
}

type quotienter struct {
	u       *unit
	use     *usage
	changed bool
}

func (q *quotienter) block(blk *ir.Block) {
	var out []ir.Stmt
	for _, s := range blk.List {
		var before, after []ir.Stmt
		if ir.IsLoop(s) {
			before, after = q.loop(s)
		}
		for _, in := range ir.Blocks(s) {
			q.block(in)
		}
		out = append(append(append(out, before...), s), after...)
	}
	blk.List = out
}

// loop gives what stands before and behind the loop s when its sums of quotients are quotients of sums.
func (q *quotienter) loop(s ir.Stmt) (before, after []ir.Stmt) {
	stored := storedIn(s)
	byDivisor := map[*ir.Var][]*ir.Decl{}
	var order []*ir.Var
	ir.Walk(s, func(t ir.Stmt) bool {
		d, ok := t.(*ir.Decl)
		if !ok || !adjoint(t) || t.Origin() == nil || d.Init == nil || !q.use.single(d.Var) || !ir.IsFloat(d.Var.Type) {
			return true
		}
		if _, c := quotientOf(d.Init); c != nil && !stored[c.Var] {
			if byDivisor[c.Var] == nil {
				order = append(order, c.Var)
			}
			byDivisor[c.Var] = append(byDivisor[c.Var], d)
		}
		return true
	})
	for _, c := range order {
		sums := q.sums(s, byDivisor[c])
		if len(sums) == 0 {
			continue
		}
		b, a := q.divide(s, c, byDivisor[c], sums)
		before, after = append(before, b...), append(after, a...)
		break // what is left is seen in the next round
	}
	return before, after
}

// quotientOf gives numerator and divisor where e is a quotient by a variable, or minus one; else nil.
func quotientOf(e ir.Expr) (x ir.Expr, c *ir.Ref) {
	switch e := e.(type) {
	case *ir.Unary:
		if x, c := quotientOf(e.X); c != nil && e.Op == token.SUB {
			return ir.Neg(x), c
		}
	case *ir.Binary:
		if c, ok := e.Y.(*ir.Ref); ok && e.Op == token.QUO {
			return e.X, c
		}
	}
	return nil, nil
}

// sums are the variables that the loop s adds the quotients ds to, in order; none if something else becomes of one of them, or of a sum.
func (q *quotienter) sums(s ir.Stmt, ds []*ir.Decl) []*ir.Var {
	quotient := map[*ir.Var]int{} // reads that are accounted for
	for _, d := range ds {
		quotient[d.Var] = 0
	}
	isSum := map[*ir.Var]bool{}
	var order []*ir.Var
	ok := true
	ir.Walk(s, func(t ir.Stmt) bool {
		a, add := t.(*ir.Assign)
		if add && a.Add && adjoint(t) {
			r, whole := a.Dst.(*ir.Ref)
			if v := factorOf(a.Src, quotient); whole && v != nil && ir.IsFloat(r.Var.Type) {
				quotient[v]++
				if !isSum[r.Var] {
					isSum[r.Var] = true
					order = append(order, r.Var)
				}
				return true
			}
		}
		return true
	})
	declared := declaredIn(s)
	for v, n := range quotient {
		ok = ok && n == q.use.reads[v]
	}
	for _, v := range order {
		ok = ok && !declared[v] && onlySums(s, v, quotient)
	}
	if !ok {
		return nil
	}
	return order
}

// factorOf is the one variable of vars that is a factor of the product e, and is not in it otherwise; nil if there is none.
func factorOf(e ir.Expr, vars map[*ir.Var]int) *ir.Var {
	switch e := e.(type) {
	case *ir.Ref:
		if _, ok := vars[e.Var]; ok {
			return e.Var
		}
	case *ir.Unary:
		if e.Op == token.SUB {
			return factorOf(e.X, vars)
		}
	case *ir.Binary:
		if e.Op != token.MUL {
			return nil
		}
		x, y := factorOf(e.X, vars), factorOf(e.Y, vars)
		switch {
		case x != nil && y == nil && !readsAny(e.Y, vars):
			return x
		case y != nil && x == nil && !readsAny(e.X, vars):
			return y
		}
	}
	return nil
}

func readsAny(e ir.Expr, vars map[*ir.Var]int) bool {
	found := false
	ir.WalkExpr(e, func(e ir.Expr) bool {
		if r, ok := e.(*ir.Ref); ok {
			if _, in := vars[r.Var]; in {
				found = true
			}
		}
		return !found
	})
	return found
}

// onlySums reports whether all that s does with v is to add products of the variables in quotient to it.
func onlySums(s ir.Stmt, v *ir.Var, quotient map[*ir.Var]int) bool {
	ok := true
	ir.Walk(s, func(t ir.Stmt) bool {
		if a, add := t.(*ir.Assign); add && a.Add && adjoint(t) {
			if r, whole := a.Dst.(*ir.Ref); whole && r.Var == v && factorOf(a.Src, quotient) != nil && !reads(a.Src, v) {
				return true
			}
		}
		for _, e := range ir.Exprs(t) {
			ok = ok && !reads(e, v)
		}
		return ok
	})
	return ok
}

// declaredIn are the variables that s, with all inside, declares.
func declaredIn(s ir.Stmt) map[*ir.Var]bool {
	out := map[*ir.Var]bool{}
	ir.Walk(s, func(t ir.Stmt) bool {
		if d, ok := t.(*ir.Decl); ok {
			out[d.Var] = true
		}
		return true
	})
	return out
}

// divide takes the division by c out of ds, and divides the sums behind the loop s.
func (q *quotienter) divide(s ir.Stmt, c *ir.Var, ds []*ir.Decl, sums []*ir.Var) (before, after []ir.Stmt) {
	at := ds[0].At
	for _, d := range ds {
		d.Init, _ = quotientOf(d.Init)
	}
	for _, v := range sums {
		sum := &ir.Var{Name: v.Name + "Sum", Type: v.Type}
		ir.Walk(s, func(t ir.Stmt) bool {
			if a, ok := t.(*ir.Assign); ok && a.Add && ir.Root(a.Dst) == v {
				a.Dst = ir.Use(sum)
			}
			return true
		})
		before = append(before, &ir.Decl{At: at, Var: sum, Init: ir.ZeroOf(sum.Type)})
		some := ir.Compare(token.NEQ, ir.Use(sum), ir.ZeroOf(sum.Type))
		add := &ir.Assign{At: at, Dst: ir.Use(v), Add: true, Src: ir.Op(token.QUO, ir.Use(sum), ir.Use(c))}
		after = append(after, &ir.If{At: at, Cond: some, Then: &ir.Block{List: []ir.Stmt{add}}})
	}
	q.changed = true
	return before, after
}
