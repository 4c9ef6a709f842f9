package randgo

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/astutil"
)

// tidy formats a file and repairs what Go refuses though nothing is wrong with it: variables that nobody reads get a
// `_ = v` after their declaration, labels that nobody jumps to and an import of math that nobody needs go.
func tidy(src string) (string, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return "", err
	}
	unused := map[token.Pos]bool{}
	dropMath := false
	typeCheck(fset, f, func(e error) {
		te := e.(types.Error)
		switch {
		case strings.HasPrefix(te.Msg, "declared and not used"), strings.HasPrefix(te.Msg, "label "):
			unused[te.Pos] = true
		case strings.Contains(te.Msg, "imported and not used"):
			dropMath = true
		case err == nil:
			err = e
		}
	})
	if err != nil {
		return "", err
	}
	if dropMath {
		astutil.DeleteImport(fset, f, "math")
	}
	if len(unused) > 0 {
		astutil.Apply(f, nil, func(c *astutil.Cursor) bool { return useUnused(c, unused) })
	}
	var out bytes.Buffer
	if err := format.Node(&out, fset, f); err != nil {
		return "", err
	}
	again, err := format.Source(out.Bytes())
	if err != nil {
		return "", fmt.Errorf("%w\n%s", err, out.Bytes())
	}
	return string(again), nil
}

// useUnused puts uses in front of everything else in the innermost block that can hold them.
func useUnused(c *astutil.Cursor, unused map[token.Pos]bool) bool {
	switch n := c.Node().(type) {
	case *ast.LabeledStmt:
		if unused[n.Label.Pos()] {
			c.Replace(n.Stmt)
		}
	case *ast.AssignStmt:
		if n.Tok == token.DEFINE && c.Index() >= 0 {
			for _, l := range slices.Backward(n.Lhs) {
				if unused[l.Pos()] {
					c.InsertAfter(blank(l.(*ast.Ident)))
				}
			}
		}
	case *ast.DeclStmt:
		for _, s := range n.Decl.(*ast.GenDecl).Specs {
			if v, ok := s.(*ast.ValueSpec); ok {
				for _, id := range v.Names {
					if unused[id.Pos()] {
						c.InsertAfter(blank(id))
					}
				}
			}
		}
	case *ast.ForStmt:
		useInside(n.Init, n.Body, unused)
	case *ast.IfStmt:
		useInside(n.Init, n.Body, unused)
	case *ast.RangeStmt:
		for _, e := range []ast.Expr{n.Value, n.Key} {
			if id, ok := e.(*ast.Ident); ok && unused[id.Pos()] {
				n.Body.List = append([]ast.Stmt{blank(id)}, n.Body.List...)
			}
		}
	}
	return true
}

func useInside(init ast.Stmt, body *ast.BlockStmt, unused map[token.Pos]bool) {
	a, ok := init.(*ast.AssignStmt)
	if !ok {
		return
	}
	for _, l := range a.Lhs {
		if unused[l.Pos()] {
			body.List = append([]ast.Stmt{blank(l.(*ast.Ident))}, body.List...)
		}
	}
}

func blank(id *ast.Ident) ast.Stmt {
	return &ast.AssignStmt{Lhs: []ast.Expr{ast.NewIdent("_")}, Tok: token.ASSIGN, Rhs: []ast.Expr{ast.NewIdent(id.Name)}}
}
