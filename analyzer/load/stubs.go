package load

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/gograd/gograd/analyzer/diag"
	"github.com/gograd/gograd/analyzer/directive"
	"golang.org/x/tools/go/packages"
)

// stubs are what stands in for generated code while packages are loaded.
type stubs struct {
	overlay map[string][]byte
	outputs map[string]bool // the files of the overlay that are gograd's
	dirs    map[string]bool // directories in which there is something to do
}

// concerned narrows the patterns down to the packages in which there is something to do, or that have a problem. In a module of hundreds
// of packages, few have gradients, and the others need not be type-checked.
func (s *stubs) concerned(listed []*packages.Package, patterns []string) []string {
	var paths []string
	all := true
	for _, p := range listed {
		switch {
		case p.ForTest != "" || isTestMain(p):
		case p.PkgPath == "command-line-arguments" || p.Dir == "":
			return patterns
		case s.dirs[p.Dir] || len(p.Errors) > 0:
			paths = append(paths, p.PkgPath)
		default:
			all = false
		}
	}
	if all {
		return patterns
	}
	return paths
}

// makeStubs writes stubs for the packages of the user's own modules.
func makeStubs(cfg *Config, listed []*packages.Package) *stubs {
	s := &stubs{overlay: maps.Clone(cfg.Overlay), outputs: map[string]bool{}, dirs: map[string]bool{}}
	if s.overlay == nil {
		s.overlay = map[string][]byte{}
	}
	ix := newIndex(listed)
	for _, dir := range ix.ownDirs {
		d := readDir(dir, cfg.Overlay)
		if d == nil || !d.concerned() {
			continue
		}
		s.dirs[dir] = true
		for out, content := range d.stubs(ix) {
			s.overlay[out] = content
			s.outputs[out] = true
		}
	}
	return s
}

// index is what the listing says, by directory and by import path.
type index struct {
	ownDirs []string // directories of the packages whose outputs are the user's business
	ignored map[string]bool
	byPath  map[string]*packages.Package
}

func newIndex(listed []*packages.Package) *index {
	ix := &index{ignored: map[string]bool{}, byPath: map[string]*packages.Package{}}
	own := map[string]bool{}
	packages.Visit(listed, nil, func(p *packages.Package) {
		if p.ForTest == "" {
			ix.byPath[p.PkgPath] = p
		}
		if !isOwn(p) || isTestMain(p) {
			return
		}
		for _, f := range p.IgnoredFiles {
			ix.ignored[f] = true
		}
		if p.Dir != "" {
			own[p.Dir] = true
		}
	})
	ix.ownDirs = slices.Sorted(maps.Keys(own))
	return ix
}

// isOwn reports whether the package is the user's to generate code for: that of a main module, of a module that a
// directory replaces, or of no module at all; but not the standard library's.
func isOwn(p *packages.Package) bool {
	if m := p.Module; m != nil {
		return m.Main || m.Replace != nil && m.Replace.Version == ""
	}
	first, _, _ := strings.Cut(p.PkgPath, "/")
	return p.PkgPath == "command-line-arguments" || strings.Contains(first, ".")
}

// sourceDir is a directory with the contents of its Go files.
type sourceDir struct {
	path    string
	files   map[string][]byte // sources, by absolute name
	outputs map[string][]byte // gograd's own
}

// readDir reads a directory; nil if that fails, which the go command will report.
func readDir(path string, overlay map[string][]byte) *sourceDir {
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil
	}
	d := &sourceDir{path, map[string][]byte{}, map[string][]byte{}}
	names := map[string]bool{}
	for _, e := range entries {
		names[filepath.Join(path, e.Name())] = !e.IsDir()
	}
	for n := range overlay {
		if filepath.Dir(n) == path {
			names[n] = true
		}
	}
	for name, file := range names {
		if !file || !strings.HasSuffix(name, ".go") {
			continue
		}
		content, ok := overlay[name]
		if !ok {
			if content, err = os.ReadFile(name); err != nil {
				continue
			}
		}
		if _, ok := SourceName(name); ok && HasHeader(content) {
			d.outputs[name] = content
		} else {
			d.files[name] = content
		}
	}
	return d
}

// mention matches what may be a directive, or may have been meant as one.
var mention = regexp.MustCompile(`(?i)//\s*gograd`)

// concerned reports whether gograd has anything to do with the directory.
func (d *sourceDir) concerned() bool {
	if len(d.outputs) > 0 {
		return true
	}
	for _, c := range d.files {
		if mention.Match(c) {
			return true
		}
	}
	return false
}

// stubs gives the overlay for the directory: every output that there is or will be.
func (d *sourceDir) stubs(ix *index) map[string][]byte {
	fset := token.NewFileSet()
	groups := map[string][]*ast.File{} // by package name
	names := map[*ast.File]string{}
	plain := "" // the name of the package itself
	for _, name := range slices.Sorted(maps.Keys(d.files)) {
		if ix.ignored[name] {
			continue
		}
		f, _ := parser.ParseFile(fset, name, d.files[name], parser.ParseComments|parser.SkipObjectResolution)
		if f == nil || f.Name == nil || f.Name.Name == "_" {
			continue
		}
		groups[f.Name.Name] = append(groups[f.Name.Name], f)
		names[f] = name
		if !strings.HasSuffix(name, "_test.go") || plain == "" {
			plain = f.Name.Name
		}
	}
	out := map[string][]byte{}
	for name := range d.outputs {
		out[name] = []byte("package " + d.packageOf(name, plain) + "\n")
	}
	for _, pkg := range slices.Sorted(maps.Keys(groups)) {
		files := groups[pkg]
		var reqs []*directive.Request
		for _, f := range files {
			reqs = append(reqs, directive.Requests(fset, f, &diag.List{})...)
		}
		if len(reqs) == 0 {
			continue
		}
		for f, fns := range resolveDecls(fset, pkg, files, reqs, ix) {
			name := OutputName(names[f])
			if _, users := d.files[name]; users {
				continue // reported once types are known
			}
			out[name] = printStub(pkg, fns)
		}
	}
	return out
}

// packageOf is the package that the stub for an output without requests belongs to.
func (d *sourceDir) packageOf(output, plain string) string {
	source, _ := SourceName(output)
	for _, c := range [][]byte{d.files[source], d.outputs[output]} {
		f, _ := parser.ParseFile(token.NewFileSet(), "", c, parser.PackageClauseOnly)
		if f == nil || f.Name == nil || !token.IsIdentifier(f.Name.Name) {
			continue
		}
		if name := f.Name.Name; name == plain || plain == "" || strings.HasSuffix(output, "_test.go") && name == plain+"_test" {
			return name
		}
	}
	if plain == "" {
		return "p"
	}
	return plain
}
