package pass

import (
	"go/token"
	"slices"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Fours: what four iterations that run together do to one vector, a kernel does in one pass. Four multiples that an adjoint adds to a vector one
// after the other are one call:
//
//	if a0 != 0 {
//		kernel.Axpy(a0, x0, y)
//	}
//	… a1, a2, a3                     kernel.Axpy4Nonzero(a0, a1, a2, a3, x0, x1, x2, x3, y)
//
// The vectors must be equally long, and none may share memory with y. Where the directive says fast, so are four sums of products that have a
// vector in common (see kernels).
func fours(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		l := newLengths(u, f)
		k := &kernelFinder{g: u.graph, fast: u.fast, primal: true}
		if u.fast {
			k.block(f.Body, &certain{g: u.graph, l: l})
		}
		if k.changed {
			l = newLengths(u, f)
		}
		m := &multiples{g: u.graph, l: l}
		m.block(f.Body)
		return m.changed || k.changed
	})
}

// multiples finds calls of Axpy that can be one.
type multiples struct {
	g       *flow.Graph
	l       *lengths
	changed bool
}

// axpyCall is a call of Axpy, maybe under the condition that its factor is not 0.
type axpyCall struct {
	call    *ir.CallStmt
	nonzero bool
}

func (m *multiples) block(blk *ir.Block) {
	var out []ir.Stmt
	for i := 0; i < len(blk.List); i++ {
		s := blk.List[i]
		if one := m.four(blk.List[i:]); one != nil {
			out, m.changed = append(out, one), true
			i += 3
			continue
		}
		for _, in := range ir.Blocks(s) {
			m.block(in)
		}
		out = append(out, s)
	}
	blk.List = out
}

// four is what does the work of the first four statements of list, or nil.
func (m *multiples) four(list []ir.Stmt) ir.Stmt {
	if len(list) < 4 {
		return nil
	}
	var factors, vectors []ir.Expr
	var first axpyCall
	for k, s := range list[:4] {
		a, ok := axpyOf(s)
		if !ok {
			return nil
		}
		if k == 0 {
			first = a
		}
		y := first.call.Args[2]
		if a.nonzero != first.nonzero || !ir.Equal(a.call.Args[2], y) || m.g.Pointee(a.call.Args[1]) == m.g.Pointee(y) {
			return nil
		}
		factors, vectors = append(factors, a.call.Args[0]), append(vectors, a.call.Args[1])
	}
	written := m.g.Written(first.call)
	for _, x := range append(slices.Clone(vectors), append(factors, first.call.Args[2])...) {
		if !pure(x) || m.g.Changes(written, x) {
			return nil
		}
	}
	for _, x := range vectors {
		if !ir.Equal(m.length(x), m.length(vectors[0])) && !(m.l.constant(x) && m.l.constant(vectors[0]) && m.l.equal(x, vectors[0])) {
			return nil
		}
	}
	name := "Axpy4"
	if first.nonzero {
		name = "Axpy4Nonzero"
	}
	args := append(append(factors, vectors...), first.call.Args[2])
	return &ir.CallStmt{At: first.call.At, Fn: ir.FuncRef{Pkg: ir.KernelPath, Name: name}, Args: args}
}

// length is the number that is the length of x: len(y), where x is declared as what is cut out of something to the length of y. The variable y
// has been the same one since then, if it has the value that it was declared with.
func (m *multiples) length(x ir.Expr) ir.Expr {
	r, ok := x.(*ir.Ref)
	if !ok || !m.l.use.single(r.Var) || m.l.use.decls[r.Var] == nil {
		return ir.Len(x)
	}
	cut, ok := m.l.use.decls[r.Var].Init.(*ir.Slice)
	if !ok || cut.Lo != nil || cut.Hi == nil {
		return ir.Len(x)
	}
	if y, ok := lenOf(cut.Hi).(*ir.Ref); ok && m.l.use.single(y.Var) {
		return cut.Hi
	}
	return ir.Len(x)
}

// axpyOf is the call of Axpy, with a variable as factor, that s is.
func axpyOf(s ir.Stmt) (a axpyCall, ok bool) {
	if f, branch := s.(*ir.If); branch {
		cond, compare := f.Cond.(*ir.Binary)
		if f.Else != nil || len(f.Then.List) != 1 || !compare || cond.Op != token.NEQ || !isNumber(cond.Y, 0) {
			return a, false
		}
		a, ok = axpyOf(f.Then.List[0])
		ok = ok && !a.nonzero && ir.Equal(a.call.Args[0], cond.X)
		a.nonzero = true
		return a, ok
	}
	call, ok := s.(*ir.CallStmt)
	if !ok || !adjoint(s) || call.Fn.Pkg != ir.KernelPath || call.Fn.Name != "Axpy" || !isRef(call.Args[0]) {
		return a, false
	}
	return axpyCall{call: call}, true
}
