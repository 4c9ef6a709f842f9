package pass

import (
	"go/token"

	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/randir"
)

// season puts into a random program what adjoints have many of and random programs few: neighbours with one guard, guards at the end of
// a loop, calls and quotients that a variable holds already, or holds where a condition is true; and loops that add to one place, or
// index slices of their own length. If it may panic, some of them do so on some inputs.
func season(r randir.Source, f *ir.Func, panics bool) {
	seasonBlock(r, f.Body)
	var vectors []*ir.Var
	for _, p := range f.Params {
		if ir.TypeString(p.Type) == "[]float64" {
			vectors = append(vectors, p)
		}
	}
	seasonLoops(r, f.Body, vectors, panics)
}

// seasonLoops puts more into loops over slices of float64, and more such loops behind them.
func seasonLoops(r randir.Source, blk *ir.Block, vectors []*ir.Var, panics bool) {
	var out []ir.Stmt
	for _, s := range blk.List {
		for _, in := range ir.Blocks(s) {
			seasonLoops(r, in, vectors, panics)
		}
		c, ok := s.(*ir.Count)
		x := over(s)
		if !ok || x == nil || r.IntN(3) == 0 {
			out = append(out, s)
			continue
		}
		v, w := &ir.Var{Name: "v", Type: x.Type}, &ir.Var{Name: "w", Type: x.Type}
		out = append(out, // w is as long as x, which takes some thought
			&ir.Decl{Var: v, Init: &ir.Make{Typ: x.Type, Len: ir.Op(token.ADD, ir.Len(ir.Use(x)), ir.IntConst(1))}},
			&ir.Decl{Var: w, Init: &ir.Slice{X: ir.Use(v), Lo: ir.IntConst(1)}})
		c.Body.List = append([]ir.Stmt{addTimes(at(w, c.Var), 0.5, at(x, c.Var))}, c.Body.List...)
		var after []ir.Stmt
		j := &ir.Var{Name: "j", Type: ir.Int}
		inside := []ir.Stmt{addTimes(at(w, j), 0.25, at(x, j))}
		if len(vectors) > 0 {
			y, k := vectors[r.IntN(len(vectors))], ir.IntConst(int64(r.IntN(3)))
			fixed := addTimes(&ir.Index{X: ir.Use(y), I: k}, 0.125, at(x, j))
			if r.IntN(2) == 0 {
				fixed.(*ir.Assign).Src = ir.Op(token.MUL, fixed.(*ir.Assign).Src, &ir.Index{X: ir.Use(y), I: k})
			}
			inside = append(inside, &ir.If{Cond: ir.Compare(token.GTR, ir.Len(ir.Use(y)), k), Then: &ir.Block{List: []ir.Stmt{fixed}}})
			i := &ir.Var{Name: "i", Type: ir.Int}
			all := &ir.Count{Var: i, Lo: ir.IntConst(0), Hi: ir.Len(ir.Use(x)), Step: 1, Body: &ir.Block{List: []ir.Stmt{addTimes(at(y, i), 0.125, at(x, i))}}}
			long := &ir.If{Cond: ir.Compare(token.GEQ, ir.Len(ir.Use(y)), ir.Len(ir.Use(x))), Then: &ir.Block{List: []ir.Stmt{all}}}
			switch n := r.IntN(8); {
			case panics && n == 0:
				after = append(after, all)
			case panics && n == 1:
				after = append(after, askew(r, x, y, w))
			default:
				after = append(after, long)
			}
		}
		again := &ir.Count{Var: j, Lo: ir.IntConst(0), Hi: ir.Len(ir.Use(x)), Step: 1, Body: &ir.Block{List: inside}}
		out = append(append(out, s, again), after...)
	}
	blk.List = out
}

// askew is a loop over i with one over j inside, with bounds that leave i in the range of x, or not.
func askew(r randir.Source, x, y, w *ir.Var) ir.Stmt {
	i, j := &ir.Var{Name: "i", Type: ir.Int}, &ir.Var{Name: "j", Type: ir.Int}
	inner := &ir.Count{Var: j, Lo: ir.IntConst(0), Hi: ir.Len(ir.Use(y)), Step: 1, Body: &ir.Block{List: []ir.Stmt{addTimes(at(y, j), 0.125, at(x, i)), addTimes(at(w, i), 0.25, at(x, i))}}}
	first := at(w, i)
	if r.IntN(2) == 0 {
		first = at(y, j)
	}
	inner.Body.List = append([]ir.Stmt{addTimes(at(y, j), 0.5, first)}, inner.Body.List...)
	lo, hi := int64(r.IntN(3)-1), int64(r.IntN(3)-1)
	return &ir.Count{Var: i, Lo: ir.IntConst(lo), Hi: ir.Op(token.ADD, ir.Len(ir.Use(x)), ir.IntConst(hi)), Step: 1, Body: &ir.Block{List: []ir.Stmt{inner}}}
}

// over is the variable that the loop s counts the elements of, if it is a slice of float64.
func over(s ir.Stmt) *ir.Var {
	c, ok := s.(*ir.Count)
	if !ok {
		return nil
	}
	r, ok := lenOf(c.Hi).(*ir.Ref)
	if !ok || ir.TypeString(r.Var.Type) != "[]float64" {
		return nil
	}
	return r.Var
}

func at(x, i *ir.Var) ir.Expr { return &ir.Index{X: ir.Use(x), I: ir.Use(i)} }

// addTimes is dst += k*x.
func addTimes(dst ir.Expr, k float64, x ir.Expr) ir.Stmt {
	return &ir.Assign{Dst: dst, Add: true, Src: ir.Op(token.MUL, ir.FloatConst(k, x.Type()), x)}
}

func seasonBlock(r randir.Source, blk *ir.Block) {
	var out []ir.Stmt
	for i := 0; i < len(blk.List); i++ {
		s := blk.List[i]
		for _, in := range ir.Blocks(s) {
			seasonBlock(r, in)
		}
		if e := repeated(s); e != nil && r.IntN(2) == 0 {
			held := &ir.Var{Name: "held", Type: e.Type()}
			a, ok := s.(*ir.Assign)
			if v := floatVar(e); ok && v != nil && r.IntN(2) == 0 { // in a branch, for a later one on the same condition
				store := &ir.Assign{Dst: ir.Use(held), Src: e}
				out = append(out, &ir.Decl{Var: held}, guarded(v, store), guarded(v, a))
				continue
			}
			out = append(out, &ir.Decl{Var: held, Init: e})
		}
		a, ok := s.(*ir.Assign)
		if !ok || r.IntN(2) == 0 {
			out = append(out, s)
			continue
		}
		v := floatVar(a.Src)
		if v == nil {
			out = append(out, s)
			continue
		}
		out = append(out, guarded(v, s))
		if i+1 < len(blk.List) {
			if b, ok := blk.List[i+1].(*ir.Assign); ok {
				out = append(out, guarded(v, b))
				i++
			}
		}
	}
	blk.List = out
}

// guarded is s under a condition on v that is true about as often as not: v is hardly ever zero.
func guarded(v *ir.Var, s ir.Stmt) ir.Stmt {
	return &ir.If{Cond: ir.Compare(token.GTR, ir.Use(v), ir.FloatConst(0.25, v.Type)), Then: &ir.Block{List: []ir.Stmt{s}}}
}

// floatVar is a float variable that e reads, or nil.
func floatVar(e ir.Expr) *ir.Var {
	var v *ir.Var
	ir.WalkExpr(e, func(e ir.Expr) bool {
		if r, ok := e.(*ir.Ref); ok && ir.IsFloat(r.Var.Type) && r.Var.Kind != ir.Global {
			v = r.Var
		}
		return v == nil
	})
	return v
}

// repeated is a call or quotient in s that can be computed before it too, or nil.
func repeated(s ir.Stmt) ir.Expr {
	var found ir.Expr
	for _, e := range ir.Exprs(s) {
		ir.WalkExpr(e, func(e ir.Expr) bool {
			if found == nil && dear(e) && pure(e) && !mayPanic(e) {
				found = e
			}
			return found == nil
		})
	}
	return found
}
