package lower

import (
	"go/ast"
	"go/token"
	"go/types"
)

// storage is the variable that e is, or is part of without going through memory: x for x, x.f, and x[i] of an array x.
func storage(info *types.Info, e ast.Expr) *types.Var {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		v, _ := objectOf(info, e).(*types.Var)
		return v
	case *ast.SelectorExpr:
		sel := info.Selections[e]
		if sel == nil { // a qualified identifier
			v, _ := info.Uses[e.Sel].(*types.Var)
			return v
		}
		if sel.Kind() != types.FieldVal || sel.Indirect() {
			return nil
		}
		return storage(info, e.X)
	case *ast.IndexExpr:
		if t := info.TypeOf(e.X); t != nil {
			if _, ok := t.Underlying().(*types.Array); ok {
				return storage(info, e.X)
			}
		}
	}
	return nil
}

func objectOf(info *types.Info, id *ast.Ident) types.Object {
	if o := info.Defs[id]; o != nil {
		return o
	}
	return info.Uses[id]
}

// addressTaken finds the variables whose address is taken in n, and where that is first done.
func addressTaken(info *types.Info, n ast.Node) map[*types.Var]token.Pos {
	out := map[*types.Var]token.Pos{}
	take := func(e ast.Expr) {
		if v := storage(info, e); v != nil && !v.IsField() {
			if _, ok := out[v]; !ok {
				out[v] = e.Pos()
			}
		}
	}
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				take(n.X)
			}
		case *ast.SliceExpr:
			if _, ok := info.TypeOf(n.X).Underlying().(*types.Array); ok {
				take(n.X)
			}
		case *ast.SelectorExpr:
			if sel := info.Selections[n]; sel != nil && sel.Kind() == types.MethodVal && takesAddress(sel) {
				take(n.X)
			}
		}
		return true
	})
	return out
}

// takesAddress reports whether the method selection x.M passes &x, or the address of a field held in x.
func takesAddress(sel *types.Selection) bool {
	recv := sel.Obj().(*types.Func).Type().(*types.Signature).Recv()
	if !isPointer(recv.Type()) || isPointer(sel.Recv()) {
		return false
	}
	t := sel.Recv()
	for _, i := range sel.Index()[:len(sel.Index())-1] {
		s, ok := t.Underlying().(*types.Struct)
		if !ok {
			return false
		}
		if t = s.Field(i).Type(); isPointer(t) {
			return false
		}
	}
	return true
}

func isPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

// assigned finds the variables that n assigns to, wholly or in part; declarations don't count.
func assigned(info *types.Info, ns ...ast.Node) map[*types.Var]bool {
	out := map[*types.Var]bool{}
	add := func(e ast.Expr) {
		if e == nil {
			return
		}
		if v := storage(info, e); v != nil {
			out[v] = true
		}
	}
	for _, n := range ns {
		if n == nil {
			continue
		}
		ast.Inspect(n, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, e := range n.Lhs {
					if id, ok := e.(*ast.Ident); !ok || info.Defs[id] == nil {
						add(e)
					}
				}
			case *ast.IncDecStmt:
				add(n.X)
			case *ast.RangeStmt:
				if n.Tok == token.ASSIGN {
					add(n.Key)
					add(n.Value)
				}
			}
			return true
		})
	}
	return out
}

// identifiers are all names that n mentions.
func identifiers(n ast.Node) map[string]bool {
	out := map[string]bool{}
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			out[id.Name] = true
		}
		return true
	})
	return out
}
