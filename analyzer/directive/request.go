package directive

import (
	"go/ast"
	"go/token"
	"strings"

	"github.com/gograd/gograd/analyzer/diag"
)

// Kind is what is asked for.
type Kind int

// The kinds of requests.
const (
	Grad     Kind = iota // value and gradient of one float result
	VJP                  // a vector-Jacobian product: cotangents of the results to cotangents of the parameters
	Jacobian             // values and gradients of all float results
)

// String is the directive's verb.
func (k Kind) String() string { return [...]string{"grad", "vjp", "jacobian"}[k] }

// suffix is what the generated function's name ends with.
func (k Kind) suffix() string { return [...]string{"Grad", "VJP", "Jacobian"}[k] }

// Name is a word of a directive with its place.
type Name struct {
	Text string
	Pos  token.Pos
}

// Request asks for one function.
type Request struct {
	Kind     Kind
	WrtNames []Name // as written; nil when left out
	Name     string // of the function to be generated
	Fast     bool
	Decl     *ast.FuncDecl
	File     *ast.File

	Pos     token.Pos // of the directive
	NamePos token.Pos // of what gives the name: name= or the directive

	// Bad says that a problem was reported. The request is there so that it is known which name was wanted.
	Bad bool

	unfit bool // the problem is one with the function
}

// Requests gives what the directives of a file ask for, as far as syntax says. Problems are added to diags.
func Requests(fset *token.FileSet, file *ast.File, diags *diag.List) []*Request {
	var reqs []*Request
	for _, l := range Lines(fset, file, diags) {
		p := &lineParser{fset: fset, diags: diags, line: l, req: &Request{File: file, Pos: l.Slash, NamePos: l.Slash}}
		switch l.Name {
		case "grad":
			p.req.Kind = Grad
		case "vjp":
			p.req.Kind = VJP
		case "jacobian":
			p.req.Kind = Jacobian
		case "rule":
			continue // package rule reads it
		default:
			p.errorf(l.Slash, "GG001", "unknown directive //gograd:%s", l.Name)
			continue
		}
		p.arguments()
		p.function()
		p.req.Bad = p.failed
		if p.req.Decl != nil {
			reqs = append(reqs, p.req)
		}
	}
	return reqs
}

// lineParser reads one directive.
type lineParser struct {
	fset   *token.FileSet
	diags  *diag.List
	line   Line
	req    *Request
	failed bool
}

func (p *lineParser) errorf(pos token.Pos, code, format string, args ...any) {
	p.failed = true
	p.diags.Addf(p.fset.Position(pos), code, format, args...)
}

// arguments reads what stands after the verb.
func (p *lineParser) arguments() {
	args, err := p.line.ParseArgs()
	if err != nil {
		p.errorf(p.line.ArgsPos, "GG004", "%v", err)
		return
	}
	seen := map[string]bool{}
	for _, a := range args {
		key, value, assigned := strings.Cut(a.Arg, "=")
		valuePos := a.Pos + token.Pos(len(key)+1)
		switch key {
		case "wrt", "name", "fast":
			if seen[key] {
				p.errorf(a.Pos, "GG005", "%s is given twice", key)
				continue
			}
			seen[key] = true
		default:
			p.errorf(a.Pos, "GG003", "unknown argument %s", a.Arg)
			continue
		}
		switch {
		case key == "fast" && assigned:
			p.errorf(a.Pos, "GG004", "fast takes no value")
		case key == "fast":
			p.req.Fast = true
		case value == "":
			p.errorf(a.Pos, "GG004", "%s needs a value: %s=…", key, key)
		case key == "wrt":
			p.wrt(value, valuePos)
		default:
			p.name(value, valuePos)
		}
	}
}

// wrt reads the list of wrt=.
func (p *lineParser) wrt(list string, pos token.Pos) {
	for _, s := range strings.Split(list, ",") {
		if s == "" {
			p.errorf(pos, "GG004", "wrt has an empty element")
		} else {
			for _, o := range p.req.WrtNames {
				switch {
				case s == o.Text:
					p.errorf(pos, "GG005", "wrt names %s twice", s)
				case strings.HasPrefix(s, o.Text+"."):
					p.errorf(pos, "GG005", "wrt names %s, which is part of %s", s, o.Text)
				case strings.HasPrefix(o.Text, s+"."):
					p.errorf(pos, "GG005", "wrt names %s, of which %s is part", s, o.Text)
				}
			}
			p.req.WrtNames = append(p.req.WrtNames, Name{s, pos})
		}
		pos += token.Pos(len(s) + 1)
	}
}

// name reads the identifier of name=.
func (p *lineParser) name(s string, pos token.Pos) {
	switch {
	case !token.IsIdentifier(s):
		p.errorf(pos, "GG009", "%q is not an identifier", s)
	case s == "_" || s == "init" || isPredeclared(s):
		p.errorf(pos, "GG009", "a generated function can't be called %s", s)
	}
	p.req.Name, p.req.NamePos = s, pos
}

// function checks what the directive stands on.
func (p *lineParser) function() {
	decl := p.line.Func()
	p.req.Decl = decl
	before := p.failed
	p.failed = false
	defer func() {
		p.req.unfit = p.failed
		p.failed = p.failed || before
	}()
	switch {
	case p.line.Node == nil:
		p.errorf(p.line.Slash, "GG011", "//gograd:%s stands in no doc comment", p.line.Name)
		return
	case decl == nil:
		p.errorf(p.line.Slash, "GG011", "//gograd:%s stands on something that is not a function", p.line.Name)
		return
	case decl.Name.Name == "_" || decl.Recv == nil && (decl.Name.Name == "init" || decl.Name.Name == "main" && p.req.File.Name.Name == "main"):
		p.errorf(p.line.Slash, "GG011", "//gograd:%s stands on func %s, which can't be called", p.line.Name, decl.Name.Name)
	case decl.Body == nil:
		p.errorf(p.line.Slash, "GG012", "%s has no body to differentiate", decl.Name.Name)
	}
	if decl.Type.TypeParams != nil || genericReceiver(decl) {
		p.errorf(p.line.Slash, "GG014", "%s has type parameters", decl.Name.Name)
	}
	for _, imp := range p.req.File.Imports {
		if imp.Path.Value == `"C"` {
			p.errorf(p.line.Slash, "GG017", "//gograd:%s in a file that imports \"C\"", p.line.Name)
		}
	}
	if p.req.Name == "" {
		p.req.Name = decl.Name.Name + p.req.Kind.suffix()
	}
}

// genericReceiver reports whether decl is a method of a type with type parameters.
func genericReceiver(decl *ast.FuncDecl) bool {
	if decl.Recv == nil || len(decl.Recv.List) == 0 {
		return false
	}
	t := ast.Unparen(decl.Recv.List[0].Type)
	if s, ok := t.(*ast.StarExpr); ok {
		t = ast.Unparen(s.X)
	}
	switch t.(type) {
	case *ast.IndexExpr, *ast.IndexListExpr:
		return true
	}
	return false
}
