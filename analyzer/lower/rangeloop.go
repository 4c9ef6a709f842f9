package lower

import (
	"go/ast"
	"go/token"
	"go/types"
	"go/version"

	"github.com/gograd/gograd/analyzer/ir"
)

// rangeStmt lowers a range statement to a Count.
func (b *body) rangeStmt(s *ast.RangeStmt, label string) {
	b.refuseSharedRangeVars(s)
	t := b.typeOf(s.X)
	switch u := t.Underlying().(type) {
	case *types.Slice:
		b.rangeOver(s, label, t)
	case *types.Array:
		b.rangeOver(s, label, t)
	case *types.Pointer:
		b.rangeOver(s, label, u.Elem())
	case *types.Basic:
		if u.Info()&types.IsInteger != 0 {
			b.rangeInt(s, label, t)
			return
		}
		b.rangeString(s, label, t)
	case *types.Map:
		b.refuse(s.X.Pos(), "GG034", "a range over a map")
		b.skipRange(s)
	case *types.Chan:
		b.refuse(s.X.Pos(), "GG031", "a range over a channel")
		b.skipRange(s)
	default:
		b.refuseRange(s, "a range over a function")
	}
}

// refuseSharedRangeVars refuses the address of a range variable in files older than Go 1.22, where all iterations share it.
func (b *body) refuseSharedRangeVars(s *ast.RangeStmt) {
	v := b.in.pkg.Types.GoVersion()
	for _, f := range b.in.pkg.Files {
		if fv := b.info.FileVersions[f]; f.FileStart <= s.Pos() && s.Pos() < f.FileEnd && fv != "" {
			v = fv
		}
	}
	if v == "" || version.Compare(v, "go1.22") >= 0 || s.Tok != token.DEFINE {
		return
	}
	for _, e := range []ast.Expr{s.Key, s.Value} {
		id, ok := e.(*ast.Ident)
		if !ok {
			continue
		}
		if w, ok := b.info.Defs[id].(*types.Var); ok && b.isBoxedVar(w) {
			b.refuse(b.boxed[w], "GG047", "the address of the loop variable %s", w.Name())
		}
	}
}

func (b *body) refuseRange(s *ast.RangeStmt, what string) {
	b.refuse(s.X.Pos(), "GG040", "%s", what)
	b.skipRange(s)
}

// skipRange lowers the body of a refused loop, for the problems in it.
func (b *body) skipRange(s *ast.RangeStmt) {
	w := &ir.While{Cond: ir.BoolConst(true), Body: &ir.Block{}}
	b.exits = append(b.exits, exit{loop: true, brk: w, cont: w})
	b.into(w.Body, func() { b.stmts(s.Body.List) })
	b.exits = b.exits[:len(b.exits)-1]
}

// rangeInt lowers `for i := range n`.
func (b *body) rangeInt(s *ast.RangeStmt, label string, t types.Type) {
	b.begin(s.X)
	hi := b.expr(s.X)
	b.flush()
	if !smallInt(t) {
		b.rangeWide(s, label, hi, t)
		return
	}
	if t != ir.Int {
		hi = &ir.Conv{X: hi, Typ: ir.Int}
		if k, ok := hi.(*ir.Conv).X.(*ir.Const); ok {
			hi = &ir.Const{Val: k.Val, Typ: ir.Int}
		}
	}
	b.countRange(s, label, hi, func(i *ir.Var) {
		if s.Key == nil || isBlank(s.Key) || b.vars[b.keyVar(s)] == i {
			return
		}
		var x ir.Expr = ir.Use(i)
		if t != ir.Int {
			x = &ir.Conv{X: x, Typ: t}
		}
		b.setRangeVar(s, s.Key, x)
	})
}

// smallInt reports whether every value of the integer type t is an int on every machine, or t is int.
func smallInt(t types.Type) bool {
	switch t.Underlying().(*types.Basic).Kind() {
	case types.Int, types.Int8, types.Int16, types.Int32, types.Uint8, types.Uint16:
		return true
	}
	return false
}

// rangeWide lowers a range over an integer that need not fit an int.
func (b *body) rangeWide(s *ast.RangeStmt, label string, hi ir.Expr, t types.Type) {
	n := b.fresh("n", t, hi)
	i := b.fresh("i", t, nil)
	w := &ir.While{Label: label, Cond: ir.Compare(token.LSS, ir.Use(i), ir.Use(n)), Body: &ir.Block{At: ir.At{Orig: b.orig}}}
	b.emit(w)
	b.into(w.Body, func() {
		blk := &ir.Block{}
		b.inBlock(blk, exit{label: label, loop: true, brk: w, cont: blk}, func() {
			if s.Key != nil && !isBlank(s.Key) {
				b.setRangeVar(s, s.Key, ir.Use(i))
			}
			b.stmts(s.Body.List)
			trimBreaks(blk, blk)
		})
		b.update(ir.Use(i), token.ADD, one(t))
	})
}

// one is 1 in the numeric type t.
func one(t types.Type) ir.Expr { return &ir.Const{Val: ir.IntConst(1).Val, Typ: t} }

func isBlank(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == "_"
}

// keyVar is the variable that s declares for the index, or nil.
func (b *body) keyVar(s *ast.RangeStmt) *types.Var {
	id, ok := s.Key.(*ast.Ident)
	if !ok || s.Tok != token.DEFINE || id.Name == "_" {
		return nil
	}
	v, _ := b.info.Defs[id].(*types.Var)
	return v
}

// rangeOver lowers a range over a slice, an array or a pointer to an array; seq is the slice or array type.
func (b *body) rangeOver(s *ast.RangeStmt, label string, seq types.Type) {
	wantsValue := s.Value != nil && !isBlank(s.Value)
	b.begin(s.X)
	arr, isArray := seq.Underlying().(*types.Array)
	var x ir.Expr
	if !isArray || wantsValue || b.callsAny(s.X) {
		x = b.ranged(s, wantsValue)
	}
	var hi ir.Expr
	if isArray {
		hi = ir.IntConst(arr.Len())
	} else {
		hi = ir.Len(x)
	}
	b.countRange(s, label, hi, func(i *ir.Var) {
		if s.Key != nil && !isBlank(s.Key) && b.vars[b.keyVar(s)] != i {
			b.setRangeVar(s, s.Key, ir.Use(i))
		}
		if wantsValue {
			b.setRangeVar(s, s.Value, &ir.Index{X: x, I: ir.Use(i)})
		}
	})
}

// ranged evaluates what is ranged over, once. A variable, or a field of one, that stays as it is while the loop runs is used itself.
func (b *body) ranged(s *ast.RangeStmt, wantsValue bool) ir.Expr {
	x := b.expr(s.X)
	b.flush()
	if p, ok := x.Type().Underlying().(*types.Pointer); ok {
		if !b.stable(s, s.X, x) {
			x = ir.Use(b.fresh(rangedName(x), x.Type(), x))
		}
		_ = p
		return &ir.Deref{X: x}
	}
	if b.stable(s, s.X, x) {
		return x
	}
	if _, ok := x.Type().Underlying().(*types.Array); ok && !wantsValue {
		return x
	}
	return ir.Use(b.fresh(rangedName(x), x.Type(), x))
}

// stable reports whether the value of e can't change while the loop s runs: it is a variable of the IR's own, or part of one, and
// the loop doesn't assign to it.
func (b *body) stable(s *ast.RangeStmt, e ast.Expr, x ir.Expr) bool {
	root := ir.Root(x)
	if root == nil {
		return false
	}
	if _, ok := x.(*ir.Index); ok {
		return false // of an array: the index may change
	}
	if root.Kind == ir.Global {
		return true
	}
	v := storage(b.info, e)
	if v == nil {
		return !b.isUserVar(root) // made for a call's result
	}
	if s.Tok == token.ASSIGN && (isStorage(b.info, s.Key, v) || isStorage(b.info, s.Value, v)) {
		return false
	}
	return !assigned(b.info, s.Body)[v]
}

func isStorage(info *types.Info, e ast.Expr, v *types.Var) bool {
	return e != nil && storage(info, e) == v
}

func (b *body) isUserVar(v *ir.Var) bool {
	for _, w := range b.vars {
		if w == v {
			return true
		}
	}
	return false
}

// rangedName names what is ranged over: after the field, the function, or the variable.
func rangedName(x ir.Expr) string {
	switch x := x.(type) {
	case *ir.Field:
		return lowerFirst(x.X.Type().Underlying().(*types.Struct).Field(x.F).Name())
	case *ir.Index:
		return "row"
	case *ir.Deref:
		return rangedName(x.X)
	case *ir.Slice:
		return rangedName(x.X)
	case *ir.Ref:
		return x.Var.Name
	}
	return "seq"
}

// countRange makes the Count. Its variable is the user's where there is one that the body leaves alone.
func (b *body) countRange(s *ast.RangeStmt, label string, hi ir.Expr, head func(i *ir.Var)) {
	v := b.keyVar(s)
	var i *ir.Var
	if v != nil && b.typ(v.Type()) == ir.Int && !assigned(b.info, s.Body)[v] && !b.isBoxedVar(v) {
		i = &ir.Var{Name: v.Name(), Type: ir.Int}
		b.vars[v] = i
	} else {
		i = &ir.Var{Name: b.indexName(s), Type: ir.Int}
	}
	c := &ir.Count{Label: label, Var: i, Lo: ir.IntConst(0), Hi: hi, Step: 1, Body: &ir.Block{At: ir.At{Orig: b.orig}}}
	b.emit(c)
	b.countBody(c, label, func() {
		head(i)
		b.stmts(s.Body.List)
	})
}

func (b *body) isBoxedVar(v *types.Var) bool {
	_, ok := b.boxed[v]
	return ok
}

// indexName is a name for a loop variable that the user didn't name: one that neither s nor a loop around it uses.
func (b *body) indexName(s *ast.RangeStmt) string {
	used := identifiers(s)
	for _, x := range b.exits {
		if c, ok := x.brk.(*ir.Count); ok {
			used[c.Var.Name] = true
		}
	}
	for _, n := range []string{"i", "j", "k"} {
		if !used[n] {
			return n
		}
	}
	return unique(b.names, "i")
}

// setRangeVar gives the key or value of an iteration to the variable or place e.
func (b *body) setRangeVar(s *ast.RangeStmt, e ast.Expr, x ir.Expr) {
	if s.Tok == token.DEFINE {
		if v, ok := b.info.Defs[e.(*ast.Ident)].(*types.Var); ok {
			b.declare(v, b.implicit(x, b.typ(v.Type())))
		}
		return
	}
	b.begin(e)
	t := b.targetOf(e, false)
	b.flush()
	b.store(t, x)
}
