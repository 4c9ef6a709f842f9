package ir

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

// call reads what looks like a call: conv, zero, new, make and arena with their types, typed constants,
// builtins, functions outside the program.
func (p *funcParser) call(e *ast.CallExpr) Expr {
	if x, ok := e.Fun.(*ast.IndexExpr); ok {
		if id, ok := x.X.(*ast.Ident); ok {
			return p.typed(e, id.Name, x.Index)
		}
		if fn, ok := p.external(x.X); ok {
			return &Call{fn, p.exprs(e.Args), p.typ(x.Index)}
		}
	}
	if t := p.asType(e.Fun); t != nil {
		return p.typedConst(e, t)
	}
	fn, ok := p.external(e.Fun)
	if !ok {
		p.fail(e, "unknown function %s", sourceOf(e.Fun))
	}
	n := &Call{Fn: fn, Args: p.exprs(e.Args), Typ: resultType(fn)}
	if fn.Pkg == "" && (fn.Name == "min" || fn.Name == "max") && len(n.Args) > 0 {
		n.Typ = n.Args[0].Type()
	}
	if n.Typ == nil {
		p.fail(e, "the type of %s must be written: %s[T](…)", sourceOf(e), sourceOf(e.Fun))
	}
	return n
}

// typed reads word[T](args).
func (p *funcParser) typed(e *ast.CallExpr, word string, typ ast.Expr) Expr {
	t := p.typ(typ)
	nargs := func(lo, hi int) {
		if len(e.Args) < lo || len(e.Args) > hi {
			p.fail(e, "%s takes %d to %d arguments", word, lo, hi)
		}
	}
	switch word {
	case "conv":
		nargs(1, 1)
		return &Conv{p.expr(e.Args[0]), t}
	case "zero":
		nargs(0, 0)
		return &Zero{t}
	case "new":
		return p.newExpr(e, t)
	case "make":
		nargs(1, 2)
		n := &Make{Typ: t, Len: p.expr(e.Args[0])}
		if len(e.Args) == 2 {
			n.Cap = p.expr(e.Args[1])
		}
		return n
	case "arena", "raw":
		nargs(2, 3)
		n := &Make{Typ: t, Buf: p.buf(e.Args[0]), Len: p.expr(e.Args[1]), Raw: word == "raw"}
		if len(e.Args) == 3 {
			n.Cap = p.expr(e.Args[2])
		}
		return n
	}
	p.fail(e, "unknown operation %s", word)
	return nil
}

// newExpr reads new[T](), new[T](x), new[T](b) and new[T](b, x) with a buffer b.
func (p *funcParser) newExpr(e *ast.CallExpr, t types.Type) Expr {
	n, args := &New{Elem: t}, e.Args
	if len(args) > 0 {
		if id, ok := args[0].(*ast.Ident); ok && p.lookup(id.Name) == nil && p.bufs[id.Name] != nil {
			n.Buf, args = p.bufs[id.Name], args[1:]
		}
	}
	if len(args) > 1 {
		p.fail(e, "new takes a buffer and an initial value")
	}
	if len(args) == 1 {
		n.Init = p.expr(args[0])
	}
	return n
}

// typedConst reads T(literal).
func (p *funcParser) typedConst(e *ast.CallExpr, t types.Type) Expr {
	if len(e.Args) == 1 {
		arg := e.Args[0]
		if c := negative(arg); c != nil {
			return &Const{Val: c.Val, Typ: t}
		}
		switch lit := arg.(type) {
		case *ast.BasicLit:
			return &Const{Val: constant.MakeFromLiteral(lit.Value, lit.Kind, 0), Typ: t}
		case *ast.Ident:
			if lit.Name == "true" || lit.Name == "false" {
				return &Const{Val: constant.MakeBool(lit.Name == "true"), Typ: t}
			}
		case *ast.UnaryExpr: // T(-0.0)
			if l, ok := lit.X.(*ast.BasicLit); ok && lit.Op == token.SUB {
				return &Const{Val: constant.MakeFromLiteral(l.Value, l.Kind, 0), Typ: t}
			}
		}
	}
	p.fail(e, "T(x) is for constants, a conversion is written conv[T](x)")
	return nil
}

// external reads the name of a function outside the program: len, math.Exp, mat.(*Dense).At.
func (p *funcParser) external(e ast.Expr) (FuncRef, bool) {
	switch e := e.(type) {
	case *ast.Ident:
		switch e.Name {
		case "len", "cap", "min", "max":
			return FuncRef{Name: e.Name}, true
		}
	case *ast.SelectorExpr:
		switch x := e.X.(type) {
		case *ast.Ident:
			return FuncRef{Pkg: p.path(x.Name), Name: e.Sel.Name}, true
		case *ast.TypeAssertExpr:
			if id, ok := x.X.(*ast.Ident); ok && x.Type != nil {
				return FuncRef{Pkg: p.path(id.Name), Name: "(" + sourceOf(x.Type) + ")." + e.Sel.Name}, true
			}
		}
	}
	return FuncRef{}, false
}

// path is the import path of a package name; a package of the standard library's top level needs no import.
func (p *funcParser) path(name string) string {
	if path, ok := p.paths[name]; ok {
		return path
	}
	return name
}
