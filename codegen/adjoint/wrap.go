package adjoint

import (
	"fmt"
	"go/types"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// destination is where the derivative for one wrt parameter goes: memory that the caller gives, or a result.
type destination struct {
	wrt    Wrt
	v      *ir.Var
	place  ir.Expr // of the primal
	shadow ir.Expr // of the adjoint
}

// memory reports whether the derivative goes to memory of the caller's.
func (d destination) memory() bool { return d.v.Kind == ir.Param }

// make builds the program.
func (b *builder) make() *ir.Program {
	b.destinations()
	b.g = flow.NewGraph(b.prog, b.outside...)
	b.clash = b.clashes()
	b.rows = b.rowChecks()
	b.analyze()
	b.refuse()
	b.own = b.ownShadows()
	b.splitShadows()
	for _, f := range b.prog.Funcs {
		b.nameValues(f.Body)
	}
	b.analyze()
	for _, f := range b.prog.Funcs {
		b.augment(f.Body)
	}
	b.analyze()
	for _, f := range b.prog.Funcs {
		b.localAdjoints(f.Body)
	}
	return b.assemble()
}

// destinations makes the variables for the derivatives and the seeds.
func (b *builder) destinations() {
	for _, w := range b.req.Wrt {
		place := b.wrtPlace(w)
		d := destination{wrt: w, place: place, v: &ir.Var{Name: w.Name, Type: place.Type(), Kind: ir.Result}}
		d.shadow = ir.Use(d.v)
		if ir.Refers(place.Type()) {
			d.v.Kind = ir.Param
			switch place.Type().Underlying().(type) {
			case *types.Slice, *types.Pointer:
			default:
				d.v.Type = types.NewPointer(place.Type())
				d.shadow = &ir.Deref{X: ir.Use(d.v)}
			}
			b.outside = append(b.outside, d.v)
		}
		b.isTemp[d.v] = true
		b.dsts = append(b.dsts, d)
		if len(w.Path) == 0 {
			b.shadows[b.fn.Params[w.Param]] = d.shadow
		} else {
			b.paths = append(b.paths, pathShadow{place: place, shadow: d.shadow})
		}
	}
	for i, r := range b.fn.Results {
		b.outside = append(b.outside, b.results[r])
		b.seeds = append(b.seeds, nil)
		if b.req.VJP && b.req.Seeds[i] != "" {
			v := &ir.Var{Name: b.req.Seeds[i], Type: r.Type, Kind: ir.Param}
			b.seeds[i] = v
			b.isTemp[v] = true
			if ir.Refers(r.Type) {
				b.outside = append(b.outside, v)
			} else {
				b.shadows[b.results[r]] = ir.Use(v)
			}
		}
	}
}

// ownShadows gives a shadow to each other parameter, and each package-level variable, through which active values pass.
func (b *builder) ownShadows() []ir.Stmt {
	var out []ir.Stmt
	for _, v := range b.outsiders() {
		if _, ok := b.shadows[v]; ok || b.hasPath(v) || !b.act.ActiveBelow(ir.Use(v)) {
			continue
		}
		if v.Kind == ir.Global && !ir.Refers(v.Type) {
			continue
		}
		d := &ir.Var{Name: dname(v.Name), Type: v.Type}
		b.shadows[v] = ir.Use(d)
		b.isShadowVar[d] = true
		if v.Kind == ir.Global {
			b.globals = append(b.globals, d)
		}
		out = append(out, &ir.Decl{Var: d})
		out = append(out, b.like(ir.Use(d), ir.Use(v), nil)...)
	}
	return out
}

// hasPath reports whether a field of v is a wrt of its own.
func (b *builder) hasPath(v *ir.Var) bool {
	for _, p := range b.paths {
		if rootVar(p.place) == v {
			return true
		}
	}
	return false
}

// outsiders are the parameters and the package-level variables that the program names.
func (b *builder) outsiders() []*ir.Var {
	out := append([]*ir.Var(nil), b.fn.Params...)
	seen := map[*ir.Var]bool{}
	for _, f := range b.prog.Funcs {
		ir.Walk(f.Body, func(s ir.Stmt) bool {
			for _, e := range ir.Exprs(s) {
				ir.WalkExpr(e, func(e ir.Expr) bool {
					if r, ok := e.(*ir.Ref); ok && r.Var.Kind == ir.Global && !seen[r.Var] {
						seen[r.Var] = true
						out = append(out, r.Var)
					}
					return true
				})
			}
			return true
		})
	}
	return out
}

// like gives the statements that make d, which is zero, a zeroed value of the shape of the place p.
func (b *builder) like(d, p ir.Expr, above []types.Type) []ir.Stmt {
	t := p.Type()
	if !ir.Refers(t) {
		return nil
	}
	for _, s := range above {
		if types.Identical(s, t) {
			b.cur = nil // it concerns the function as a whole
			b.cant(fmt.Sprintf("active values in %s, which holds values of the recursive type %s", rootVar(p).Name, ir.TypeString(t)),
				"it is not in wrt, and for its derivatives gograd can't make memory of the same shape",
				"name it in wrt, and pass a destination of the same shape")
		}
	}
	above = append(above, t)
	switch u := t.Underlying().(type) {
	case *types.Slice:
		out := []ir.Stmt{&ir.Assign{Dst: d, Src: b.arena(t, ir.Len(p))}}
		if ir.Refers(u.Elem()) {
			out = append(out, b.likeEach(d, p, ir.Len(p), above)...)
		}
		return out
	case *types.Pointer:
		inner := []ir.Stmt{&ir.Assign{Dst: d, Src: &ir.New{Elem: u.Elem(), Buf: b.arenaOf(u.Elem())}}}
		inner = append(inner, b.like(&ir.Deref{X: d}, &ir.Deref{X: p}, above)...)
		return []ir.Stmt{&ir.If{Cond: ir.Compare(tokenNEQ, p, &ir.Zero{Typ: t}), Then: &ir.Block{List: inner}}}
	case *types.Struct:
		var out []ir.Stmt
		for i := range u.NumFields() {
			out = append(out, b.like(&ir.Field{X: d, F: i}, &ir.Field{X: p, F: i}, above)...)
		}
		return out
	case *types.Array:
		return b.likeEach(d, p, ir.IntConst(u.Len()), above)
	}
	b.fail("gograd can't make a shadow of type %s", ir.TypeString(t))
	return nil
}

func (b *builder) likeEach(d, p, n ir.Expr, above []types.Type) []ir.Stmt {
	k := &ir.Var{Name: "k", Type: ir.Int}
	body := b.like(&ir.Index{X: d, I: ir.Use(k)}, &ir.Index{X: p, I: ir.Use(k)}, above)
	return []ir.Stmt{&ir.Count{Var: k, Lo: ir.IntConst(0), Hi: n, Step: 1, Body: &ir.Block{List: body}}}
}

// assemble puts the function together.
func (b *builder) assemble() *ir.Program {
	w, body := b.sweeps()
	helpers := b.split(w.redo)
	before, after := b.replay(w.redo)

	out := &ir.Func{Name: b.req.Name, Recv: b.fn.Recv, Obj: b.fn.Obj, Variadic: b.fn.Variadic && !b.req.VJP}
	out.Body = &ir.Block{}
	add := func(list ...ir.Stmt) { out.Body.List = append(out.Body.List, list...) }
	b.signature(out)
	add(b.checks()...)
	add(b.aliasChecks()...)
	add(b.rows...)
	add(b.clears()...)
	add(b.own...)
	add(before...)
	add(b.seed()...)
	add(body...)
	add(b.gather...)
	add(after...)
	prog := &ir.Program{Funcs: append(append([]*ir.Func{out}, b.clearers...), helpers...)}
	b.coalesceResults(out)
	b.place(prog)
	for _, f := range prog.Funcs {
		hoistDecls(f)
	}
	return prog
}

// sweeps makes the sweeps of the function, with as many loops fused as can be.
func (b *builder) sweeps() (*sweeper, []ir.Stmt) {
	b.fused = b.fusable(b.fn.Body)
	for {
		w := &sweeper{b: b, rec: b.record(b.fn.Body, false), redo: &redo{}}
		if c := b.savesOutside(); c != nil {
			b.unfuse(c)
		} else if body := w.joint(b.fn.Body, b.turn); w.wrong == nil {
			return w, body
		} else {
			b.unfuse(w.wrong)
		}
		b.bufs, b.bufName = nil, map[string]int{}
		for _, n := range b.notes {
			n.save, n.hasRev = false, false
		}
	}
}

// unfuse gives up fusing c, and with it what is inside: those loops no longer run once.
func (b *builder) unfuse(c *ir.Count) {
	ir.Walk(c, func(s ir.Stmt) bool {
		if in, ok := s.(*ir.Count); ok {
			delete(b.fused, in)
		}
		return true
	})
}

// savesOutside gives a fused loop that would have to save what does not belong to its iteration alone, or nil.
func (b *builder) savesOutside() *ir.Count {
	for c := range b.fused {
		in := b.inside(c)
		bad := false
		ir.Walk(c.Body, func(s ir.Stmt) bool {
			if n := b.notes[s]; n != nil && n.save {
				b.g.Writes(s, func(cell *flow.Node) { bad = bad || !in.local(cell) })
			}
			return !bad
		})
		if bad {
			return c
		}
	}
	return nil
}

// coalesceResults computes each result in the result itself, unless the reverse sweep sets what it was computed in back.
func (b *builder) coalesceResults(f *ir.Func) {
	cl := ir.NewCloner()
	from := map[*ir.Var]bool{}
	for _, r := range b.fn.Results {
		v := b.results[r]
		back := false
		for s, n := range b.notes {
			for _, d := range ir.Dsts(s) {
				back = back || n.save && ir.Root(d) == v
			}
		}
		if !back {
			cl.Exprs[v] = ir.Use(r)
			from[v] = true
		}
	}
	dropCopies(f.Body, cl, from)
}

// dropCopies replaces variables by what cl says, and drops their declarations and what then copies a variable to itself.
func dropCopies(blk *ir.Block, cl *ir.Cloner, from map[*ir.Var]bool) {
	var out []ir.Stmt
	for _, s := range blk.List {
		if d, ok := s.(*ir.Decl); ok && from[d.Var] {
			continue
		}
		ir.MapExprs(s, cl.Expr)
		if a, ok := s.(*ir.Assign); ok && !a.Add && ir.Equal(a.Dst, a.Src) && ir.Root(a.Dst) != nil {
			continue
		}
		for _, in := range ir.Blocks(s) {
			dropCopies(in, cl, from)
		}
		out = append(out, s)
	}
	blk.List = out
}

// signature sets parameters and results: destinations, the primal's parameters, seeds; the primal's results, derivatives.
func (b *builder) signature(out *ir.Func) {
	params := b.fn.Params
	if out.Recv {
		out.Params, params = append(out.Params, params[0]), params[1:]
	}
	for _, d := range b.dsts {
		if d.memory() {
			out.Params = append(out.Params, d.v)
		}
	}
	out.Params = append(out.Params, params...)
	for _, v := range b.seeds {
		if v != nil {
			out.Params = append(out.Params, v)
		}
	}
	for i, r := range b.fn.Results {
		if b.req.Names != nil {
			r.Name = b.req.Names[i]
		}
		out.Results = append(out.Results, r)
	}
	for _, d := range b.dsts {
		if !d.memory() {
			out.Results = append(out.Results, d.v)
		}
	}
}

// seed declares the adjoint of the loss: one.
func (b *builder) seed() []ir.Stmt {
	var out []ir.Stmt
	for i, r := range b.fn.Results {
		v := b.results[r]
		if b.req.VJP || i != b.lossIndex() {
			continue
		}
		if sh, ok := b.shadows[v]; ok {
			d := sh.(*ir.Ref).Var
			d.Temp = true
			out = append(out, &ir.Decl{Var: d, Init: ir.FloatConst(1, r.Type)})
		}
	}
	return out
}

// turn gives the statements between the sweeps: the results are final, their cotangents come in.
func (b *builder) turn() []ir.Stmt {
	var out []ir.Stmt
	for i, r := range b.fn.Results {
		v := b.results[r]
		out = append(out, &ir.Assign{Dst: ir.Use(r), Src: ir.Use(v)})
		if s := b.seeds[i]; s != nil && ir.Refers(r.Type) && b.act.ActiveBelow(ir.Use(v)) {
			out = append(out, b.accumulate(b.sh(ir.Use(v)), ir.Use(s), ir.Use(v), r.Name, s.Name)...)
		}
	}
	return out
}

// accumulate adds the cotangent at s to the adjoint at d, both of the shape of the primal p.
func (b *builder) accumulate(d, s, p ir.Expr, pName, sName string) []ir.Stmt {
	t := p.Type()
	switch u := t.Underlying().(type) {
	case *types.Basic:
		if ir.IsFloat(t) {
			return []ir.Stmt{&ir.Assign{Dst: d, Add: true, Src: s}}
		}
		return nil
	case *types.Slice:
		if !ir.Carries(t) {
			return nil
		}
		k := &ir.Var{Name: "k", Type: ir.Int}
		at := func(x ir.Expr) ir.Expr { return &ir.Index{X: x, I: ir.Use(k)} }
		body := b.accumulate(at(d), at(s), at(p), pName+"[…]", sName+"[…]")
		return []ir.Stmt{b.checkLen(s, p, sName, pName),
			&ir.Count{Var: k, Lo: ir.IntConst(0), Hi: ir.Len(p), Step: 1, Body: &ir.Block{List: body}}}
	case *types.Array:
		if !ir.Carries(t) {
			return nil
		}
		k := &ir.Var{Name: "k", Type: ir.Int}
		at := func(x ir.Expr) ir.Expr { return &ir.Index{X: x, I: ir.Use(k)} }
		body := b.accumulate(at(d), at(s), at(p), pName+"[…]", sName+"[…]")
		return []ir.Stmt{&ir.Count{Var: k, Lo: ir.IntConst(0), Hi: ir.IntConst(u.Len()), Step: 1, Body: &ir.Block{List: body}}}
	case *types.Struct:
		var out []ir.Stmt
		for i := range u.NumFields() {
			n := u.Field(i).Name()
			f := func(x ir.Expr) ir.Expr { return &ir.Field{X: x, F: i} }
			out = append(out, b.accumulate(f(d), f(s), f(p), pName+"."+n, sName+"."+n)...)
		}
		return out
	case *types.Pointer:
		if !ir.Carries(t) {
			return nil
		}
		f := func(x ir.Expr) ir.Expr { return &ir.Deref{X: x} }
		inner := b.accumulate(f(d), f(s), f(p), pName, sName)
		return []ir.Stmt{&ir.If{Cond: ir.Compare(tokenNEQ, p, &ir.Zero{Typ: t}), Then: &ir.Block{List: inner}}}
	}
	b.fail("gograd can't take a cotangent of type %s", ir.TypeString(t))
	return nil
}

// buffer makes a buffer for saved values of type t.
func (b *builder) buffer(name string, t types.Type, doc string) *ir.Buf {
	base := name
	for k := 2; b.bufName[name] > 0; k++ {
		name = fmt.Sprintf("%s%d", base, k)
	}
	b.bufName[name]++
	buf := &ir.Buf{Name: name, Elem: t, Doc: doc}
	b.bufs = append(b.bufs, buf)
	return buf
}

// arenaOf is the arena for elements of type t.
func (b *builder) arenaOf(t types.Type) *ir.Buf {
	for _, a := range b.arenas {
		if types.Identical(a.Elem, t) {
			return a
		}
	}
	name := "mem"
	if k := len(b.arenas); k > 0 {
		name = fmt.Sprintf("mem%d", k+1)
	}
	a := &ir.Buf{Name: name, Elem: t, Doc: "local memory and its shadow"}
	b.arenas = append(b.arenas, a)
	return a
}

// arena is a new slice of n elements, of slice type t, that lives until the function returns.
func (b *builder) arena(t types.Type, n ir.Expr) *ir.Make {
	return &ir.Make{Typ: t, Len: n, Buf: b.arenaOf(elemType(t))}
}

// place takes the memory that does not outlive the call from the workspace rather than from the heap.
func (b *builder) place(prog *ir.Program) {
	g := flow.NewGraph(prog, append(b.outside, prog.Funcs[0].Results...)...)
	put := func(e ir.Expr) ir.Expr {
		switch e := e.(type) {
		case *ir.Make:
			if e.Buf == nil && !g.Pointee(e).External {
				n := *e
				n.Buf = b.arenaOf(elemType(e.Typ))
				return &n
			}
		case *ir.New:
			if e.Buf == nil && !g.Pointee(e).External {
				n := *e
				n.Buf = b.arenaOf(e.Elem)
				return &n
			}
		}
		return e
	}
	for _, f := range prog.Funcs {
		ir.Walk(f.Body, func(s ir.Stmt) bool { ir.MapExprs(s, put); return true })
	}
	prog.Funcs[0].Bufs = append(append([]*ir.Buf(nil), b.bufs...), b.arenas...)
}
