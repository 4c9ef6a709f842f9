package ir

import (
	"go/ast"
	"go/constant"
	"go/token"
)

// funcParser reads the body of one function.
type funcParser struct {
	*progParser
	f      *Func
	scopes []map[string]*Var
	bufs   map[string]*Buf
	labels []labelled // the loops and blocks around the statement, innermost last
}

type labelled struct {
	name string
	stmt Stmt
}

func (p *funcParser) push() { p.scopes = append(p.scopes, map[string]*Var{}) }
func (p *funcParser) pop()  { p.scopes = p.scopes[:len(p.scopes)-1] }

func (p *funcParser) declareVar(n ast.Node, v *Var) {
	top := p.scopes[len(p.scopes)-1]
	if top[v.Name] != nil && v.Name != "_" {
		p.fail(n, "%s declared twice", v.Name)
	}
	top[v.Name] = v
}

// lookup is the variable with the given name, or nil.
func (p *funcParser) lookup(name string) *Var {
	for i := len(p.scopes) - 1; i >= 0; i-- {
		if v := p.scopes[i][name]; v != nil {
			return v
		}
	}
	return nil
}

func (p *funcParser) block(b *ast.BlockStmt, into *Block) *Block {
	p.push()
	defer p.pop()
	into.List = p.stmts(b.List)
	return into
}

func (p *funcParser) stmts(list []ast.Stmt) []Stmt {
	var out []Stmt
	for _, s := range list {
		if n := p.stmt(s, ""); n != nil {
			out = append(out, n)
		}
	}
	return out
}

// stmt reads one statement; nil for one that stands for nothing in the tree.
func (p *funcParser) stmt(s ast.Stmt, label string) Stmt {
	switch s := s.(type) {
	case *ast.EmptyStmt:
		return nil
	case *ast.LabeledStmt:
		switch s.Stmt.(type) {
		case *ast.BlockStmt, *ast.ForStmt, *ast.RangeStmt:
			return p.stmt(s.Stmt, s.Label.Name)
		}
		p.fail(s, "only loops and blocks have labels")
	case *ast.BlockStmt:
		n := &Block{Label: label}
		return p.inside(label, n, func() { p.block(s, n) })
	case *ast.DeclStmt:
		return p.declStmt(s)
	case *ast.AssignStmt:
		return p.assign(s)
	case *ast.ExprStmt:
		return p.exprStmt(s)
	case *ast.IfStmt:
		return p.ifStmt(s)
	case *ast.RangeStmt:
		return p.count(s, label)
	case *ast.ForStmt:
		if s.Init != nil || s.Post != nil || s.Cond == nil {
			p.fail(s, "a loop is for i := range count(lo, hi, step) or for cond")
		}
		n := &While{Label: label, Cond: p.expr(s.Cond), Body: &Block{}}
		return p.inside(label, n, func() { p.block(s.Body, n.Body) })
	case *ast.BranchStmt:
		return p.branch(s)
	case *ast.ReturnStmt:
		if len(s.Results) > 0 {
			p.fail(s, "return carries no values: assign to the results")
		}
		return &Exit{Kind: Return}
	}
	p.fail(s, "no such statement in the text form")
	return nil
}

// inside reads what is in n with n as a target of exits.
func (p *funcParser) inside(label string, n Stmt, read func()) Stmt {
	p.labels = append(p.labels, labelled{label, n})
	read()
	p.labels = p.labels[:len(p.labels)-1]
	return n
}

// declStmt reads var v T = e, and var b buffer[T].
func (p *funcParser) declStmt(s *ast.DeclStmt) Stmt {
	g, ok := s.Decl.(*ast.GenDecl)
	if !ok || g.Tok != token.VAR || len(g.Specs) != 1 {
		p.fail(s, "a declaration declares one variable")
	}
	spec := g.Specs[0].(*ast.ValueSpec)
	if len(spec.Names) != 1 || spec.Type == nil || len(spec.Values) > 1 {
		p.fail(s, "a declaration is var v T or var v T = e")
	}
	name := spec.Names[0].Name
	if x, ok := spec.Type.(*ast.IndexExpr); ok && isWord(x.X, "buffer") {
		if p.bufs[name] != nil && len(p.f.Bufs) > 0 && contains(p.f.Bufs, p.bufs[name]) {
			p.fail(s, "%s declared twice", name)
		}
		b := &Buf{Name: name, Elem: p.typ(x.Index)}
		p.bufs[name] = b
		p.f.Bufs = append(p.f.Bufs, b)
		return nil
	}
	n := &Decl{Var: &Var{Name: name, Type: p.typ(spec.Type)}}
	if len(spec.Values) == 1 {
		n.Init = p.expr(spec.Values[0])
	}
	p.declareVar(spec, n.Var)
	return n
}

func contains(bs []*Buf, b *Buf) bool {
	for _, o := range bs {
		if o == b {
			return true
		}
	}
	return false
}

func (p *funcParser) assign(s *ast.AssignStmt) Stmt {
	if s.Tok != token.ASSIGN && s.Tok != token.ADD_ASSIGN {
		p.fail(s, "no %s in the text form, only = and +=", s.Tok)
	}
	if len(s.Rhs) != 1 {
		p.fail(s, "one value on the right")
	}
	if call, ok := s.Rhs[0].(*ast.CallExpr); ok && s.Tok == token.ASSIGN {
		if n := p.callStmt(call, s.Lhs); n != nil {
			return n
		}
	}
	if len(s.Lhs) != 1 {
		p.fail(s, "several places take the results of one call")
	}
	return &Assign{Dst: p.expr(s.Lhs[0]), Add: s.Tok == token.ADD_ASSIGN, Src: p.expr(s.Rhs[0])}
}

// callStmt reads a call of a function of the program, or of one outside it that is no expression; else nil.
func (p *funcParser) callStmt(c *ast.CallExpr, lhs []ast.Expr) Stmt {
	n := &CallStmt{}
	if id, ok := c.Fun.(*ast.Ident); ok && p.funcs[id.Name] != nil {
		n.Callee = p.funcs[id.Name]
	} else if fn, ok := p.external(c.Fun); ok && fn.Pkg != "" && p.asType(c.Fun) == nil {
		if resultType(fn) != nil && len(lhs) == 1 && !isWord(lhs[0], "_") {
			return nil
		}
		n.Fn = fn
	} else {
		return nil
	}
	for _, l := range lhs {
		if isWord(l, "_") {
			n.Dsts = append(n.Dsts, nil)
			continue
		}
		n.Dsts = append(n.Dsts, p.expr(l))
	}
	n.Args = p.exprs(c.Args)
	return n
}

// exprStmt reads the statements that look like calls.
func (p *funcParser) exprStmt(s *ast.ExprStmt) Stmt {
	c, ok := s.X.(*ast.CallExpr)
	if !ok {
		p.fail(s, "an expression is no statement")
	}
	args := func(want int) []ast.Expr {
		if len(c.Args) != want {
			p.fail(c, "%s takes %d arguments", sourceOf(c.Fun), want)
		}
		return c.Args
	}
	if id, ok := c.Fun.(*ast.Ident); ok && p.funcs[id.Name] == nil {
		switch id.Name {
		case "copy":
			a := args(2)
			return &Copy{Dst: p.expr(a[0]), Src: p.expr(a[1])}
		case "clear":
			return &Clear{X: p.expr(args(1)[0])}
		case "panic":
			return &Panic{X: p.expr(args(1)[0])}
		case "push":
			a := args(2)
			return &Push{Buf: p.buf(a[0]), X: p.expr(a[1])}
		case "pop":
			a := args(2)
			return &Pop{Buf: p.buf(a[0]), Dst: p.expr(a[1])}
		}
	}
	if n := p.callStmt(c, nil); n != nil {
		return n
	}
	p.fail(c, "unknown function %s", sourceOf(c.Fun))
	return nil
}

func (p *funcParser) buf(e ast.Expr) *Buf {
	if id, ok := e.(*ast.Ident); ok && p.bufs[id.Name] != nil {
		return p.bufs[id.Name]
	}
	p.fail(e, "unknown buffer %s", sourceOf(e))
	return nil
}

func (p *funcParser) ifStmt(s *ast.IfStmt) Stmt {
	if s.Init != nil {
		p.fail(s, "an if has only a condition")
	}
	n := &If{Cond: p.expr(s.Cond), Then: p.block(s.Body, &Block{})}
	switch e := s.Else.(type) {
	case nil:
	case *ast.BlockStmt:
		n.Else = p.block(e, &Block{})
	case *ast.IfStmt:
		n.Else = &Block{List: []Stmt{p.ifStmt(e)}}
	}
	return n
}

// count reads for i := range count(lo, hi, step) {}.
func (p *funcParser) count(s *ast.RangeStmt, label string) Stmt {
	c, ok := s.X.(*ast.CallExpr)
	if !ok || !isWord(c.Fun, "count") || len(c.Args) != 3 || s.Tok != token.DEFINE || s.Value != nil {
		p.fail(s, "a counted loop is for i := range count(lo, hi, step)")
	}
	id, ok := s.Key.(*ast.Ident)
	if !ok {
		p.fail(s, "a counted loop has a variable")
	}
	n := &Count{Label: label, Lo: p.expr(c.Args[0]), Hi: p.expr(c.Args[1]), Body: &Block{}}
	step := negative(c.Args[2])
	if step == nil {
		step, _ = p.expr(c.Args[2]).(*Const)
	}
	if step == nil || step.Val.Kind() != constant.Int {
		p.fail(c.Args[2], "the step of a counted loop is an integer literal")
	}
	n.Step, _ = constant.Int64Val(step.Val)
	n.Var = &Var{Name: id.Name, Type: n.Lo.Type()}
	p.push()
	defer p.pop()
	p.declareVar(s, n.Var)
	return p.inside(label, n, func() { p.block(s.Body, n.Body) })
}

// branch reads break and continue; without a label they mean the innermost loop.
func (p *funcParser) branch(s *ast.BranchStmt) Stmt {
	n := &Exit{Kind: Break}
	switch s.Tok {
	case token.BREAK:
	case token.CONTINUE:
		n.Kind = Continue
	default:
		p.fail(s, "no %s in the text form", s.Tok)
	}
	for i := len(p.labels) - 1; i >= 0; i-- {
		l := p.labels[i]
		_, isBlock := l.stmt.(*Block)
		if s.Label != nil && l.name == s.Label.Name || s.Label == nil && !isBlock {
			n.Target = l.stmt
			return n
		}
	}
	p.fail(s, "nothing around that %s could leave", s.Tok)
	return nil
}
