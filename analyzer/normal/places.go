package normal

import (
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// stores are the stores of a call's results, which the call does all at once: where one changes an index, a slice or a pointer that a
// later place is found by, that is put into a variable before.
type stores struct {
	at          ir.At
	find, store []ir.Stmt
	dsts        []ir.Expr
}

// add stores src to the place dst.
func (st *stores) add(dst, src ir.Expr) {
	st.store = append(st.store, &ir.Assign{At: st.at, Dst: st.place(dst), Src: src})
	st.dsts = append(st.dsts, dst)
}

// place is the place dst, found before the stores so far.
func (st *stores) place(dst ir.Expr) ir.Expr {
	switch e := dst.(type) {
	case *ir.Field:
		return &ir.Field{X: st.place(e.X), F: e.F}
	case *ir.Index:
		if _, ok := e.X.Type().Underlying().(*types.Array); ok {
			return &ir.Index{X: st.place(e.X), I: st.value("i", e.I)}
		}
		return &ir.Index{X: st.value("s", e.X), I: st.value("i", e.I)}
	case *ir.Deref:
		return &ir.Deref{X: st.value("p", e.X)}
	}
	return dst
}

// value is e as it is before the stores so far.
func (st *stores) value(name string, e ir.Expr) ir.Expr {
	for _, d := range st.dsts {
		root := ir.Root(d)
		if root != nil && !Mentions(e, root) || root == nil && !readsMemory(e) {
			continue
		}
		v := &ir.Var{Name: name, Type: e.Type(), Temp: true}
		st.find = append(st.find, &ir.Decl{At: st.at, Var: v, Init: e})
		return ir.Use(v)
	}
	return e
}

// readsMemory reports whether e reads what a slice or a pointer refers to.
func readsMemory(e ir.Expr) bool {
	found := false
	ir.WalkExpr(e, func(e ir.Expr) bool {
		switch e := e.(type) {
		case *ir.Deref:
			found = true
		case *ir.Index:
			_, slice := e.X.Type().Underlying().(*types.Slice)
			found = found || slice
		}
		return !found
	})
	return found
}
