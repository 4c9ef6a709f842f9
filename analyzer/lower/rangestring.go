package lower

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// decodeRune is how a range over a string reads: the rune at the start of a string and its width in bytes; U+FFFD and 1 where
// there is no valid one, as the language has it.
var decodeRune = ir.FuncRef{Pkg: "unicode/utf8", Name: "DecodeRuneInString"}

// rangeString lowers a range over the runes of a string.
func (b *body) rangeString(s *ast.RangeStmt, label string, t types.Type) {
	b.begin(s.X)
	x := b.expr(s.X)
	b.flush()
	str := b.fresh("str", t, x)
	next := b.fresh("next", ir.Int, ir.IntConst(0))
	w := &ir.While{Label: label, Cond: ir.Compare(token.LSS, ir.Use(next), ir.Len(ir.Use(str))), Body: &ir.Block{At: ir.At{Orig: b.orig}}}
	b.emit(w)
	b.exits = append(b.exits, exit{label: label, loop: true, brk: w, cont: w})
	b.into(w.Body, func() {
		b.decode(s, str, next)
		b.stmts(s.Body.List)
	})
	b.exits = b.exits[:len(b.exits)-1]
	trimContinues(w.Body, w)
}

// decode sets key and value of an iteration, and moves next on.
func (b *body) decode(s *ast.RangeStmt, str, next *ir.Var) {
	if s.Key != nil && !isBlank(s.Key) {
		b.setRangeVar(s, s.Key, ir.Use(next))
	}
	wide := b.fresh("size", ir.Int, nil)
	call := &ir.CallStmt{Fn: decodeRune, Args: []ir.Expr{&ir.Slice{X: ir.Use(str), Lo: ir.Use(next)}}, Dsts: []ir.Expr{nil, ir.Use(wide)}}
	if s.Value == nil || isBlank(s.Value) {
		b.emit(call)
	} else {
		r := b.fresh("r", types.Typ[types.Rune], nil)
		call.Dsts[0] = ir.Use(r)
		b.emit(call)
		b.setRangeVar(s, s.Value, ir.Use(r))
	}
	b.update(ir.Use(next), token.ADD, ir.Use(wide))
}
