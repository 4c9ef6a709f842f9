package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The committed files are what the generator writes.
func TestCommitted(t *testing.T) {
	files, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Error(err)
		} else if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the generator writes: go run . in runtime/kernel/asm", name)
		}
	}
}

// The package is in order for the builds that the machine at hand does not test: their declarations are those of the assembly.
func TestOtherBuilds(t *testing.T) {
	for _, build := range [][]string{
		{"GOARCH=arm64"},
		{"GOARCH=riscv64"},
		{"GOARCH=amd64", "GOAMD64=v3"},
		{"GOARCH=amd64", "GOFLAGS=-tags=purego"},
	} {
		vet := exec.Command("go", "vet", ".")
		vet.Dir = folder
		vet.Env = append(os.Environ(), build...)
		if out, err := vet.CombinedOutput(); err != nil {
			t.Errorf("%v: %v\n%s", build, err, out)
		}
	}
}
