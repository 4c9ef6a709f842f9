package main

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// tapeNames are the operations of the tape that have other names than in package math.
var tapeNames = map[string]string{"Max": "Maximum", "Min": "Minimum", "Pow": "PowVar"}

// operations are the rules' helpers that are operations of the tape, with the arguments that stand before the rule's.
var operations = map[string]struct{ op, first string }{
	"digamma": {"Polygamma", "0"},
}

// execution runs a rule on nodes. Control flow is executed along all paths: at an if both branches are run, each with all
// statements that follow, and their results are joined by Where.
type execution struct {
	*ruleSet
	graph
	running []*ast.FuncDecl
}

// environment is what variables stand for.
type environment map[types.Object]*node

// run gives the results of a function for arguments.
func (e *execution) run(fn *ast.FuncDecl, args []*node) ([]*node, error) {
	e.running = append(e.running, fn)
	defer func() { e.running = e.running[:len(e.running)-1] }()
	env, i := environment{}, 0
	for _, f := range fn.Type.Params.List {
		for _, name := range f.Names {
			env[e.info.Defs[name]] = args[i]
			i++
		}
	}
	var named []*ast.Ident
	for _, f := range fn.Type.Results.List {
		for _, name := range f.Names {
			env[e.info.Defs[name]] = e.make(number, "0")
			named = append(named, name)
		}
	}
	return e.block(fn.Body.List, env, named)
}

// block runs statements to the return statement at the end of each path.
func (e *execution) block(stmts []ast.Stmt, env environment, named []*ast.Ident) ([]*node, error) {
	for i, stmt := range stmts {
		switch s := stmt.(type) {
		case *ast.AssignStmt:
			if err := e.assign(s, env); err != nil {
				return nil, err
			}
		case *ast.DeclStmt:
			if d, ok := s.Decl.(*ast.GenDecl); !ok || d.Tok != token.CONST {
				return nil, e.errorf(s, "a declaration in a rule")
			}
		case *ast.BlockStmt:
			return e.block(append(s.List[:len(s.List):len(s.List)], stmts[i+1:]...), env, named)
		case *ast.IfStmt:
			return e.branch(s, stmts[i+1:], env, named)
		case *ast.ReturnStmt:
			return e.results(s, env, named)
		default:
			return nil, e.errorf(s, "a %T in a rule cannot be recorded on a tape", s)
		}
	}
	return nil, e.errorf(stmts[len(stmts)-1], "no return statement at the end of a rule")
}

func (e *execution) results(s *ast.ReturnStmt, env environment, named []*ast.Ident) (results []*node, err error) {
	if len(s.Results) == 0 {
		for _, name := range named {
			results = append(results, env[e.info.Defs[name]])
		}
		return results, nil
	}
	for _, x := range s.Results {
		n, err := e.expr(x, env)
		if err != nil {
			return nil, err
		}
		results = append(results, n)
	}
	return results, nil
}

// branch runs both branches of an if, and what follows after each.
func (e *execution) branch(s *ast.IfStmt, rest []ast.Stmt, env environment, named []*ast.Ident) ([]*node, error) {
	if s.Init != nil {
		init, ok := s.Init.(*ast.AssignStmt)
		if !ok {
			return nil, e.errorf(s.Init, "a %T in a rule cannot be recorded on a tape", s.Init)
		}
		if err := e.assign(init, env); err != nil {
			return nil, err
		}
	}
	cond, err := e.expr(s.Cond, env)
	if err != nil {
		return nil, err
	}
	then, err := e.block(append(s.Body.List[:len(s.Body.List):len(s.Body.List)], rest...), maps.Clone(env), named)
	if err != nil {
		return nil, err
	}
	if s.Else != nil {
		rest = append([]ast.Stmt{s.Else}, rest...)
	}
	other, err := e.block(rest, maps.Clone(env), named)
	if err != nil {
		return nil, err
	}
	for i := range then {
		then[i] = e.call("Where", cond, then[i], other[i])
	}
	return then, nil
}

var binaryOf = map[token.Token]string{
	token.ADD: "Add", token.SUB: "Sub", token.MUL: "Mul", token.QUO: "Div",
	token.LSS: "Less", token.LEQ: "LessEqual", token.GTR: "Greater", token.GEQ: "GreaterEqual", token.EQL: "Equal", token.NEQ: "NotEqual",
	token.LAND: "And", token.LOR: "Or",
}

var assignOf = map[token.Token]token.Token{
	token.ADD_ASSIGN: token.ADD, token.SUB_ASSIGN: token.SUB, token.MUL_ASSIGN: token.MUL, token.QUO_ASSIGN: token.QUO,
}

func (e *execution) assign(s *ast.AssignStmt, env environment) error {
	if len(s.Lhs) != len(s.Rhs) {
		return e.errorf(s, "an assignment from a call of several results")
	}
	values := make([]*node, len(s.Rhs))
	for i, x := range s.Rhs {
		n, err := e.expr(x, env)
		if err != nil {
			return err
		}
		values[i] = n
	}
	for i, l := range s.Lhs {
		id, ok := l.(*ast.Ident)
		if !ok {
			return e.errorf(l, "an assignment to something other than a variable")
		}
		obj := e.info.Defs[id]
		if obj == nil {
			obj = e.info.Uses[id]
		}
		if op, ok := assignOf[s.Tok]; ok {
			values[i] = e.call(binaryOf[op], env[obj], values[i])
		}
		if n := values[i]; n.kind == call && n.name == "" {
			n.name = id.Name
		}
		env[obj] = values[i]
	}
	return nil
}

// expr gives the value of an expression.
func (e *execution) expr(x ast.Expr, env environment) (*node, error) {
	if v := e.info.Types[x].Value; v != nil {
		return e.number(x, v)
	}
	switch x := x.(type) {
	case *ast.ParenExpr:
		return e.expr(x.X, env)
	case *ast.Ident:
		if n := env[e.info.Uses[x]]; n != nil {
			return n, nil
		}
	case *ast.UnaryExpr:
		n, err := e.expr(x.X, env)
		switch {
		case err != nil:
			return nil, err
		case x.Op == token.SUB && n.kind == call, x.Op == token.SUB && n.kind == variable:
			return e.call("Neg", n), nil
		case x.Op == token.SUB:
			return e.make(n.kind, "-"+operand(n)), nil
		case x.Op == token.NOT:
			return e.call("Not", n), nil
		}
	case *ast.BinaryExpr:
		return e.binary(x, env)
	case *ast.CallExpr:
		return e.callExpr(x, env)
	}
	return nil, e.errorf(x, "%s cannot be recorded on a tape", types.ExprString(x))
}

// number is a constant expression, as it is written in the source where that has a meaning outside of the rule.
func (e *execution) number(x ast.Expr, v constant.Value) (*node, error) {
	local := false
	ast.Inspect(x, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if ok {
			c, isConst := e.info.Uses[id].(*types.Const)
			local = local || isConst && c.Pkg() != e.math
		}
		return true
	})
	k, text := number, types.ExprString(ast.Unparen(x))
	if basic, ok := e.info.Types[x].Type.Underlying().(*types.Basic); ok && basic.Info()&types.IsInteger != 0 {
		k = static
	}
	if local {
		f, _ := constant.Float64Val(v)
		text = strconv.FormatFloat(f, 'x', -1, 64)
	}
	return e.make(k, text), nil
}

func (e *execution) binary(x *ast.BinaryExpr, env environment) (*node, error) {
	l, err := e.expr(x.X, env)
	if err != nil {
		return nil, err
	}
	r, err := e.expr(x.Y, env)
	if err != nil {
		return nil, err
	}
	plain := func(n *node) bool { return n.kind == number || n.kind == static }
	if plain(l) && plain(r) {
		if _, arithmetic := binaryOf[x.Op]; arithmetic && !isMask(binaryOf[x.Op]) {
			return e.make(l.kind, operand(l)+x.Op.String()+operand(r)), nil
		}
		return nil, e.errorf(x, "a branch on %s", types.ExprString(x))
	}
	op, ok := binaryOf[x.Op]
	if !ok {
		return nil, e.errorf(x, "the operator %s", x.Op)
	}
	return e.call(op, l, r), nil
}

// operand is a number's source within a larger expression.
func operand(n *node) string {
	if strings.ContainsAny(n.text, "+-*/") {
		return "(" + n.text + ")"
	}
	return n.text
}

func (e *execution) callExpr(x *ast.CallExpr, env environment) (*node, error) {
	var args []*node
	for _, a := range x.Args {
		n, err := e.expr(a, env)
		if err != nil {
			return nil, err
		}
		args = append(args, n)
	}
	if e.info.Types[x.Fun].IsType() { // float64(n)
		if args[0].kind != static || types.ExprString(x.Fun) != "float64" {
			return nil, e.errorf(x, "a conversion in a rule")
		}
		return e.make(number, "float64("+args[0].text+")"), nil
	}
	switch fun := x.Fun.(type) {
	case *ast.SelectorExpr:
		if fn := e.info.Uses[fun.Sel]; fn.Pkg() != e.math {
			break
		}
		name := fun.Sel.Name
		if other, ok := tapeNames[name]; ok {
			name = other
		}
		return e.call(name, args...), nil
	case *ast.Ident:
		if op, ok := operations[fun.Name]; ok {
			return e.call(op.op, append([]*node{e.make(static, op.first)}, args...)...), nil
		}
		helper := e.helpers[fun.Name]
		if helper == nil {
			break
		}
		if slices.Contains(e.running, helper) {
			return nil, e.errorf(x, "the call %s is recursive", types.ExprString(x))
		}
		results, err := e.run(helper, args)
		if err != nil {
			return nil, err
		}
		if len(results) == 1 {
			return results[0], nil
		}
	}
	return nil, e.errorf(x, "the call %s cannot be recorded on a tape", types.ExprString(x))
}
