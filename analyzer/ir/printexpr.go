package ir

import (
	"fmt"
	"go/constant"
	"go/types"
	"strconv"
	"strings"
)

const unaryPrec = 6

// expr prints e for a context that binds as tightly as prec.
func (p *printer) expr(e Expr, prec int) string {
	paren := func(own int, s string) string {
		if own < prec {
			return "(" + s + ")"
		}
		return s
	}
	switch e := e.(type) {
	case *Const:
		return constString(e)
	case *Zero:
		return "zero[" + TypeString(e.Typ) + "]()"
	case *Ref:
		return p.name(e.Var)
	case *Index:
		return p.expr(e.X, unaryPrec+1) + "[" + p.expr(e.I, 0) + "]"
	case *Field:
		return p.expr(e.X, unaryPrec+1) + "." + fieldName(e)
	case *Deref:
		return paren(unaryPrec, "*"+p.expr(e.X, unaryPrec))
	case *Addr:
		return paren(unaryPrec, "&"+p.expr(e.X, unaryPrec))
	case *Slice:
		return p.slice(e)
	case *Unary:
		x := p.expr(e.X, unaryPrec)
		if strings.HasPrefix(x, e.Op.String()) {
			x = "(" + x + ")"
		}
		return paren(unaryPrec, e.Op.String()+x)
	case *Binary:
		own := e.Op.Precedence()
		return paren(own, p.expr(e.X, own)+" "+e.Op.String()+" "+p.expr(e.Y, own+1))
	case *Conv:
		return "conv[" + TypeString(e.Typ) + "](" + p.expr(e.X, 0) + ")"
	case *Call:
		return p.call(e)
	case *Composite:
		return paren(0, TypeString(e.Typ)+"{"+p.list(e.Elems)+"}")
	case *Make:
		args := p.list(e.Operands())
		if e.Buf != nil {
			word := "arena["
			if e.Raw {
				word = "raw["
			}
			return word + TypeString(e.Typ) + "](" + e.Buf.Name + ", " + args + ")"
		}
		return "make[" + TypeString(e.Typ) + "](" + args + ")"
	case *New:
		args := p.list(e.Operands())
		if e.Buf != nil {
			args = strings.TrimSuffix(e.Buf.Name+", "+args, ", ")
		}
		return "new[" + TypeString(e.Elem) + "](" + args + ")"
	case nil:
		return "<nil>"
	}
	return fmt.Sprintf("?%T", e)
}

// call writes the type of the result where the name of the function does not imply it.
func (p *printer) call(e *Call) string {
	fn := p.names.external(e.Fn)
	if e.Fn.Pkg != "" && e.Fn.Pkg != "math" {
		fn += "[" + TypeString(e.Typ) + "]"
	}
	return fn + "(" + p.list(e.Args) + ")"
}

func fieldName(e *Field) string {
	if t := typeOf(e.X); t != nil {
		if st, ok := t.Underlying().(*types.Struct); ok && e.F < st.NumFields() {
			return st.Field(e.F).Name()
		}
	}
	return fmt.Sprintf("?%d", e.F)
}

func (p *printer) slice(e *Slice) string {
	opt := func(e Expr) string {
		if e == nil {
			return ""
		}
		return p.expr(e, 0)
	}
	s := p.expr(e.X, unaryPrec+1) + "[" + opt(e.Lo) + ":" + opt(e.Hi)
	if e.Max != nil {
		s += ":" + opt(e.Max)
	}
	return s + "]"
}

// constString writes a constant so that its type can be read back: an int without a point, a float64
// with one, anything else with its type.
func constString(c *Const) string {
	lit := c.Val.ExactString()
	b, _ := c.Typ.Underlying().(*types.Basic)
	if b != nil && b.Info()&types.IsFloat != 0 {
		lit = FloatLiteral(c.Val, b.Kind() == types.Float32)
	}
	neg := strings.HasPrefix(lit, "-")
	switch {
	case c.Typ == types.Typ[types.Int] || c.Typ == types.Typ[types.Float64]:
		if neg {
			return "(" + lit + ")"
		}
		return lit
	case c.Typ == types.Typ[types.Bool] || c.Typ == types.Typ[types.String]:
		return lit
	}
	return TypeString(c.Typ) + "(" + lit + ")"
}

// FloatLiteral is the shortest literal, with a point or an exponent, that rounds to v.
func FloatLiteral(v constant.Value, single bool) string {
	bits := 64
	f, _ := constant.Float64Val(constant.ToFloat(v))
	if single {
		bits = 32
		f32, _ := constant.Float32Val(constant.ToFloat(v))
		f = float64(f32)
	}
	s := strconv.FormatFloat(f, 'g', -1, bits)
	if !strings.ContainsAny(s, ".e") {
		s += ".0"
	}
	return s
}
