package normal

import "github.com/gograd/gograd/analyzer/ir"

// maxInlined bounds the size, in statements, that inlining may give a function: beyond it calls stay calls.
const maxInlined = 4000

// inliner replaces calls by the bodies of their callees, bottom-up. Functions on a cycle of the
// call graph stay functions of their own.
type inliner struct {
	done   map[*ir.Func]*ir.Func // source function → its copy with calls inlined
	cyclic map[*ir.Func]bool
}

// function returns a copy of f in which calls are inlined.
func (in *inliner) function(f *ir.Func) *ir.Func {
	if g, ok := in.done[f]; ok {
		return g
	}
	g := f.Clone()
	in.done[f] = g
	in.block(g.Body, size(g.Body))
	return g
}

// block inlines the calls inside b, and returns the size that the function then has.
func (in *inliner) block(b *ir.Block, total int) int {
	var out []ir.Stmt
	for _, s := range b.List {
		for _, sub := range ir.Blocks(s) {
			total = in.block(sub, total)
		}
		c, ok := s.(*ir.CallStmt)
		if !ok || c.Callee == nil {
			out = append(out, s)
			continue
		}
		callee := in.function(c.Callee)
		if n := size(callee.Body); in.cyclic[c.Callee] || total+n > maxInlined {
			c.Callee = callee
			out = append(out, c)
		} else {
			total += n
			out = append(out, expand(c, callee)...)
		}
	}
	b.List = out
	return total
}

// expand gives the statements that do what the call c of f does.
func expand(c *ir.CallStmt, f *ir.Func) []ir.Stmt {
	cl := ir.NewCloner()
	assigned := Assigned(f.Body)
	body := &ir.Block{At: c.At, Label: f.Name}
	for i, p := range f.Params {
		if !assigned[p] && stable(c.Args[i]) {
			cl.Exprs[p] = c.Args[i]
			continue
		}
		v := &ir.Var{Name: p.Name, Type: p.Type}
		cl.Vars[p] = v
		body.List = append(body.List, &ir.Decl{At: c.At, Var: v, Init: c.Args[i]})
	}
	var before []ir.Stmt
	after := &stores{at: c.At}
	for i, r := range f.Results {
		v := directResult(c, i)
		if v != nil {
			body.List = append(body.List, &ir.Assign{At: c.At, Dst: ir.Use(v), Src: ir.ZeroOf(v.Type)})
		} else {
			v = &ir.Var{Name: r.Name, Type: r.Type}
			before = append(before, &ir.Decl{At: c.At, Var: v})
			if i < len(c.Dsts) && c.Dsts[i] != nil {
				after.add(c.Dsts[i], ir.Use(v))
			}
		}
		cl.Vars[r] = v
	}
	inner := cl.Block(f.Body)
	body.List = append(body.List, inner.List...)
	ir.Walk(body, func(s ir.Stmt) bool {
		if x, ok := s.(*ir.Exit); ok && x.Kind == ir.Return {
			x.Kind, x.Target = ir.Break, body
		}
		return true
	})
	return append(append(append(before, body), after.find...), after.store...)
}

// directResult is the variable that the i-th result of c goes to, if the inlined body may compute
// the result in it: a local variable of the same type that is no argument and no other destination.
func directResult(c *ir.CallStmt, i int) *ir.Var {
	if i >= len(c.Dsts) {
		return nil
	}
	r, ok := c.Dsts[i].(*ir.Ref)
	if !ok || r.Var.Kind == ir.Global {
		return nil
	}
	for _, a := range c.Args {
		if Mentions(a, r.Var) {
			return nil
		}
	}
	for j, d := range c.Dsts {
		if j != i && d != nil && Mentions(d, r.Var) {
			return nil
		}
	}
	return r.Var
}

// stable reports whether the argument e means the same throughout the callee, and costs nothing.
func stable(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Const, *ir.Ref:
		return true
	case *ir.Field:
		return stable(e.X)
	}
	return false
}

// Mentions reports whether v occurs in e.
func Mentions(e ir.Expr, v *ir.Var) bool {
	found := false
	ir.WalkExpr(e, func(e ir.Expr) bool {
		if r, ok := e.(*ir.Ref); ok && r.Var == v {
			found = true
		}
		return !found
	})
	return found
}

// Assigned are the variables that the statements in b store to, in whole or in part, other than by their declaration.
func Assigned(b *ir.Block) map[*ir.Var]bool {
	out := map[*ir.Var]bool{}
	ir.Walk(b, func(s ir.Stmt) bool {
		if _, decl := s.(*ir.Decl); decl {
			return true
		}
		for _, d := range ir.Dsts(s) {
			if v := ir.Root(d); v != nil {
				out[v] = true
			}
		}
		return true
	})
	return out
}

// size is the number of statements in b.
func size(b *ir.Block) int {
	n := 0
	ir.Walk(b, func(ir.Stmt) bool { n++; return true })
	return n
}

// cyclic finds the functions reachable from root that can call themselves, by Tarjan's strongly connected components.
func cyclic(root *ir.Func) map[*ir.Func]bool {
	t := &tarjan{index: map[*ir.Func]int{}, low: map[*ir.Func]int{}, on: map[*ir.Func]bool{}, cyclic: map[*ir.Func]bool{}}
	t.visit(root)
	return t.cyclic
}

type tarjan struct {
	index, low map[*ir.Func]int
	on         map[*ir.Func]bool
	stack      []*ir.Func
	cyclic     map[*ir.Func]bool
}

func (t *tarjan) visit(f *ir.Func) {
	t.index[f] = len(t.index) + 1
	t.low[f] = t.index[f]
	t.stack = append(t.stack, f)
	t.on[f] = true
	ir.Walk(f.Body, func(s ir.Stmt) bool {
		c, ok := s.(*ir.CallStmt)
		if !ok || c.Callee == nil {
			return true
		}
		if c.Callee == f {
			t.cyclic[f] = true
		}
		if t.index[c.Callee] == 0 {
			t.visit(c.Callee)
			t.low[f] = min(t.low[f], t.low[c.Callee])
		} else if t.on[c.Callee] {
			t.low[f] = min(t.low[f], t.index[c.Callee])
		}
		return true
	})
	if t.low[f] != t.index[f] {
		return
	}
	many := t.stack[len(t.stack)-1] != f
	for {
		g := t.stack[len(t.stack)-1]
		t.stack = t.stack[:len(t.stack)-1]
		t.on[g] = false
		if many {
			t.cyclic[g] = true
		}
		if g == f {
			return
		}
	}
}

// Inlined gives the statements that do what the call c of f does. No return may stand in f.
func Inlined(c *ir.CallStmt, f *ir.Func) []ir.Stmt {
	var out []ir.Stmt
	for _, s := range expand(c, f) {
		if b, ok := s.(*ir.Block); ok {
			out = append(out, b.List...)
			continue
		}
		out = append(out, s)
	}
	return out
}
