package adjoint

import (
	"go/types"
	"slices"

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
	b.findOverlaps()
	b.analyze()
	b.refuse()
	b.eachRow(func() { b.own = append(b.own, b.ownShadows()...) })
	b.splitShadows()
	for _, f := range b.prog.Funcs {
		b.nameValues(f.Body)
	}
	b.moveInvariants()
	b.analyze()
	for _, f := range b.prog.Funcs {
		b.augment(f.Body)
	}
	b.analyze()
	b.eachRow(b.findExposed)
	for _, f := range b.prog.Funcs {
		b.localAdjoints(f.Body)
	}
	return b.assemble()
}

// destinations makes the variables for the derivatives and the seeds.
func (b *builder) destinations() {
	b.eachRow(b.rowDsts)
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

// rowDsts makes the variables for the derivatives of a row.
func (b *builder) rowDsts() {
	for i, w := range b.req.Wrt {
		place := b.wrtPlace(w)
		d := destination{wrt: w, place: place, v: &ir.Var{Name: b.names[i], Type: place.Type(), Kind: ir.Result}}
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
}

// assemble puts the function together.
func (b *builder) assemble() *ir.Program {
	joint := b.jointFunctions()
	w, body := b.sweepsOf(b.fn.Body, b.turn)
	helpers := append(joint, b.split(w.redo)...)
	before, after := b.replay(w.redo)

	out := &ir.Func{Name: b.req.Name, Recv: b.fn.Recv, Obj: b.fn.Obj, Variadic: b.fn.Variadic && !b.req.VJP}
	out.Body, out.Rows = &ir.Block{}, len(b.req.Rows)
	add := func(list ...ir.Stmt) { out.Body.List = append(out.Body.List, list...) }
	b.signature(out)
	b.eachRow(func() { add(b.checks()...) })
	if checks := b.given.checks(); checks != nil {
		add(checks...)
	} else {
		add(b.apart()...)
	}
	b.eachRow(func() { add(b.clears()...) })
	add(b.own...)
	add(before...)
	b.eachRow(func() { add(b.seed()...) })
	add(body...)
	add(b.gather...)
	add(after...)
	prog := &ir.Program{Funcs: slices.Concat([]*ir.Func{out}, b.clearers, b.given.funcs(), helpers)}
	b.coalesceResults(out)
	reachable(prog)
	b.place(prog)
	for _, f := range prog.Funcs {
		hoistDecls(f)
	}
	return prog
}

// signature sets parameters and results: destinations, the primal's parameters, seeds; the primal's results, derivatives. Destinations
// and derivatives are in order of the rows.
func (b *builder) signature(out *ir.Func) {
	params := b.fn.Params
	if out.Recv {
		out.Params, params = append(out.Params, params[0]), params[1:]
	}
	b.eachRow(func() {
		for _, d := range b.dsts {
			if d.memory() {
				out.Params = append(out.Params, d.v)
			}
		}
	})
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
	b.eachRow(func() {
		for _, d := range b.dsts {
			if !d.memory() {
				out.Results = append(out.Results, d.v)
			}
		}
	})
}

// seed declares the adjoints of the results: one for that of the row, nothing yet for others that it is made of.
func (b *builder) seed() []ir.Stmt {
	var out []ir.Stmt
	for i, r := range b.fn.Results {
		sh, ok := b.shadows[b.results[r]]
		if b.req.VJP || !ok || ir.Refers(r.Type) {
			continue
		}
		d := &ir.Decl{Var: sh.(*ir.Ref).Var}
		if d.Var.Temp = true; i == b.output {
			d.Init = ir.FloatConst(1, r.Type)
		}
		out = append(out, d)
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
