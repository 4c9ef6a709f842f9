package directive

import (
	"go/ast"
	"go/token"
	"regexp"

	"github.com/gograd/gograd/analyzer/diag"
)

// tool is what gograd's directives begin with.
const tool = "gograd"

// Line is one gograd directive.
type Line struct {
	ast.Directive
	Node ast.Node // the declaration or field in whose doc comment it stands, the file for the package's; nil for none
}

// Func is the function that the directive stands on, or nil.
func (l *Line) Func() *ast.FuncDecl {
	f, _ := l.Node.(*ast.FuncDecl)
	return f
}

// lookalike matches comments that were meant as directives. Prose that mentions one goes on after it, and is left alone.
var lookalike = regexp.MustCompile(`^//\s*(?i:gograd)\s*:\s*(?i:grad|vjp|jacobian|rule)(\s+(\w+=\S*|fast))*\s*$`)

// prefix matches comments that nobody writes for a reader.
var prefix = regexp.MustCompile(`^//(?i:gograd)(:|\s*$)`)

// Lines gives the gograd directives of a file, in source order, and reports comments that only look like one.
func Lines(fset *token.FileSet, file *ast.File, diags *diag.List) []Line {
	docs := docComments(file)
	var lines []Line
	for _, group := range file.Comments {
		for _, c := range group.List {
			d, ok := ast.ParseDirective(c.Slash, c.Text)
			switch {
			case ok && d.Tool == tool:
				lines = append(lines, Line{d, docs[group]})
			case !ok && (lookalike.MatchString(c.Text) || prefix.MatchString(c.Text)):
				diags.Addf(fset.Position(c.Slash), "GG002", "this comment is not a directive: %s", c.Text)
			}
		}
	}
	return lines
}

// docComments says what each doc comment of the file documents.
func docComments(file *ast.File) map[*ast.CommentGroup]ast.Node {
	docs := map[*ast.CommentGroup]ast.Node{}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.File:
			docs[n.Doc] = n
		case *ast.FuncDecl:
			docs[n.Doc] = n
		case *ast.GenDecl:
			docs[n.Doc] = n
		case *ast.TypeSpec:
			docs[n.Doc] = n
		case *ast.ValueSpec:
			docs[n.Doc] = n
		case *ast.ImportSpec:
			docs[n.Doc] = n
		case *ast.Field:
			docs[n.Doc] = n
		}
		return true
	})
	delete(docs, nil)
	return docs
}
