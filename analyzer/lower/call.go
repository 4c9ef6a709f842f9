package lower

import (
	"go/ast"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// callExpr lowers a call that is used as one value.
func (b *body) callExpr(c *ast.CallExpr) ir.Expr {
	tv := b.info.Types[c.Fun]
	switch {
	case tv.IsType():
		return b.conversion(c)
	case tv.IsBuiltin():
		return b.builtin(c)
	}
	k := b.resolve(c)
	if k == nil {
		b.problemsIn(c.Args)
		return &ir.Zero{Typ: b.typeOf(c)}
	}
	if k.in == nil {
		x := &ir.Call{Fn: k.ref, Args: b.args(k, c), Typ: b.typeOf(c)}
		if x.Fn.Pure() && b.calls > c.Rparen {
			return ir.Use(b.fresh(b.hint(lowerFirst(baseOf(x.Fn))), x.Typ, x))
		}
		return x
	}
	return b.callFresh(k, c)[0]
}

// problemsIn lowers expressions only for the problems in them.
func (b *body) problemsIn(es []ast.Expr) {
	for _, e := range es {
		if !b.info.Types[e].IsType() {
			b.expr(e)
		}
	}
}

// callFresh calls k and gives its results, in variables of their own.
func (b *body) callFresh(k *callee, c *ast.CallExpr) []ir.Expr {
	args := b.args(k, c)
	var dsts, vals []ir.Expr
	rs := k.results()
	for i := range rs.Len() {
		t := b.typ(rs.At(i).Type())
		b.needType(c.Pos(), t)
		v := b.fresh(resultVar(k.fn, i, rs.Len()), t, nil)
		v.Temp = true
		dsts, vals = append(dsts, ir.Use(v)), append(vals, ir.Use(v))
	}
	b.emitCall(k, dsts, args)
	return vals
}

// results are the result parameters of k in this instance.
func (k *callee) results() *types.Tuple { return k.sig.Results() }

// resultVar names a variable for result i of fn: after the result, or after the function.
func resultVar(fn *types.Func, i, n int) string {
	if r := fn.Type().(*types.Signature).Results().At(i).Name(); r != "" && r != "_" {
		return r
	}
	name := lowerFirst(fn.Name()) + "R"
	if n > 1 {
		name += string(rune('0' + i%10))
	}
	return name
}

// emitCall emits the call; dsts must be as many as the results.
func (b *body) emitCall(k *callee, dsts, args []ir.Expr) {
	s := &ir.CallStmt{Dsts: dsts, Fn: k.ref, Args: args}
	if k.in != nil {
		s.Callee, s.Fn = k.in.out, ir.FuncRef{}
	}
	b.emit(s)
}

// args lowers receiver and arguments. The literals in them are built here, just before the call.
func (b *body) args(k *callee, c *ast.CallExpr) []ir.Expr {
	late := b.late
	b.late = nil
	var out []ir.Expr
	if k.recv != nil {
		out = append(out, b.receiver(k, b.expr(k.recv)))
	}
	ps := k.sig.Params()
	vals := b.argValues(k, c)
	if k.recv == nil && k.fn.Type().(*types.Signature).Recv() != nil && len(vals) > 0 { // T.M(x, …)
		vals[0] = b.receiver(k, vals[0])
		out = append(out, vals[0])
		vals = vals[1:]
		ps = types.NewTuple(varsOf(ps)[1:]...)
	}
	fixed := ps.Len()
	if k.sig.Variadic() && !c.Ellipsis.IsValid() {
		fixed--
	}
	for i := 0; i < fixed && i < len(vals); i++ {
		out = append(out, b.implicit(vals[i], ps.At(i).Type()))
	}
	if k.sig.Variadic() && !c.Ellipsis.IsValid() {
		out = append(out, b.variadic(k, ps.At(fixed), vals[min(fixed, len(vals)):])...)
	}
	b.flush()
	b.late = late
	return out
}

func varsOf(t *types.Tuple) []*types.Var {
	var out []*types.Var
	for v := range t.Variables() {
		out = append(out, v)
	}
	return out
}

// argValues lowers the arguments as they stand, also the one that is a call with several results.
func (b *body) argValues(k *callee, c *ast.CallExpr) []ir.Expr {
	if len(c.Args) == 1 {
		if inner, ok := ast.Unparen(c.Args[0]).(*ast.CallExpr); ok {
			if _, ok := b.info.TypeOf(inner).(*types.Tuple); ok {
				return b.values(inner)
			}
		}
	}
	ps := k.sig.Params()
	var out []ir.Expr
	for i, a := range c.Args {
		name := ""
		if ps.Len() > 0 {
			name = ps.At(min(i, ps.Len()-1)).Name()
		}
		out = append(out, hinted(b, name, func() ir.Expr { return b.expr(a) }))
	}
	return out
}

// values makes a call that has several results.
func (b *body) values(c *ast.CallExpr) []ir.Expr {
	k := b.resolve(c)
	if k == nil {
		b.problemsIn(c.Args)
		var out []ir.Expr
		for v := range b.info.TypeOf(c).(*types.Tuple).Variables() {
			out = append(out, &ir.Zero{Typ: b.typ(v.Type())})
		}
		return out
	}
	return b.callFresh(k, c)
}

// variadic packs the last arguments into a slice; those of a function without a derivative that takes anything stay a list.
func (b *body) variadic(k *callee, p *types.Var, vals []ir.Expr) []ir.Expr {
	st := p.Type().(*types.Slice)
	if k.flatten {
		for i, x := range vals {
			if x.Type() == types.Typ[types.UntypedNil] {
				vals[i] = &ir.Zero{Typ: st.Elem()}
			}
		}
		return vals
	}
	if len(vals) == 0 {
		return []ir.Expr{&ir.Zero{Typ: st}}
	}
	var list []element
	for i, x := range vals {
		list = append(list, element{int64(i), b.implicit(x, st.Elem())})
	}
	name := p.Name()
	if name == "" || name == "_" {
		name = "args"
	}
	var v *ir.Var
	b.later(func() { v = b.filled(name, &ir.Make{Typ: st, Len: ir.IntConst(int64(len(list)))}, list) })
	return []ir.Expr{ir.Use(v)}
}

// receiver takes x through the embedded fields to the method's receiver, and its address or what it points to.
func (b *body) receiver(k *callee, x ir.Expr) ir.Expr {
	x = b.fields(k.selPos, x, k.path)
	if types.IsInterface(x.Type()) {
		return x
	}
	wants := isPointer(k.fn.Type().(*types.Signature).Recv().Type())
	switch {
	case wants && !isPointer(x.Type()):
		return b.address(k.selPos, x)
	case !wants && isPointer(x.Type()):
		return &ir.Deref{X: x}
	}
	return x
}

// callStmt lowers a call that stands as a statement.
func (b *body) callStmt(c *ast.CallExpr) {
	tv := b.info.Types[c.Fun]
	switch {
	case tv.IsType():
		b.expr(c)
		return
	case tv.IsBuiltin():
		b.builtinStmt(c)
		return
	}
	k := b.resolve(c)
	if k == nil {
		b.problemsIn(c.Args)
		return
	}
	args := b.args(k, c)
	n := k.results().Len()
	if k.in == nil && n == 1 {
		if !k.ref.Pure() {
			b.fresh(lowerFirst(baseOf(k.ref)), b.typ(k.results().At(0).Type()), &ir.Call{Fn: k.ref, Args: args, Typ: b.typ(k.results().At(0).Type())})
		}
		return
	}
	b.emitCall(k, make([]ir.Expr, n), args)
}

// userCall is e as a call of a function of the program with one result, or nil.
func (b *body) userCall(e ast.Expr) *ast.CallExpr {
	c, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok || b.info.Types[c].Value != nil || !b.hasEffect(c) || b.info.Types[c.Fun].IsBuiltin() {
		return nil
	}
	fn := static(b.info, c)
	if fn == nil || b.l.rules.Kind(fn.Origin()) != NoRule {
		return nil
	}
	if sel, ok := calledExpr(c).(*ast.SelectorExpr); ok {
		if s := b.info.Selections[sel]; s != nil && types.IsInterface(s.Recv()) {
			return nil // perhaps a type parameter's
		}
	}
	return c
}

// panicStmt lowers panic(x).
func (b *body) panicStmt(c *ast.CallExpr) {
	b.begin(c.Args...)
	x := hinted(b, "msg", func() ir.Expr { return b.expr(c.Args[0]) })
	if x.Type() == types.Typ[types.UntypedNil] {
		x = &ir.Zero{Typ: types.Universe.Lookup("any").Type()}
	}
	b.flush()
	b.emit(&ir.Panic{X: x})
}

// conversion lowers T(x).
func (b *body) conversion(c *ast.CallExpr) ir.Expr {
	t := b.typeOf(c)
	b.needType(c.Pos(), t)
	x := b.expr(c.Args[0])
	from := x.Type()
	if from == types.Typ[types.UntypedNil] {
		return &ir.Zero{Typ: t}
	}
	if k, ok := x.(*ir.Const); ok && types.Identical(from, b.typeOf(c.Args[0])) {
		// Only in generic code: the constant takes the type that the parameter stands for.
		if isNumber(from) && isNumber(t) && representable(k, t) {
			return &ir.Const{Val: k.Val, Typ: t, Obj: k.Obj, Text: k.Text}
		}
	}
	if why := odd(from, t); why != "" {
		b.refuse(c.Pos(), "GG049", "a conversion from %s to %s", b.typeString(from), b.typeString(t))
		return &ir.Zero{Typ: t}
	}
	if types.Identical(from, t) {
		if _, ok := x.(*ir.Binary); !ok || !ir.IsFloat(t) {
			return x // no rounding to be enforced
		}
	}
	return &ir.Conv{X: x, Typ: t}
}

func isNumber(t types.Type) bool { return ir.IsFloat(t) || ir.IsInteger(t) }

// representable reports whether the constant is a value of type t, up to rounding.
func representable(k *ir.Const, t types.Type) bool {
	return ir.IsFloat(t) || ir.IsInteger(k.Typ)
}

// odd reports why a conversion is none between numbers or between types of the same structure.
func odd(from, to types.Type) string {
	f, t := from.Underlying(), to.Underlying()
	switch t := t.(type) {
	case *types.Basic:
		switch {
		case t.Kind() == types.UnsafePointer:
			return "unsafe"
		case t.Info()&types.IsString != 0:
			if b, ok := f.(*types.Basic); !ok || b.Info()&types.IsString == 0 {
				return "it makes a string"
			}
		}
		if b, ok := f.(*types.Basic); ok && b.Kind() == types.UnsafePointer {
			return "unsafe"
		}
	case *types.Slice:
		if _, ok := f.(*types.Slice); !ok {
			return "it makes a slice"
		}
	case *types.Array, *types.Pointer:
		if _, ok := f.(*types.Slice); ok {
			return "it makes an array of a slice"
		}
		if b, ok := f.(*types.Basic); ok && b.Kind() == types.UnsafePointer {
			return "unsafe"
		}
	}
	return ""
}
