package pass

import (
	"go/token"
	"slices"

	"github.com/gograd/gograd/analyzer/ir"
)

// Formulas: an int that is saved for each iteration, and is the same formula of what never changes in all of them, need not be saved:
//
//	t := 0
//	for k := range x {
//		…
//		t += len(x) - (k + 1)
//	}
//	savedT[i] = t
//	…
//	t := savedT[i]                    t := len(x) * (len(x) - 1) / 2
//
// What is counted up by a loop is known as the sum of what its iterations add: n*c for what is the same in all n of them, n(n-1)/2 and
// n(n+1)/2 for what grows or shrinks by one. These sums come to the same unless n² is more than an int can hold.
func formulas(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		s := &formulaFinder{l: newLengths(u, f), saved: map[*ir.Var]*savedInts{}}
		ir.Walk(f.Body, func(t ir.Stmt) bool {
			s.uses(t)
			return true
		})
		if !s.any() {
			return false
		}
		s.function(f, &certain{g: u.graph, l: s.l})
		return s.replace(f.Body)
	})
}

// savedInts is what is done with memory that ints are saved in.
type savedInts struct {
	stores, loads int
	bad           bool
	formula       ir.Expr // of what is stored, nil if that is not known
}

type formulaFinder struct {
	l     *lengths
	saved map[*ir.Var]*savedInts
	here  []*ir.Var // variables that never change of the function's outermost block, up to the statement at hand
}

// uses counts what s does with saved ints: it may store one, and load from them.
func (s *formulaFinder) uses(t ir.Stmt) {
	for _, d := range ir.Dsts(t) {
		if v := s.element(d); v != nil {
			s.of(v).stores++
			a, ok := t.(*ir.Assign)
			s.of(v).bad = s.of(v).bad || !ok || a.Add
		}
	}
	for _, e := range ir.Exprs(t) {
		ir.WalkExpr(e, func(e ir.Expr) bool {
			if a, ok := e.(*ir.Addr); ok {
				if v := s.element(a.X); v != nil {
					s.of(v).bad = true
				}
			}
			if v := s.element(e); v != nil {
				s.of(v).loads++
				s.other(e.(*ir.Index).I)
				return false
			}
			s.one(e)
			return true
		})
	}
}

// any reports whether there are saved ints that may be a formula.
func (s *formulaFinder) any() bool {
	for _, m := range s.saved {
		if m.candidate() {
			return true
		}
	}
	return false
}

// candidate reports whether what is stored is stored in one place, and loaded; the store's destination counts as a load.
func (m *savedInts) candidate() bool { return !m.bad && m.stores == 1 && m.loads > 1 }

// other notes saved memory that e mentions otherwise than as an element.
func (s *formulaFinder) other(e ir.Expr) {
	ir.WalkExpr(e, func(e ir.Expr) bool { s.one(e); return true })
}

func (s *formulaFinder) one(e ir.Expr) {
	if r, ok := e.(*ir.Ref); ok && r.Var.Kind == ir.Local && saved(e, s.l.use) {
		s.of(r.Var).bad = true
	}
}

func (s *formulaFinder) of(v *ir.Var) *savedInts {
	if s.saved[v] == nil {
		s.saved[v] = &savedInts{}
	}
	return s.saved[v]
}

// element is the variable of the saved ints that e is one of, or nil.
func (s *formulaFinder) element(e ir.Expr) *ir.Var {
	x, ok := e.(*ir.Index)
	if !ok || x.Type() != ir.Int || !saved(x.X, s.l.use) {
		return nil
	}
	return x.X.(*ir.Ref).Var
}

// function finds the formulas of what is stored in f.
func (s *formulaFinder) function(f *ir.Func, c *certain) {
	for _, v := range f.Params {
		if s.l.use.stores[v] == 0 {
			s.here = append(s.here, v)
		}
	}
	for _, t := range f.Body.List {
		for _, in := range ir.Blocks(t) {
			s.block(in, c.inside(t))
		}
		c = c.past(t)
		if d, ok := t.(*ir.Decl); ok && s.l.use.single(d.Var) {
			s.here = append(s.here, d.Var)
		}
	}
}

// block finds the formulas of what is stored in blk, which is inside a statement of the function.
func (s *formulaFinder) block(blk *ir.Block, c *certain) {
	values := map[*ir.Var]ir.Expr{}
	for _, t := range blk.List {
		if a, ok := t.(*ir.Assign); ok {
			if v := s.element(a.Dst); v != nil && s.saved[v].candidate() {
				s.saved[v].formula = s.formula(a.Src, values)
			}
		}
		for _, in := range ir.Blocks(t) {
			s.block(in, c.inside(t))
		}
		heldBehind(values, t, c)
		c = c.past(t)
	}
}

// formula is e in terms of what never changes, with the values of variables put in their places; nil if it isn't that.
func (s *formulaFinder) formula(e ir.Expr, values map[*ir.Var]ir.Expr) ir.Expr {
	cl := ir.NewCloner()
	for v, x := range values {
		cl.Exprs[v] = x
	}
	e = s.l.number(written(cl.Expr(e)))
	if ops(e) > maxFormula || !s.l.constant(e) {
		return nil
	}
	e = ir.MapExpr(e, s.name)
	fixed := true
	ir.WalkExpr(e, func(e ir.Expr) bool {
		r, ok := e.(*ir.Ref)
		fixed = fixed && !(ok && !slices.Contains(s.here, r.Var))
		return fixed
	})
	if !fixed {
		return nil
	}
	return e
}

// name is the variable that holds the number e, or e if there is none.
func (s *formulaFinder) name(e ir.Expr) ir.Expr {
	if e.Type() != ir.Int || isConst(e) != nil {
		return e
	}
	for _, v := range s.here {
		if v.Type == ir.Int && ir.Equal(s.l.number(ir.Use(v)), e) {
			return ir.Use(v)
		}
	}
	return e
}

// replace puts the formulas where the saved ints are loaded, and leaves out what stores them.
func (s *formulaFinder) replace(blk *ir.Block) bool {
	formula := func(e ir.Expr) ir.Expr {
		if v := s.element(e); v != nil {
			if m := s.saved[v]; m.candidate() {
				return m.formula
			}
		}
		return nil
	}
	changed := false
	var visit func(blk *ir.Block)
	visit = func(blk *ir.Block) {
		var out []ir.Stmt
		for _, t := range blk.List {
			if a, ok := t.(*ir.Assign); ok && formula(a.Dst) != nil {
				changed = true
				continue
			}
			ir.MapExprs(t, func(e ir.Expr) ir.Expr {
				return ir.MapExpr(e, func(e ir.Expr) ir.Expr {
					if x := formula(e); x != nil {
						changed = true
						return x
					}
					return e
				})
			})
			for _, in := range ir.Blocks(t) {
				visit(in)
			}
			out = append(out, t)
		}
		blk.List = out
	}
	visit(blk)
	return changed
}

// maxFormula is how many operations a formula may have that is computed again.
const maxFormula = 16

// heldBehind brings values, what was stored to int variables before t, to what was stored behind it. c is what is certain before it. What is read in
// them may have changed since, so they are good for what never changes.
func heldBehind(values map[*ir.Var]ir.Expr, t ir.Stmt, c *certain) {
	switch t := t.(type) {
	case *ir.Decl:
		if delete(values, t.Var); t.Init != nil && t.Var.Type == ir.Int {
			values[t.Var] = t.Init
		}
	case *ir.Assign:
		if r, ok := t.Dst.(*ir.Ref); ok {
			if delete(values, r.Var); !t.Add && r.Var.Type == ir.Int {
				values[r.Var] = t.Src
			}
		}
	default:
		for v, x := range values {
			if !assigns(t, v) {
				continue
			}
			delete(values, v)
			if n, ok := t.(*ir.Count); ok {
				if total := total(n, v, c); total != nil {
					values[v] = ir.Op(token.ADD, x, total)
				}
			}
		}
	}
}

// total is what the loop n adds to v, nil if that is not known.
func total(n *ir.Count, v *ir.Var, c *certain) ir.Expr {
	trips := written(n.Hi)
	if n.Step != 1 || !isNumber(n.Lo, 0) || !c.l.constant(trips) || !c.l.natural(trips, c.loops) {
		return nil
	}
	var by *ir.Assign
	for _, s := range n.Body.List {
		if a, ok := s.(*ir.Assign); ok && ir.Equal(a.Dst, ir.Use(v)) && by == nil {
			by = a
		} else if _, exit := s.(*ir.Exit); exit || assigns(s, v) || leaves(s) {
			return nil
		}
	}
	if by == nil {
		return nil
	}
	a := &atoms{}
	col := &nest{outer: n, c: c, low: n.Lo, high: trips}
	_, grows, ok := col.grows(by, a)
	if !ok {
		return nil
	}
	k := a.polynomial(ir.Use(n.Var))
	for _, sum := range []struct {
		of  polynomial
		all ir.Expr
	}{{col.below(a), triangular(trips)}, {k, triangular(trips)}, {k.plus(polynomial{"": 1}, 1), triangular(next(trips))}} {
		if d, ok := grows.plus(sum.of, -1).constant(); ok && d == 0 {
			return sum.all
		}
	}
	each := a.expr(grows)
	if !c.l.constant(each) || reads(each, n.Var) {
		return nil
	}
	return ir.Op(token.MUL, trips, each)
}

// triangular is n(n-1)/2, the number of elements below the diagonal of a matrix of n rows.
func triangular(n ir.Expr) ir.Expr {
	return ir.Op(token.QUO, ir.Op(token.MUL, n, written(ir.Op(token.SUB, n, ir.IntConst(1)))), ir.IntConst(2))
}
