package lower

import (
	"go/ast"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// builtinName is the name of the builtin that c calls.
func (b *body) builtinName(c *ast.CallExpr) string {
	switch f := ast.Unparen(c.Fun).(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return "unsafe." + f.Sel.Name
	}
	return ""
}

// builtin lowers the call of a builtin that is used as a value.
func (b *body) builtin(c *ast.CallExpr) ir.Expr {
	t := b.typeOf(c)
	switch name := b.builtinName(c); name {
	case "len", "cap":
		return b.length(name, c.Args[0])
	case "min", "max":
		x := &ir.Call{Fn: ir.FuncRef{Name: name}, Typ: t}
		for _, a := range c.Args {
			x.Args = append(x.Args, b.to(a, t))
		}
		if b.calls > c.Rparen {
			return ir.Use(b.fresh(b.hint(name), t, x))
		}
		return x
	case "make":
		return b.makeSlice(c, t)
	case "new":
		return b.newBuiltin(c, t)
	case "copy":
		return b.copyValue(c)
	case "append":
		b.refuse(c.Pos(), "GG035", "append")
	case "complex", "real", "imag":
		b.refuse(c.Pos(), "GG041", "%s", name)
	case "recover":
		b.refuse(c.Pos(), "GG032", "recover")
	default:
		if len(name) > 7 && name[:7] == "unsafe." {
			b.refuse(c.Pos(), "GG042", "a use of package unsafe")
		} else {
			b.refuse(c.Pos(), "GG051", "the builtin %s", name)
		}
	}
	b.problemsIn(c.Args)
	return &ir.Zero{Typ: t}
}

// length is len or cap of e. That of an array is known, and e only evaluated for what it may do.
func (b *body) length(name string, e ast.Expr) ir.Expr {
	x := b.throughArrayPointer(b.expr(e))
	if a, ok := x.Type().Underlying().(*types.Array); ok {
		return ir.IntConst(a.Len())
	}
	return &ir.Call{Fn: ir.FuncRef{Name: name}, Args: []ir.Expr{x}, Typ: ir.Int}
}

func (b *body) makeSlice(c *ast.CallExpr, t types.Type) ir.Expr {
	b.needType(c.Pos(), t)
	if _, ok := t.Underlying().(*types.Slice); !ok {
		b.refuse(c.Pos(), "GG051", "make of %s", b.typeString(t))
		return &ir.Zero{Typ: t}
	}
	m := &ir.Make{Typ: t, Len: b.expr(c.Args[1])}
	if len(c.Args) > 2 {
		m.Cap = b.expr(c.Args[2])
	}
	return m
}

// newBuiltin is new(T) or new(x).
func (b *body) newBuiltin(c *ast.CallExpr, t types.Type) ir.Expr {
	elem := t.Underlying().(*types.Pointer).Elem()
	b.needType(c.Pos(), elem)
	if b.info.Types[c.Args[0]].IsType() {
		return &ir.New{Elem: elem}
	}
	return b.newOf(elem, b.to(c.Args[0], elem))
}

// copyValue copies, and gives the number of elements copied.
func (b *body) copyValue(c *ast.CallExpr) ir.Expr {
	dst, src := b.expr(c.Args[0]), b.expr(c.Args[1])
	b.flush()
	n := b.fresh(b.hint("n"), ir.Int, &ir.Call{Fn: ir.FuncRef{Name: "min"}, Args: []ir.Expr{ir.Len(dst), ir.Len(src)}, Typ: ir.Int})
	b.emitCopy(c, dst, src)
	return ir.Use(n)
}

func (b *body) emitCopy(c *ast.CallExpr, dst, src ir.Expr) {
	if _, ok := src.Type().Underlying().(*types.Slice); !ok {
		b.refuse(c.Pos(), "GG049", "a copy from a string")
		return
	}
	b.writable(c.Pos(), dst)
	b.emit(&ir.Copy{Dst: dst, Src: src})
}

// builtinStmt lowers the call of a builtin that stands as a statement.
func (b *body) builtinStmt(c *ast.CallExpr) {
	switch name := b.builtinName(c); name {
	case "panic":
		b.panicStmt(c)
	case "copy":
		dst, src := b.expr(c.Args[0]), b.expr(c.Args[1])
		b.flush()
		b.emitCopy(c, dst, src)
	case "clear":
		x := b.expr(c.Args[0])
		if _, ok := x.Type().Underlying().(*types.Slice); !ok {
			return // a map, refused already
		}
		b.flush()
		b.writable(c.Pos(), x)
		b.emit(&ir.Clear{X: x})
	case "delete":
		b.refuse(c.Pos(), "GG034", "delete from a map")
	case "close":
		b.refuse(c.Pos(), "GG031", "close of a channel")
	default:
		b.builtin(c)
	}
}
