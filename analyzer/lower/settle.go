package lower

import (
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// pending is a Count that came from a for statement, whose bound Go evaluates before each iteration.
type pending struct {
	count *ir.Count
	in    *instance
}

// settleCounts turns the Counts whose bound may change while they run into Whiles.
func (l *Lowerer) settleCounts() {
	stores := newStores()
	for _, p := range l.counts {
		if !p.in.failed && !stores.keep(p.count.Body, p.count.Hi) {
			demote(p.in.out.Body, p.count)
		}
	}
	l.counts = nil
}

// stores knows what functions store to, directly or through the functions that they call.
type stores struct {
	memory map[*ir.Func]*written
}

// written is what some statements store to.
type written struct {
	vars   map[*ir.Var]bool
	places []ir.Expr    // in memory
	reach  []types.Type // arguments of functions outside the program, which may store to what these lead to
}

func newStores() *stores { return &stores{memory: map[*ir.Func]*written{}} }

// keep reports whether the value of e stays the same while blk runs.
func (st *stores) keep(blk *ir.Block, e ir.Expr) bool {
	w := &written{vars: map[*ir.Var]bool{}}
	st.collect(blk, w)
	kept := true
	eachRead(e, func(x ir.Expr) {
		if r, ok := x.(*ir.Ref); ok {
			kept = kept && !w.vars[r.Var]
			return
		}
		for _, t := range w.reach {
			kept = kept && !leadsTo(t, x)
		}
		for _, p := range w.places {
			kept = kept && !overlap(p, x)
		}
	})
	return kept
}

// collect adds to w what blk stores to.
func (st *stores) collect(blk *ir.Block, w *written) {
	add := func(p ir.Expr) {
		if v := ir.Root(p); v != nil {
			w.vars[v] = true
		} else {
			w.places = append(w.places, p)
		}
	}
	ir.Walk(blk, func(s ir.Stmt) bool {
		for _, d := range ir.Dsts(s) {
			add(d)
		}
		switch s := s.(type) {
		case *ir.Copy:
			add(&ir.Index{X: s.Dst, I: ir.IntConst(0)})
		case *ir.Clear:
			add(&ir.Index{X: s.X, I: ir.IntConst(0)})
		case *ir.CallStmt:
			if s.Callee == nil {
				w.outside(s.Fn, s.Args)
				break
			}
			c := st.callee(s.Callee)
			w.places = append(w.places, c.places...)
			w.reach = append(w.reach, c.reach...)
		}
		for _, e := range ir.Exprs(s) {
			if c, ok := e.(*ir.Call); ok {
				w.outside(c.Fn, c.Args)
			}
		}
		return true
	})
}

// outside notes a call of a function outside the program.
func (w *written) outside(fn ir.FuncRef, args []ir.Expr) {
	if fn.Pure() {
		return
	}
	for _, a := range args {
		if !plain(a.Type()) {
			w.reach = append(w.reach, a.Type())
		}
	}
}

// callee is what f and the functions that it calls store to in memory.
func (st *stores) callee(f *ir.Func) *written {
	if w := st.memory[f]; w != nil {
		return w
	}
	w := &written{vars: map[*ir.Var]bool{}}
	st.memory[f] = w
	for _, g := range Reachable(f) {
		if g.Body == nil {
			continue
		}
		own := &written{vars: map[*ir.Var]bool{}}
		ir.Walk(g.Body, func(s ir.Stmt) bool {
			if c, ok := s.(*ir.CallStmt); !ok || c.Callee == nil {
				st.collect(&ir.Block{List: []ir.Stmt{shallow(s)}}, own)
			}
			return true
		})
		w.places = append(w.places, own.places...)
		w.reach = append(w.reach, own.reach...)
	}
	return w
}

// shallow is s without the blocks inside it.
func shallow(s ir.Stmt) ir.Stmt {
	switch s.(type) {
	case *ir.Block, *ir.If, *ir.Count, *ir.While:
		return &ir.Block{}
	}
	return s
}

// demote replaces c, somewhere in blk, by a While.
func demote(blk *ir.Block, c *ir.Count) bool {
	for i, s := range blk.List {
		if s == ir.Stmt(c) {
			blk.List = append(blk.List[:i:i], append(asWhile(c), blk.List[i+1:]...)...)
			return true
		}
		if inner, ok := s.(*ir.Block); ok && demote(inner, c) {
			return true
		}
		for _, b := range ir.Blocks(s) {
			if demote(b, c) {
				return true
			}
		}
	}
	return false
}

// asWhile is c with its bound evaluated before each iteration.
func asWhile(c *ir.Count) []ir.Stmt {
	op := token.LSS
	if c.Step < 0 {
		op = token.GTR
	}
	body := c.Body
	w := &ir.While{At: c.At, Label: c.Label, Cond: ir.Compare(op, ir.Use(c.Var), c.Hi), Body: &ir.Block{At: c.At}}
	continued := false
	ir.Walk(body, func(s ir.Stmt) bool {
		x, ok := s.(*ir.Exit)
		switch {
		case !ok || x.Target != ir.Stmt(c):
		case x.Kind == ir.Continue:
			continued = true
			x.Kind, x.Target = ir.Break, body
		default:
			x.Target = w
		}
		return true
	})
	if continued {
		w.Body.List = []ir.Stmt{body}
	} else {
		w.Body.List = body.List
	}
	if !endsInExit(w.Body.List) {
		w.Body.List = append(w.Body.List, &ir.Assign{At: c.At, Dst: ir.Use(c.Var), Add: true, Src: ir.IntConst(c.Step)})
	}
	return []ir.Stmt{&ir.Decl{At: c.At, Var: c.Var, Init: c.Lo}, w}
}
