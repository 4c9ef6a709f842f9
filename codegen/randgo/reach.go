package randgo

import (
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ast/astutil"
)

// dropBlanks removes statements `_ = v`; tidy puts back those that are needed.
func dropBlanks(f *ast.File) {
	astutil.Apply(f, nil, func(c *astutil.Cursor) bool {
		a, ok := c.Node().(*ast.AssignStmt)
		if !ok || c.Index() < 0 || a.Tok != token.ASSIGN || len(a.Lhs) != 1 {
			return true
		}
		l, ok := a.Lhs[0].(*ast.Ident)
		if _, plain := a.Rhs[0].(*ast.Ident); ok && plain && l.Name == "_" {
			c.Delete()
		}
		return true
	})
}

// dropUnreferenced removes the declarations that cannot be reached, by name, from the annotated function and its arguments.
func dropUnreferenced(f *ast.File, name string) {
	refs := map[string][]ast.Node{}
	for _, d := range f.Decls {
		for _, n := range declared(d) {
			refs[n] = append(refs[n], d)
		}
	}
	used := map[string]bool{}
	work := []string{name, name + "Args"}
	for len(work) > 0 {
		n := work[len(work)-1]
		work = work[:len(work)-1]
		if used[n] {
			continue
		}
		used[n] = true
		for _, d := range refs[n] {
			ast.Inspect(d, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok && len(refs[id.Name]) > 0 {
					work = append(work, id.Name)
				}
				return true
			})
		}
	}
	f.Decls = slices.DeleteFunc(f.Decls, func(d ast.Decl) bool {
		names := declared(d)
		return len(names) > 0 && !slices.ContainsFunc(names, func(n string) bool { return used[n] })
	})
}

// declared are the names that a declaration declares; an import declares none.
func declared(d ast.Decl) []string {
	var names []string
	switch d := d.(type) {
	case *ast.FuncDecl:
		names = append(names, d.Name.Name)
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				names = append(names, s.Name.Name)
			case *ast.ValueSpec:
				for _, id := range s.Names {
					names = append(names, id.Name)
				}
			}
		}
	}
	return names
}

// collect notes the names in a tree.
func collect(used map[string]bool) func(ast.Node) bool {
	return func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			used[id.Name] = true
		}
		return true
	}
}
