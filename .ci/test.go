// Command test checks everything that must hold before a change is taken: that all modules build, that vet,
// staticcheck and gofmt have nothing to say, that the generated files are what the tool writes today, and that all
// tests pass. It goes on after a failure, so that one run shows all of them, and ends with a summary.
//
// Run it from the root of the repository: go run .ci/test.go. It needs Go, and the module proxy for the first run.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

const staticcheck = "honnef.co/go/tools/cmd/staticcheck@v0.8.2"

// modules are the repository's: its own and those that keep their dependencies to themselves.
var modules = []string{".", "testdata/examples", "testdata/bench", "testdata/hazards", assembly}

// assembly is the module that writes the assembly of runtime/kernel. Its test checks that what is there is what it writes.
const assembly = "runtime/kernel/asm"

// step is one thing that must hold in a module.
type step struct {
	name string
	run  func(module string) error
}

// steps are in this order because each takes longer, or makes less sense, when the one before it fails.
var steps = []step{
	{"gofmt", formatted},
	{"build", command("go", "build", "-o", os.DevNull, "./...")},
	{"vet", command("go", "vet", "./...")},
	{"staticcheck", command("go", "run", staticcheck, "./...")},
	{"generated", generated},
	{"test", command("go", "test", "-count=1", "./...")}, // what a test reads outside of its module is not in the cache's keys
}

func main() {
	if _, err := os.Stat("cmd/gograd"); err != nil {
		fmt.Fprintln(os.Stderr, "run me from the root of the repository: go run .ci/test.go")
		os.Exit(2)
	}
	var failed []string
	start := time.Now()
	for _, s := range steps {
		for _, m := range modules {
			fmt.Printf("== %s in %s\n", s.name, m)
			if err := s.run(m); err != nil {
				fmt.Println(err)
				failed = append(failed, s.name+" in "+m)
			}
		}
	}
	fmt.Printf("== %s\n", time.Since(start).Round(time.Second))
	if len(failed) > 0 {
		fmt.Println("FAIL:", strings.Join(failed, ", "))
		os.Exit(1)
	}
	fmt.Println("PASS")
}

// command returns a step that runs a program in the module's folder and shows what it prints.
func command(name string, args ...string) func(module string) error {
	return func(module string) error {
		cmd := exec.Command(name, args...)
		cmd.Dir = module
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		return cmd.Run()
	}
}

// generated checks that the tool of this tree writes the files that are there. The root has none: it is what makes them.
func generated(module string) error {
	if module == "." || module == assembly {
		return nil
	}
	return command("go", "tool", "gograd", "check", "./...")(module)
}

// formatted checks that gofmt would change nothing. Nested modules are part of the root here.
func formatted(module string) error {
	if module != "." {
		return nil
	}
	var unformatted []error
	err := filepath.WalkDir(module, func(path string, d fs.DirEntry, err error) error {
		if d != nil && d.Name() == ".git" {
			return filepath.SkipDir
		}
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if want, err := format.Source(src); err != nil {
			unformatted = append(unformatted, fmt.Errorf("%s: %w", path, err))
		} else if !bytes.Equal(want, src) {
			unformatted = append(unformatted, fmt.Errorf("%s is not formatted", path))
		}
		return nil
	})
	return errors.Join(append(unformatted, err)...)
}
