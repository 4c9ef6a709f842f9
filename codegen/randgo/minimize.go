package randgo

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/astutil"
)

// Minimize makes a program smaller for as long as it fails: statements go, compound statements give way to their bodies,
// expressions to their operands, and what nobody refers to any more goes too. Each round offers the programs that are one step
// smaller, many at once, so that fails can build them together; it says for each whether it fails in the way that matters.
func Minimize(p *Program, rounds int, fails func([]*Program) ([]bool, error)) (*Program, error) {
	for range rounds {
		next, err := firstFailing(p.smaller(), fails)
		if err != nil || next == nil {
			return p, err
		}
		p = next.renamed(p.Seed)
	}
	return p, nil
}

// atOnce is how many programs Minimize offers at once.
const atOnce = 40

// firstFailing gives the first of the programs that fails, or nil.
func firstFailing(ps []*Program, fails func([]*Program) ([]bool, error)) (*Program, error) {
	for some := range slices.Chunk(ps, atOnce) {
		bad, err := fails(some)
		if err != nil {
			return nil, err
		}
		if i := slices.Index(bad, true); i >= 0 {
			return some[i], nil
		}
	}
	return nil, nil
}

// smaller gives the programs that are one step smaller and still type-check, the smallest first, each under a name of its own.
func (p *Program) smaller() []*Program {
	file := p.File("p")
	seen := map[string]bool{file: true}
	var out []*Program
	for k := 0; ; k++ {
		src, ok := edit(file, p.Name, k)
		if !ok {
			break
		}
		src, err := tidy(src)
		if err != nil || seen[src] {
			continue
		}
		seen[src] = true
		q := *p
		q.setFile(src)
		out = append(out, q.renamed(p.Seed*10000+uint64(k)))
	}
	slices.SortFunc(out, func(a, b *Program) int { return cmp.Compare(len(a.Source), len(b.Source)) })
	return out
}

// setFile takes the declarations of a file as the program's source.
func (p *Program) setFile(src string) {
	_, p.Source, _ = strings.Cut(src, "\n\n")
	p.Source = strings.TrimPrefix(p.Source, "import \"math\"\n\n")
}

// renamed is the program under the names of another seed.
func (p *Program) renamed(seed uint64) *Program {
	names := regexp.MustCompile(fmt.Sprintf(`\b([pP])%s([^0-9]|$)`, p.Name[1:]))
	re := func(s string) string { return names.ReplaceAllString(s, fmt.Sprintf("${1}%d${2}", seed)) }
	q := *p
	q.Seed = seed
	q.Source, q.Name, q.Method, q.Grad = re(p.Source), re(p.Name), re(p.Method), re(p.Grad)
	return &q
}

// edit makes the k-th edit of a file, or says that there are fewer. The annotated function and the one that makes its
// arguments keep their signatures.
func edit(src, name string, k int) (string, bool) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return "", false
	}
	dropBlanks(f)
	e := &editor{left: k, name: name}
	astutil.Apply(f, e.visit, nil)
	if !e.done {
		return "", false
	}
	dropUnreferenced(f, name)
	var out bytes.Buffer
	if err := format.Node(&out, fset, f); err != nil {
		return "", true
	}
	return emptyLines.ReplaceAllString(out.String(), "\n\t"), true
}

// emptyLines are those that deleted statements leave behind.
var emptyLines = regexp.MustCompile(`\n\s*\n\t`)

type editor struct {
	left int // edits to go by
	name string
	done bool
}

// now says whether the edit that is offered is the one to make.
func (e *editor) now() bool {
	e.left--
	e.done = e.done || e.left == -1
	return e.left == -1
}

func (e *editor) visit(c *astutil.Cursor) bool {
	if fn, ok := c.Node().(*ast.FuncDecl); ok && (fn.Name.Name == e.name+"Args" || recursive(fn)) || e.done {
		return false
	}
	if b, ok := c.Node().(*ast.BlockStmt); ok {
		e.halves(b)
	}
	if s, ok := c.Node().(ast.Stmt); ok && c.Index() >= 0 && !e.done {
		return e.statement(c, s)
	}
	if x, ok := c.Node().(ast.Expr); ok {
		for _, simpler := range operands(x) {
			if e.now() {
				c.Replace(simpler)
				return false
			}
		}
	}
	return true
}

// recursive says whether a function calls itself or the other one of a pair: what ends the recursion must stay.
func recursive(fn *ast.FuncDecl) bool {
	base := strings.TrimSuffix(fn.Name.Name, "Odd")
	used := map[string]bool{}
	if fn.Body != nil {
		ast.Inspect(fn.Body, collect(used))
	}
	return used[base] || used[base+"Odd"]
}

// halves offers to drop the first or the second half of a block.
func (e *editor) halves(b *ast.BlockStmt) {
	n := len(b.List)
	if n < 4 {
		return
	}
	if e.now() {
		b.List = b.List[n/2:]
	} else if e.now() {
		b.List = append(b.List[:n/2:n/2], b.List[n-1])
	}
}

// statement offers the edits of a statement in a list. What counts and what breaks stays, so that loops end.
func (e *editor) statement(c *astutil.Cursor, s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.IncDecStmt, *ast.CaseClause:
		return true
	case *ast.IfStmt:
		for _, b := range s.Body.List {
			if b, ok := b.(*ast.BranchStmt); ok && b.Tok == token.BREAK {
				return true
			}
		}
	}
	if e.now() {
		c.Delete()
		return false
	}
	for _, body := range bodies(s) {
		if e.now() {
			c.Replace(body)
			return false
		}
	}
	return true
}

// bodies are the statements that may stand for a compound one.
func bodies(s ast.Stmt) []ast.Stmt {
	switch s := s.(type) {
	case *ast.IfStmt:
		out := []ast.Stmt{s.Body}
		if s.Else != nil {
			out = append(out, s.Else)
		}
		return out
	case *ast.ForStmt:
		return []ast.Stmt{s.Body}
	case *ast.RangeStmt:
		return []ast.Stmt{s.Body}
	case *ast.LabeledStmt:
		return []ast.Stmt{s.Stmt}
	case *ast.BlockStmt:
		if len(s.List) == 1 {
			return s.List
		}
	}
	return nil
}

// operands are the expressions that may stand for a larger one.
func operands(x ast.Expr) []ast.Expr {
	switch x := x.(type) {
	case *ast.BinaryExpr:
		return []ast.Expr{x.X, x.Y}
	case *ast.CallExpr:
		return x.Args
	case *ast.ParenExpr:
		return []ast.Expr{x.X}
	}
	return nil
}
