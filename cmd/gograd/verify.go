package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// outputs makes the outputs of a package, and checks that the package compiles with them: what does not must not be written.
func (s *session) outputs(j *job) (files map[string][]byte, ok bool) {
	files, ok = s.backend.Package(j)
	return files, ok && verify(j, files)
}

// verify type-checks the package with its outputs in the place of the stubs.
func verify(j *job, outputs map[string][]byte) bool {
	for _, f := range j.pkg.CompiledGoFiles {
		if !slices.Contains(j.pkg.GoFiles, f) {
			return true // cgo makes more files of the sources than there are here
		}
	}
	fset := j.prog.Fset
	ok := true
	fail := func(pos token.Pos, msg string) {
		ok = false
		j.diags.Addf(fset.Position(pos), "GG099", "the generated code does not compile: %s", msg)
	}
	var files []*ast.File
	for _, f := range j.pkg.Syntax {
		if !j.prog.Generated(f.FileStart) {
			files = append(files, f)
		}
	}
	for _, source := range j.pkg.Files {
		content, made := outputs[source.Output]
		if !made {
			fail(source.Syntax.Package, "it is missing")
			continue
		}
		f, err := parser.ParseFile(fset, source.Output, content, parser.SkipObjectResolution)
		if err != nil {
			fail(source.Syntax.Package, err.Error())
			continue
		}
		files = append(files, f)
	}
	if !ok {
		return false
	}
	cfg := types.Config{
		Importer: packageImporter{j, j.pkg.Package},
		Sizes:    j.pkg.TypesSizes,
		Error: func(err error) {
			// The module may not require the runtime yet; what is imported from there can't be checked then.
			if e := err.(types.Error); !strings.HasPrefix(e.Msg, "could not import ") {
				fail(e.Pos, e.Msg)
			}
		},
	}
	cfg.Check(j.pkg.PkgPath, fset, files, nil)
	return ok
}

// packageImporter imports what a package imports, and what generated code does beyond that.
type packageImporter struct {
	job *job
	pkg *packages.Package
}

// Import implements types.Importer.
func (i packageImporter) Import(path string) (*types.Package, error) {
	if p := i.pkg.Imports[path]; p != nil && p.Types != nil {
		return p.Types, nil
	}
	return i.job.prog.Import(path)
}
