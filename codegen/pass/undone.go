package pass

import (
	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Undone: a store to memory that nobody outside of the program sees goes, where another store to the same place stands behind it and nothing between
// them may read that place; and a store goes, to whatever memory, that stores what is there already. So what a function does to its scratch, and undoes
// when it has called another one, is not done where what was called stands in its place:
//
//	row := next[n]                   row := next[n]
//	after := next[row]               after := next[row]
//	next[n] = after                  s += x[after]
//	s += x[after]
//	next[n] = row
//
// A panic between the stores shows nothing of them, as the memory is the program's own. The statement that goes must be certain not to panic itself. With
// it goes a load whose value is not used, if that is certain too.
func undone(u *unit) bool {
	return u.each(func(f *ir.Func) bool {
		n := &undoer{r: &reloader{g: u.graph}, own: ownMemory(u)}
		n.block(f.Body, nil, &certain{g: u.graph, l: newLengths(u, f)})
		return n.changed
	})
}

type undoer struct {
	r       *reloader             // knows what places hold
	own     func(*flow.Node) bool // tells the program's own memory
	changed bool
}

// ownMemory tells the memory that is the program's own: no parameter or result of its first function leads to it, no global, and no function outside of
// the program, but for kernels, is given it.
func ownMemory(u *unit) func(*flow.Node) bool {
	seen := map[*flow.Node]bool{}
	note := func(e ir.Expr) {
		if e != nil && ir.Refers(e.Type()) {
			u.graph.Below(u.graph.Node(e), func(n *flow.Node) { seen[n] = true })
		}
	}
	for _, v := range u.prog.Funcs[0].Results {
		note(ir.Use(v))
	}
	for _, f := range u.prog.Funcs {
		ir.Walk(f.Body, func(s ir.Stmt) bool {
			if c, ok := s.(*ir.CallStmt); ok && c.Callee == nil {
				if _, kernel := ir.KernelArgs(c.Fn); !kernel {
					for _, e := range append(c.Args[:len(c.Args):len(c.Args)], c.Dsts...) {
						note(e)
					}
				}
			}
			for _, e := range ir.Exprs(s) {
				ir.WalkExpr(e, func(e ir.Expr) bool {
					if c, ok := e.(*ir.Call); ok && c.Fn.Pkg != "" && c.Fn.Pkg != "math" {
						note(e)
						for _, a := range c.Args {
							note(a)
						}
					}
					return true
				})
			}
			return true
		})
	}
	return func(n *flow.Node) bool { return !n.External && !seen[n] }
}

func (n *undoer) block(blk *ir.Block, have []content, c *certain) {
	var out []ir.Stmt
	for i, s := range blk.List {
		inside := have
		if ir.IsLoop(s) {
			inside = n.r.without(have, s)
		}
		for _, in := range ir.Blocks(s) {
			n.block(in, inside[:len(inside):len(inside)], c.inside(s))
		}
		if n.useless(s, have, blk.List[i+1:], c) {
			n.changed = true
			continue
		}
		c = c.past(s)
		have = n.r.without(have, s)
		if k, ok := n.r.learned(s); ok {
			have = append(have[:len(have):len(have)], k)
		}
		out = append(out, s)
	}
	blk.List = out
}

// useless reports whether s may go; have is what is known before it, list what stands behind it.
func (n *undoer) useless(s ir.Stmt, have []content, list []ir.Stmt, c *certain) bool {
	switch s := s.(type) {
	case *ir.Decl:
		return c.l.use.single(s.Var) && c.l.use.reads[s.Var] == 0 && s.Init != nil && pure(s.Init) && c.holds(s.Init)
	case *ir.Assign:
		if s.Add || !inMemory(s.Dst) || !pure(s.Src) || !c.holds(s.Dst) || !c.holds(s.Src) {
			return false
		}
		if v := known(s.Dst, have); v != nil && ir.Equal(v, s.Src) {
			return true
		}
		return n.own(n.r.g.Node(s.Dst)) && n.replaced(s, list)
	}
	return false
}

// replaced reports whether what s stores is replaced by a statement of list before it may be read.
func (n *undoer) replaced(s *ir.Assign, list []ir.Stmt) bool {
	g := n.r.g
	node := g.Node(s.Dst)
	if g.Changes(map[*flow.Node]bool{node: true}, &ir.Addr{X: s.Dst}) {
		return false
	}
	for _, t := range list {
		acc := accessesOf(g, t)
		if acc.calls || acc.leaves || acc.loaded[node] {
			return false
		}
		for _, add := range acc.adds {
			if g.Node(add.Dst) == node {
				return false
			}
		}
		if a, ok := t.(*ir.Assign); ok && !a.Add && ir.Equal(a.Dst, s.Dst) {
			return true
		}
		if g.Changes(g.Written(t), &ir.Addr{X: s.Dst}) {
			return false
		}
		if _, stops := t.(*ir.Panic); stops {
			return false
		}
	}
	return false
}
