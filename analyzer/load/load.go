package load

import (
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gograd/gograd/analyzer/diag"
	"github.com/gograd/gograd/analyzer/directive"
	"golang.org/x/tools/go/packages"
)

// Config says what to load.
type Config struct {
	Dir        string   // where the go command runs; "" is the current directory
	Env        []string // as in os.Environ; nil is the current environment
	BuildFlags []string
	Patterns   []string             // as for the go command; a file name means the package of the file
	Progress   func(what string)    // told what begins; may be nil
	Logf       func(string, ...any) // may be nil
	Overlay    map[string][]byte    // contents of files that differ from the disk; may be nil
}

// Program is what was loaded.
type Program struct {
	Fset     *token.FileSet
	Packages []*Package // those that the patterns name, by import path

	graph   map[*types.Package]*packages.Package
	byPath  map[string]*packages.Package
	outputs map[string]bool // gograd's own files, by absolute name
	dir     string          // where the go command ran
}

// Package is a package that the command line names.
type Package struct {
	*packages.Package
	Files  []*File  // those with requests, by name
	Stale  []string // outputs that nothing asks for
	Failed bool     // nothing may be written for the package
}

// File is a source file with directives.
type File struct {
	Name       string // absolute
	Output     string // absolute
	Syntax     *ast.File
	Constraint string // "//go:build linux", or ""
	Test       bool
	Functions  []*directive.Function // in source order
}

const loadMode = packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedDeps |
	packages.NeedModule | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedTypesSizes | packages.NeedForTest

// Load reads the packages. Problems of the user's code are added to diags; the error is for what keeps the go command
// from working at all.
func Load(cfg *Config, diags *diag.List) (*Program, error) {
	patterns := filePatterns(cfg.Patterns)
	cfg.progress("listing packages")
	listed, err := list(cfg, patterns)
	if err != nil {
		return nil, plain(err)
	}
	if len(listed) == 0 {
		where := strings.Join(cfg.Patterns, " ")
		diags.Addf(token.Position{Filename: where}, "GG023", "no packages match")
		return &Program{Fset: token.NewFileSet()}, nil
	}
	stubs := makeStubs(cfg, listed)
	patterns = stubs.concerned(listed, patterns)
	if len(patterns) == 0 {
		return &Program{Fset: token.NewFileSet()}, nil
	}
	cfg.progress("loading packages")
	pc := cfg.packages(loadMode, stubs.overlay)
	roots, err := packages.Load(pc, patterns...)
	if err != nil {
		return nil, plain(err)
	}
	p := &Program{Fset: pc.Fset, graph: map[*types.Package]*packages.Package{}, byPath: map[string]*packages.Package{}, outputs: stubs.outputs}
	p.index(roots)
	if p.byPath["math"] == nil {
		// The rules for package math need it even where nothing imports it.
		pc.Tests = false
		m, err := packages.Load(pc, "math")
		if err != nil {
			return nil, plain(err)
		}
		p.index(m)
	}
	if p.dir, err = filepath.Abs(cfg.Dir); err != nil {
		return nil, err
	}
	for _, root := range ownVariants(roots) {
		p.Packages = append(p.Packages, &Package{Package: root})
	}
	p.examine(diags)
	return p, nil
}

// plain is an error of go/packages without what it puts before the words of the go command.
func plain(err error) error {
	before, words, ok := strings.Cut(err.Error(), "stderr: ")
	if words = strings.TrimSpace(words); !ok || words == "" {
		words = strings.TrimSuffix(strings.TrimSpace(before), ":")
	}
	return errors.New(strings.TrimPrefix(words, "err: "))
}

func (cfg *Config) progress(what string) {
	if cfg.Progress != nil {
		cfg.Progress(what)
	}
}

// packages is the configuration for go/packages.
func (cfg *Config) packages(mode packages.LoadMode, overlay map[string][]byte) *packages.Config {
	return &packages.Config{
		Mode: mode, Dir: cfg.Dir, Env: cfg.Env, BuildFlags: cfg.BuildFlags, Logf: cfg.Logf,
		Fset: token.NewFileSet(), Tests: true, Overlay: overlay,
	}
}

// filePatterns makes queries of patterns: a file name means its package.
func filePatterns(patterns []string) []string {
	if len(patterns) == 0 {
		return []string{"."}
	}
	out := make([]string, len(patterns))
	for i, p := range patterns {
		if strings.HasSuffix(p, ".go") {
			p = "file=" + p
		}
		out[i] = p
	}
	return out
}

// list finds the packages and files, without types.
func list(cfg *Config, patterns []string) ([]*packages.Package, error) {
	mode := packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedDeps | packages.NeedModule | packages.NeedForTest
	return packages.Load(cfg.packages(mode, cfg.Overlay), patterns...)
}

// index enters what was loaded.
func (p *Program) index(roots []*packages.Package) {
	packages.Visit(roots, nil, func(pkg *packages.Package) {
		if pkg.Types != nil {
			p.graph[pkg.Types] = pkg
		}
		if pkg.ForTest == "" {
			p.byPath[pkg.PkgPath] = pkg
		}
	})
}

// ownVariants picks one variant of each package: the one with the package's own test files.
func ownVariants(roots []*packages.Package) []*packages.Package {
	best := map[string]*packages.Package{}
	for _, r := range roots {
		switch {
		case isTestMain(r):
		case r.ForTest == r.PkgPath || r.ForTest == "" && best[r.PkgPath] == nil || r.PkgPath == r.ForTest+"_test":
			best[r.PkgPath] = r
		}
	}
	var out []*packages.Package
	for _, r := range best {
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b *packages.Package) int { return cmp.Compare(a.PkgPath, b.PkgPath) })
	return out
}

// isTestMain reports whether pkg is the main package that go test makes.
func isTestMain(pkg *packages.Package) bool {
	return pkg.Name == "main" && strings.HasSuffix(pkg.ID, ".test") && pkg.Imports["testing/internal/testdeps"] != nil
}

// Generated reports whether pos is in a file that gograd wrote, or in the stub for one.
func (p *Program) Generated(pos token.Pos) bool {
	f := p.Fset.File(pos)
	return f != nil && p.outputs[f.Name()]
}

// Source gives the package of a types.Package with its syntax, or nil.
func (p *Program) Source(pkg *types.Package) *packages.Package { return p.graph[pkg] }

// ByPath gives the package with an import path, not as recompiled for a test, or nil.
func (p *Program) ByPath(path string) *packages.Package { return p.byPath[path] }

// Import is a types.Importer over what was loaded.
func (p *Program) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if pkg := p.byPath[path]; pkg != nil && pkg.Types != nil {
		return pkg.Types, nil
	}
	return nil, fmt.Errorf("package %s is not loaded", path)
}

// fileName is the real name of a file.
func (p *Program) fileName(f *ast.File) string { return p.Fset.File(f.FileStart).Name() }

// examine collects the problems and the requests of each package.
func (p *Program) examine(diags *diag.List) {
	c := newChecker(p, diags)
	for _, pkg := range p.Packages {
		c.requests(pkg)
	}
	for _, pkg := range p.Packages {
		pkg.Failed = c.failed(pkg.Package) || pkg.Failed
		pkg.Stale = p.stale(pkg)
	}
}

// stale finds the outputs of the package that nothing asks for.
func (p *Program) stale(pkg *Package) []string {
	loaded := map[string]bool{}
	for _, f := range pkg.GoFiles {
		loaded[f] = true
	}
	for _, f := range pkg.Files {
		delete(loaded, f.Output)
	}
	var stale []string
	for _, out := range pkg.GoFiles {
		if source, _ := SourceName(out); loaded[out] && p.outputs[out] && exists(out) && (loaded[source] || !exists(source)) {
			stale = append(stale, out)
		}
	}
	return stale
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}
