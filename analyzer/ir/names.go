package ir

import (
	"fmt"
	"go/token"
	"go/types"
	"path"
	"slices"
	"strings"
	"unicode"
)

// textPkg is the path of the package that a program's text is; its types are written without a package.
const textPkg = "p"

// programNames gives functions, packages and package-level variables names that are unique in the text of a program.
type programNames struct {
	funcs    map[*Func]string
	pkgs     map[string]string // import path → name in the text
	reserved map[string]bool   // names that no local variable may have
	taken    map[string]bool
}

func newNames(p *Program) *programNames {
	n := &programNames{funcs: map[*Func]string{}, pkgs: map[string]string{"math": "math"}, reserved: map[string]bool{}, taken: map[string]bool{}}
	for _, w := range []string{"math", "len", "cap", "min", "max", "copy", "clear", "panic", "push", "pop"} {
		n.taken[w] = true // what looks like a call of a function but is none of the program's
	}
	for _, f := range p.Funcs {
		n.funcs[f] = unique(f.Name, n.taken)
	}
	if len(p.Funcs) > 0 {
		for _, b := range p.Funcs[0].Bufs {
			n.reserved[b.Name] = true
		}
	}
	for _, v := range globals(p) {
		n.reserved[v.Obj.Pkg().Name()] = true
	}
	return n
}

// callee is the name of a function of the program.
func (n *programNames) callee(f *Func) string {
	if s, ok := n.funcs[f]; ok {
		return s
	}
	return f.Name
}

// external is the name of a function outside the program: math.Exp, floats.Dot, mat.(*Dense).At.
func (n *programNames) external(f FuncRef) string {
	if f.Pkg == "" {
		return f.Name
	}
	if _, ok := n.pkgs[f.Pkg]; !ok {
		n.pkgs[f.Pkg] = unique(identifier(path.Base(f.Pkg)), n.taken)
	}
	return n.pkgs[f.Pkg] + "." + f.Name
}

// header is what stands before the functions.
func (n *programNames) header(p *Program) string {
	var paths, lines []string
	eachStmt(p, func(s Stmt) {
		if c, ok := s.(*CallStmt); ok && c.Callee == nil {
			paths = append(paths, c.Fn.Pkg)
		}
		eachExpr(s, func(e Expr) {
			if c, ok := e.(*Call); ok {
				paths = append(paths, c.Fn.Pkg)
			}
		})
	})
	slices.Sort(paths)
	for _, path := range slices.Compact(paths) {
		if name := strings.TrimSuffix(n.external(FuncRef{Pkg: path}), "."); name != path {
			lines = append(lines, fmt.Sprintf("import %s %q\n", name, path))
		}
	}
	for _, t := range namedTypes(p) {
		lines = append(lines, fmt.Sprintf("type %s %s\n", TypeString(t), TypeString(t.Underlying())))
	}
	for _, v := range globals(p) {
		lines = append(lines, fmt.Sprintf("var %s global[%s, %s]\n", v.Name, v.Obj.Pkg().Name(), TypeString(v.Type)))
	}
	if len(lines) > 0 {
		lines = append(lines, "\n")
	}
	return strings.Join(lines, "")
}

// unique is want, with a number where it is taken; it takes the name.
func unique(want string, taken map[string]bool) string {
	n := want
	for k := 2; taken[n]; k++ {
		n = fmt.Sprintf("%s_%d", want, k)
	}
	taken[n] = true
	return n
}

// identifier makes a name out of the last element of an import path.
func identifier(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return '_'
	}, s)
	if !token.IsIdentifier(s) {
		s = "pkg_" + s
	}
	return s
}

func eachStmt(p *Program, f func(Stmt)) {
	for _, fn := range p.Funcs {
		Walk(fn.Body, func(s Stmt) bool { f(s); return true })
	}
}

func eachExpr(s Stmt, f func(Expr)) {
	for _, e := range Exprs(s) {
		WalkExpr(e, func(e Expr) bool { f(e); return true })
	}
}

// globals are the package-level variables that p reads, by package and name.
func globals(p *Program) []*Var {
	var out []*Var
	seen := map[*types.Var]bool{}
	eachStmt(p, func(s Stmt) {
		eachExpr(s, func(e Expr) {
			if r, ok := e.(*Ref); ok && r.Var.Kind == Global && r.Var.Obj != nil && !seen[r.Var.Obj] {
				seen[r.Var.Obj] = true
				out = append(out, r.Var)
			}
		})
	})
	slices.SortFunc(out, func(a, b *Var) int {
		return strings.Compare(a.Obj.Pkg().Name()+"."+a.Name, b.Obj.Pkg().Name()+"."+b.Name)
	})
	return out
}

// namedTypes are the types that the text has to declare, by name: those of no package and those of the text's own.
func namedTypes(p *Program) []*types.Named {
	c := typeCollector{}
	for _, f := range p.Funcs {
		for _, v := range slices.Concat(f.Params, f.Results) {
			c.add(v.Type)
		}
		for _, b := range f.Bufs {
			c.add(b.Elem)
		}
	}
	eachStmt(p, func(s Stmt) {
		switch s := s.(type) {
		case *Decl:
			c.add(s.Var.Type)
		case *Count:
			c.add(s.Var.Type)
		}
		eachExpr(s, func(e Expr) { c.add(typeOf(e)) })
	})
	slices.SortFunc(c.own, func(a, b *types.Named) int { return strings.Compare(a.Obj().Name(), b.Obj().Name()) })
	return c.own
}

// typeOf is the type of e, nil where e is broken: broken programs are printed too, to see what is wrong.
func typeOf(e Expr) (t types.Type) {
	defer func() {
		if recover() != nil {
			t = nil
		}
	}()
	return e.Type()
}

type typeCollector struct {
	seen map[types.Type]bool
	own  []*types.Named
}

func (c *typeCollector) add(t types.Type) {
	if c.seen == nil {
		c.seen = map[types.Type]bool{}
	}
	if t == nil {
		return
	}
	t = types.Unalias(t)
	if c.seen[t] {
		return
	}
	c.seen[t] = true
	switch t := t.(type) {
	case *types.Named:
		pkg := t.Obj().Pkg()
		if pkg == nil && types.Universe.Lookup(t.Obj().Name()) == nil || pkg != nil && pkg.Path() == textPkg {
			c.own = append(c.own, t)
			c.add(t.Underlying())
		}
	case *types.Slice:
		c.add(t.Elem())
	case *types.Array:
		c.add(t.Elem())
	case *types.Pointer:
		c.add(t.Elem())
	case *types.Map:
		c.add(t.Key())
		c.add(t.Elem())
	case *types.Struct:
		for i := range t.NumFields() {
			c.add(t.Field(i).Type())
		}
	}
}
