package pass

import (
	"go/constant"
	"go/token"
	"maps"
	"slices"

	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/normal"
)

// Lastcalls: a function that calls itself more than once is a tree of calls, and most of the calls of a tree are its leaves. Where each call counts a
// parameter down, and a branch on that parameter decides whether there are further calls, the calls from the level above the leaves are known to
// be leaves: what these do stands in their place.
//
//	if n == 1 {                      if n == 1 {
//		s = w[0]                         s = w[0]
//	} else {                         } else if n == 2 {
//		s = w[n-1]                       s = w[1]
//		for i := range n {               s += w[0] // sum(w, 1)
//			s += sum(w, n-1)             s += w[0] // sum(w, 1)
//		}                            } else {
//	}                                    … as before
//	                                 }
//
// With n == 2 told apart there may be a level above it that is short enough: then it goes on. What is computed, and in which order, stays as it
// is: a body with a number for a parameter, and calls replaced by bodies. So functions of the primal, of the adjoint and of both at once are treated alike.
func lastcalls(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		r := recursionOf(f)
		if r == nil {
			return false
		}
		for _, v := range r.values() {
			if list := r.written(v); list != nil {
				then := &ir.Block{List: list, Note: "With all calls written out."}
				n := &ir.If{Cond: ir.Compare(token.EQL, ir.Use(r.p), ir.IntConst(v)), Then: then, Else: &ir.Block{List: r.block.List}}
				r.block.List = []ir.Stmt{n}
				return true
			}
		}
		return false
	})
}

const (
	maxLastCalls = 130 // statements that stand in the place of calls
	maxTold      = 3   // values of the parameter that are told apart, with those that the function itself tells apart
)

// recursion is a function that calls itself with a parameter that it counts down.
type recursion struct {
	f     *ir.Func
	p     *ir.Var
	downs []int64   // by how much it is counted down
	block *ir.Block // the innermost that has all the calls in it, and is in no loop
}

// recursionOf is what is known about f, nil where it is not what lastcalls is for.
func recursionOf(f *ir.Func) *recursion {
	var calls []*ir.CallStmt
	tree, ok := false, true
	var visit func(s ir.Stmt, loop bool)
	visit = func(s ir.Stmt, loop bool) {
		if c, is := s.(*ir.CallStmt); is && c.Callee == f {
			tree = tree || loop || len(calls) > 0
			calls = append(calls, c)
		}
		x, exit := s.(*ir.Exit)
		ok = ok && !(exit && x.Kind == ir.Return) && !makesMemory(s)
		for _, b := range ir.Blocks(s) {
			for _, t := range b.List {
				visit(t, loop || ir.IsLoop(s))
			}
		}
	}
	visit(f.Body, false)
	if !ok || !tree {
		return nil
	}
	use := usageOf(f)
	for i, p := range f.Params {
		if p.Type != ir.Int || use.stores[p] > 0 {
			continue
		}
		if downs := countsDown(calls, i, p); downs != nil {
			return &recursion{f: f, p: p, downs: downs, block: blockOfCalls(f, f.Body)}
		}
	}
	return nil
}

func makesMemory(s ir.Stmt) bool {
	for _, e := range ir.Exprs(s) {
		switch e.(type) {
		case *ir.Make, *ir.New:
			return true
		}
	}
	return false
}

// countsDown gives by how much argument i of the calls is less than p, nil where it is not.
func countsDown(calls []*ir.CallStmt, i int, p *ir.Var) []int64 {
	var out []int64
	for _, c := range calls {
		v, n := offset(c.Args[i])
		if r, ok := v.(*ir.Ref); !ok || r.Var != p || n >= 0 {
			return nil
		}
		out = append(out, -n)
	}
	return out
}

// blockOfCalls is the innermost block in blk, outside of loops, that has all calls of f in it.
func blockOfCalls(f *ir.Func, blk *ir.Block) *ir.Block {
	var only *ir.Block
	for _, s := range blk.List {
		for _, b := range append(ir.Blocks(s), &ir.Block{List: []ir.Stmt{s}}) {
			if len(ir.Blocks(s)) > 0 && len(b.List) == 1 && b.List[0] == s || !selfCallsIn(f, b) {
				continue
			}
			if only != nil || ir.IsLoop(s) || len(ir.Blocks(s)) == 0 {
				return blk
			}
			only = b
		}
	}
	if only == nil {
		return blk
	}
	return blockOfCalls(f, only)
}

// selfCallsIn reports whether blk has a call of f in it.
func selfCallsIn(f *ir.Func, blk *ir.Block) bool {
	found := false
	ir.Walk(blk, func(s ir.Stmt) bool {
		c, ok := s.(*ir.CallStmt)
		found = found || ok && c.Callee == f
		return !found
	})
	return found
}

// values are those of the parameter for which the calls may be leaves, from below: a little above the constants that it is compared with. There are none
// where enough have been told apart.
func (r *recursion) values() []int64 {
	try, told := map[int64]bool{}, 0
	ir.Walk(r.f.Body, func(s ir.Stmt) bool {
		if b, ok := s.(*ir.If); ok {
			if c, ok := b.Cond.(*ir.Binary); ok && c.Op == token.EQL && namesVar(c.X, r.p) && isConst(c.Y) != nil {
				told++
			}
		}
		for _, e := range ir.Exprs(s) {
			ir.WalkExpr(e, func(e ir.Expr) bool {
				b, ok := e.(*ir.Binary)
				if ok && isComparison(b.Op) && namesVar(b.X, r.p) && isConst(b.Y) != nil {
					_, k := offset(b.Y)
					for _, d := range r.downs {
						try[k+d-1], try[k+d], try[k+d+1] = true, true, true
					}
				}
				return true
			})
		}
		return true
	})
	if told >= maxTold {
		return nil
	}
	return slices.Sorted(maps.Keys(try))
}

// written is the block of the calls for the value v of the parameter, with all calls written out; nil where they are not all leaves, or it is too long.
func (r *recursion) written(v int64) []ir.Stmt {
	if !selfCallsIn(r.f, r.with(r.f.Body, v)) {
		return nil
	}
	blk := r.with(r.ownInts(), v)
	if !r.writeOut(blk) {
		return nil
	}
	unrollLast(blk)
	if size(blk) > maxLastCalls || !compilesIn(blk) {
		return nil
	}
	eachList(blk, ownValues)
	return blk.List
}

// compilesIn reports whether Go accepts the constants in blk: an index that is out of range, say, is an error where it stands as a number, though
// the program may never come there.
func compilesIn(blk *ir.Block) bool {
	ok := true
	ir.Walk(blk, func(s ir.Stmt) bool {
		for _, e := range ir.Exprs(s) {
			ok = ok && compiles(e)
			ir.WalkExpr(e, func(e ir.Expr) bool {
				switch e := e.(type) {
				case *ir.Conv:
					k := isConst(e.X)
					ok = ok && !(k != nil && ir.IsInteger(e.Typ) && e.Typ != ir.Int)
				case *ir.Binary: // what was not folded overflows
					folds := e.Op == token.ADD || e.Op == token.SUB || e.Op == token.MUL || e.Op == token.SHL
					ok = ok && !(folds && ir.IsInteger(e.Typ) && isConst(e.X) != nil && isConst(e.Y) != nil)
				}
				return ok
			})
		}
		return ok
	})
	return ok
}

// ownInts is the block of the calls with variables of its own for the integers that it changes and that nobody reads behind it.
func (r *recursion) ownInts() *ir.Block {
	d := &deadCode{dry: true, breaks: map[ir.Stmt]*liveSet{}, use: usageOf(r.f), ends: map[*ir.Block]*liveSet{}}
	d.block(r.f.Body, newLiveSet(r.f.Results...))
	end, known := d.ends[r.block]
	if !known || r.block == r.f.Body {
		return r.block
	}
	inside := map[*ir.Var]bool{}
	cl := ir.NewCloner()
	var first []ir.Stmt
	ir.Walk(r.block, func(s ir.Stmt) bool {
		switch s := s.(type) {
		case *ir.Decl:
			inside[s.Var] = true
		case *ir.Assign:
			dst, ok := s.Dst.(*ir.Ref)
			if !ok || inside[dst.Var] || end.has(dst.Var) || dst.Var.Kind != ir.Local || !ir.IsInteger(dst.Var.Type) || cl.Vars[dst.Var] != nil {
				break
			}
			v := &ir.Var{Name: dst.Var.Name, Type: dst.Var.Type}
			cl.Vars[dst.Var] = v
			first = append(first, &ir.Decl{At: s.At, Var: v, Init: dst})
		}
		return true
	})
	blk := cl.Block(r.block)
	blk.List = append(first, blk.List...)
	return blk
}

// unrollLast writes out the loops in blk whose few trips are known, where that does not become long.
func unrollLast(blk *ir.Block) {
	var out []ir.Stmt
	for _, s := range blk.List {
		for _, in := range ir.Blocks(s) {
			unrollLast(in)
		}
		list := []ir.Stmt{s}
		if c, ok := s.(*ir.Count); ok && !isTarget(c) {
			if vals := tripValues(c); vals != nil {
				if copies, ok := unrolled(c, vals); ok {
					flat := &ir.Block{List: copies}
					foldIntsIn(flat)
					if size(flat) <= maxLastCalls {
						list = flat.List
					}
				}
			}
		}
		out = append(out, list...)
	}
	blk.List = out
}

// with is blk where the parameter is v.
func (r *recursion) with(blk *ir.Block, v int64) *ir.Block {
	cl := ir.NewCloner()
	cl.Exprs[r.p] = ir.IntConst(v)
	out := cl.Block(blk)
	foldIntsIn(out)
	return out
}

// foldIntsIn computes what is constant in blk.
func foldIntsIn(blk *ir.Block) {
	ir.Walk(blk, func(s ir.Stmt) bool {
		ir.MapExprs(s, func(e ir.Expr) ir.Expr { return ir.MapExpr(e, foldRemainder) })
		return true
	})
	branches(blk)
}

// foldRemainder computes an operation on ints that are constants, remainders too.
func foldRemainder(e ir.Expr) ir.Expr {
	b, ok := e.(*ir.Binary)
	if ok && b.Op == token.REM && b.Typ == ir.Int && isConst(b.X) != nil && isConst(b.Y) != nil && !isNumber(b.Y, 0) {
		return &ir.Const{Val: constant.BinaryOp(isConst(b.X).Val, token.REM, isConst(b.Y).Val), Typ: ir.Int}
	}
	return foldIndex(e)
}

// writeOut replaces the calls in blk by what they do; false where one of them may go on calling.
func (r *recursion) writeOut(blk *ir.Block) bool {
	var out []ir.Stmt
	for _, s := range blk.List {
		for _, in := range ir.Blocks(s) {
			if !r.writeOut(in) {
				return false
			}
		}
		c, ok := s.(*ir.CallStmt)
		if !ok || c.Callee != r.f {
			out = append(out, s)
			continue
		}
		leaf := r.leaf(c)
		if leaf == nil {
			return false
		}
		out = append(out, leaf...)
	}
	blk.List = out
	return true
}

// leaf is what the call c does, nil where that is not known or it calls again.
func (r *recursion) leaf(c *ir.CallStmt) []ir.Stmt {
	n := *r.f
	i := slices.Index(r.f.Params, r.p)
	k := isConst(c.Args[i])
	if k == nil {
		return nil
	}
	_, v := offset(k)
	if n.Body = r.with(r.f.Body, v); selfCallsIn(r.f, n.Body) {
		return nil
	}
	return normal.Inlined(c, &n)
}

// ownValues gives each value of an integer that list declares and sets anew a variable of its own, which may be replaced by the value where that is fixed.
func ownValues(list []ir.Stmt) {
	inside := map[*ir.Var]bool{} // set in blocks of the statements
	for _, s := range list {
		for _, b := range ir.Blocks(s) {
			for v := range storedIn(b) {
				inside[v] = true
			}
		}
	}
	now := ir.NewCloner()
	own := map[*ir.Var]bool{}
	for i, s := range list {
		if d, ok := s.(*ir.Decl); ok && ir.IsInteger(d.Var.Type) {
			d.Var.Temp = true
			own[d.Var] = d.Init != nil && !inside[d.Var]
		}
		ir.Walk(s, func(t ir.Stmt) bool {
			a, ok := t.(*ir.Assign)
			if r, ref := assignedPlace(a).(*ir.Ref); ok && ref && own[r.Var] {
				a.Src = now.Expr(a.Src)
				return true
			}
			ir.MapExprs(t, now.Expr)
			return true
		})
		a, ok := s.(*ir.Assign)
		r, ref := assignedPlace(a).(*ir.Ref)
		if !ok || !ref || !own[r.Var] {
			continue
		}
		v := &ir.Var{Name: r.Var.Name, Type: r.Var.Type, Temp: true}
		init := a.Src
		if a.Add {
			init = ir.Op(token.ADD, now.Expr(r), a.Src)
		}
		now.Vars[r.Var] = v
		list[i] = &ir.Decl{At: a.At, Var: v, Init: init}
	}
}

func assignedPlace(a *ir.Assign) ir.Expr {
	if a == nil {
		return nil
	}
	return a.Dst
}
