package load

import (
	"fmt"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gograd/gograd/analyzer/diag"
	"github.com/gograd/gograd/analyzer/directive"
	"golang.org/x/tools/go/packages"
)

// checker collects what is wrong with packages.
type checker struct {
	prog  *Program
	diags *diag.List
	seen  map[*packages.Package]bool // whether it, or something that it imports, has a problem
	names map[string]bool            // of functions that bad requests ask for
}

func newChecker(p *Program, diags *diag.List) *checker {
	return &checker{p, diags, map[*packages.Package]bool{}, map[string]bool{}}
}

// requests reads the directives of a package and resolves them.
func (c *checker) requests(pkg *Package) {
	if pkg.Types == nil || pkg.TypesInfo == nil {
		return
	}
	before := c.diags.Len()
	var reqs []*directive.Request
	var files []*File
	for _, syntax := range pkg.Syntax {
		if c.prog.Generated(syntax.FileStart) {
			continue
		}
		found := directive.Requests(c.prog.Fset, syntax, c.diags)
		if len(found) == 0 {
			continue
		}
		name := c.prog.fileName(syntax)
		f := &File{Name: name, Output: OutputName(name), Syntax: syntax, Constraint: Constraint(name, syntax), Test: strings.HasSuffix(name, "_test.go")}
		c.output(pkg, f, found)
		files = append(files, f)
		reqs = append(reqs, found...)
	}
	fns := directive.Resolve(&directive.Package{
		Fset: c.prog.Fset, Types: pkg.Types, Info: pkg.TypesInfo, Files: pkg.Syntax, Generated: c.prog.Generated,
	}, reqs, c.diags)
	for _, f := range files {
		for _, fn := range fns {
			if fn.File == f.Syntax {
				f.Functions = append(f.Functions, fn)
			}
		}
	}
	for _, r := range reqs {
		if r.Bad {
			c.names[r.Name] = true
		}
	}
	slices.SortFunc(files, func(a, b *File) int { return strings.Compare(a.Name, b.Name) })
	pkg.Files = files
	pkg.Failed = c.diags.Len() > before
}

// output checks that the output of a file can be written.
func (c *checker) output(pkg *Package, f *File, reqs []*directive.Request) {
	pos := c.prog.Fset.Position(reqs[0].Pos)
	switch {
	case !slices.Contains(pkg.GoFiles, f.Name):
		c.diags.Addf(pos, "GG017", "//gograd:%s in a file that imports \"C\"", reqs[0].Kind)
	case !c.prog.outputs[f.Output] && exists(f.Output):
		c.diags.Addf(pos, "GG015", "the output %s is there already, and gograd did not write it", filepath.Base(f.Output))
	default:
		return
	}
	for _, r := range reqs {
		r.Bad = true
	}
}

// failed reports the problems of pkg and of what it imports, and whether there are any.
func (c *checker) failed(pkg *packages.Package) bool {
	if bad, ok := c.seen[pkg]; ok {
		return bad
	}
	c.seen[pkg] = false
	bad := c.errors(pkg)
	for _, imp := range pkg.Imports {
		// The standard library is taken to be right; it has bodies that go/types can't see.
		if !isStandard(imp) && c.failed(imp) {
			bad = true
		}
	}
	c.seen[pkg] = bad
	return bad
}

// errors reports the problems of one package.
func (c *checker) errors(pkg *packages.Package) bool {
	reported := map[string]bool{} // lines with a syntax error; more on the same line only follow
	parsing := slices.ContainsFunc(pkg.Errors, func(e packages.Error) bool { return e.Kind == packages.ParseError })
	for _, e := range pkg.Errors {
		pos := position(e.Pos)
		switch {
		case e.Kind == packages.ParseError:
			if line := fmt.Sprint(pos.Filename, ":", pos.Line); !reported[line] {
				reported[line] = true
				c.diags.Addf(pos, "GG020", "%s", e.Msg)
			}
		case e.Kind == packages.TypeError:
			// What could not be parsed is missing, and what a bad directive asks for has no stub.
			if !parsing && !c.follows(pkg, e.Msg) {
				first, more, _ := strings.Cut(e.Msg, "\n")
				d := diag.Diagnostic{Pos: pos, Code: "GG021", Message: first}
				for line := range strings.Lines(more) {
					d.Notes = append(d.Notes, strings.TrimSpace(line))
				}
				c.diags.Add(d)
			}
		case parsing && e.Pos != "":
			// go list reports syntax errors in its own words as well
		default:
			switch {
			case pos.Filename == "":
				pos.Filename = pkg.PkgPath
			case !filepath.IsAbs(pos.Filename): // the go command writes relative names
				pos.Filename = filepath.Join(c.prog.dir, pos.Filename)
			}
			c.diags.Addf(pos, "GG022", "%s", strings.TrimSpace(e.Msg))
		}
	}
	return len(pkg.Errors) > 0
}

var undefined = regexp.MustCompile(`^undefined: (?:\w+\.)?(\w+)$|\.(\w+) undefined \(`)

// follows reports whether a type error is only there because a directive with a problem gave no function, or because a
// package could not be loaded.
func (c *checker) follows(pkg *packages.Package, msg string) bool {
	if strings.HasPrefix(msg, "could not import ") {
		for _, imp := range pkg.Imports {
			if strings.HasPrefix(msg, "could not import "+imp.PkgPath+" ") && len(imp.Errors) > 0 {
				return true
			}
		}
	}
	m := undefined.FindStringSubmatch(msg)
	return m != nil && c.names[m[1]+m[2]]
}

// isStandard reports whether pkg belongs to the standard library.
func isStandard(pkg *packages.Package) bool {
	first, _, _ := strings.Cut(pkg.PkgPath, "/")
	return pkg.Module == nil && !strings.Contains(first, ".") && pkg.PkgPath != "command-line-arguments"
}

// position reads "file:line:col" or "file:line".
func position(s string) token.Position {
	var p token.Position
	var numbers []int
	for len(numbers) < 2 {
		i := strings.LastIndexByte(s, ':')
		if i < 0 {
			break
		}
		n, err := strconv.Atoi(s[i+1:])
		if err != nil {
			break
		}
		numbers = append(numbers, n)
		s = s[:i]
	}
	if s != "-" {
		p.Filename = s
	}
	switch len(numbers) {
	case 1:
		p.Line = numbers[0]
	case 2:
		p.Line, p.Column = numbers[1], numbers[0]
	}
	return p
}
