package ir

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"path"
	"strconv"
)

// Parse reads the text form that Print writes. Types and package-level variables of other packages can
// only be named if the packages that declare them are given.
//
// Parse resolves names and gives every expression its type; whether the types fit is for Verify to say.
func Parse(src string, pkgs ...*types.Package) (prog *Program, err error) {
	p := &progParser{
		fset: token.NewFileSet(), pkg: types.NewPackage(textPkg, textPkg), pkgs: pkgs,
		types: map[string]types.Type{}, paths: map[string]string{"math": "math"},
		globals: map[string]*Var{}, funcs: map[string]*Func{},
	}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case parseError:
			prog, err = nil, r
		default:
			panic(r)
		}
	}()
	file, err := parser.ParseFile(p.fset, "", "package p\n"+src, parser.SkipObjectResolution)
	if err != nil {
		return nil, syntaxError(err)
	}
	return p.program(file), nil
}

// MustParse is Parse for text that is known to be right, in tests.
func MustParse(src string, pkgs ...*types.Package) *Program {
	p, err := Parse(src, pkgs...)
	if err != nil {
		panic(fmt.Sprintf("%v in\n%s", err, src))
	}
	return p
}

// parseError is a problem at a line and column of the text.
type parseError struct {
	line, col int
	msg       string
}

func (e parseError) Error() string { return fmt.Sprintf("%d:%d: %s", e.line, e.col, e.msg) }

// syntaxError takes the package clause, which is not part of the text, out of the line numbers.
func syntaxError(err error) error {
	var list scanner.ErrorList
	if errors.As(err, &list) && len(list) > 0 {
		return parseError{list[0].Pos.Line - 1, list[0].Pos.Column, list[0].Msg}
	}
	return err
}

type progParser struct {
	fset    *token.FileSet
	pkg     *types.Package
	pkgs    []*types.Package
	types   map[string]types.Type
	paths   map[string]string // package name → import path
	globals map[string]*Var   // "pkg.Name"
	funcs   map[string]*Func
	root    *Func // the first function, whose buffers all may use
}

func (p *progParser) fail(n ast.Node, format string, args ...any) {
	pos := p.fset.Position(n.Pos())
	panic(parseError{pos.Line - 1, pos.Column, fmt.Sprintf(format, args...)})
}

func (p *progParser) program(file *ast.File) *Program {
	var decls []*ast.FuncDecl
	var specs []*ast.TypeSpec
	var vars []*ast.ValueSpec
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			decls = append(decls, d)
		case *ast.GenDecl:
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					specs = append(specs, s)
				case *ast.ValueSpec:
					vars = append(vars, s)
				case *ast.ImportSpec:
					p.importSpec(s)
				}
			}
		}
	}
	p.typeSpecs(specs)
	for _, s := range vars {
		p.global(s)
	}
	prog := &Program{}
	for _, d := range decls {
		prog.Funcs = append(prog.Funcs, p.declare(d))
	}
	if len(prog.Funcs) > 0 {
		p.root = prog.Funcs[0]
	}
	for i, d := range decls {
		p.body(prog.Funcs[i], d)
	}
	return prog
}

func (p *progParser) importSpec(s *ast.ImportSpec) {
	imp, _ := strconv.Unquote(s.Path.Value)
	name := path.Base(imp)
	if s.Name != nil {
		name = s.Name.Name
	}
	p.paths[name] = imp
}

// global reads var Name global[pkg, T].
func (p *progParser) global(s *ast.ValueSpec) {
	x, ok := s.Type.(*ast.IndexListExpr)
	if !ok || !isWord(x.X, "global") || len(x.Indices) != 2 || len(s.Names) != 1 {
		p.fail(s, "a package-level variable is declared as var Name global[pkg, T]")
	}
	pkg, ok := x.Indices[0].(*ast.Ident)
	if !ok {
		p.fail(x, "the package of a variable must be a name")
	}
	t, name := p.typ(x.Indices[1]), s.Names[0].Name
	obj := types.NewVar(token.NoPos, types.NewPackage(pkg.Name, pkg.Name), name, t)
	p.globals[pkg.Name+"."+name] = &Var{Name: name, Type: t, Kind: Global, Obj: obj}
}

// declare makes the function with its signature; bodies follow when all functions are known.
func (p *progParser) declare(d *ast.FuncDecl) *Func {
	f := &Func{Name: d.Name.Name, Body: &Block{}}
	if p.funcs[f.Name] != nil {
		p.fail(d, "%s declared twice", f.Name)
	}
	p.funcs[f.Name] = f
	if d.Body == nil {
		p.fail(d, "%s has no body", f.Name)
	}
	if d.Type.TypeParams != nil {
		p.fail(d, "%s has type parameters", f.Name)
	}
	if d.Recv != nil {
		f.Recv = true
		f.Params = p.vars(d.Recv, Param)
	}
	params := d.Type.Params.List
	if n := len(params); n > 0 {
		if e, ok := params[n-1].Type.(*ast.Ellipsis); ok {
			f.Variadic = true
			params[n-1].Type = &ast.ArrayType{Lbrack: e.Pos(), Elt: e.Elt}
		}
	}
	f.Params = append(f.Params, p.vars(d.Type.Params, Param)...)
	f.Results = p.vars(d.Type.Results, Result)
	return f
}

func (p *progParser) vars(list *ast.FieldList, kind VarKind) []*Var {
	if list == nil {
		return nil
	}
	var out []*Var
	for _, field := range list.List {
		if len(field.Names) == 0 {
			p.fail(field, "parameters and results need names")
		}
		t := p.typ(field.Type)
		for _, n := range field.Names {
			out = append(out, &Var{Name: n.Name, Type: t, Kind: kind})
		}
	}
	return out
}

func (p *progParser) body(f *Func, d *ast.FuncDecl) {
	fp := &funcParser{progParser: p, f: f, bufs: map[string]*Buf{}}
	fp.push()
	for _, v := range append(append([]*Var(nil), f.Params...), f.Results...) {
		fp.declareVar(d, v)
	}
	for _, b := range p.root.Bufs {
		fp.bufs[b.Name] = b
	}
	f.Body.List = fp.stmts(d.Body.List)
}

func isWord(e ast.Expr, word string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == word
}
