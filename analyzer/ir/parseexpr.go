package ir

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

func sourceOf(e ast.Expr) string { return types.ExprString(e) }

func (p *funcParser) exprs(es []ast.Expr) []Expr {
	out := make([]Expr, len(es))
	for i, e := range es {
		out[i] = p.expr(e)
	}
	return out
}

func (p *funcParser) opt(e ast.Expr) Expr {
	if e == nil {
		return nil
	}
	return p.expr(e)
}

// expr reads an expression. What an operation needs to know its own type is checked here.
func (p *funcParser) expr(e ast.Expr) Expr {
	switch e := e.(type) {
	case *ast.ParenExpr:
		if c := negative(e.X); c != nil {
			return c
		}
		return p.expr(e.X)
	case *ast.BasicLit:
		return p.literal(e)
	case *ast.Ident:
		return p.ident(e)
	case *ast.SelectorExpr:
		return p.selector(e)
	case *ast.IndexExpr:
		return p.index(e)
	case *ast.SliceExpr:
		x := p.expr(e.X)
		switch u := x.Type().Underlying().(type) {
		case *types.Slice, *types.Array:
		case *types.Basic:
			if u.Info()&types.IsString == 0 {
				p.fail(e, "a %s can't be sliced", TypeString(x.Type()))
			}
		default:
			p.fail(e, "a %s can't be sliced", TypeString(x.Type()))
		}
		return &Slice{x, p.opt(e.Low), p.opt(e.High), p.opt(e.Max)}
	case *ast.StarExpr:
		x := p.expr(e.X)
		if _, ok := x.Type().Underlying().(*types.Pointer); !ok {
			p.fail(e, "a %s can't be dereferenced", TypeString(x.Type()))
		}
		return &Deref{x}
	case *ast.UnaryExpr:
		x := p.expr(e.X)
		switch e.Op {
		case token.AND:
			return &Addr{x}
		case token.SUB, token.NOT, token.XOR:
			return &Unary{e.Op, x}
		}
		p.fail(e, "no unary %s", e.Op)
	case *ast.BinaryExpr:
		return p.binary(e)
	case *ast.CompositeLit:
		return p.composite(e)
	case *ast.CallExpr:
		return p.call(e)
	}
	p.fail(e, "no such expression in the text form: %s", sourceOf(e))
	return nil
}

// literal gives an INT the type int, a FLOAT float64.
func (p *funcParser) literal(e *ast.BasicLit) Expr {
	c := &Const{Val: constant.MakeFromLiteral(e.Value, e.Kind, 0)}
	switch e.Kind {
	case token.INT:
		c.Typ = Int
	case token.FLOAT:
		c.Typ = Float64
	case token.STRING:
		c.Typ = types.Typ[types.String]
	default:
		p.fail(e, "no %s literals", e.Kind)
	}
	return c
}

// negative reads -literal, which in parentheses is a constant; else nil. -0.0 is none: constants have no negative zero.
func negative(e ast.Expr) *Const {
	u, ok := e.(*ast.UnaryExpr)
	if !ok || u.Op != token.SUB {
		return nil
	}
	lit, ok := u.X.(*ast.BasicLit)
	if !ok || lit.Kind != token.INT && lit.Kind != token.FLOAT {
		return nil
	}
	v := constant.MakeFromLiteral(lit.Value, lit.Kind, 0)
	if constant.Sign(v) == 0 {
		return nil
	}
	t := Int
	if lit.Kind == token.FLOAT {
		t = Float64
	}
	return &Const{Val: constant.UnaryOp(token.SUB, v, 0), Typ: t}
}

func (p *funcParser) ident(e *ast.Ident) Expr {
	if v := p.lookup(e.Name); v != nil {
		return &Ref{v}
	}
	if e.Name == "true" || e.Name == "false" {
		return BoolConst(e.Name == "true")
	}
	p.fail(e, "unknown variable %s", e.Name)
	return nil
}

// selector reads a field, or a package-level variable.
func (p *funcParser) selector(e *ast.SelectorExpr) Expr {
	if id, ok := e.X.(*ast.Ident); ok && p.lookup(id.Name) == nil {
		if g := p.globals[id.Name+"."+e.Sel.Name]; g != nil {
			return &Ref{g}
		}
	}
	x := p.expr(e.X)
	st, ok := x.Type().Underlying().(*types.Struct)
	if !ok {
		p.fail(e, "%s has no fields: it is a %s", sourceOf(e.X), TypeString(x.Type()))
	}
	for i := range st.NumFields() {
		if st.Field(i).Name() == e.Sel.Name {
			return &Field{x, i}
		}
	}
	p.fail(e.Sel, "no field %s in %s", e.Sel.Name, TypeString(x.Type()))
	return nil
}

func (p *funcParser) index(e *ast.IndexExpr) Expr {
	x := p.expr(e.X)
	switch u := x.Type().Underlying().(type) {
	case *types.Slice, *types.Array:
		return &Index{x, p.expr(e.Index)}
	case *types.Basic:
		if u.Info()&types.IsString != 0 {
			return &Index{x, p.expr(e.Index)}
		}
	}
	p.fail(e, "a %s can't be indexed", TypeString(x.Type()))
	return nil
}

func (p *funcParser) binary(e *ast.BinaryExpr) Expr {
	x, y := p.expr(e.X), p.expr(e.Y)
	switch e.Op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		return Compare(e.Op, x, y)
	}
	return Op(e.Op, x, y)
}

func (p *funcParser) composite(e *ast.CompositeLit) Expr {
	if e.Type == nil {
		p.fail(e, "a composite value needs its type")
	}
	for _, el := range e.Elts {
		if _, ok := el.(*ast.KeyValueExpr); ok {
			p.fail(el, "composite values list all elements, without keys")
		}
	}
	return &Composite{p.typ(e.Type), p.exprs(e.Elts)}
}
