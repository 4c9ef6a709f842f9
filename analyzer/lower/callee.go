package lower

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/gograd/gograd/analyzer/ir"
)

// callee is what a call expression calls.
type callee struct {
	fn      *types.Func      // as declared
	sig     *types.Signature // in this instance, without receiver; that of a method expression has it as a parameter
	recv    ast.Expr         // x of x.M()
	path    []int            // the embedded fields from x to the receiver
	selPos  token.Pos
	in      *instance  // a function of the program, or
	ref     ir.FuncRef // a function outside of it
	flatten bool       // outside: the variadic arguments, of any type, stay a list, and ref names the function without its signature
}

// static is the function that c calls, without looking at instances: nil for conversions, builtins and function values.
func static(info *types.Info, c *ast.CallExpr) *types.Func {
	var obj types.Object
	switch f := calledExpr(c).(type) {
	case *ast.Ident:
		obj = info.Uses[f]
	case *ast.SelectorExpr:
		obj = info.Uses[f.Sel]
	}
	fn, _ := obj.(*types.Func)
	return fn
}

// calledExpr is the called expression without parentheses and explicit type arguments.
func calledExpr(c *ast.CallExpr) ast.Expr {
	switch f := ast.Unparen(c.Fun).(type) {
	case *ast.IndexExpr:
		return ast.Unparen(f.X)
	case *ast.IndexListExpr:
		return ast.Unparen(f.X)
	default:
		return f
	}
}

// hasEffect reports whether c is a call that is taken out of its expression: that of a function which is neither
// a builtin nor of package math.
func (b *body) hasEffect(c *ast.CallExpr) bool {
	tv := b.info.Types[c.Fun]
	if tv.IsType() || tv.IsBuiltin() {
		id, ok := ast.Unparen(c.Fun).(*ast.Ident)
		return ok && tv.IsBuiltin() && (id.Name == "copy" || id.Name == "append")
	}
	fn := static(b.info, c)
	return fn == nil || !isMath(fn)
}

func isMath(fn *types.Func) bool { return fn.Pkg() != nil && fn.Pkg().Path() == "math" }

// resolve finds out what c calls, or refuses it and returns nil.
func (b *body) resolve(c *ast.CallExpr) *callee {
	fun := calledExpr(c)
	sig, _ := b.typ(b.info.TypeOf(c.Fun)).Underlying().(*types.Signature)
	fn := static(b.info, c)
	if fn == nil || sig == nil {
		b.refuse(c.Pos(), "GG036", "a call of the function value %s", oneLine(render(b.l.src.Fset, c.Fun)))
		return nil
	}
	k := &callee{fn: fn.Origin(), sig: sig}
	var args []types.Type // type arguments
	switch f := fun.(type) {
	case *ast.Ident:
		args = b.typeArgs(f)
	case *ast.SelectorExpr:
		k.selPos = f.Sel.Pos()
		sel := b.info.Selections[f]
		if sel == nil {
			args = b.typeArgs(f.Sel)
			break
		}
		ok := false
		if args, ok = b.method(k, f, sel); !ok {
			return nil
		}
	}
	if !b.bind(k, c, args) {
		return nil
	}
	return k
}

// typeArgs are the type arguments with which the generic function id is used.
func (b *body) typeArgs(id *ast.Ident) []types.Type { return b.typeList(b.info.Instances[id].TypeArgs) }

func (b *body) typeList(l *types.TypeList) []types.Type {
	var out []types.Type
	for i := range l.Len() {
		out = append(out, b.source(l.At(i)))
	}
	return out
}

// method resolves the selection x.M or T.M, for the types of this instance, and gives the receiver's type arguments.
func (b *body) method(k *callee, f *ast.SelectorExpr, sel *types.Selection) ([]types.Type, bool) {
	if sel.Kind() == types.FieldVal {
		b.refuse(f.Pos(), "GG036", "a call of the function value %s", oneLine(render(b.l.src.Fset, f)))
		return nil, false
	}
	recv := b.source(sel.Recv())
	obj, path, _ := types.LookupFieldOrMethod(recv, true, sel.Obj().Pkg(), sel.Obj().Name())
	m, ok := obj.(*types.Func)
	if !ok {
		b.refuse(f.Pos(), "GG051", "the method %s can't be found", sel.Obj().Name())
		return nil, false
	}
	k.fn, k.path = m.Origin(), path[:len(path)-1]
	if sel.Kind() == types.MethodVal {
		k.recv = f.X
	}
	rt := m.Type().(*types.Signature).Recv().Type()
	if types.IsInterface(rt) {
		if m.Pkg() == nil || b.l.rules.Kind(k.fn) == NoRule {
			b.refuse(f.Sel.Pos(), "GG038", "a call of the interface method %s", m.Name())
			return nil, false
		}
		return nil, true
	}
	if p, ok := types.Unalias(rt).(*types.Pointer); ok {
		rt = p.Elem()
	}
	if n, ok := types.Unalias(rt).(*types.Named); ok {
		return b.typeList(n.TypeArgs()), true
	}
	return nil, true
}

// bind decides whether k is lowered or stays a call.
func (b *body) bind(k *callee, c *ast.CallExpr, args []types.Type) bool {
	kind := b.l.rules.Kind(k.fn)
	if kind != NoRule || isMath(k.fn) {
		k.ref = refTo(k.fn)
		if raw := b.source(b.info.TypeOf(c.Fun)); !types.Identical(raw.Underlying(), k.sig) {
			b.refuse(c.Pos(), "GG046", "generated code in package %s can't name a type in the signature of %s", b.l.from.Name(), k.fn.FullName())
		}
		k.flatten = kind == Inactive && k.sig.Variadic() && types.IsInterface(k.sig.Params().At(k.sig.Params().Len()-1).Type().(*types.Slice).Elem())
		if k.flatten && !c.Ellipsis.IsValid() {
			k.ref.Obj = nil
		}
		if !k.fn.Exported() && !b.l.canName(k.fn) || k.fn.Pkg() != nil && k.fn.Pkg() != b.l.from && !importable(b.l.from, k.fn.Pkg()) {
			b.refuse(c.Pos(), "GG046", "generated code in package %s can't name the function %s", b.l.from.Name(), k.fn.FullName())
		}
		return true
	}
	pkg := b.l.src.Pkgs(k.fn.Pkg())
	if pkg == nil {
		b.refuse(c.Pos(), "GG044", "the source of %s is not at hand, and it has no derivative rule", k.fn.FullName())
		return false
	}
	decl := b.l.decl(pkg, k.fn)
	switch {
	case strings.HasPrefix(k.fn.Name(), "_Cfunc_"):
		b.refuse(c.Pos(), "GG042", "a call of the C function %s", strings.TrimPrefix(k.fn.Name(), "_Cfunc_"))
		return false
	case decl == nil:
		b.refuse(c.Pos(), "GG044", "the source of %s is not at hand, and it has no derivative rule", k.fn.FullName())
		return false
	case decl.Body == nil:
		b.refuse(c.Pos(), "GG045", "%s has no body in Go, and no derivative rule", k.fn.FullName())
		return false
	}
	k.in = b.l.instance(pkg, k.fn, decl, args, b.in, c.Pos())
	b.in.calls = append(b.in.calls, callSite{k.in, c.Pos()})
	return true
}

// refTo names a function outside the program.
func refTo(fn *types.Func) ir.FuncRef {
	ref := ir.FuncRef{Obj: fn, Name: fn.Name()}
	if fn.Pkg() != nil {
		ref.Pkg = fn.Pkg().Path()
	}
	if r := fn.Type().(*types.Signature).Recv(); r != nil {
		star := ""
		if _, ok := types.Unalias(r.Type()).(*types.Pointer); ok {
			star = "*"
		}
		name := baseName(r.Type())
		ref.Name = "(" + star + name + ")." + fn.Name()
	}
	return ref
}

// baseOf is the function's own name, without the receiver.
func baseOf(f ir.FuncRef) string {
	return f.Name[strings.LastIndex(f.Name, ".")+1:]
}
