package directive

import (
	"go/ast"
	"go/types"
	"path/filepath"
	"strconv"
)

// checkName reports a name that something else has. names holds those of the requests before this one.
func (r *resolver) checkName(names map[string]*Request) {
	key := r.req.Name
	if r.req.Decl.Recv != nil {
		key = receiverName(r.req.Decl) + "." + key
	}
	if o := names[key]; o != nil {
		if r.req.Bad || o.Bad {
			return // the name may not be what was meant
		}
		at := r.pkg.Fset.Position(o.NamePos)
		r.errorf(r.req.NamePos, "GG010", "%s is what the directive at line %d of %s asks for too", r.req.Name, at.Line, filepath.Base(at.Filename))
		return
	}
	names[key] = r.req
	if r.fn == nil {
		return
	}
	if recv := r.signature().Recv(); recv != nil {
		obj, index, _ := types.LookupFieldOrMethod(recv.Type(), true, r.pkg.Types, r.req.Name)
		if obj != nil && len(index) == 1 && !r.pkg.Generated(obj.Pos()) {
			r.taken(obj)
		}
		return
	}
	if obj := r.pkg.Types.Scope().Lookup(r.req.Name); obj != nil && !r.pkg.Generated(obj.Pos()) {
		r.taken(obj)
		return
	}
	if r.req.Name == "main" && r.pkg.Types.Name() == "main" {
		r.errorf(r.req.NamePos, "GG009", "a generated function can't be called main")
	}
	r.checkImports()
}

// checkImports reports a name that a file of the package imports another package under.
func (r *resolver) checkImports() {
	for _, f := range r.pkg.Files {
		if r.pkg.Generated(f.Package) {
			continue
		}
		scope := r.pkg.Info.Scopes[f]
		if scope == nil {
			continue
		}
		if obj, ok := scope.Lookup(r.req.Name).(*types.PkgName); ok {
			r.errorf(r.req.NamePos, "GG010", "%s is the name of package %s in %s", r.req.Name,
				strconv.Quote(obj.Imported().Path()), filepath.Base(r.pkg.Fset.Position(f.Package).Filename))
			return
		}
	}
}

func (r *resolver) taken(obj types.Object) {
	at := r.pkg.Fset.Position(obj.Pos())
	r.errorf(r.req.NamePos, "GG010", "%s is declared at line %d of %s", r.req.Name, at.Line, filepath.Base(at.Filename))
}

// receiverName is the name of the type that decl is a method of.
func receiverName(decl *ast.FuncDecl) string {
	if len(decl.Recv.List) == 0 {
		return ""
	}
	t := ast.Unparen(decl.Recv.List[0].Type)
	if s, ok := t.(*ast.StarExpr); ok {
		t = ast.Unparen(s.X)
	}
	if id, ok := t.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}
