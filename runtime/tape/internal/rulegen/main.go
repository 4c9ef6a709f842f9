// Command rulegen writes what the tape knows of the elementwise functions of package math, from the derivative rules of
// runtime/rules/mathrule, which are also what gograd compiles into the code that it generates. So the two routes cannot differ.
//
// Run by go generate in runtime/tape it writes
//
//   - elementary_gen.go there: opcodes, the table of the elementary functions, each rule once more as operations on the tape (so that a
//     gradient can itself be differentiated), and the exported functions and methods;
//   - rules_gen.go in runtime/rules/mathrule: the rules as exported functions, which the tape calls on numbers.
//
// A rule written as operations has no branches: an if becomes a Where, so that each element of a tensor takes its own branch.
// A rule with a loop cannot be written so, which is an error here; the function with the loop must be an operation of the tape
// (as Polygamma is for digamma).
package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Where the rules are and the files go, relative to runtime/tape.
const (
	rulesDir  = "../rules/mathrule"
	tapeFile  = "elementary_gen.go"
	rulesFile = rulesDir + "/rules_gen.go"
)

func main() {
	files, err := generate(os.DirFS(filepath.FromSlash(rulesDir)))
	if err == nil {
		for name, content := range files {
			if err = os.WriteFile(filepath.FromSlash(name), content, 0o666); err != nil {
				break
			}
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "rulegen:", err)
		os.Exit(1)
	}
}

// generate gives the content of each file, for the rules in dir.
func generate(dir fs.FS) (map[string][]byte, error) {
	rules, err := readRules(dir)
	if err != nil {
		return nil, err
	}
	tape, err := writeTape(rules)
	if err != nil {
		return nil, err
	}
	exported, err := writeRules(rules)
	if err != nil {
		return nil, err
	}
	return map[string][]byte{tapeFile: tape, rulesFile: exported}, nil
}
