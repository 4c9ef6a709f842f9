package lower

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// stmts lowers a list of statements, up to the first after which nothing is reached.
func (b *body) stmts(list []ast.Stmt) {
	for _, s := range list {
		b.stmt(s, "")
		if endsInExit(*b.list) {
			return
		}
	}
}

// stmt lowers s, which stands behind the given label.
func (b *body) stmt(s ast.Stmt, label string) {
	orig, late := b.orig, b.late
	if _, block := s.(*ast.BlockStmt); !block {
		b.orig = b.origin(s)
	}
	b.late = nil
	hints := len(b.hints)
	b.guarded(func() { b.dispatch(s, label) })
	b.hints = b.hints[:hints]
	b.orig, b.late = orig, late
}

func (b *body) dispatch(s ast.Stmt, label string) {
	switch s := s.(type) {
	case *ast.AssignStmt:
		b.assignStmt(s)
	case *ast.IncDecStmt:
		b.incDec(s)
	case *ast.DeclStmt:
		b.declStmt(s.Decl.(*ast.GenDecl))
	case *ast.ExprStmt:
		b.exprStmt(s)
	case *ast.ReturnStmt:
		b.returnStmt(s)
	case *ast.BlockStmt:
		b.stmts(s.List)
	case *ast.IfStmt:
		b.ifStmt(s)
	case *ast.ForStmt:
		b.forStmt(s, label)
	case *ast.RangeStmt:
		b.rangeStmt(s, label)
	case *ast.SwitchStmt:
		b.switchStmt(s, label)
	case *ast.BranchStmt:
		b.branch(s)
	case *ast.LabeledStmt:
		b.labeled(s)
	case *ast.EmptyStmt:
	default:
		b.refused(s)
	}
}

// refused says why s is not lowered.
func (b *body) refused(s ast.Stmt) {
	switch s := s.(type) {
	case *ast.GoStmt:
		b.refuse(s.Pos(), "GG030", "a go statement")
	case *ast.SendStmt:
		b.refuse(s.Pos(), "GG031", "a send to a channel")
	case *ast.SelectStmt:
		b.refuse(s.Pos(), "GG031", "a select statement")
	case *ast.DeferStmt:
		b.refuse(s.Pos(), "GG032", "a defer statement")
	case *ast.TypeSwitchStmt:
		b.refuse(s.Pos(), "GG039", "a type switch")
	default:
		b.refuse(s.Pos(), "GG051", "this statement is not supported")
	}
}

func (b *body) exprStmt(s *ast.ExprStmt) {
	c, ok := ast.Unparen(s.X).(*ast.CallExpr)
	if !ok {
		b.expr(s.X) // a receive, which is refused
		return
	}
	b.begin(s.X)
	b.callStmt(c)
	b.flush()
}

// declStmt lowers var declarations; constants are folded where they are used, types are refused where they are.
func (b *body) declStmt(d *ast.GenDecl) {
	if d.Tok != token.VAR {
		return
	}
	for _, spec := range d.Specs {
		s := spec.(*ast.ValueSpec)
		if len(s.Values) > 0 {
			var lhs []ast.Expr
			for _, id := range s.Names {
				lhs = append(lhs, id)
			}
			b.begin(s.Values...)
			if len(lhs) == 1 {
				b.assignOne(lhs[0], s.Values[0], true)
			} else {
				b.assignAll(lhs, s.Values, true)
			}
			continue
		}
		for _, id := range s.Names {
			if v, ok := b.info.Defs[id].(*types.Var); ok && id.Name != "_" {
				if b.zeroable(id, v) {
					b.declare(v, nil)
				}
			}
		}
	}
}

// returnStmt sets the results and leaves.
func (b *body) returnStmt(s *ast.ReturnStmt) {
	rs := b.in.out.Results
	b.begin(s.Results...)
	var ts []target
	for i := range s.Results {
		if len(s.Results) == len(rs) {
			ts = append(ts, target{place: b.resultPlace(rs[i])})
		}
	}
	switch {
	case len(s.Results) == 0:
	case len(rs) == 1:
		b.hints = append(b.hints, b.resultHint(0))
		b.assignTo(ts[0], s.Results[0])
	case len(s.Results) == 1:
		for _, r := range rs {
			ts = append(ts, target{place: b.resultPlace(r)})
		}
		if c, ok := ast.Unparen(s.Results[0]).(*ast.CallExpr); ok {
			b.assignCall(ts, c)
		}
	default:
		var vals []ir.Expr
		for i, e := range s.Results {
			vals = append(vals, hinted(b, b.resultHint(i), func() ir.Expr { return b.to(e, rs[i].Type) }))
		}
		b.flush()
		b.storeResults(ts, vals)
	}
	b.unboxResults()
	b.emit(&ir.Exit{Kind: ir.Return})
}

// resultHint is what the user calls result i, or "".
func (b *body) resultHint(i int) string {
	return b.in.fn.Type().(*types.Signature).Results().At(i).Name()
}

// storeResults leaves out what would store a result to itself.
func (b *body) storeResults(ts []target, vals []ir.Expr) {
	var ts2 []target
	var vals2 []ir.Expr
	for i := range ts {
		if r, ok := vals[i].(*ir.Ref); ok && ir.Root(ts[i].place) == r.Var {
			continue
		}
		ts2, vals2 = append(ts2, ts[i]), append(vals2, vals[i])
	}
	b.storeAll(ts2, vals2)
}

// resultPlace is where the function itself sees result r.
func (b *body) resultPlace(r *ir.Var) ir.Expr {
	if box := b.boxes[r]; box != nil {
		return &ir.Deref{X: ir.Use(box)}
	}
	return ir.Use(r)
}

func (b *body) ifStmt(s *ast.IfStmt) {
	if s.Init != nil {
		b.stmt(s.Init, "")
	}
	if v := b.info.Types[s.Cond].Value; v != nil { // decided by a constant: only one branch is ever compiled in
		if constant.BoolVal(v) {
			b.stmts(s.Body.List)
		} else if s.Else != nil {
			b.stmt(s.Else, "")
		}
		return
	}
	b.begin(s.Cond)
	cond := b.expr(s.Cond)
	b.flush()
	n := &ir.If{Cond: cond}
	b.emit(n)
	n.Then = b.block(func() { b.stmts(s.Body.List) })
	if s.Else != nil {
		n.Else = b.block(func() { b.stmt(s.Else, "") })
		if len(n.Else.List) == 0 {
			n.Else = nil
		}
	}
}

func (b *body) labeled(s *ast.LabeledStmt) {
	switch inner := s.Stmt.(type) {
	case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt:
		b.stmt(inner, s.Label.Name)
	case *ast.SelectStmt, *ast.TypeSwitchStmt:
		b.stmt(inner, "")
	default:
		b.stmt(inner, "") // the label is unused, or used by a goto, which is refused
	}
}

// inBlock lowers what f does, inside a block of its own if something leaves it.
func (b *body) inBlock(blk *ir.Block, x exit, f func()) {
	b.exits = append(b.exits, x)
	b.into(blk, f)
	b.exits = b.exits[:len(b.exits)-1]
	if exitsTo(blk, blk) {
		b.emit(blk)
		return
	}
	*b.list = append(*b.list, blk.List...)
}

// branch lowers break and continue; fallthrough is the switch's.
func (b *body) branch(s *ast.BranchStmt) {
	switch s.Tok {
	case token.GOTO:
		b.refuse(s.Pos(), "GG033", "a goto")
		return
	case token.FALLTHROUGH:
		return
	}
	for i := len(b.exits) - 1; i >= 0; i-- {
		x := b.exits[i]
		switch {
		case s.Label != nil && s.Label.Name != x.label:
			continue
		case s.Tok == token.CONTINUE && !x.loop:
			continue
		}
		if s.Tok == token.BREAK {
			b.emit(&ir.Exit{Kind: ir.Break, Target: x.brk})
			return
		}
		kind := ir.Continue
		if _, ok := x.cont.(*ir.Block); ok {
			kind = ir.Break
		}
		b.emit(&ir.Exit{Kind: kind, Target: x.cont})
		return
	}
}
