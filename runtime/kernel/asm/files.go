package main

import (
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/buildtags"
	"github.com/mmcloughlin/avo/pass"
	"github.com/mmcloughlin/avo/printer"
)

// source is a file of assembly.
type source struct {
	name      string // without _amd64.s; the Go declarations stand in _amd64.go
	functions func(g *generator)
}

var sources = []source{
	{"cpu", cpu},
	{"elementwise", elementwise},
	{"sums", sums},
	{"elementary", elementary},
	{"triangle", triangles},
}

// generate returns the text of each file by its name.
func generate() (map[string][]byte, error) {
	files := map[string][]byte{"coefficients.go": coefficientsFile()}
	for _, s := range sources {
		g := &generator{Context: build.NewContext()}
		s.functions(g)
		file, err := g.Result()
		if err != nil {
			return nil, err
		}
		if err := pass.Compile.Execute(file); err != nil {
			return nil, err
		}
		file.Constraints = buildtags.Not("purego").ToConstraints()
		cfg := printer.Config{Name: "go run . in asm", Pkg: "kernel"}
		if files[s.name+"_amd64.s"], err = printer.NewGoAsm(cfg).Print(file); err != nil {
			return nil, err
		}
		if files[s.name+"_amd64.go"], err = printer.NewStubs(cfg).Print(file); err != nil {
			return nil, err
		}
	}
	return files, nil
}
