package emit

import (
	"go/constant"
	"go/token"
	"go/types"

	"github.com/dave/jennifer/jen"
	"github.com/gograd/gograd/analyzer/ir"
)

// returnStmt is a return; the values stand for the results of the same index, nil for what the result holds.
type returnStmt struct {
	ir.At
	Values []ir.Expr
}

// popExpr is a Pop as a condition, evaluated where the Pop stood.
type popExpr struct{ buf *ir.Buf }

func (e *popExpr) Type() types.Type               { return e.buf.Elem }
func (e *popExpr) Operands() []ir.Expr            { return nil }
func (e *popExpr) WithOperands([]ir.Expr) ir.Expr { return e }

// getStmt takes a workspace from the pool, putStmt gives it back.
type (
	getStmt struct{ ir.At }
	putStmt struct{ ir.At }
)

// stmt writes s; under is the origin whose comment is in force. It gives the text of a simple statement.
func (w *fn) stmt(g *jen.Group, s ir.Stmt, under *ir.Origin) *jen.Statement {
	switch s := s.(type) {
	case *ir.Decl:
		return g.Add(w.decl(s))
	case *ir.Assign:
		return g.Add(w.assign(s))
	case *ir.CallStmt:
		return g.Add(w.callStmt(s))
	case *ir.Copy:
		w.refer("copy")
		return g.Id("copy").Call(w.value(s.Dst), w.value(s.Src))
	case *ir.Clear:
		w.refer("clear")
		return g.Id("clear").Call(w.value(s.X))
	case *ir.If:
		g.Add(w.ifStmt(s, under))
	case *ir.Count, *ir.While, *ir.Block:
		w.loop(g, s, under)
	case *ir.Exit:
		return g.Add(w.exit(s))
	case *ir.Panic:
		w.refer("panic")
		return g.Id("panic").Call(w.expr(s.X, 0, infer))
	case *ir.Push:
		return g.Add(w.buffer(s.Buf)).Dot("Push").Call(w.value(s.X))
	case *ir.Pop:
		pop := w.buffer(s.Buf).Dot("Pop").Call()
		if s.Dst == nil {
			return g.Add(pop)
		}
		return g.Add(w.value(s.Dst)).Op(w.assignOp(s)).Add(pop)
	case *returnStmt:
		return g.Add(w.returnStmt(s))
	case *getStmt:
		w.refer(w.work.pool)
		return g.Id(w.ws).Op(":=").Id(w.work.pool).Dot("Get").Call()
	case *putStmt:
		w.put(g)
	default:
		w.fail("statement %T can't be written", s)
	}
	return nil
}

// put gives the workspace back, with its arenas empty.
func (w *fn) put(g *jen.Group) {
	for _, b := range w.work.bufs {
		if w.work.arenas[b] {
			g.Add(w.buffer(b)).Dot("Reset").Call()
		}
	}
	w.refer(w.work.pool)
	g.Id(w.work.pool).Dot("Put").Call(jen.Id(w.ws))
}

func (w *fn) assignOp(s ir.Stmt) string {
	switch {
	case w.defines[s]:
		return ":="
	case w.adds[s]:
		return "+="
	}
	return "="
}

// decl writes a declaration as a person does: sum := 0.0, but var x float32.
func (w *fn) decl(s *ir.Decl) *jen.Statement {
	if s.Var.Name == "_" {
		return jen.Id("_").Op("=").Add(w.expr(s.Init, 0, infer))
	}
	name, t := w.ref(s.Var), s.Var.Type
	if s.Init == nil || isZero(s.Init) {
		c, isConst := s.Init.(*ir.Const)
		_, basic := t.(*types.Basic)
		switch {
		case types.Identical(t, ir.Float64):
			return name.Op(":=").Add(w.constant(ir.FloatConst(0, t), infer))
		case isConst && basic && types.Identical(c.Typ, t) && (!ir.IsFloat(t) && types.Identical(t, types.Default(kindOf(c)))):
			return name.Op(":=").Add(w.constant(c, infer))
		}
		return jen.Var().Add(name).Add(w.typ(t, w.refer))
	}
	if !types.Identical(s.Init.Type(), t) {
		return jen.Var().Add(name).Add(w.typ(t, w.refer)).Op("=").Add(w.value(s.Init))
	}
	return name.Op(":=").Add(w.expr(s.Init, 0, infer))
}

// kindOf is the type that c's literal has on its own.
func kindOf(c *ir.Const) types.Type {
	switch c.Val.Kind() {
	case constant.Bool:
		return types.Typ[types.Bool]
	case constant.String:
		return types.Typ[types.String]
	}
	return types.Typ[types.Int]
}

// assign writes an assignment with the shortest operator.
func (w *fn) assign(s *ir.Assign) *jen.Statement {
	op, src := assignForm(s)
	dst := w.expr(s.Dst, 0, infer)
	if op != "=" && ir.IsInteger(s.Dst.Type()) && isInt(src, 1) {
		switch op {
		case "+=":
			return dst.Op("++")
		case "-=":
			return dst.Op("--")
		}
	}
	if _, isShift := src.(*ir.Const); isShift && (op == "<<=" || op == ">>=") {
		return dst.Op(op).Add(w.expr(src, 0, infer))
	}
	return dst.Op(op).Add(w.value(src))
}

// assignForm gives the operator of an assignment and what stands behind it.
func assignForm(s *ir.Assign) (string, ir.Expr) {
	if s.Add {
		if x, ok := unsigned(s.Src); ok {
			return "-=", x
		}
		return "+=", s.Src
	}
	b, ok := s.Src.(*ir.Binary)
	if !ok || isComparison(b.Op) || b.Op == token.LAND || b.Op == token.LOR {
		return "=", s.Src
	}
	switch {
	case ir.Equal(b.X, s.Dst):
		return b.Op.String() + "=", b.Y
	case (b.Op == token.ADD || b.Op == token.MUL) && ir.Equal(b.Y, s.Dst) && (ir.IsFloat(b.Typ) || ir.IsInteger(b.Typ)):
		return b.Op.String() + "=", b.X
	}
	return "=", s.Src
}

func (w *fn) callStmt(s *ir.CallStmt) *jen.Statement {
	var call *jen.Statement
	if s.Callee != nil {
		call = w.programCall(s.Callee, s.Args)
	} else {
		call = w.external(s.Fn, s.Args)
	}
	dsts := make([]jen.Code, len(s.Dsts))
	some := false
	for i, d := range s.Dsts {
		if d == nil {
			dsts[i] = jen.Id("_")
			continue
		}
		dsts[i], some = w.value(d), true
	}
	if !some {
		return call
	}
	return jen.List(dsts...).Op(w.assignOp(s)).Add(call)
}

// programCall writes a call of a function of the program.
func (w *fn) programCall(f *ir.Func, args []ir.Expr) *jen.Statement {
	name, ok := w.funcs[f]
	if !ok {
		w.fail("func %s calls %s, which is not part of the file", w.src.Name, f.Name)
	}
	var list []jen.Code
	if w.work.passedTo(f) {
		list = append(list, jen.Id(w.ws))
	}
	recv := w.isRoot(f) && f.Recv
	for i, a := range args {
		if recv && i == 0 {
			continue
		}
		s := w.value(a)
		if w.isRoot(f) && f.Variadic && i == len(args)-1 {
			s.Op("...")
		}
		list = append(list, s)
	}
	if recv {
		return w.receiver(args[0]).Dot(name).Call(list...)
	}
	w.refer(name)
	return jen.Id(name).Call(list...)
}

// isRoot reports whether f is the first function of a unit.
func (w *writer) isRoot(f *ir.Func) bool {
	for _, u := range w.Units {
		if u.Prog.Funcs[0] == f {
			return true
		}
	}
	return false
}

func (w *fn) ifStmt(s *ir.If, under *ir.Origin) *jen.Statement {
	n := jen.If(w.value(s.Cond)).BlockFunc(w.noted(s.Then, under))
	if s.Else == nil {
		return n
	}
	if len(s.Else.List) == 1 {
		if in, ok := s.Else.List[0].(*ir.If); ok {
			if o := in.Origin(); o == nil || !o.Adjoint || o == under {
				return n.Else().Add(w.ifStmt(in, under))
			}
		}
	}
	return n.Else().BlockFunc(w.block(s.Else.List, under))
}

func (w *fn) exit(s *ir.Exit) *jen.Statement {
	word := jen.Break()
	if s.Kind == ir.Continue {
		word = jen.Continue()
	}
	if len(w.loops) > 0 && w.loops[len(w.loops)-1] == s.Target {
		return word
	}
	label, ok := w.labels[s.Target]
	if !ok {
		w.fail("func %s: an exit leaves what it is not in", w.src.Name)
	}
	return word.Id(label)
}

func (w *fn) returnStmt(s *returnStmt) *jen.Statement {
	if len(w.f.Results) == 0 {
		return jen.Return()
	}
	list := make([]jen.Code, len(w.f.Results))
	for i, r := range w.f.Results {
		if s.Values[i] != nil {
			list[i] = w.value(s.Values[i])
		} else {
			list[i] = w.ref(r)
		}
	}
	return jen.Return(list...)
}
