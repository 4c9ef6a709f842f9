package lower

import (
	"go/ast"
	"go/token"

	"github.com/gograd/gograd/analyzer/ir"
)

// switchStmt lowers a switch to a chain of Ifs, inside a block where a break leaves it.
func (b *body) switchStmt(s *ast.SwitchStmt, label string) {
	if s.Init != nil {
		b.stmt(s.Init, "")
	}
	sw := &switcher{b: b}
	for _, c := range s.Body.List {
		sw.clauses = append(sw.clauses, c.(*ast.CaseClause))
	}
	if s.Tag != nil {
		b.begin(s.Tag)
		sw.tag = b.expr(s.Tag)
		b.flush()
		if !keepsTag(sw.tag) {
			sw.tag = ir.Use(b.fresh(tagName(sw.tag), sw.tag.Type(), sw.tag))
		}
	}
	blk := &ir.Block{Label: label}
	b.inBlock(blk, exit{label: label, brk: blk}, func() {
		sw.chain(0)
		trimBreaks(blk, blk)
	})
}

func tagName(x ir.Expr) string {
	switch x := x.(type) {
	case *ir.Field:
		return rangedName(x)
	case *ir.Call:
		return lowerFirst(baseOf(x.Fn)) + "R"
	case *ir.Ref:
		return x.Var.Name + "0"
	}
	return "tag"
}

// keepsTag reports whether the tag can be read again for each case: it is cheap, and no case expression changes it.
func keepsTag(tag ir.Expr) bool {
	switch tag.(type) {
	case *ir.Const, *ir.Ref: // a variable of the IR is out of the reach of calls
		return true
	}
	return false
}

type switcher struct {
	b       *body
	tag     ir.Expr // nil for a switch without one
	clauses []*ast.CaseClause
}

// chain lowers clause i and, in its else branch, those after it; the default clause comes last.
func (w *switcher) chain(i int) {
	b := w.b
	for i < len(w.clauses) && w.clauses[i].List == nil {
		i++
	}
	if i == len(w.clauses) {
		for d, c := range w.clauses {
			if c.List == nil {
				w.body(d)
			}
		}
		return
	}
	cond := w.cond(w.clauses[i].List)
	n := &ir.If{Cond: cond}
	b.emit(n)
	n.Then = b.block(func() { w.body(i) })
	n.Else = b.block(func() { w.chain(i + 1) })
	if len(n.Else.List) == 0 {
		n.Else = nil
	}
}

// body lowers the statements of clause i, and after a fallthrough those of the next.
func (w *switcher) body(i int) {
	list := w.clauses[i].Body
	w.b.stmts(list)
	if n := len(list); n > 0 && i+1 < len(w.clauses) && !endsInExit(*w.b.list) {
		if s, ok := list[n-1].(*ast.BranchStmt); ok && s.Tok == token.FALLTHROUGH {
			w.body(i + 1)
		}
	}
}

// cond is whether one of the case expressions applies, tried from left to right.
func (w *switcher) cond(list []ast.Expr) ir.Expr {
	b := w.b
	b.begin(list...)
	b.calls = token.NoPos // each is evaluated by itself
	var all ir.Expr
	for _, e := range list {
		var c ir.Expr
		one := func() {
			x := b.expr(e)
			if w.tag != nil {
				c = &ir.Binary{Op: token.EQL, X: b.matching(w.tag, x), Y: b.matching(x, w.tag), Typ: ir.Bool}
			} else {
				c = b.implicit(x, ir.Bool)
			}
			b.flush()
		}
		if all == nil {
			one()
			all = c
			continue
		}
		blk := b.block(one)
		all = b.joined(token.LOR, all, c, ir.Bool, blk, false)
	}
	return all
}
