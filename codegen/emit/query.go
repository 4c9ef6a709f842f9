package emit

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"github.com/gograd/gograd/analyzer/ir"
)

// eachUse calls f for each variable that s itself mentions, in the blocks inside it not included. A store to the whole variable,
// `v += e` included, is a write; anything else, a store to a part of it too, is a read.
func eachUse(s ir.Stmt, f func(v *ir.Var, write bool)) {
	read := func(e ir.Expr) {
		ir.WalkExpr(e, func(e ir.Expr) bool {
			if r, ok := e.(*ir.Ref); ok {
				f(r.Var, false)
			}
			return true
		})
	}
	store := func(d ir.Expr) {
		if r, ok := d.(*ir.Ref); ok {
			f(r.Var, true)
			return
		}
		if d != nil {
			read(d)
		}
	}
	switch s := s.(type) {
	case *ir.Assign:
		read(s.Src)
		store(s.Dst)
	case *ir.CallStmt:
		for _, a := range s.Args {
			read(a)
		}
		for _, d := range s.Dsts {
			store(d)
		}
	case *ir.Pop:
		store(s.Dst)
	case *returnStmt:
		for _, v := range s.Values {
			read(v)
		}
	default:
		for _, e := range ir.Exprs(s) {
			read(e)
		}
	}
}

// mentions reports whether s, or a statement inside it, reads or writes v.
func mentions(s ir.Stmt, v *ir.Var) bool {
	found := false
	ir.Walk(s, func(s ir.Stmt) bool {
		if !found {
			eachUse(s, func(u *ir.Var, _ bool) { found = found || u == v })
		}
		return !found
	})
	return found
}

// usesSelf reports whether s itself, without the blocks inside it, mentions v.
func usesSelf(s ir.Stmt, v *ir.Var) bool {
	found := false
	eachUse(s, func(u *ir.Var, _ bool) { found = found || u == v })
	return found
}

// reads reports whether e reads v.
func reads(e ir.Expr, v *ir.Var) bool {
	found := false
	ir.WalkExpr(e, func(e ir.Expr) bool {
		if r, ok := e.(*ir.Ref); ok && r.Var == v {
			found = true
		}
		return !found
	})
	return found
}

// stores reports whether s stores a new value to the whole of v without reading it.
func stores(s ir.Stmt, v *ir.Var) bool {
	is := func(d ir.Expr) bool { r, ok := d.(*ir.Ref); return ok && r.Var == v }
	switch s := s.(type) {
	case *ir.Assign:
		return is(s.Dst) && !s.Add && !reads(s.Src, v)
	case *ir.Pop:
		return s.Dst != nil && is(s.Dst)
	case *ir.CallStmt:
		n := 0
		for _, d := range s.Dsts {
			if d == nil {
				continue
			}
			if is(d) {
				n++
			} else if reads(d, v) {
				return false
			}
		}
		for _, a := range s.Args {
			if reads(a, v) {
				return false
			}
		}
		return n == 1
	}
	return false
}

// canPanic reports whether evaluating e may panic.
func canPanic(e ir.Expr) bool {
	found := false
	ir.WalkExpr(e, func(e ir.Expr) bool {
		found = found || nodeCanPanic(e)
		return !found
	})
	return found
}

func nodeCanPanic(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Index:
		_, isConst := e.I.(*ir.Const)
		_, isArray := e.X.Type().Underlying().(*types.Array)
		return !isConst || !isArray
	case *ir.Deref, *ir.Slice:
		return true
	case *ir.Binary:
		switch e.Op {
		case token.QUO, token.REM:
			c, isConst := e.Y.(*ir.Const)
			return ir.IsInteger(e.Typ) && (!isConst || constant.Sign(c.Val) == 0)
		case token.SHL, token.SHR:
			_, isConst := e.Y.(*ir.Const)
			b, _ := e.Y.Type().Underlying().(*types.Basic)
			return !isConst && (b == nil || b.Info()&types.IsUnsigned == 0)
		case token.EQL, token.NEQ:
			return types.IsInterface(e.X.Type()) || types.IsInterface(e.Y.Type())
		}
	case *ir.Conv:
		_, toArray := e.Typ.Underlying().(*types.Array)
		_, fromSlice := e.X.Type().Underlying().(*types.Slice)
		_, toPointer := e.Typ.Underlying().(*types.Pointer)
		return fromSlice && (toArray || toPointer)
	case *ir.Call:
		return e.Fn.Pkg != "" && e.Fn.Pkg != "math"
	case *ir.Make:
		return !nonNegative(e.Len) || e.Cap != nil
	}
	return false
}

// nonNegative reports whether e is known not to be negative.
func nonNegative(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Const:
		return constant.Sign(e.Val) >= 0
	case *ir.Call:
		return e.Fn.Pkg == "" && (e.Fn.Name == "len" || e.Fn.Name == "cap")
	}
	return false
}

// isInt reports whether e is the integer constant n.
func isInt(e ir.Expr, n int64) bool {
	c, ok := e.(*ir.Const)
	if !ok || !ir.IsInteger(c.Typ) {
		return false
	}
	v, exact := constant.Int64Val(constant.ToInt(c.Val))
	return exact && v == n
}

// isZero reports whether e is the zero value of its type, written as a constant or as Zero.
func isZero(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Zero:
		return true
	case *ir.Const:
		switch e.Val.Kind() {
		case constant.Bool:
			return !constant.BoolVal(e.Val)
		case constant.String:
			return constant.StringVal(e.Val) == ""
		}
		return constant.Sign(e.Val) == 0
	}
	return false
}

// isLen gives x where e is len(x).
func isLen(e ir.Expr) (ir.Expr, bool) {
	if c, ok := e.(*ir.Call); ok && c.Fn.Pkg == "" && c.Fn.Name == "len" && len(c.Args) == 1 {
		return c.Args[0], true
	}
	return nil, false
}

// stable reports whether running body leaves the value of e as it is. The answer no may be too careful.
func stable(e ir.Expr, body *ir.Block) bool {
	ok := true
	var memory []types.Type // of what e reads from memory
	ir.WalkExpr(e, func(e ir.Expr) bool {
		switch e := e.(type) {
		case *ir.Index, *ir.Deref:
			memory = append(memory, e.Type())
		case *ir.Call:
			ok = ok && e.Fn.Pure()
		}
		return ok
	})
	if !ok {
		return false
	}
	ir.Walk(body, func(s ir.Stmt) bool {
		ok = ok && keeps(s, e, memory)
		return ok
	})
	return ok
}

// keeps reports whether s, without the blocks inside it, leaves e as it is; memory has the types of what e reads from memory.
func keeps(s ir.Stmt, e ir.Expr, memory []types.Type) bool {
	touched := func(t types.Type) bool {
		for _, m := range memory {
			_, basic := t.Underlying().(*types.Basic)
			if !basic || types.Identical(m, t) {
				return true
			}
		}
		return false
	}
	if len(memory) > 0 && slices.ContainsFunc(ir.Exprs(s), impure) {
		return false
	}
	switch s := s.(type) {
	case *ir.Decl, *ir.Count:
		return true
	case *ir.CallStmt:
		if len(memory) > 0 {
			return false
		}
	case *ir.Copy:
		return !touched(s.Dst.Type().Underlying().(*types.Slice).Elem())
	case *ir.Clear:
		if t, ok := s.X.Type().Underlying().(*types.Slice); ok {
			return !touched(t.Elem())
		}
		return len(memory) == 0
	}
	for _, d := range ir.Dsts(s) {
		if d == nil {
			continue
		}
		if r := ir.Root(d); r != nil && reads(e, r) || r == nil && touched(d.Type()) {
			return false
		}
	}
	return true
}

// addressed gives the variables whose address is taken, by & or by slicing an array.
func addressed(body *ir.Block) map[*ir.Var]bool {
	out := map[*ir.Var]bool{}
	note := func(place ir.Expr) {
		if v := ir.Root(place); v != nil {
			out[v] = true
		}
	}
	ir.Walk(body, func(s ir.Stmt) bool {
		for _, e := range ir.Exprs(s) {
			ir.WalkExpr(e, func(e ir.Expr) bool {
				switch e := e.(type) {
				case *ir.Addr:
					note(e.X)
				case *ir.Slice:
					note(e.X)
				}
				return true
			})
		}
		return true
	})
	return out
}
