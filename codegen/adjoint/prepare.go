package adjoint

import (
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/normal"
)

// Preparing gives a name, in the primal, to whatever the reverse sweep will ask for and could not find again:
// results and assigned reference parameters become local variables, loop bounds that the body may change are
// bound before the loop, a loop that may break records where it ended, a loop on a condition counts
// its trips, a branch whose condition can't be evaluated again keeps it in a variable, arguments of calls are
// bound. What turns out not to be needed disappears again with the other dead code.

func (b *builder) prepare(f *ir.Func) {
	cl := ir.NewCloner()
	root := f == b.prog.Funcs[0]
	var head, tail []ir.Stmt
	for _, r := range f.Results {
		v := &ir.Var{Temp: true, Name: r.Name, Type: r.Type}
		cl.Vars[r] = v
		head = append(head, &ir.Decl{Var: v})
		if root {
			b.results[r] = v
			b.seeded[v] = true
		} else {
			tail = append(tail, &ir.Assign{Dst: ir.Use(r), Src: ir.Use(v)})
		}
	}
	assigned := normal.Assigned(f.Body)
	for _, p := range f.Params {
		if assigned[p] && (!root || ir.Refers(p.Type)) {
			v := &ir.Var{Name: p.Name, Type: p.Type}
			cl.Vars[p] = v
			head = append(head, &ir.Decl{Var: v, Init: ir.Use(p)})
		}
	}
	body := cl.Block(f.Body)
	body.List = append(append(head, body.List...), tail...)
	f.Body = body
	b.g = flow.NewGraph(b.prog)
	b.prepareBlock(body, false)
}

func (b *builder) prepareBlock(blk *ir.Block, loop bool) {
	var out []ir.Stmt
	for _, s := range blk.List {
		for _, in := range ir.Blocks(s) {
			b.prepareBlock(in, loop || ir.IsLoop(s))
		}
		switch s := s.(type) {
		case *ir.Count:
			out = append(out, b.prepareCount(s)...)
		case *ir.While:
			out = append(out, b.prepareWhile(s)...)
		case *ir.If:
			out = append(out, b.prepareIf(s)...)
		case *ir.Assign:
			if list := b.prepareExtreme(s, loop); list != nil {
				out = append(out, list...)
				break
			}
			out = append(out, b.prepareAssign(s)...)
		case *ir.CallStmt:
			out = append(out, b.prepareCall(s)...)
		case *ir.Copy:
			out = append(out, b.prepareCopy(s)...)
		case *ir.Clear:
			out = append(out, b.prepareClear(s)...)
		default:
			out = append(out, s)
		}
	}
	blk.List = out
}

// prepareCount makes the bounds of a loop readable after it.
func (b *builder) prepareCount(s *ir.Count) []ir.Stmt {
	var out []ir.Stmt
	written := b.g.Written(s.Body)
	bind := func(name string, e ir.Expr) ir.Expr {
		if cheapInt(e) && !b.g.Changes(written, e) {
			return e
		}
		v := &ir.Var{Temp: true, Name: name, Type: e.Type()}
		out = append(out, &ir.Decl{At: s.At, Var: v, Init: e})
		return ir.Use(v)
	}
	s.Lo, s.Hi = bind("lo", s.Lo), bind("n", s.Hi)
	after := runningIndices(s)
	if hasBreak(s) {
		end := &ir.Var{Temp: true, Name: "end", Type: s.Hi.Type()}
		out = append(out, &ir.Decl{At: s.At, Var: end, Init: s.Hi})
		next := ir.Op(token.ADD, ir.Use(s.Var), &ir.Const{Val: ir.IntConst(s.Step).Val, Typ: s.Var.Type})
		b.beforeBreaks(s, s.Body, func() []ir.Stmt {
			return []ir.Stmt{&ir.Assign{At: s.At, Dst: ir.Use(end), Src: next}}
		})
		b.ends[s] = end
	}
	return append(append(out, s), after...)
}

// prepareWhile counts the trips of a loop. An iteration that breaks counts.
func (b *builder) prepareWhile(s *ir.While) []ir.Stmt {
	n := &ir.Var{Temp: true, Name: "trips", Type: ir.Int}
	b.trips[s] = n
	count := &ir.Assign{At: s.At, Dst: ir.Use(n), Add: true, Src: ir.IntConst(1)}
	s.Body.List = append([]ir.Stmt{count}, s.Body.List...)
	return []ir.Stmt{&ir.Decl{At: s.At, Var: n, Init: ir.IntConst(0)}, s}
}

// prepareIf keeps the condition, unless it is a condition on integers that the branches leave alone. Comparisons of
// floats are never repeated: nothing promises that they would come out the same.
func (b *builder) prepareIf(s *ir.If) []ir.Stmt {
	list := []ir.Stmt{s.Then}
	if s.Else != nil {
		list = append(list, s.Else)
	}
	if cheapInt(s.Cond) && !b.g.Changes(b.g.Written(list...), s.Cond) {
		return []ir.Stmt{s}
	}
	v := &ir.Var{Temp: true, Name: "taken", Type: s.Cond.Type()}
	keep := &ir.Decl{At: s.At, Var: v, Init: s.Cond}
	s.Cond = ir.Use(v)
	return []ir.Stmt{keep, s}
}

// prepareExtreme makes a branch of v = max(v, e) in a loop, where v is the largest so far, and of min: once the loop has gone on for a
// while, the branch is hardly ever taken, while the builtin takes eight times as long, and its adjoint has to go through all elements. The branch
// is taken wherever the builtin might give anything but v, so with NaN and with zeros of either sign.
func (b *builder) prepareExtreme(s *ir.Assign, loop bool) []ir.Stmt {
	c, ok := s.Src.(*ir.Call)
	if !ok || !loop || s.Add || len(c.Args) != 2 || c.Fn.Pkg != "" || !ir.IsFloat(c.Typ) {
		return nil
	}
	below, ok := map[string]token.Token{"max": token.LSS, "min": token.GTR}[c.Fn.Name]
	v, variable := s.Dst.(*ir.Ref)
	if !ok || !variable || !isVar(c.Args[0], v.Var) || normal.Mentions(c.Args[1], v.Var) {
		return nil
	}
	var out []ir.Stmt
	x := c.Args[1]
	if !isAtom(x) {
		w := &ir.Var{Temp: true, Name: placeName(x), Type: x.Type()}
		out = append(out, &ir.Decl{At: s.At, Var: w, Init: x})
		x = ir.Use(w)
	}
	cond := &ir.Unary{Op: token.NOT, X: ir.Compare(below, x, v)}
	take := &ir.Assign{At: s.At, Dst: v, Src: &ir.Call{Fn: c.Fn, Args: []ir.Expr{v, x}, Typ: c.Typ}}
	return append(out, b.prepareIf(&ir.If{At: s.At, Cond: cond, Then: &ir.Block{List: []ir.Stmt{take}}})...)
}

// prepareAssign binds the indices and pointers of a place that the store itself may change: a[int(a[0])] = x.
func (b *builder) prepareAssign(s *ir.Assign) []ir.Stmt {
	cells := map[*flow.Node]bool{}
	flow.Leaves(b.g.Node(s.Dst), s.Dst.Type(), func(n *flow.Node) { cells[n] = true })
	clash := false
	b.g.PathReads(s.Dst, func(n *flow.Node) { clash = clash || cells[n] })
	if !clash {
		return []ir.Stmt{s}
	}
	var out []ir.Stmt
	s.Dst = ir.MapExpr(s.Dst, func(e ir.Expr) ir.Expr {
		bind := func(x ir.Expr) ir.Expr {
			if !b.g.Changes(cells, x) {
				return x
			}
			v := &ir.Var{Temp: true, Name: placeName(x), Type: x.Type()}
			out = append(out, &ir.Decl{At: s.At, Var: v, Init: x})
			return ir.Use(v)
		}
		switch x := e.(type) {
		case *ir.Index:
			return &ir.Index{X: x.X, I: bind(x.I)}
		case *ir.Deref:
			return &ir.Deref{X: bind(x.X)}
		}
		return e
	})
	return append(out, s)
}

// prepareCall binds the arguments of a call that stays a call.
func (b *builder) prepareCall(s *ir.CallStmt) []ir.Stmt {
	var out []ir.Stmt
	for i, a := range s.Args {
		if _, ok := a.(*ir.Const); ok || s.Callee == nil {
			continue
		}
		v := &ir.Var{Temp: true, Name: s.Callee.Params[i].Name, Type: a.Type()}
		out = append(out, &ir.Decl{At: s.At, Var: v, Init: a})
		s.Args[i] = ir.Use(v)
	}
	// Results go through variables, so that the call stores to nothing that its arguments name.
	after := []ir.Stmt{}
	for i, d := range s.Dsts {
		if d == nil || s.Callee == nil && separate(d, s.Args) {
			continue
		}
		v := &ir.Var{Temp: true, Name: placeName(d), Type: d.Type()}
		out = append(out, &ir.Decl{At: s.At, Var: v})
		s.Dsts[i] = ir.Use(v)
		after = append(after, &ir.Assign{At: s.At, Dst: d, Src: ir.Use(v)})
	}
	return append(append(out, s), after...)
}

// separate reports whether d is a variable that none of the arguments reads.
func separate(d ir.Expr, args []ir.Expr) bool {
	r, ok := d.(*ir.Ref)
	if !ok || r.Var.Kind != ir.Local {
		return false
	}
	for _, a := range args {
		if normal.Mentions(a, r.Var) {
			return false
		}
	}
	return true
}

// prepareCopy cuts both sides of a copy to the length that is copied.
func (b *builder) prepareCopy(s *ir.Copy) []ir.Stmt {
	if !ir.Carries(s.Dst.Type()) {
		return []ir.Stmt{s}
	}
	n := &ir.Var{Temp: true, Name: "n", Type: ir.Int}
	size := &ir.Call{Fn: ir.FuncRef{Name: "min"}, Args: []ir.Expr{ir.Len(s.Dst), ir.Len(s.Src)}, Typ: ir.Int}
	dst := &ir.Var{Temp: true, Name: "dst", Type: s.Dst.Type()}
	src := &ir.Var{Temp: true, Name: "src", Type: s.Src.Type()}
	if t := elemType(s.Dst.Type()); ir.HoldsFloat(t) && ir.Refers(t) {
		return b.copyByElement(s, n, size)
	}
	cut := func(x ir.Expr) ir.Expr { return &ir.Slice{X: x, Hi: ir.Use(n)} }
	return []ir.Stmt{
		&ir.Decl{At: s.At, Var: n, Init: size},
		&ir.Decl{At: s.At, Var: dst, Init: cut(s.Dst)},
		&ir.Decl{At: s.At, Var: src, Init: cut(s.Src)},
		&ir.Copy{At: s.At, Dst: ir.Use(dst), Src: ir.Use(src)},
	}
}

// copyByElement writes a copy of elements that hold both floats and references as assignments, by way of memory of its own,
// since the two sides may overlap.
func (b *builder) copyByElement(s *ir.Copy, n *ir.Var, size ir.Expr) []ir.Stmt {
	tmp := &ir.Var{Temp: true, Name: "tmp", Type: types.NewSlice(elemType(s.Dst.Type()))}
	each := func(dst, src ir.Expr) ir.Stmt {
		k := &ir.Var{Name: "k", Type: ir.Int}
		at := func(x ir.Expr) ir.Expr { return &ir.Index{X: x, I: ir.Use(k)} }
		body := []ir.Stmt{&ir.Assign{At: s.At, Dst: at(dst), Src: at(src)}}
		return &ir.Count{At: s.At, Var: k, Lo: ir.IntConst(0), Hi: ir.Use(n), Step: 1, Body: &ir.Block{List: body}}
	}
	return []ir.Stmt{
		&ir.Decl{At: s.At, Var: n, Init: size},
		&ir.Decl{At: s.At, Var: tmp, Init: &ir.Make{Typ: tmp.Type, Len: ir.Use(n)}},
		each(ir.Use(tmp), s.Src),
		each(s.Dst, ir.Use(tmp)),
	}
}

// prepareClear writes the clearing of elements that hold both floats and references as assignments.
func (b *builder) prepareClear(s *ir.Clear) []ir.Stmt {
	sl, ok := s.X.Type().Underlying().(*types.Slice)
	if !ok || !ir.HoldsFloat(sl.Elem()) || !ir.Refers(sl.Elem()) {
		return []ir.Stmt{s}
	}
	k := &ir.Var{Name: "k", Type: ir.Int}
	x := &ir.Var{Temp: true, Name: "cleared", Type: s.X.Type()}
	body := []ir.Stmt{&ir.Assign{At: s.At, Dst: &ir.Index{X: ir.Use(x), I: ir.Use(k)}, Src: &ir.Zero{Typ: sl.Elem()}}}
	return []ir.Stmt{
		&ir.Decl{At: s.At, Var: x, Init: s.X},
		&ir.Count{At: s.At, Var: k, Lo: ir.IntConst(0), Hi: ir.Len(ir.Use(x)), Step: 1, Body: &ir.Block{List: body}},
	}
}

// cheapInt reports whether e reads and computes no floats and calls nothing but len and cap.
func cheapInt(e ir.Expr) bool {
	ok := true
	ir.WalkExpr(e, func(e ir.Expr) bool {
		if ir.IsFloat(e.Type()) {
			ok = false
		}
		switch e := e.(type) {
		case *ir.Call:
			ok = ok && e.Fn.Pkg == "" && (e.Fn.Name == "len" || e.Fn.Name == "cap" || e.Fn.Name == "min" || e.Fn.Name == "max")
		case *ir.Make, *ir.New:
			ok = false
		}
		return ok
	})
	return ok
}

func hasBreak(loop ir.Stmt) bool {
	found := false
	ir.Walk(loop, func(s ir.Stmt) bool {
		if x, ok := s.(*ir.Exit); ok && x.Target == loop {
			found = true
		}
		return true
	})
	return found
}

// beforeBreaks inserts statements before each break of loop inside blk.
func (b *builder) beforeBreaks(loop ir.Stmt, blk *ir.Block, stmts func() []ir.Stmt) {
	var out []ir.Stmt
	for _, s := range blk.List {
		if x, ok := s.(*ir.Exit); ok && x.Target == loop {
			out = append(out, stmts()...)
		}
		for _, in := range ir.Blocks(s) {
			b.beforeBreaks(loop, in, stmts)
		}
		out = append(out, s)
	}
	blk.List = out
}
