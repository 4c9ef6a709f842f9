package lower

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// fixed is the value of v where v is a variable that is as good as a constant: its package keeps it for itself, initializes it
// with a constant and never writes it. The generated code could not name it. It is nil for other variables.
func (l *Lowerer) fixed(v *types.Var) ir.Expr {
	pkg := l.src.Pkgs(v.Pkg())
	if pkg == nil || v.Exported() {
		return nil
	}
	vars, ok := l.constVars[pkg]
	if !ok {
		vars = constVars(pkg)
		l.constVars[pkg] = vars
	}
	if init := vars[v]; init != nil {
		return &ir.Const{Val: pkg.Info.Types[init].Value, Typ: l.reveal(v.Type())}
	}
	return nil
}

// constVars are the package-level variables of pkg that are initialized with a constant and not written or
// pointed to anywhere in it.
func constVars(pkg *Package) map[*types.Var]ast.Expr {
	out := map[*types.Var]ast.Expr{}
	for _, file := range pkg.Files {
		for _, d := range file.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			for _, spec := range g.Specs {
				s := spec.(*ast.ValueSpec)
				for i, id := range s.Names {
					v, ok := pkg.Info.Defs[id].(*types.Var)
					if ok && len(s.Values) == len(s.Names) && pkg.Info.Types[s.Values[i]].Value != nil && !types.IsInterface(v.Type()) {
						out[v] = s.Values[i]
					}
				}
			}
		}
	}
	for _, file := range pkg.Files {
		for v := range assigned(pkg.Info, file) {
			delete(out, v)
		}
		for v := range addressTaken(pkg.Info, file) {
			delete(out, v)
		}
	}
	return out
}
