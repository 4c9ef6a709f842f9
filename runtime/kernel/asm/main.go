// Command asm writes the assembly of package kernel, through avo, and the coefficients of its elementary functions.
// It is a module of its own so that avo is no dependency of gograd.
//
// Run it in its folder: go run . writes the files of the folder above. That they are what it writes is checked by its test.
package main

import (
	"log"
	"os"
	"path/filepath"
)

const folder = ".." // of package kernel

func main() {
	files, err := generate()
	if err != nil {
		log.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o644); err != nil {
			log.Fatal(err)
		}
	}
}
