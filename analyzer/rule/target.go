package rule

import (
	"go/token"
	"go/types"
	"strconv"
	"strings"
)

// target finds the function that a directive names: with its full name, or a builtin without a function. The name is
// empty if there was a problem, or if gograd's own rule is for a package that the program does not contain.
func (r *reader) target(text string, pos token.Pos) (*types.Func, string) {
	if r.builtin && (text == "min" || text == "max") {
		return nil, text
	}
	pkg, typ, name, ok := r.split(text)
	if !ok {
		r.errorf(pos, "GG100", "%s is not the name of a function", text)
		return nil, ""
	}
	p := r.pkg.Types
	if pkg != "" {
		if p = r.imported(pkg); p == nil {
			if !r.builtin {
				r.errorf(pos, "GG101", "package %s is not imported", pkg)
			}
			return nil, ""
		}
	}
	if typ == "" {
		if fn, ok := p.Scope().Lookup(name).(*types.Func); ok {
			return fn, fn.FullName()
		}
		r.errorf(pos, "GG101", "package %s has no function called %s", p.Path(), name)
		return nil, ""
	}
	tn, ok := p.Scope().Lookup(typ).(*types.TypeName)
	if !ok {
		r.errorf(pos, "GG101", "package %s has no type called %s", p.Path(), typ)
		return nil, ""
	}
	obj, _, _ := types.LookupFieldOrMethod(tn.Type(), true, p, name)
	fn, ok := obj.(*types.Func)
	if !ok {
		r.errorf(pos, "GG101", "%s.%s has no method called %s", p.Path(), typ, name)
		return nil, ""
	}
	return fn, fn.Origin().FullName()
}

// split takes a target apart: F, T.M, pkg.F, pkg.T.M, (T).M, (*T).M, (pkg.T).M, (*pkg.T).M.
func (r *reader) split(text string) (pkg, typ, name string, ok bool) {
	if inner, found := strings.CutPrefix(text, "("); found {
		inner, name, ok = strings.Cut(inner, ").")
		pkg, typ = cutLast(strings.TrimPrefix(inner, "*"))
		return pkg, typ, name, ok && token.IsIdentifier(name) && token.IsIdentifier(typ)
	}
	left, name := cutLast(text)
	if !token.IsIdentifier(name) {
		return "", "", "", false
	}
	if left == "" || r.imported(left) != nil {
		return left, "", name, true
	}
	outer, typ := cutLast(left)
	if !token.IsIdentifier(typ) {
		return left, "", name, true // a path like gopkg.in/x.v1, which is not imported
	}
	if outer == "" {
		if _, isType := r.pkg.Types.Scope().Lookup(typ).(*types.TypeName); !isType {
			return left, "", name, true
		}
	} else if r.imported(outer) == nil {
		return left, "", name, true
	}
	return outer, typ, name, true
}

// cutLast cuts at the last dot.
func cutLast(s string) (before, after string) {
	i := strings.LastIndexByte(s, '.')
	if i < 0 {
		return "", s
	}
	return s[:i], s[i+1:]
}

// imported finds a package by the name under which the file imports it, or by its path.
func (r *reader) imported(name string) *types.Package {
	if scope := r.pkg.TypesInfo.Scopes[r.file]; scope != nil {
		if pn, ok := scope.Lookup(name).(*types.PkgName); ok {
			return pn.Imported()
		}
	}
	for _, spec := range r.file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil || spec.Name == nil || spec.Name.Name != "_" {
			continue
		}
		if p := r.pkg.Imports[path]; p != nil && p.Types != nil && p.Name == name {
			return p.Types
		}
	}
	if p := r.prog.ByPath(name); p != nil {
		return p.Types
	}
	return nil
}
