package emit

import (
	"go/types"
	"slices"

	"github.com/gograd/gograd/analyzer/ir"
)

// isAdjoint reports whether s is part of the adjoint of a statement.
func isAdjoint(s ir.Stmt) bool {
	o := s.Origin()
	return o != nil && o.Adjoint
}

// ours reports whether v, which s declares, is of gograd's own making.
func ours(s ir.Stmt, v *ir.Var) bool { return v.Temp || isAdjoint(s) }

// copies drops variables of gograd's own making that are nothing but another variable: v := u, where neither changes afterwards, or u isn't
// used afterwards.
func (t *tidied) copies(list []ir.Stmt) []ir.Stmt {
	for i := 0; i < len(list); i++ {
		d, ok := list[i].(*ir.Decl)
		if !ok {
			continue
		}
		r, ok := d.Init.(*ir.Ref)
		if !ok || d.Var.Name == "_" || r.Var.Kind == ir.Global || !types.Identical(d.Var.Type, r.Var.Type) || t.addressed[d.Var] || t.addressed[r.Var] {
			continue
		}
		v, u := d.Var, r.Var
		rest := &ir.Block{List: list[i+1:]}
		own := ours(d, v)
		switch {
		case own && !changes(rest, v) && !changes(rest, u):
		case (own || u.Temp) && u.Kind == ir.Local && declares(list[:i], u, isAdjoint(d)) && !slices.ContainsFunc(rest.List, func(s ir.Stmt) bool { return mentions(s, u) }):
			if !v.Temp {
				u.Name, u.Temp = v.Name, false
			}
		default:
			continue
		}
		c := ir.NewCloner()
		c.Vars[v] = u
		eachStmt(rest, func(s ir.Stmt) { ir.MapExprs(s, c.Expr) })
		list = append(list[:i:i], list[i+1:]...)
		i--
	}
	return list
}

// changes reports whether b stores to v or to a part of it.
func changes(b *ir.Block, v *ir.Var) bool {
	found := false
	eachStmt(b, func(s ir.Stmt) {
		for _, d := range ir.Dsts(s) {
			found = found || d != nil && ir.Root(d) == v
		}
	})
	return found
}

// declares reports whether one of the statements of list itself declares v. The user's variables never get an adjoint's name.
func declares(list []ir.Stmt, v *ir.Var, adjoint bool) bool {
	return slices.ContainsFunc(list, func(s ir.Stmt) bool {
		d, ok := s.(*ir.Decl)
		return ok && d.Var == v && (v.Temp || !adjoint || isAdjoint(s))
	})
}

// contributions writes dv := e; dx[i] += dv, where that is all that dv is for, as dx[i] += e.
func (t *tidied) contributions(list []ir.Stmt) []ir.Stmt {
	for i := 0; i+1 < len(list); i++ {
		d, ok1 := list[i].(*ir.Decl)
		a, ok2 := list[i+1].(*ir.Assign)
		if !ok1 || !ok2 || d.Init == nil || !ours(d, d.Var) || impure(d.Init) || !t.onlyUse(d.Var, a.Src, a.Dst, list[i+2:]) {
			continue
		}
		list[i] = &ir.Assign{At: d.At, Dst: a.Dst, Add: a.Add, Src: d.Init}
		list = append(list[:i+1:i+1], list[i+2:]...)
	}
	return list
}

// direct writes t := e; v = t, where that is all that t is for, as v = e. What stands between may have nothing to do with v.
func (t *tidied) direct(list []ir.Stmt) []ir.Stmt {
	for i := 0; i+1 < len(list); i++ {
		d, ok := list[i].(*ir.Decl)
		if !ok || d.Init == nil || !ours(d, d.Var) {
			continue
		}
		for j := i + 1; j < len(list); j++ {
			a, ok := list[j].(*ir.Assign)
			if !ok {
				break
			}
			v, ok := a.Dst.(*ir.Ref)
			if !ok || v.Var.Kind == ir.Global || t.addressed[v.Var] {
				break
			}
			if !a.Add && types.Identical(v.Var.Type, d.Var.Type) && t.onlyUse(d.Var, a.Src, a.Dst, list[j+1:]) &&
				!slices.ContainsFunc(list[i+1:j], func(s ir.Stmt) bool { return mentions(s, v.Var) || mentions(s, d.Var) }) {
				list[i] = &ir.Assign{At: a.At, Dst: a.Dst, Src: d.Init}
				list = append(list[:j:j], list[j+1:]...)
				break
			}
			if canPanic(a.Src) {
				break
			}
		}
	}
	return list
}

// onlyUse reports whether src is v, and nothing else mentions v.
func (t *tidied) onlyUse(v *ir.Var, src, dst ir.Expr, rest []ir.Stmt) bool {
	r, ok := src.(*ir.Ref)
	if !ok || r.Var != v || v.Name == "_" || t.addressed[v] || reads(dst, v) {
		return false
	}
	return !slices.ContainsFunc(rest, func(s ir.Stmt) bool { return mentions(s, v) })
}

// callContributions writes dv := f(…); dx += dv, where that is all that dv is for, as dx += f(…).
func (t *tidied) callContributions(list []ir.Stmt) []ir.Stmt {
	for i := 0; i+1 < len(list); i++ {
		c, ok1 := list[i].(*ir.CallStmt)
		a, ok2 := list[i+1].(*ir.Assign)
		if !ok1 || !ok2 || !t.defines[c] || len(c.Dsts) != 1 || !ours(c, c.Dsts[0].(*ir.Ref).Var) || !a.Add {
			continue
		}
		dx, ok := a.Dst.(*ir.Ref)
		if !ok || dx.Var.Kind == ir.Global || t.addressed[dx.Var] || !t.onlyUse(c.Dsts[0].(*ir.Ref).Var, a.Src, a.Dst, list[i+2:]) {
			continue
		}
		c.Dsts[0] = a.Dst
		t.defines[c], t.adds[c] = false, true
		list = append(list[:i+1:i+1], list[i+2:]...)
	}
	return list
}
