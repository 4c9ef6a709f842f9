package emit

import (
	"go/token"
	"go/types"
	"strings"

	"github.com/dave/jennifer/jen"
	"github.com/gograd/gograd/analyzer/ir"
)

// call writes a call of a function outside the program.
func (w *fn) call(e *ir.Call, ctx context) *jen.Statement {
	if e.Fn.Pkg == "" && e.Fn.Obj == nil {
		w.refer(e.Fn.Name)
		cx := infer
		if ctx == typed {
			cx = typed
		}
		for _, a := range e.Args {
			if !untyped(a) {
				cx = typed
			}
		}
		args := make([]jen.Code, len(e.Args))
		for i, a := range e.Args {
			args[i] = w.expr(a, 0, cx)
		}
		return jen.Id(e.Fn.Name).Call(args...)
	}
	return w.external(e.Fn, e.Args)
}

// external writes a call of a function or method of some package.
func (w *fn) external(f ir.FuncRef, args []ir.Expr) *jen.Statement {
	name := f.Name
	var sig *types.Signature
	if f.Obj != nil {
		sig = f.Obj.Signature()
		name = f.Obj.Name()
		if !w.visible(f.Obj) {
			w.fail("%s can't be called from package %s", f, w.Pkg.Name())
		}
	}
	if strings.HasPrefix(f.Name, "(") || sig != nil && sig.Recv() != nil {
		name = name[strings.LastIndex(name, ".")+1:]
		return w.receiver(args[0]).Dot(name).Call(w.args(sig, args[1:])...)
	}
	pkg := ""
	if f.Obj != nil {
		pkg = f.Obj.Pkg().Name()
	}
	if f.Pkg != w.Pkg.Path() && !token.IsExported(name) {
		w.fail("%s can't be called from package %s", f, w.Pkg.Name())
	}
	if sig == nil && (f.Pkg == "math" || f.Pkg == ir.KernelPath || f == ir.Sincos) { // no interfaces there
		list := make([]jen.Code, len(args))
		for i, a := range args {
			list[i] = w.value(a)
		}
		return w.qualified(f.Pkg, pkg, name, w.refer).Call(list...)
	}
	return w.qualified(f.Pkg, pkg, name, w.refer).Call(w.args(sig, args)...)
}

// receiver writes what a method is called on; Go takes addresses and dereferences by itself.
func (w *fn) receiver(x ir.Expr) *jen.Statement {
	switch x := x.(type) {
	case *ir.Addr:
		return w.base(x.X)
	case *ir.Deref:
		return w.expr(x.X, primaryPrec, infer)
	}
	return w.expr(x, primaryPrec, infer)
}

// args writes arguments. An untyped constant gets its type from the parameter, where that is known and no interface or type parameter.
func (w *fn) args(sig *types.Signature, args []ir.Expr) []jen.Code {
	out := make([]jen.Code, 0, len(args))
	for i, a := range args {
		ctx := infer
		last := false
		if sig != nil && i < sig.Params().Len() {
			last = sig.Variadic() && i == sig.Params().Len()-1
			switch t := sig.Params().At(i).Type(); t.(type) {
			case *types.TypeParam:
			default:
				if !types.IsInterface(t) {
					ctx = typed
				}
			}
		}
		if z, ok := a.(*ir.Zero); ok && last && z != nil {
			continue
		}
		s := w.expr(a, 0, ctx)
		if last {
			s.Op("...")
		}
		out = append(out, s)
	}
	return out
}
