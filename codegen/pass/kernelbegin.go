package pass

import (
	"go/token"

	"github.com/gograd/gograd/analyzer/ir"
)

// begin appends s to list. Where s adds what a kernel has summed up to a variable with which nothing has been done since list declared it, that
// becomes part of the declaration:
//
//	s := b                           dot := kernel.Dot(x, y)
//	s += kernel.Dot(x, y)            s := b + dot
//
// A call of a kernel is a statement of its own: it reads memory.
func (k *kernelFinder) begin(list []ir.Stmt, s ir.Stmt) []ir.Stmt {
	a, ok := s.(*ir.Assign)
	if !ok || !a.Add || !(adjoint(a) || k.fast) || !summedUp(a.Src, list) {
		return append(list, s)
	}
	v, ok := a.Dst.(*ir.Ref)
	if !ok {
		return append(list, s)
	}
	for i := len(list) - 1; i >= 0; i-- {
		d, ok := list[i].(*ir.Decl)
		if !ok || d.Var != v.Var {
			if mentions(list[i], v.Var) {
				break
			}
			continue
		}
		rest := list[i+1:]
		if d.Init != nil && len(rest) > 0 && !k.stays(d.Init, rest) {
			break
		}
		k.changed = true
		out := append(list[:i:i], rest...)
		sum := &ir.Decl{At: d.At, Var: d.Var, Init: a.Src}
		if d.Init != nil && !isNumber(d.Init, 0) {
			if call, ok := a.Src.(*ir.Call); ok {
				dot := &ir.Var{Name: lowerFirst(call.Fn.Name), Type: d.Var.Type, Temp: true}
				out = append(out, &ir.Decl{At: a.At, Var: dot, Init: call})
				sum.Init = ir.Use(dot)
			}
			sum.Init = ir.Op(token.ADD, d.Init, sum.Init)
		}
		return append(out, sum)
	}
	return append(list, s)
}

// stays reports whether e can be evaluated behind list as well as before it: if it may panic, nobody sees that list has run by then.
func (k *kernelFinder) stays(e ir.Expr, list []ir.Stmt) bool {
	written := k.g.Written(list...)
	quiet := true
	for n := range written {
		quiet = quiet && !n.External
	}
	for _, s := range list {
		switch s := s.(type) {
		case *ir.Decl:
		case *ir.CallStmt:
			quiet = quiet && s.Fn.Pkg == ir.KernelPath
		default:
			quiet = false
		}
	}
	ok := pure(e) && !k.g.Changes(written, e)
	ir.WalkExpr(e, func(e ir.Expr) bool { ok = ok && (quiet || !step(e)); return ok })
	return ok
}

// summedUp reports whether e is what a kernel gives, or the variable of list in which that is.
func summedUp(e ir.Expr, list []ir.Stmt) bool {
	if c, ok := e.(*ir.Call); ok {
		return c.Fn.Pkg == ir.KernelPath
	}
	v, ok := e.(*ir.Ref)
	if !ok {
		return false
	}
	for _, s := range list {
		if c, ok := s.(*ir.CallStmt); ok && c.Fn.Pkg == ir.KernelPath {
			for _, d := range c.Dsts {
				if d != nil && ir.Equal(d, v) {
					return true
				}
			}
		}
	}
	return false
}
