package flow

import (
	"go/types"
	"slices"

	"github.com/gograd/gograd/analyzer/ir"
)

// Leaves calls f for each cell, not an aggregate, that a value of type t at n consists of, without going through references.
func Leaves(n *Node, t types.Type, f func(*Node)) {
	switch u := t.Underlying().(type) {
	case *types.Array:
		Leaves(n.kid(elem), u.Elem(), f)
	case *types.Struct:
		for i := range u.NumFields() {
			Leaves(n.kid(i), u.Field(i).Type(), f)
		}
	default:
		f(n.find())
	}
}

// Reads calls f for each cell that evaluating e reads.
func (g *Graph) Reads(e ir.Expr, f func(*Node)) {
	if e == nil {
		return
	}
	if ir.IsPlace(e) {
		Leaves(g.Node(e), e.Type(), f)
		g.PathReads(e, f)
		return
	}
	switch e := e.(type) {
	case *ir.Addr:
		g.PathReads(e.X, f)
		return
	case *ir.Slice:
		if _, ok := e.X.Type().Underlying().(*types.Array); ok {
			g.PathReads(e.X, f)
		} else {
			g.Reads(e.X, f)
		}
		for _, o := range e.Operands()[1:] {
			g.Reads(o, f)
		}
		return
	case *ir.Call: // the length of an array is no read of it
		if e.Fn.Pkg == "" && (e.Fn.Name == "len" || e.Fn.Name == "cap") && ir.IsPlace(e.Args[0]) {
			if _, ok := e.Args[0].Type().Underlying().(*types.Array); ok {
				g.PathReads(e.Args[0], f)
				return
			}
		}
		g.kernelArgs(e.Fn, e.Args, func(a ir.KernelArg, n *Node) {
			if a.Reads {
				f(n)
			}
		}, f)
	}
	for _, o := range e.Operands() {
		g.Reads(o, f)
	}
}

// kernelArgs calls elems with the elements that a call of the kernel fn touches, for each argument that refers to some, and, if it is not
// nil, rows with the rows by which it finds them. Where fn is no kernel it does nothing.
func (g *Graph) kernelArgs(fn ir.FuncRef, args []ir.Expr, elems func(ir.KernelArg, *Node), rows func(*Node)) {
	kinds, ok := ir.KernelArgs(fn)
	if !ok {
		return
	}
	for i, a := range kinds {
		if !a.Reads && !a.Writes {
			continue
		}
		n := g.Pointee(args[i])
		if a.Rows {
			if rows != nil {
				rows(n.find())
			}
			n = n.kid(elem)
		}
		elems(a, n.find())
	}
}

// PathReads calls f for each cell that is read to find the place e: indices, slices, pointers, not e itself.
func (g *Graph) PathReads(e ir.Expr, f func(*Node)) {
	switch e := e.(type) {
	case *ir.Field:
		g.pathBase(e.X, f)
	case *ir.Index:
		g.Reads(e.I, f)
		if _, ok := e.X.Type().Underlying().(*types.Array); ok {
			g.pathBase(e.X, f)
		} else {
			g.Reads(e.X, f)
		}
	case *ir.Deref:
		g.Reads(e.X, f)
	}
}

func (g *Graph) pathBase(e ir.Expr, f func(*Node)) {
	if ir.IsPlace(e) {
		g.PathReads(e, f)
	} else {
		g.Reads(e, f)
	}
}

// Writes calls f for each cell that s itself stores to, without what is in blocks inside it. A call of a
// function of the program writes what that writes in memory; its variables are nobody else's, also where it calls itself, one of a kernel the elements of its outputs.
func (g *Graph) Writes(s ir.Stmt, f func(*Node)) { g.writes(s, f, map[*ir.Func]bool{}) }

func (g *Graph) writes(s ir.Stmt, f func(*Node), seen map[*ir.Func]bool) {
	for _, d := range ir.Dsts(s) {
		Leaves(g.Node(d), d.Type(), f)
	}
	switch s := s.(type) {
	case *ir.Copy:
		Leaves(g.Node(s.Dst).kid(elem), s.Dst.Type().Underlying().(*types.Slice).Elem(), f)
	case *ir.Clear:
		Leaves(g.Node(s.X).kid(elem), s.X.Type().Underlying().(*types.Slice).Elem(), f)
	case *ir.CallStmt:
		g.kernelArgs(s.Fn, s.Args, func(a ir.KernelArg, n *Node) {
			if a.Writes {
				f(n)
			}
		}, nil)
		if s.Callee == nil || seen[s.Callee] {
			return
		}
		seen[s.Callee] = true
		inMemory := func(n *Node) {
			if !n.One() {
				f(n)
			}
		}
		ir.Walk(s.Callee.Body, func(t ir.Stmt) bool {
			g.writes(t, inMemory, seen)
			return true
		})
	}
}

// Written is the set of cells that the statements, with all inside them, store to.
func (g *Graph) Written(list ...ir.Stmt) map[*Node]bool {
	out := map[*Node]bool{}
	for _, s := range list {
		ir.Walk(s, func(t ir.Stmt) bool {
			g.Writes(t, func(n *Node) { out[n] = true })
			return true
		})
	}
	return out
}

// ReadSet is the cells that e reads.
func (g *Graph) ReadSet(e ir.Expr) []*Node {
	var out []*Node
	g.Reads(e, func(n *Node) { out = append(out, n) })
	return out
}

// Hit reports whether one of the cells is in written.
func Hit(written map[*Node]bool, cells []*Node) bool {
	return slices.ContainsFunc(cells, func(n *Node) bool { return written[n.find()] })
}

// Changes reports whether a cell that e reads is in written.
func (g *Graph) Changes(written map[*Node]bool, e ir.Expr) bool {
	hit := false
	g.Reads(e, func(n *Node) { hit = hit || written[n] })
	return hit
}

// One reports whether the node stands for exactly one cell, so that a store to it replaces all that it held.
func (n *Node) One() bool { return !n.find().many }

// Elem is the node of the elements of the slice or array at n.
func (n *Node) Elem() *Node { return n.kid(elem) }

// Below calls f for n, for what it is made of, and for all that can be reached from it through references.
func (g *Graph) Below(n *Node, f func(*Node)) { below(n, f, map[*Node]bool{}) }

func below(n *Node, f func(*Node), seen map[*Node]bool) {
	n = n.find()
	if seen[n] {
		return
	}
	seen[n] = true
	f(n)
	for _, k := range n.kids {
		below(k, f, seen)
	}
}

// Reach calls f for all cells that can be reached from the value of v through references.
func (g *Graph) Reach(v *ir.Var, f func(*Node)) {
	g.Below(g.Root(v), f)
}

// Pointee is the node of what the reference value e, a slice or a pointer, refers to.
func (g *Graph) Pointee(e ir.Expr) *Node {
	if _, ok := e.Type().Underlying().(*types.Slice); ok {
		return g.Node(e).kid(elem)
	}
	return g.Node(e).kid(deref)
}
