package main

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// updating says that what is generated is what is wanted from now on.
var updating = flag.Bool("update", os.Getenv("UPDATE") != "", "rewrite the generated files in testdata/golden; read the difference before it is committed")

const (
	goldenDir  = "../../testdata/golden"
	goldenFile = "in_gograd.go" // what gograd generates for in.go
)

// golden is one archive, unpacked as a package of its own name.
type golden struct {
	name    string
	archive *txtar.Archive
	path    string
}

// file is the content of a file of the archive, or "".
func (x *golden) file(name string) string {
	for _, f := range x.archive.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

// readGolden reads the archives.
func readGolden(t *testing.T) []*golden {
	t.Helper()
	paths, err := filepath.Glob(goldenDir + "/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no archives in %s: %v", goldenDir, err)
	}
	var out []*golden
	for _, path := range paths {
		ar, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, &golden{name: strings.TrimSuffix(filepath.Base(path), ".txtar"), archive: ar, path: path})
	}
	return out
}

// TestGolden generates code for each archive's in.go, compares it byte for byte, and runs main.go with it. All archives are packages of
// one module, so that they are loaded, built and linked together.
func TestGolden(t *testing.T) {
	all := readGolden(t)
	dir := t.TempDir()
	writeGoldenModule(t, dir, all)
	if _, stderr, code := output(t, dir, "./..."); code != exitDone {
		t.Fatalf("exit code %d\n%s", code, stderr)
	}
	program := buildGolden(t, dir, all)
	for _, x := range all {
		t.Run(x.name, func(t *testing.T) { x.check(t, dir, program) })
	}
}

// writeGoldenModule unpacks the archives' sources.
func writeGoldenModule(t *testing.T, dir string, all []*golden) {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	writeTree(t, dir, map[string]string{"go.mod": "module example.com/golden\n\ngo 1.26.0\n\nrequire github.com/gograd/gograd v0.0.0\n\n" +
		"replace github.com/gograd/gograd => " + root + "\n"})
	for _, x := range all {
		for _, f := range x.archive.Files {
			if strings.HasSuffix(f.Name, ".go") && f.Name != goldenFile {
				writeTree(t, dir, map[string]string{x.name + "/" + f.Name: string(f.Data)})
			}
		}
	}
}

// writeTree writes files below dir.
func writeTree(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

var (
	packageMain = regexp.MustCompile(`(?m)^package main$`)
	funcMain    = regexp.MustCompile(`(?m)^func main\(\)`)
)

// buildGolden links the archives' programs into one, which runs the one that its argument names: their copies are libraries, with Main for main.
func buildGolden(t *testing.T, dir string, all []*golden) string {
	t.Helper()
	imports, cases := "\t\"os\"\n", ""
	for _, x := range all {
		files, err := filepath.Glob(filepath.Join(dir, x.name, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			text = packageMain.ReplaceAll(text, []byte("package "+x.name))
			text = funcMain.ReplaceAll(text, []byte("func Main()"))
			writeTree(t, dir, map[string]string{"run/" + x.name + "/" + filepath.Base(name): string(text)})
		}
		imports += "\t\"example.com/golden/run/" + x.name + "\"\n"
		cases += "\tcase \"" + x.name + "\":\n\t\t" + x.name + ".Main()\n"
	}
	writeTree(t, dir, map[string]string{"run/main.go": "package main\n\nimport (\n" + imports + ")\n\nfunc main() {\n\tswitch os.Args[1] {\n" + cases + "\t}\n}\n"})
	program := filepath.Join(dir, "golden.exe")
	cmd := exec.Command("go", "build", "-o", program, "./run")
	cmd.Dir, cmd.Env = dir, append(append(os.Environ(), goEnv(t)...), "GOFLAGS=-mod=mod")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// check compares what was generated, and what the program prints, with the archive.
func (x *golden) check(t *testing.T, dir, program string) {
	got, err := os.ReadFile(filepath.Join(dir, x.name, goldenFile))
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(program, x.name).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if d := cmp.Diff(x.file("output"), string(out)); d != "" {
		t.Errorf("the program prints (- wanted, + got)\n%s\nwith\n%s", d, got)
		return // what computes the wrong thing is not wanted
	}
	if *updating {
		x.update(t, string(got))
	} else if d := cmp.Diff(x.file(goldenFile), string(got)); d != "" {
		t.Errorf("the generated code has changed (- wanted, + got); go test ./cmd/gograd -run Golden -update takes it as it is\n%s", d)
	}
}

// update puts the generated file in front of main.go's output.
func (x *golden) update(t *testing.T, got string) {
	if x.file(goldenFile) == got {
		return
	}
	var files []txtar.File
	for _, f := range x.archive.Files {
		switch f.Name {
		case goldenFile:
			continue
		case "output":
			files = append(files, txtar.File{Name: goldenFile, Data: []byte(got)})
		}
		files = append(files, f)
	}
	if err := os.WriteFile(x.path, txtar.Format(&txtar.Archive{Comment: x.archive.Comment, Files: files}), 0o666); err != nil {
		t.Fatal(err)
	}
}
