package emit

import (
	"go/types"
	"slices"

	"github.com/gograd/gograd/analyzer/ir"
)

// head is what stands in the head of a loop besides its condition: for init; cond; post.
type head struct {
	init, post ir.Stmt // init may be an empty block
}

// heads moves the declaration in front of a loop, and the statement at the end of the loop's body that gives its variable the next value, into
// the loop's head, where the loop's condition asks for the variable and nothing behind the loop does.
func (t *tidied) heads(list []ir.Stmt) []ir.Stmt {
	var out []ir.Stmt
	for i, s := range list {
		if w, ok := s.(*ir.While); ok && w.Note != "" {
			if post := t.post(w); post != nil { // another loop goes on where this one ends
				t.head[w] = &head{&ir.Block{}, post}
				w.Body.List = w.Body.List[:len(w.Body.List)-1]
			}
		} else if ok {
			for k := len(out) - 1; k >= 0; k-- {
				if h := t.headOf(w, out[k], list[i+1:]); h != nil {
					t.head[w] = h
					w.Body.List = w.Body.List[:len(w.Body.List)-1]
					out = slices.Delete(out, k, k+1)
					break
				}
				if d, ok := out[k].(*ir.Decl); !ok || !movable(d) { // behind which the loop's variable may be declared as well
					break
				}
			}
		}
		out = append(out, s)
	}
	return out
}

// post is the statement at the end of the body of w that moves a variable of w's condition on, or nil.
func (t *tidied) post(w *ir.While) ir.Stmt {
	n := len(w.Body.List)
	if n == 0 {
		return nil
	}
	a, ok := w.Body.List[n-1].(*ir.Assign)
	if !ok {
		return nil
	}
	if _, step := a.Src.(*ir.Const); !step || !a.Add {
		return nil
	}
	r, ok := a.Dst.(*ir.Ref)
	if !ok || !reads(w.Cond, r.Var) || t.addressed[r.Var] {
		return nil
	}
	return a
}

func (t *tidied) headOf(w *ir.While, init ir.Stmt, rest []ir.Stmt) *head {
	v := t.declares(init)
	n := len(w.Body.List)
	if v == nil || n == 0 || !reads(w.Cond, v) || t.addressed[v] { // each iteration has a variable of its own
		return nil
	}
	post := w.Body.List[n-1]
	if a, ok := post.(*ir.Assign); ok {
		if r, ok := a.Dst.(*ir.Ref); !ok || r.Var != v {
			return nil
		}
	} else if p, ok := post.(*ir.Pop); !ok || p.Dst == nil || t.defines[p] || !stores(p, v) {
		return nil
	}
	for _, s := range rest {
		if mentions(s, v) {
			return nil
		}
	}
	scope := map[*ir.Var]bool{} // that the post statement would be outside of
	continues := false
	eachStmt(w.Body, func(s ir.Stmt) {
		if _, decl := s.(*ir.Decl); decl || t.defines[s] {
			for _, d := range ir.Dsts(s) {
				scope[ir.Root(d)] = true
			}
		}
		if e, ok := s.(*ir.Exit); ok && e.Kind == ir.Continue && e.Target == ir.Stmt(w) {
			continues = true
		}
	})
	eachUse(post, func(u *ir.Var, _ bool) { continues = continues || scope[u] })
	if continues {
		return nil
	}
	if d, ok := init.(*ir.Decl); ok && d.Init == nil {
		init = &ir.Decl{At: d.At, Var: v, Init: ir.ZeroOf(v.Type)}
	}
	return &head{init, post}
}

// declares gives the variable that s declares in the short form, and nothing else; nil where there is none.
func (t *tidied) declares(s ir.Stmt) *ir.Var {
	switch s := s.(type) {
	case *ir.Decl:
		simple := types.Identical(s.Var.Type, ir.Float64) || types.Identical(s.Var.Type, ir.Int)
		switch {
		case s.Var.Name == "_" || s.Init != nil && !types.Identical(s.Init.Type(), s.Var.Type):
		case simple || s.Init != nil && !isZero(s.Init):
			return s.Var
		}
	case *ir.Pop:
		if t.defines[s] {
			return s.Dst.(*ir.Ref).Var
		}
	}
	return nil
}
