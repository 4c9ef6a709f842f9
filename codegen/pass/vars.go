package pass

import (
	"slices"

	"github.com/gograd/gograd/analyzer/ir"
)

// usage is what a function does with its variables.
type usage struct {
	reads  map[*ir.Var]int      // reads of any part
	stores map[*ir.Var]int      // stores to the whole or a part, declarations with a value included
	decls  map[*ir.Var]*ir.Decl // one of its declarations
	many   map[*ir.Var]bool     // declared more than once
}

func usageOf(f *ir.Func) *usage {
	u := &usage{reads: map[*ir.Var]int{}, stores: map[*ir.Var]int{}, decls: map[*ir.Var]*ir.Decl{}, many: map[*ir.Var]bool{}}
	ir.Walk(f.Body, func(s ir.Stmt) bool {
		switch s := s.(type) {
		case *ir.Decl:
			if u.decls[s.Var] != nil {
				u.many[s.Var] = true
			}
			u.decls[s.Var] = s
			if s.Init != nil {
				u.stores[s.Var]++
				u.read(s.Init)
			}
			return true
		case *ir.Count:
			u.stores[s.Var]++
			u.many[s.Var] = true
			u.read(s.Lo)
			u.read(s.Hi)
			return true
		}
		dsts := ir.Dsts(s)
		for _, d := range dsts {
			if v := ir.Root(d); v != nil {
				u.stores[v]++
				u.readPath(d)
				if a, ok := s.(*ir.Assign); ok && a.Add {
					u.reads[v]++
				}
			} else {
				u.read(d)
			}
		}
		for _, e := range ir.Exprs(s) {
			if !slices.Contains(dsts, e) {
				u.read(e)
			}
		}
		return true
	})
	return u
}

func (u *usage) read(e ir.Expr) {
	ir.WalkExpr(e, func(e ir.Expr) bool {
		if r, ok := e.(*ir.Ref); ok {
			u.reads[r.Var]++
		}
		return true
	})
}

// readPath counts what finding the place e, part of a variable, reads: indices.
func (u *usage) readPath(e ir.Expr) {
	for {
		switch x := e.(type) {
		case *ir.Field:
			e = x.X
		case *ir.Index:
			u.read(x.I)
			e = x.X
		default:
			return
		}
	}
}

// single reports whether v is a local variable that gets its only value where it is declared.
func (u *usage) single(v *ir.Var) bool {
	d := u.decls[v]
	return v.Kind == ir.Local && d != nil && !u.many[v] && (d.Init != nil && u.stores[v] == 1 || d.Init == nil && u.stores[v] == 0)
}

// pure reports whether e can be left out or moved: it allocates nothing and calls no function that may have effects.
func pure(e ir.Expr) bool {
	ok := true
	ir.WalkExpr(e, func(e ir.Expr) bool {
		ok = ok && pureNode(e)
		return ok
	})
	return ok
}

// pureNode is pure of e itself, without its operands.
func pureNode(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Call:
		return e.Fn.Pkg == "" || e.Fn.Pkg == "math"
	case *ir.Make, *ir.New:
		return false
	}
	return true
}

// isConst is the constant that e is, or nil.
func isConst(e ir.Expr) *ir.Const { c, _ := e.(*ir.Const); return c }

// children are all statement lists directly inside s.
func children(s ir.Stmt) []*ir.Block { return ir.Blocks(s) }

// readInstead makes s, with all inside, use v in place of e.
func readInstead(s ir.Stmt, e ir.Expr, v *ir.Var) {
	ir.Walk(s, func(t ir.Stmt) bool {
		ir.MapExprs(t, func(x ir.Expr) ir.Expr {
			return ir.MapExpr(x, func(x ir.Expr) ir.Expr {
				if ir.Equal(x, e) {
					return ir.Use(v)
				}
				return x
			})
		})
		return true
	})
}
