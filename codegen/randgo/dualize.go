package randgo

import (
	"bytes"
	"go/ast"
	"go/constant"
	"go/format"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"strconv"
	"sync"

	"golang.org/x/tools/go/ast/astutil"
)

const dualPath = "github.com/gograd/gograd/codegen/randgo/dual"

// standard imports the standard library's packages from source, once for the process.
var (
	standardMu sync.Mutex
	standard   = importer.ForCompiler(token.NewFileSet(), "source", nil)
)

// typeCheck gives the types of one file that imports nothing but the standard library.
func typeCheck(fset *token.FileSet, f *ast.File, onError func(error)) *types.Info {
	standardMu.Lock()
	defer standardMu.Unlock()
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{},
		Uses:  map[*ast.Ident]types.Object{},
		Defs:  map[*ast.Ident]types.Object{},
	}
	conf := types.Config{Importer: standard, Error: onError}
	conf.Check(f.Name.Name, fset, []*ast.File{f}, info)
	return info
}

// Dualize rewrites a file of Go in the core language to dual numbers: float64 becomes dual.F64, float32 becomes
// dual.F32, arithmetic and package math become calls of package dual, comparisons look at values. All else stays, so control
// flow and aliasing are the program's own.
func Dualize(src string) (string, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", src, parser.SkipObjectResolution)
	if err != nil {
		return "", err
	}
	var first error
	d := &dualizer{info: typeCheck(fset, f, func(err error) {
		if first == nil {
			first = err
		}
	})}
	if first != nil {
		return "", first
	}
	astutil.Apply(f, d.before, d.after)
	if !d.usesMath {
		astutil.DeleteImport(fset, f, "math")
	}
	if d.usesDual {
		astutil.AddImport(fset, f, dualPath)
	}
	f.Comments = nil
	var out bytes.Buffer
	if err := format.Node(&out, fset, f); err != nil {
		return "", err
	}
	return out.String(), d.err
}

type dualizer struct {
	info     *types.Info
	usesMath bool
	usesDual bool
	err      error
}

// floatBits is 64 or 32 for a float type, 0 for others.
func floatBits(t types.Type) int {
	if t == nil {
		return 0
	}
	b, ok := t.Underlying().(*types.Basic)
	if !ok {
		return 0
	}
	switch b.Kind() {
	case types.Float64, types.UntypedFloat:
		return 64
	case types.Float32:
		return 32
	}
	return 0
}

func (d *dualizer) bits(e ast.Expr) int { return floatBits(d.info.Types[e].Type) }

// dual names something of package dual.
func (d *dualizer) dual(name string) ast.Expr {
	d.usesDual = true
	return &ast.SelectorExpr{X: ast.NewIdent("dual"), Sel: ast.NewIdent(name)}
}

// op names the function for an operation on floats of the given width.
func (d *dualizer) op(name string, bits int) ast.Expr {
	if bits == 32 {
		name += "32"
	}
	return d.dual(name)
}

// typeExpr writes a float type as the twin has it.
func (d *dualizer) typeExpr(t types.Type) ast.Expr {
	if n, ok := t.(*types.Named); ok {
		return ast.NewIdent(n.Obj().Name())
	}
	if floatBits(t) == 32 {
		return d.dual("F32")
	}
	return d.dual("F64")
}

// swap replaces the node and lets what is known about the old one hold for the new one.
func (d *dualizer) swap(c *astutil.Cursor, to ast.Expr) {
	d.info.Types[to] = d.info.Types[c.Node().(ast.Expr)]
	c.Replace(to)
}

// before replaces constants, which are never taken apart.
func (d *dualizer) before(c *astutil.Cursor) bool {
	switch n := c.Node().(type) {
	case *ast.Comment, *ast.CommentGroup:
		return false
	case *ast.FuncDecl:
		n.Doc = nil
	case *ast.GenDecl:
		n.Doc = nil
		if n.Tok == token.CONST {
			for _, s := range n.Specs {
				if v := s.(*ast.ValueSpec); v.Type != nil && d.bits(v.Type) != 0 {
					v.Type = nil
				}
			}
			return false
		}
	case ast.Expr:
		tv := d.info.Types[n]
		if tv.Value == nil || floatBits(tv.Type) == 0 {
			return true
		}
		d.swap(c, d.constant(tv))
		return false
	}
	return true
}

// constant writes a float constant as the literal that it is after rounding.
func (d *dualizer) constant(tv types.TypeAndValue) ast.Expr {
	v, _ := constant.Float64Val(constant.ToFloat(tv.Value))
	lit := &ast.BasicLit{Kind: token.FLOAT, Value: strconv.FormatFloat(v, 'g', -1, 64)}
	return &ast.CallExpr{
		Fun:  &ast.IndexExpr{X: d.op("C", floatBits(tv.Type)), Index: d.typeExpr(tv.Type)},
		Args: []ast.Expr{lit},
	}
}

func (d *dualizer) after(c *astutil.Cursor) bool {
	switch n := c.Node().(type) {
	case *ast.Ident:
		d.ident(c, n)
	case *ast.SelectorExpr:
		d.selector(c, n)
	case *ast.UnaryExpr:
		if bits := d.bits(n); bits != 0 && n.Op == token.SUB {
			d.swap(c, &ast.CallExpr{Fun: d.op("Neg", bits), Args: []ast.Expr{n.X}})
		} else if bits != 0 && n.Op == token.ADD {
			d.swap(c, n.X)
		}
	case *ast.BinaryExpr:
		d.binary(c, n)
	case *ast.CallExpr:
		d.call(c, n)
	case *ast.AssignStmt:
		d.assign(n)
	case *ast.IncDecStmt:
		d.incDec(c, n)
	case *ast.SwitchStmt:
		d.switchStmt(n)
	}
	return true
}

func (d *dualizer) ident(c *astutil.Cursor, n *ast.Ident) {
	switch o := d.info.Uses[n]; {
	case o == types.Universe.Lookup("float64"):
		d.swap(c, d.dual("F64"))
	case o == types.Universe.Lookup("float32"):
		d.swap(c, d.dual("F32"))
	}
}

// selector sends the functions of package math to those of package dual.
func (d *dualizer) selector(c *astutil.Cursor, n *ast.SelectorExpr) {
	id, ok := n.X.(*ast.Ident)
	if !ok {
		return
	}
	if p, ok := d.info.Uses[id].(*types.PkgName); !ok || p.Imported().Path() != "math" {
		return
	}
	if _, ok := d.info.Uses[n.Sel].(*types.Func); !ok {
		d.usesMath = true
		return
	}
	name := n.Sel.Name
	if name == "Max" || name == "Min" {
		name = "Math" + name
	}
	d.swap(c, d.dual(name))
}

var arithmetic = map[token.Token]string{token.ADD: "Add", token.SUB: "Sub", token.MUL: "Mul", token.QUO: "Div"}

var opAssign = map[token.Token]token.Token{
	token.ADD_ASSIGN: token.ADD, token.SUB_ASSIGN: token.SUB, token.MUL_ASSIGN: token.MUL, token.QUO_ASSIGN: token.QUO,
}

func (d *dualizer) binary(c *astutil.Cursor, n *ast.BinaryExpr) {
	bits := d.bits(n.X)
	if bits == 0 {
		return
	}
	if name, ok := arithmetic[n.Op]; ok {
		d.swap(c, &ast.CallExpr{Fun: d.op(name, bits), Args: []ast.Expr{n.X, n.Y}})
		return
	}
	n.X, n.Y = value(n.X), value(n.Y)
}

// value is the value of a dual number.
func value(x ast.Expr) ast.Expr { return &ast.SelectorExpr{X: x, Sel: ast.NewIdent("V")} }

func (d *dualizer) call(c *astutil.Cursor, n *ast.CallExpr) {
	tv := d.info.Types[n.Fun]
	switch {
	case tv.IsType():
		d.conversion(c, n, tv.Type)
	case tv.IsBuiltin():
		if bits := d.bits(n); bits != 0 {
			switch id := n.Fun.(*ast.Ident); id.Name {
			case "min":
				n.Fun = d.op("Min", bits)
			case "max":
				n.Fun = d.op("Max", bits)
			}
		}
	}
}

func (d *dualizer) conversion(c *astutil.Cursor, n *ast.CallExpr, to types.Type) {
	from, bits := d.bits(n.Args[0]), floatBits(to)
	index := func(name string) ast.Expr { return &ast.IndexExpr{X: d.dual(name), Index: d.typeExpr(to)} }
	switch {
	case from == 0 && bits == 0, from == bits:
		// Between types that are not floats, or between floats of one width: a conversion still.
	case from == 0:
		basic := "float64"
		if bits == 32 {
			basic = "float32"
		}
		arg := &ast.CallExpr{Fun: ast.NewIdent(basic), Args: n.Args}
		d.swap(c, &ast.CallExpr{Fun: &ast.IndexExpr{X: d.op("C", bits), Index: d.typeExpr(to)}, Args: []ast.Expr{arg}})
	case bits == 0:
		n.Args[0] = value(n.Args[0])
	case bits == 32:
		d.swap(c, &ast.CallExpr{Fun: index("To32"), Args: n.Args})
	default:
		d.swap(c, &ast.CallExpr{Fun: index("To64"), Args: n.Args})
	}
}

// assign writes x op= e as x = op(x, e): the places of the core language have no side effects.
func (d *dualizer) assign(n *ast.AssignStmt) {
	op, ok := opAssign[n.Tok]
	if !ok {
		return
	}
	if bits := d.bits(n.Lhs[0]); bits != 0 {
		n.Tok = token.ASSIGN
		n.Rhs[0] = &ast.CallExpr{Fun: d.op(arithmetic[op], bits), Args: []ast.Expr{n.Lhs[0], n.Rhs[0]}}
	}
}

func (d *dualizer) incDec(c *astutil.Cursor, n *ast.IncDecStmt) {
	bits := d.bits(n.X)
	if bits == 0 {
		return
	}
	name := "Add"
	if n.Tok == token.DEC {
		name = "Sub"
	}
	one := d.constant(types.TypeAndValue{Type: d.info.Types[n.X].Type, Value: constant.MakeInt64(1)})
	c.Replace(&ast.AssignStmt{
		Lhs: []ast.Expr{n.X}, Tok: token.ASSIGN,
		Rhs: []ast.Expr{&ast.CallExpr{Fun: d.op(name, bits), Args: []ast.Expr{n.X, one}}},
	})
}

func (d *dualizer) switchStmt(n *ast.SwitchStmt) {
	if n.Tag == nil || d.bits(n.Tag) == 0 {
		return
	}
	n.Tag = value(n.Tag)
	for _, s := range n.Body.List {
		for i, e := range s.(*ast.CaseClause).List {
			s.(*ast.CaseClause).List[i] = value(e)
		}
	}
}
