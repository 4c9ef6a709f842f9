package pass

import (
	"go/constant"
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// Unroll writes out a loop of a few trips that indexes an array variable by its own variable: then the indices are constants, and the
// array can be taken apart (see parts). It does so only where that helps, that is where no other access to the array has an index that stays
// unknown.
//
// Hazards: the copies' variables are variables of their own; a loop that something leaves stays as it is; and what Go
// refuses to compile, an index that is out of range or a division by zero, would have been a panic: then the loop stays too.
func unroll(u *unit) bool {
	return unrollUpTo(u.prog, maxUnrolled)
}

func unrollUpTo(prog *ir.Program, most int) bool {
	changed := false
	for _, f := range prog.Funcs {
		r := &unroller{most: most * max(1, f.Rows), trips: map[*ir.Var][]int64{}, fixed: map[*ir.Var]bool{}}
		r.loops(f)
		r.arrays(f)
		changed = r.block(f.Body) || changed
	}
	return changed
}

// WriteOut does so to the short loops of a primal, unless the pass is switched off: the adjoint of each iteration is then made for itself.
func WriteOut(prog *ir.Program, opt Options) {
	if !opt.Off["unroll"] {
		unrollUpTo(prog, maxUnrolled/3) // the adjoint has more statements
	}
}

const (
	maxTrips    = 4  // of a loop that is unrolled
	maxUnrolled = 36 // statements that a loop becomes, with the loops in it, for each row of a Jacobian
)

type unroller struct {
	most  int                 // the statements that a loop may become
	trips map[*ir.Var][]int64 // the values of the variable of a loop that may be unrolled
	fixed map[*ir.Var]bool    // arrays whose indices are constants once these loops are unrolled
}

// loops finds the loops that may be unrolled.
func (r *unroller) loops(f *ir.Func) {
	ir.Walk(f.Body, func(s ir.Stmt) bool {
		if c, ok := s.(*ir.Count); ok && !isTarget(c) {
			if vals := tripValues(c); len(vals) > 0 {
				r.trips[c.Var] = vals
			}
		}
		return true
	})
	for found := true; found; { // a loop that becomes too long takes its share off those around it
		found = false
		ir.Walk(f.Body, func(s ir.Stmt) bool {
			if c, ok := s.(*ir.Count); ok && r.trips[c.Var] != nil && r.size(c) > r.most {
				delete(r.trips, c.Var)
				found = true
			}
			return !found
		})
	}
}

// size is how many statements s becomes.
func (r *unroller) size(s ir.Stmt) int {
	n := 0
	for _, b := range ir.Blocks(s) {
		for _, t := range b.List {
			n += r.size(t)
		}
	}
	if c, ok := s.(*ir.Count); ok {
		return n * max(1, len(r.trips[c.Var]))
	}
	return n + 1
}

// tripValues are the values of the variable of c, nil where they are not known or too many.
func tripValues(c *ir.Count) []int64 {
	lo, hi := isConst(c.Lo), isConst(c.Hi)
	if lo == nil || hi == nil || c.Var.Type != ir.Int {
		return nil
	}
	i, ok1 := constant.Int64Val(constant.ToInt(lo.Val))
	end, ok2 := constant.Int64Val(constant.ToInt(hi.Val))
	const far = 1 << 30
	if !ok1 || !ok2 || max(i, -i) > far || max(end, -end) > far || max(c.Step, -c.Step) > far {
		return nil
	}
	var out []int64
	for ; c.Step > 0 && i < end || c.Step < 0 && i > end; i += c.Step {
		if len(out) == maxTrips {
			return nil
		}
		out = append(out, i)
	}
	return out
}

// isTarget reports whether something in the loop s leaves it or its iteration.
func isTarget(s ir.Stmt) bool {
	found := false
	ir.Walk(s, func(t ir.Stmt) bool {
		e, ok := t.(*ir.Exit)
		found = found || ok && e.Target == s
		return !found
	})
	return found
}

// arrays finds the array variables of which unrolling leaves no access with an unknown index.
func (r *unroller) arrays(f *ir.Func) {
	unknown := map[*ir.Var]bool{}
	ir.Walk(f.Body, func(s ir.Stmt) bool {
		for _, e := range ir.Exprs(s) {
			ir.WalkExpr(e, func(e ir.Expr) bool {
				if x, ok := e.(*ir.Index); ok {
					if v := ir.Root(x); v != nil && v.Kind != ir.Global {
						r.fixed[v] = true
						unknown[v] = unknown[v] || !r.known(x.I)
					}
				}
				return true
			})
		}
		return true
	})
	for v := range unknown {
		// Reading a parameter's elements costs no more with an index that is not known.
		if unknown[v] || v.Kind == ir.Param && usageOf(f).stores[v] == 0 {
			delete(r.fixed, v)
		}
	}
}

// known reports whether the index e is a constant when the loops are unrolled.
func (r *unroller) known(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Const:
		return true
	case *ir.Ref:
		return r.trips[e.Var] != nil
	case *ir.Binary:
		return (e.Op == token.ADD || e.Op == token.SUB || e.Op == token.MUL) && r.known(e.X) && r.known(e.Y)
	}
	return false
}

func (r *unroller) block(blk *ir.Block) bool {
	changed := false
	var out []ir.Stmt
	for _, s := range blk.List {
		for _, in := range ir.Blocks(s) {
			changed = r.block(in) || changed
		}
		c, ok := s.(*ir.Count)
		if !ok || r.trips[c.Var] == nil || !r.helps(c) {
			out = append(out, s)
			continue
		}
		copies, ok := unrolled(c, r.trips[c.Var])
		if !ok {
			out = append(out, s)
			continue
		}
		out = append(out, copies...)
		changed = true
	}
	blk.List = out
	return changed
}

// helps reports whether c indexes by its variable an array that can be taken apart.
func (r *unroller) helps(c *ir.Count) bool {
	found := false
	ir.Walk(c.Body, func(s ir.Stmt) bool {
		for _, e := range ir.Exprs(s) {
			ir.WalkExpr(e, func(e ir.Expr) bool {
				x, ok := e.(*ir.Index)
				found = found || ok && reads(x.I, c.Var) && r.fixed[ir.Root(x)]
				return !found
			})
		}
		return !found
	})
	return found
}

// unrolled are copies of the body of c, one for each value of its variable; false where Go would not compile them.
func unrolled(c *ir.Count, vals []int64) ([]ir.Stmt, bool) {
	var out []ir.Stmt
	ok := true
	for _, k := range vals {
		cl := ir.NewCloner()
		cl.Exprs[c.Var] = &ir.Const{Val: constant.MakeInt64(k), Typ: c.Var.Type}
		list := cl.Block(c.Body).List
		for _, s := range list {
			ir.Walk(s, func(t ir.Stmt) bool {
				ir.MapExprs(t, func(e ir.Expr) ir.Expr { return ir.MapExpr(e, foldIndex) })
				for _, e := range ir.Exprs(t) {
					ok = ok && compiles(e)
				}
				return ok
			})
		}
		out = append(out, list...)
	}
	return out, ok
}

// foldIndex computes an operation on ints that are constants.
func foldIndex(e ir.Expr) ir.Expr {
	if b, ok := e.(*ir.Binary); ok && ir.IsInteger(b.X.Type()) && isConst(b.X) != nil && isConst(b.Y) != nil {
		return foldConst(b)
	}
	return e
}

// compiles reports whether Go accepts the constant operands in e.
func compiles(e ir.Expr) bool {
	ok := true
	ir.WalkExpr(e, func(e ir.Expr) bool {
		switch e := e.(type) {
		case *ir.Index:
			ok = ok && indexFits(e.I, e.X.Type())
		case *ir.Slice: // bounds that are constants must be in order, too
			for _, b := range []ir.Expr{e.Lo, e.Hi, e.Max} {
				if b != nil {
					ok = ok && indexFits(b, types.NewSlice(ir.Int))
				}
			}
			ok = ok && ordered(e.Lo, e.Hi) && ordered(e.Hi, e.Max) && ordered(e.Lo, e.Max)
		case *ir.Make:
			ok = ok && indexFits(e.Len, e.Typ) && (e.Cap == nil || indexFits(e.Cap, e.Typ) && ordered(e.Len, e.Cap))
		case *ir.Binary:
			if c := isConst(e.Y); c != nil && ir.IsInteger(e.X.Type()) {
				ok = ok && (e.Op != token.QUO && e.Op != token.REM || constant.Sign(c.Val) != 0)
				ok = ok && (e.Op != token.SHL && e.Op != token.SHR || constant.Sign(c.Val) >= 0)
			}
		}
		return ok
	})
	return ok
}

// indexFits reports whether i is no constant, or one that can index a value of type t.
func indexFits(i ir.Expr, t types.Type) bool {
	c := isConst(i)
	if c == nil {
		return true
	}
	n, exact := constant.Int64Val(constant.ToInt(c.Val))
	a, array := t.Underlying().(*types.Array)
	return exact && n >= 0 && (!array || n < a.Len())
}

// ordered reports whether lo and hi are no constants with lo > hi.
func ordered(lo, hi ir.Expr) bool {
	if lo == nil || hi == nil || isConst(lo) == nil || isConst(hi) == nil {
		return true
	}
	return constant.Compare(isConst(lo).Val, token.LEQ, isConst(hi).Val)
}
