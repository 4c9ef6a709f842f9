package flow

import (
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// Graph says which places may be the same memory. Each variable is a node; a field, the elements of
// a slice or array (all together), and what a pointer points to are its children. An assignment of a
// reference makes what both sides refer to one node: Steensgaard's points-to analysis (POPL 1996), with fields.
// Variables are never aliased (their address can't be taken), so the node of a variable, and of a field of
// a struct variable, stands for exactly one cell; a node below an element or a dereference for many.
type Graph struct {
	roots  map[*ir.Var]*Node
	sites  map[ir.Expr]*Node // allocations
	bufs   map[*ir.Buf]*Node // what is saved in a buffer
	unions int
}

// Node is a set of places.
type Node struct {
	rep      *Node // union-find
	kids     map[int]*Node
	up       *Node // the node that this one was made for as a child
	many     bool  // stands for more than one cell
	External bool  // in memory that the caller can see
	varied   bool
	useful   bool
	// what is made below this node later starts out varied, or useful
	variedBelow, usefulBelow bool
}

// The children of a node that are no fields.
const (
	elem  = -1 // the elements of a slice or an array
	deref = -2 // what a pointer points to
)

// NewGraph finds the aliases in prog. What the parameters of its first function, and the variables in outside, refer to is
// memory that the caller can see.
func NewGraph(prog *ir.Program, outside ...*ir.Var) *Graph {
	g := &Graph{roots: map[*ir.Var]*Node{}, sites: map[ir.Expr]*Node{}, bufs: map[*ir.Buf]*Node{}}
	for _, f := range prog.Funcs {
		ir.Walk(f.Body, func(s ir.Stmt) bool { g.stmt(s); return true })
	}
	for _, v := range append(outside, prog.Funcs[0].Params...) {
		g.markExternal(g.Root(v), map[*Node]bool{})
	}
	for v, n := range g.roots {
		if v.Kind == ir.Global {
			g.markExternal(n, map[*Node]bool{})
		}
	}
	return g
}

func (g *Graph) markExternal(n *Node, seen map[*Node]bool) {
	n = n.find()
	if seen[n] {
		return
	}
	seen[n] = true
	for k, kid := range n.kids {
		if k < 0 || n.External {
			kid.find().External = true
		}
		g.markExternal(kid, seen)
	}
}

// Root is the node of a variable.
func (g *Graph) Root(v *ir.Var) *Node {
	n, ok := g.roots[v]
	if !ok {
		n = &Node{}
		g.roots[v] = n
	}
	return n.find()
}

func (n *Node) find() *Node {
	for n.rep != nil {
		if n.rep.rep != nil {
			n.rep = n.rep.rep
		}
		n = n.rep
	}
	return n
}

// kid is the child of n at step k.
func (n *Node) kid(k int) *Node {
	n = n.find()
	c, ok := n.kids[k]
	if !ok {
		c = &Node{up: n, many: n.many || k < 0}
		c.varied, c.variedBelow = n.variedBelow, n.variedBelow
		c.useful, c.usefulBelow = n.usefulBelow, n.usefulBelow
		c.External = n.External
		if n.kids == nil {
			n.kids = map[int]*Node{}
		}
		n.kids[k] = c
	}
	return c.find()
}

// Unions is how many nodes have become one with others, which looking at new expressions may do too. While it stays the same, a node that
// Reads or Writes has named is still the one that they name.
func (g *Graph) Unions() int { return g.unions }

// Unify makes a and b, and all below them, one: they may be the same memory.
func (g *Graph) Unify(a, b *Node) { g.unify(a, b) }

// unify makes a and b, and all below them, one.
func (g *Graph) unify(a, b *Node) {
	a, b = a.find(), b.find()
	if a == b {
		return
	}
	g.unions++
	b.rep = a
	a.many = a.many || b.many
	a.External = a.External || b.External
	kids := b.kids
	b.kids = nil
	for k, kid := range kids {
		a = a.find()
		if own, ok := a.kids[k]; ok {
			g.unify(own, kid)
			continue
		}
		if a.kids == nil { // adopted, not made anew: types may be recursive
			a.kids = map[int]*Node{}
		}
		a.kids[k] = kid
	}
}

// Node is the node of the value of e: for a place the place's own.
func (g *Graph) Node(e ir.Expr) *Node {
	switch e := e.(type) {
	case *ir.Ref:
		return g.Root(e.Var)
	case *ir.Field:
		return g.Node(e.X).kid(e.F)
	case *ir.Index:
		return g.Node(e.X).kid(elem)
	case *ir.Deref:
		return g.Node(e.X).kid(deref)
	case *ir.Conv:
		return g.Node(e.X)
	case *ir.Slice:
		if _, ok := e.X.Type().Underlying().(*types.Array); ok {
			return g.holder(e, elem, g.Node(e.X).kid(elem))
		}
		return g.Node(e.X)
	case *ir.Addr:
		return g.holder(e, deref, g.Node(e.X))
	}
	return g.site(e)
}

// holder is the node of a reference, made by e, to the node n.
func (g *Graph) holder(e ir.Expr, step int, n *Node) *Node {
	h := g.site(e)
	g.unify(h.kid(step), n)
	return h
}

func (g *Graph) site(e ir.Expr) *Node {
	n, ok := g.sites[e]
	if !ok {
		n = &Node{}
		g.sites[e] = n
		switch e := e.(type) {
		case *ir.New:
			if e.Init != nil {
				g.flow(n.kid(deref), e.Init)
			}
		case *ir.Composite:
			for i, x := range e.Elems {
				g.flow(n.kid(compositeStep(e, i)), x)
			}
		}
	}
	return n.find()
}

// compositeStep is the child that element i of a composite literal is.
func compositeStep(e *ir.Composite, i int) int {
	if _, ok := e.Typ.Underlying().(*types.Array); ok {
		return elem
	}
	return i
}

// flow records that the value of src goes to the place dst.
func (g *Graph) flow(dst *Node, src ir.Expr) {
	if !holdsRef(src.Type()) {
		return
	}
	g.link(dst, g.Node(src), src.Type())
}

// link makes what the references of type t in a and b refer to one.
func (g *Graph) link(a, b *Node, t types.Type) {
	switch u := t.Underlying().(type) {
	case *types.Slice:
		g.unify(a.kid(elem), b.kid(elem))
	case *types.Pointer:
		g.unify(a.kid(deref), b.kid(deref))
	case *types.Array:
		if holdsRef(u.Elem()) {
			g.link(a.kid(elem), b.kid(elem), u.Elem())
		}
	case *types.Struct:
		for i := range u.NumFields() {
			if ft := u.Field(i).Type(); holdsRef(ft) {
				g.link(a.kid(i), b.kid(i), ft)
			}
		}
	}
}

// holdsRef reports whether values of type t are or contain slices or pointers, of whatever.
func holdsRef(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Slice, *types.Pointer:
		return true
	case *types.Array:
		return holdsRef(u.Elem())
	case *types.Struct:
		for i := range u.NumFields() {
			if holdsRef(u.Field(i).Type()) {
				return true
			}
		}
	}
	return false
}

// stmt adds what s says about references.
func (g *Graph) stmt(s ir.Stmt) {
	switch s := s.(type) {
	case *ir.Decl:
		if s.Init != nil {
			g.flow(g.Root(s.Var), s.Init)
		}
	case *ir.Assign:
		g.flow(g.Node(s.Dst), s.Src)
	case *ir.Copy:
		if t, ok := s.Src.Type().Underlying().(*types.Slice); ok && holdsRef(t.Elem()) {
			g.link(g.Node(s.Dst).kid(elem), g.Node(s.Src).kid(elem), t.Elem())
		}
	case *ir.CallStmt:
		g.call(s)
	case *ir.Push:
		g.flow(g.buf(s.Buf), s.X)
	case *ir.Pop:
		if t := s.Dst.Type(); holdsRef(t) {
			g.link(g.Node(s.Dst), g.buf(s.Buf), t)
		}
	}
	for _, e := range ir.Exprs(s) { // so that all nodes exist
		ir.WalkExpr(e, func(e ir.Expr) bool {
			if ir.IsPlace(e) {
				g.Node(e)
			}
			return true
		})
	}
}

func (g *Graph) buf(b *ir.Buf) *Node {
	if g.bufs[b] == nil {
		g.bufs[b] = &Node{}
	}
	return g.bufs[b].find()
}

func (g *Graph) call(s *ir.CallStmt) {
	if s.Callee == nil {
		return
	}
	for i, p := range s.Callee.Params {
		g.flow(g.Root(p), s.Args[i])
	}
	for i, d := range s.Dsts {
		if d != nil {
			g.flow(g.Node(d), ir.Use(s.Callee.Results[i]))
		}
	}
}
