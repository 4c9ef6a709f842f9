package lower

import (
	"go/ast"
	"go/printer"
	"go/token"
	"regexp"
	"strings"

	"github.com/gograd/gograd/analyzer/ir"
)

// originWidth is where the text of a source statement is cut.
const originWidth = 72

// origin describes s: the statement on one line, of a compound statement the header only.
func (b *body) origin(s ast.Stmt) *ir.Origin {
	text := oneLine(render(b.l.src.Fset, header(s)))
	text = strings.TrimSpace(strings.TrimSuffix(text, "{ }"))
	text = strings.TrimSpace(strings.TrimSuffix(text, "{}"))
	if r := []rune(text); len(r) > originWidth {
		text = strings.TrimRight(string(r[:originWidth]), " ") + " …"
	}
	o := &ir.Origin{Text: text}
	b.l.places[o] = s.Pos()
	return o
}

// header is s without the blocks inside it.
func header(s ast.Stmt) ast.Stmt {
	none := func(b *ast.BlockStmt) *ast.BlockStmt { return &ast.BlockStmt{Lbrace: b.Lbrace, Rbrace: b.Lbrace} }
	switch s := s.(type) {
	case *ast.IfStmt:
		n := *s
		n.Body, n.Else = none(s.Body), nil
		return &n
	case *ast.ForStmt:
		n := *s
		n.Body = none(s.Body)
		return &n
	case *ast.RangeStmt:
		n := *s
		n.Body = none(s.Body)
		return &n
	case *ast.SwitchStmt:
		n := *s
		n.Body = none(s.Body)
		return &n
	case *ast.LabeledStmt:
		return header(s.Stmt)
	}
	return s
}

func render(fset *token.FileSet, n ast.Node) string {
	var sb strings.Builder
	cfg := printer.Config{Mode: printer.UseSpaces, Tabwidth: 1}
	if err := cfg.Fprint(&sb, fset, n); err != nil {
		return ""
	}
	return sb.String()
}

var (
	lineBreak    = regexp.MustCompile(`\s*\n\s*`)
	afterOpen    = regexp.MustCompile(`([{(\[])\x00`)
	beforeClose  = regexp.MustCompile(`,?\x00([})\]])`)
	plainNewline = regexp.MustCompile(`\x00`)
)

// oneLine joins the lines of gofmt's output as a person would write them on one.
func oneLine(s string) string {
	s = lineBreak.ReplaceAllString(strings.TrimSpace(s), "\x00")
	s = afterOpen.ReplaceAllString(s, "$1")
	s = beforeClose.ReplaceAllString(s, "$1")
	return plainNewline.ReplaceAllString(s, " ")
}

// setOrigin says where s comes from.
func setOrigin(s ir.Stmt, o *ir.Origin) {
	switch s := s.(type) {
	case *ir.Block:
		s.Orig = o
	case *ir.Decl:
		s.Orig = o
	case *ir.Assign:
		s.Orig = o
	case *ir.CallStmt:
		s.Orig = o
	case *ir.Copy:
		s.Orig = o
	case *ir.Clear:
		s.Orig = o
	case *ir.If:
		s.Orig = o
	case *ir.Count:
		s.Orig = o
	case *ir.While:
		s.Orig = o
	case *ir.Exit:
		s.Orig = o
	case *ir.Panic:
		s.Orig = o
	}
}

// Pos is where the source statement o stands.
func (l *Lowerer) Pos(o *ir.Origin) token.Pos { return l.places[o] }
