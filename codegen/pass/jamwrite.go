package pass

import (
	"go/token"
	"strconv"

	"github.com/gograd/gograd/analyzer/ir"
)

// jamWriter writes a loop in which several iterations run together, and the rest one by one.
type jamWriter struct {
	b      *jamBody
	lanes  int64
	i      *ir.Var               // what both loops count by
	copies []*ir.Cloner          // of the body, one for each of the iterations
	count  map[*ir.Var]*ir.Var   // counters of the loops that are one
	trips  map[*ir.Var]*ir.Count // the loops over slices that have one length, by the variable of the slice
}

func (w *jamWriter) loop() []ir.Stmt {
	n := w.b.n
	w.i = &ir.Var{Name: n.Var.Name, Type: ir.Int}
	w.prepare()
	out := []ir.Stmt{&ir.Decl{At: n.At, Var: w.i, Init: ir.IntConst(0)}}
	end := n.Hi
	if !plain(end) || !w.b.same(end) {
		v := &ir.Var{Name: "n", Type: ir.Int}
		out = append(out, &ir.Decl{At: n.At, Var: v, Init: end})
		end = ir.Use(v)
	}
	most := end
	if len(w.b.limits) > 0 {
		args := []ir.Expr{end}
		for _, x := range w.b.limits {
			args = append(args, ir.Len(x))
		}
		v := &ir.Var{Name: "n", Type: ir.Int}
		out = append(out, &ir.Decl{At: n.At, Var: v, Init: &ir.Call{Fn: ir.FuncRef{Name: "min"}, Args: args, Typ: ir.Int}})
		most = ir.Use(v)
	}
	jammed := &ir.While{At: n.At, Note: w.note(), Cond: w.condition(most), Body: &ir.Block{List: append(w.list(n.Body.List), w.forward(w.lanes))}}
	rest := ir.NewCloner()
	rest.Exprs[n.Var] = ir.Use(w.i)
	body := rest.Block(n.Body)
	body.List = append(body.List, w.forward(1))
	return append(out, jammed, &ir.While{At: n.At, Note: "The rest, one by one.", Cond: ir.Compare(token.LSS, ir.Use(w.i), end), Body: body})
}

func (w *jamWriter) note() string {
	return map[int64]string{2: "Two", 3: "Three", 4: "Four"}[w.lanes] + " iterations at a time."
}

func (w *jamWriter) forward(k int64) ir.Stmt {
	return &ir.Assign{At: w.b.n.At, Dst: ir.Use(w.i), Add: true, Src: ir.IntConst(k)}
}

// prepare gives the variables of the body their copies.
func (w *jamWriter) prepare() {
	w.count, w.trips = map[*ir.Var]*ir.Var{}, map[*ir.Var]*ir.Count{}
	for c := range w.b.fused {
		v := *c.Var
		w.count[c.Var] = &v
		if x, ok := lenOf(c.Hi).(*ir.Ref); ok && w.b.rows[c] && w.b.inits[x.Var] != nil {
			w.trips[x.Var] = c
		}
	}
	counters := map[*ir.Var]bool{}
	inner := map[*ir.Var]bool{} // elements: a variable for them is not worth its line
	ir.Walk(w.b.n.Body, func(s ir.Stmt) bool {
		if c, ok := s.(*ir.Count); ok {
			counters[c.Var] = true
			for _, t := range c.Body.List {
				if d, ok := t.(*ir.Decl); ok && w.b.fused[c] {
					inner[d.Var] = true
				}
			}
		}
		return true
	})
	for k := range w.lanes {
		c := ir.NewCloner()
		c.Exprs[w.b.n.Var] = plus(ir.Use(w.i), k)
		for v := range w.b.own {
			switch {
			case w.count[v] != nil:
				c.Vars[v] = w.count[v]
			case !counters[v]:
				c.Vars[v] = &ir.Var{Name: laneName(v.Name, k), Type: v.Type, Temp: v.Temp || inner[v]}
			}
		}
		w.copies = append(w.copies, c)
		w.ownScratch(k)
	}
}

// laneName is the name for what v is in iteration k: x0, x1; x1a, x1b for x1, which has a number already.
func laneName(name string, k int64) string {
	if last := name[len(name)-1]; '0' <= last && last <= '9' {
		return name + string(rune('a'+k))
	}
	return name + strconv.FormatInt(k, 10)
}

// condition is that under which the next iterations run together.
func (w *jamWriter) condition(most ir.Expr) ir.Expr {
	cond := ir.Expr(ir.Compare(token.LEQ, plus(ir.Use(w.i), w.lanes), most))
	i := ir.NewCloner()
	i.Vars[w.b.n.Var] = w.i
	for _, term := range w.b.terms {
		for k := range w.lanes {
			if t := term(k); t != nil {
				cond = ir.Op(token.LAND, cond, i.Expr(t))
			}
		}
	}
	return cond
}

// list writes the statements of list for all iterations.
func (w *jamWriter) list(list []ir.Stmt) []ir.Stmt {
	var out []ir.Stmt
	for _, s := range list {
		if c, ok := s.(*ir.Count); ok && w.b.fused[c] {
			one := &ir.Count{At: c.At, Label: c.Label, Var: w.count[c.Var], Lo: w.copy(c.Lo, 0), Hi: w.copy(c.Hi, 0), Step: c.Step,
				Body: &ir.Block{At: c.Body.At, List: w.list(c.Body.List)}}
			out = append(append(out, w.cuts(c, one)...), one)
			continue
		}
		if t := w.sum(s); t != nil {
			out = append(out, t)
			continue
		}
		if t := w.shared(s); t != nil {
			out = append(out, t)
			continue
		}
		for k := range w.lanes {
			t := w.copies[k].Stmt(s)
			w.even(t, k)
			if k > 0 && adjoint(t) {
				sayOnce(t)
			}
			if d, ok := s.(*ir.Decl); ok && k > 0 && w.trips[d.Var] != nil {
				t.(*ir.Decl).Init = &ir.Slice{X: t.(*ir.Decl).Init, Hi: w.copy(w.trips[d.Var].Hi, 0)}
			}
			out = append(out, t)
		}
	}
	return out
}

// sum is what s, an adjoint statement that adds to the same place in all iterations, adds for all of them; nil where s is none.
func (w *jamWriter) sum(s ir.Stmt) ir.Stmt {
	a, ok := s.(*ir.Assign)
	if !ok || !a.Add || !adjoint(a) || !ir.IsFloat(a.Dst.Type()) || w.b.j.g.Changes(w.b.j.g.Written(a), a.Src) {
		return nil
	}
	var dst, total ir.Expr
	minus := true
	for k := range w.lanes {
		t := w.copies[k].Stmt(s).(*ir.Assign)
		w.even(t, k)
		neg, is := t.Src.(*ir.Unary)
		minus = minus && is && neg.Op == token.SUB
		switch {
		case k == 0:
			dst, total = t.Dst, t.Src
			if minus {
				total = neg.X
			}
		case !ir.Equal(dst, t.Dst):
			return nil
		case minus:
			total = ir.Op(token.ADD, total, neg.X)
		case is && neg.Op == token.SUB:
			return nil
		default:
			total = ir.Op(token.ADD, total, t.Src)
		}
	}
	if minus {
		total = ir.Neg(total)
	}
	return &ir.Assign{At: a.At, Dst: dst, Add: true, Src: total}
}

// shared is s where it declares a variable that is the same in all iterations, such as an element that all of them read: it is declared once. Else it is nil.
func (w *jamWriter) shared(s ir.Stmt) ir.Stmt {
	d, ok := s.(*ir.Decl)
	if !ok || d.Init == nil || w.trips[d.Var] != nil || !pure(d.Init) || !w.b.j.l.use.single(d.Var) {
		return nil
	}
	init := w.copy(d.Init, 0)
	for k := range w.lanes {
		if !ir.Equal(init, w.copy(d.Init, k)) {
			return nil
		}
	}
	v := &ir.Var{Name: d.Var.Name, Type: d.Var.Type, Temp: d.Var.Temp}
	for _, c := range w.copies {
		c.Vars[d.Var] = v
	}
	return &ir.Decl{At: d.At, Var: v, Init: init}
}

// sayOnce lets what stands in s, a copy, go under the comment of s: what it is the adjoint of, the first copy says.
func sayOnce(s ir.Stmt) {
	at := ir.At{Orig: s.Origin()}
	ir.Walk(s, func(t ir.Stmt) bool {
		if !adjoint(t) {
			return true
		}
		switch t := t.(type) {
		case *ir.Decl:
			t.At = at
		case *ir.Assign:
			t.At = at
		case *ir.CallStmt:
			t.At = at
		case *ir.If:
			t.At = at
		case *ir.Count:
			t.At = at
		}
		return true
	})
}

func (w *jamWriter) copy(e ir.Expr, k int64) ir.Expr {
	return folded(w.copies[k].Expr(e))
}

// even replaces the lengths in s, copy k of a statement, that are what they are in the first iteration by those, and brings indices in order.
func (w *jamWriter) even(s ir.Stmt, k int64) {
	ir.Walk(s, func(t ir.Stmt) bool {
		ir.MapExprs(t, func(e ir.Expr) ir.Expr {
			return ir.MapExpr(folded(e), func(e ir.Expr) ir.Expr {
				for _, c := range w.trips {
					if k > 0 && ir.Equal(e, w.copies[k].Expr(c.Hi)) {
						return w.copies[0].Expr(c.Hi)
					}
				}
				return e
			})
		})
		return true
	})
}

// cuts gives slices that c, which becomes one, indexes by its variable the length of the loop, so that Go's compiler sees that the indices are in
// range. All accesses are: what each iteration indexes is that long.
func (w *jamWriter) cuts(c, one *ir.Count) []ir.Stmt {
	if !innermost(c)[c.Body] || c.Step != 1 || !isNumber(c.Lo, 0) || !plain(c.Hi) || !w.b.j.l.natural(c.Hi, nil) {
		return nil
	}
	written := w.b.j.g.Written(c)
	done := map[*ir.Var]bool{}
	var out []ir.Stmt
	for _, s := range c.Body.List {
		for _, e := range stepsOf(s) {
			x, exactly := indexedBy(e, c.Var)
			if x == nil || !exactly || done[x] || w.b.j.g.Changes(written, ir.Use(x)) || w.known(x, c) {
				continue
			}
			done[x] = true
			for k := range w.lanes {
				y := w.copies[k].Var(x)
				if k > 0 && y == w.copies[0].Var(x) {
					break // all iterations index the same
				}
				v := &ir.Var{Name: y.Name, Type: y.Type}
				out = append(out, &ir.Decl{At: c.At, Var: v, Init: &ir.Slice{X: ir.Use(y), Hi: one.Hi}})
				rebind(one.Body, y, v, one.Var)
			}
		}
	}
	return out
}

// known reports whether Go's compiler knows that x is no shorter than the loop c.
func (w *jamWriter) known(x *ir.Var, c *ir.Count) bool {
	l := w.b.j.l
	if r, ok := lenOf(c.Hi).(*ir.Ref); ok && r.Var == x {
		return true
	}
	if cut, ok := w.b.inits[x].(*ir.Slice); ok && cut.Lo == nil && cut.Hi != nil && ir.Equal(cut.Hi, c.Hi) {
		return true
	}
	return !w.b.rows[c] && l.compilerCovers(ir.Use(x), c.Hi)
}
