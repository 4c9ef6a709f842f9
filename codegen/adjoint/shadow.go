package adjoint

import (
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// The shadow of a place is the place that holds its adjoint: the shadow of w[i] is dw[i]. A slice or a pointer has a
// shadow of the same type, which the forward sweep makes, cuts, swaps and stores exactly as the
// primal does with the reference itself; so shadows alias where primals do. A struct that holds both floats and
// references has one shadow for both: the forward sweep sets its references, the reverse sweep its floats.

// sh is the shadow of a place or of a reference value.
func (b *builder) sh(e ir.Expr) ir.Expr {
	for _, p := range b.paths {
		if ir.Equal(p.place, e) {
			return p.shadow
		}
	}
	switch e := e.(type) {
	case *ir.Ref:
		return b.shRoot(e.Var)
	case *ir.Field:
		return &ir.Field{X: b.sh(e.X), F: e.F}
	case *ir.Index:
		return &ir.Index{X: b.sh(e.X), I: e.I}
	case *ir.Deref:
		x := b.sh(e.X)
		if a, ok := x.(*ir.Addr); ok {
			return a.X
		}
		return &ir.Deref{X: x}
	case *ir.Addr:
		return &ir.Addr{X: b.sh(e.X)}
	case *ir.Slice:
		ops := append([]ir.Expr{b.sh(e.X)}, e.Operands()[1:]...)
		return e.WithOperands(ops)
	case *ir.Conv:
		return &ir.Conv{X: b.sh(e.X), Typ: e.Typ}
	case *ir.Zero:
		return e
	case *ir.Make:
		return &ir.Make{Typ: e.Typ, Len: e.Len, Cap: e.Cap}
	case *ir.New:
		return &ir.New{Elem: e.Elem} // its references are set by the caller
	case *ir.Composite:
		n := &ir.Composite{Typ: e.Typ}
		for _, x := range e.Elems {
			if ir.Refers(x.Type()) && (!ir.IsPlace(x) || b.act.ActiveBelow(x)) {
				n.Elems = append(n.Elems, b.sh(x))
			} else {
				n.Elems = append(n.Elems, ir.ZeroOf(x.Type()))
			}
		}
		return n
	}
	b.fail("gograd has no shadow for %s", ir.ExprString(e))
	return nil
}

// shRoot is the shadow of a variable.
func (b *builder) shRoot(v *ir.Var) ir.Expr {
	if e, ok := b.shadows[v]; ok {
		return e
	}
	if v.Kind == ir.Param && b.hasPath(v) {
		return b.partialShadow(v)
	}
	if v.Kind == ir.Param || v.Kind == ir.Global {
		b.fail("%s takes part in the derivative, but has no shadow", v.Name)
	}
	d := &ir.Var{Name: b.dname(v.Name), Type: v.Type, Temp: v.Temp}
	b.shadows[v] = ir.Use(d)
	b.isShadowVar[d] = true
	return b.shadows[v]
}

// partialShadow makes a shadow of the function's own for a parameter of which only some fields have a destination: it refers to
// those, and what floats it gathers goes to them in the end.
func (b *builder) partialShadow(v *ir.Var) ir.Expr {
	d := &ir.Var{Name: b.dname(v.Name), Type: v.Type}
	b.shadows[v] = ir.Use(d)
	b.isShadowVar[d] = true
	b.outside = append(b.outside, d)
	b.own = append(b.own, &ir.Decl{Var: d})
	b.own = append(b.own, b.like(ir.Use(d), ir.Use(v), nil)...)
	for _, p := range b.paths {
		if ir.Base(p.place) != v {
			continue
		}
		place := replacePlace(p.place, ir.Use(v), ir.Use(d))
		if ir.Refers(place.Type()) {
			b.own = append(b.own, &ir.Assign{Dst: place, Src: p.shadow})
		} else {
			b.gather = append(b.gather, b.accumulate(p.shadow, place, p.place, "", "")...)
		}
	}
	return b.shadows[v]
}

// bothKinds is why such elements are not moved all at once.
const bothKinds = "the derivative follows references forward and floats backward, and one statement that moves both is not differentiated yet"

// augment inserts, before each statement that stores references, the statement that stores their shadows.
func (b *builder) augment(blk *ir.Block) {
	var out []ir.Stmt
	for _, s := range blk.List {
		b.cur = s
		for _, in := range ir.Blocks(s) {
			b.augment(in)
		}
		b.eachRow(func() { out = append(out, b.shadowsOf(s)...) })
		out = append(out, s)
	}
	blk.List = out
}

// shadowsOf gives the statements that store the shadows of the references that s stores.
func (b *builder) shadowsOf(s ir.Stmt) []ir.Stmt {
	at := ir.At{} // no statement of the user's: it need not be kept, and needs no comment
	switch s := s.(type) {
	case *ir.Decl:
		return b.shadowDecl(at, s)
	case *ir.Assign:
		if ir.Refers(s.Dst.Type()) {
			return b.shadowStore(at, s.Dst, s.Src)
		}
	case *ir.Copy:
		if t := elemType(s.Dst.Type()); ir.Refers(t) && b.act.ActiveBelow(element(s.Dst)) {
			if ir.HoldsFloat(t) {
				b.cant("copy of elements that hold both floats and references", bothKinds, "assign the elements in a loop")
			}
			return []ir.Stmt{&ir.Copy{At: at, Dst: b.sh(s.Dst), Src: b.sh(s.Src)}}
		}
	case *ir.Clear:
		if t := elemType(s.X.Type()); ir.Refers(t) && b.act.ActiveBelow(element(s.X)) {
			if ir.HoldsFloat(t) {
				b.cant("clear of elements that hold both floats and references", bothKinds, "assign the elements in a loop")
			}
			return []ir.Stmt{&ir.Clear{At: at, X: b.sh(s.X)}}
		}
	}
	return nil
}

func elemType(t types.Type) types.Type { return t.Underlying().(*types.Slice).Elem() }

// element is some element of the slice x, as a place.
func element(x ir.Expr) ir.Expr { return &ir.Index{X: x, I: ir.IntConst(0)} }

// shadowDecl declares the shadow of a variable that refers to active memory.
func (b *builder) shadowDecl(at ir.At, s *ir.Decl) []ir.Stmt {
	if !ir.Refers(s.Var.Type) || !b.act.ActiveBelow(ir.Use(s.Var)) {
		return nil
	}
	d := b.shRoot(s.Var).(*ir.Ref).Var
	if s.Init == nil {
		return []ir.Stmt{&ir.Decl{At: at, Var: d}}
	}
	if !ir.HoldsFloat(s.Var.Type) && b.whole(s.Init) {
		decl := &ir.Decl{At: at, Var: d, Init: b.sh(s.Init)}
		if n, ok := s.Init.(*ir.New); ok && n.Init != nil {
			return append([]ir.Stmt{decl}, b.initialize(at, &ir.Deref{X: ir.Use(d)}, &ir.Deref{X: ir.Use(s.Var)}, n.Init)...)
		}
		return []ir.Stmt{decl}
	}
	return append([]ir.Stmt{&ir.Decl{At: at, Var: d}}, b.shadowStore(at, ir.Use(s.Var), s.Init)...)
}

// newShadow makes the shadow of a new variable with its references set, and gives the pointer to it. What the initial value
// reads is read before anything is stored.
func (b *builder) newShadow(at ir.At, p ir.Expr, n *ir.New) (ir.Expr, []ir.Stmt) {
	v := &ir.Var{Temp: true, Name: b.dname(placeName(p)), Type: n.Type()}
	b.isShadowVar[v] = true
	out := []ir.Stmt{&ir.Decl{At: at, Var: v, Init: &ir.New{Elem: n.Elem}}}
	return ir.Use(v), append(out, b.initialize(at, &ir.Deref{X: ir.Use(v)}, &ir.Deref{X: p}, n.Init)...)
}

// initialize sets the references at the shadow place d to the shadows of those in src; p is the primal place.
func (b *builder) initialize(at ir.At, d, p, src ir.Expr) []ir.Stmt {
	if !ir.Refers(d.Type()) {
		return nil
	}
	var out []ir.Stmt
	switch t := d.Type().Underlying().(type) {
	case *types.Slice, *types.Pointer:
		if b.act.ActiveBelow(p) {
			out = append(out, &ir.Assign{At: at, Dst: d, Src: b.sh(src)})
		}
	case *types.Struct:
		for i := range t.NumFields() {
			out = append(out, b.initialize(at, &ir.Field{X: d, F: i}, &ir.Field{X: p, F: i}, part(src, i))...)
		}
	case *types.Array:
		for i := range t.Len() {
			k := ir.IntConst(i)
			out = append(out, b.initialize(at, &ir.Index{X: d, I: k}, &ir.Index{X: p, I: k}, partAt(src, i))...)
		}
	}
	return out
}

// whole reports whether the shadow of the reference value e exists as one expression: no part of it is inactive.
func (b *builder) whole(e ir.Expr) bool {
	switch e.Type().Underlying().(type) {
	case *types.Slice, *types.Pointer:
		return true
	}
	_, composite := e.(*ir.Composite)
	return composite
}

// shadowStore stores the shadows of the references in src where their primals go.
func (b *builder) shadowStore(at ir.At, dst, src ir.Expr) []ir.Stmt {
	if !ir.Refers(dst.Type()) {
		return nil
	}
	switch t := dst.Type().Underlying().(type) {
	case *types.Slice, *types.Pointer:
		if !b.act.ActiveBelow(dst) {
			return nil
		}
		if n, ok := src.(*ir.New); ok && n.Init != nil && ir.Refers(n.Elem) {
			p, out := b.newShadow(at, dst, n)
			return append(out, &ir.Assign{At: at, Dst: b.sh(dst), Src: p})
		}
		return []ir.Stmt{&ir.Assign{At: at, Dst: b.sh(dst), Src: b.sh(src)}}
	case *types.Struct:
		var out []ir.Stmt
		for i := range t.NumFields() {
			out = append(out, b.shadowStore(at, &ir.Field{X: dst, F: i}, part(src, i))...)
		}
		return b.atOnce(at, src, out)
	case *types.Array:
		var out []ir.Stmt
		for i := range t.Len() {
			out = append(out, b.shadowStore(at, &ir.Index{X: dst, I: ir.IntConst(i)}, partAt(src, i))...)
		}
		return b.atOnce(at, src, out)
	}
	return nil
}

// atOnce makes the stores of the parts of a literal simultaneous: all values are read before any is stored.
func (b *builder) atOnce(at ir.At, src ir.Expr, stores []ir.Stmt) []ir.Stmt {
	if _, literal := src.(*ir.Composite); !literal || len(stores) < 2 {
		return stores
	}
	var reads, writes []ir.Stmt
	for _, s := range stores {
		a, ok := s.(*ir.Assign)
		if !ok { // a part that is a literal itself has its reads first
			reads = append(reads, s)
			continue
		}
		writes = append(writes, a)
		v := &ir.Var{Temp: true, Name: b.dname(placeName(a.Dst)), Type: a.Src.Type()}
		b.isShadowVar[v] = true
		reads = append(reads, &ir.Decl{At: at, Var: v, Init: a.Src})
		a.Src = ir.Use(v)
	}
	return append(reads, writes...)
}

// part is field i of a struct value.
func part(e ir.Expr, i int) ir.Expr {
	switch e := e.(type) {
	case *ir.Composite:
		return e.Elems[i]
	case *ir.Zero:
		return ir.ZeroOf(e.Typ.Underlying().(*types.Struct).Field(i).Type())
	}
	return &ir.Field{X: e, F: i}
}

// partAt is element i of an array value.
func partAt(e ir.Expr, i int64) ir.Expr {
	switch e := e.(type) {
	case *ir.Composite:
		return e.Elems[i]
	case *ir.Zero:
		return ir.ZeroOf(e.Typ.Underlying().(*types.Array).Elem())
	}
	return &ir.Index{X: e, I: ir.IntConst(i)}
}
