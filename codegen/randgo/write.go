package randgo

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/gograd/gograd/codegen/randgo/check"
)

// perPackage is how many programs share a package: few enough that packages compile side by side.
const perPackage = 100

// Run says how programs are turned into outcomes.
type Run struct {
	Dir      string                 // where the temporary module is written; must exist
	Root     string                 // of the gograd module
	Generate func(dir string) error // runs the tool on the package in dir; nil leaves gradients out
	Options  check.Options
}

// Check writes the programs, generates their gradients, builds everything and runs it.
func (r Run) Check(programs []*Program) (*Report, error) {
	rep := &Report{Refused: map[uint64]string{}, Broken: map[uint64]string{}}
	if err := r.writeModule(); err != nil {
		return nil, err
	}
	var packages []string
	for i := 0; i < len(programs); i += perPackage {
		batch := programs[i:min(i+perPackage, len(programs))]
		name := fmt.Sprintf("g%03d", i/perPackage)
		if err := r.writePackage(name, batch, rep); err != nil {
			return nil, err
		}
		packages = append(packages, name)
	}
	if err := r.writeMain(packages); err != nil {
		return nil, err
	}
	bin, err := r.build(packages, programs, rep)
	if err != nil {
		return nil, err
	}
	return rep, r.run(bin, rep)
}

// writeModule writes go.mod and go.sum of the temporary module.
func (r Run) writeModule() error {
	mod := "module randgo.test\n\ngo 1.26.0\n\nrequire github.com/gograd/gograd v0.0.0\n\nreplace github.com/gograd/gograd => " + r.Root + "\n"
	if err := r.write("go.mod", mod); err != nil {
		return err
	}
	sum, err := os.ReadFile(filepath.Join(r.Root, "go.sum"))
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	return r.write("go.sum", string(sum))
}

func (r Run) write(name, text string) error {
	path := filepath.Join(r.Dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o644)
}

// writePackage writes a package of programs with their gradients and the package of their twins beside it.
func (r Run) writePackage(name string, batch []*Program, rep *Report) error {
	for _, p := range batch {
		if err := r.write(filepath.Join(name, p.Name+".go"), p.File(name)); err != nil {
			return err
		}
		twin, err := Dualize(p.File("twin"))
		if err != nil {
			return fmt.Errorf("twin of seed %d: %w", p.Seed, err)
		}
		if err := r.write(filepath.Join(name, "twin", p.Name+".go"), twin); err != nil {
			return err
		}
	}
	if r.Generate != nil {
		if err := r.generate(name, batch, rep); err != nil {
			return err
		}
	}
	return r.writeRegistry(name, batch, rep)
}

// writeRegistry lists the programs of a package for the main program.
func (r Run) writeRegistry(name string, batch []*Program, rep *Report) error {
	var b, twins strings.Builder
	fmt.Fprintf(&b, "package %s\n\nimport (\n\"github.com/gograd/gograd/codegen/randgo/check\"\n\"randgo.test/%s/twin\"\n)\n\nvar All = []check.Entry{\n", name, name)
	twins.WriteString("package twin\n\nvar F = map[uint64]any{\n")
	var args strings.Builder
	for _, p := range batch {
		grad := p.Grad
		if _, ok := rep.Refused[p.Seed]; ok || r.Generate == nil {
			grad = "nil"
		}
		if _, ok := rep.Broken[p.Seed]; ok {
			grad = "nil"
		}
		fmt.Fprintf(&b, "{Seed: %d, Kind: %q, F: %s, Grad: %s, Args: %s, Dual: twin.F[%d], Duals: twin.Args[%d], Method: %v, Single: %v, Wrt: %s},\n",
			p.Seed, p.Kind, p.Method, grad, p.ArgsName(), p.Seed, p.Seed, p.Method != p.Name, p.single(), p.wrtLiteral())
		fmt.Fprintf(&twins, "%d: %s,\n", p.Seed, p.Method)
		fmt.Fprintf(&args, "%d: %s,\n", p.Seed, p.ArgsName())
	}
	b.WriteString("}\n")
	twins.WriteString("}\n\nvar Args = map[uint64]func() []any{\n" + args.String() + "}\n")
	if err := r.write(filepath.Join(name, "twin", "registry.go"), twins.String()); err != nil {
		return err
	}
	return r.write(filepath.Join(name, "registry.go"), b.String())
}

func (p *Program) wrtLiteral() string {
	return strings.ReplaceAll(fmt.Sprintf("%#v", p.Wrt), "randgo.Wrt", "check.Wrt")
}

func (r Run) writeMain(packages []string) error {
	var b strings.Builder
	b.WriteString("package main\n\nimport (\n\"github.com/gograd/gograd/codegen/randgo/check\"\n")
	for _, p := range packages {
		fmt.Fprintf(&b, "%q\n", "randgo.test/"+p)
	}
	b.WriteString(")\n\nfunc main() {\nvar all []check.Entry\n")
	for _, p := range packages {
		fmt.Fprintf(&b, "all = append(all, %s.All...)\n", p)
	}
	fmt.Fprintf(&b, "check.Main(all, %#v)\n}\n", r.Options)
	return r.write("main.go", b.String())
}

// goCommand runs the go command in the temporary module, offline.
func (r Run) goCommand(args ...string) (string, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = r.Dir
	cmd.Env = offline()
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// build compiles everything; programs whose gradient doesn't compile are noted and taken out.
func (r Run) build(packages []string, programs []*Program, rep *Report) (string, error) {
	bin := filepath.Join(r.Dir, "randgo.exe")
	for {
		out, err := r.goCommand("build", "-gcflags=-e", "-o", bin, ".")
		if err == nil {
			return bin, nil
		}
		named := blame(out, programs, rep.Broken)
		if r.Generate == nil || len(named) == 0 {
			return "", fmt.Errorf("go build: %w\n%s", err, out)
		}
		for _, p := range named {
			for i, name := range packages {
				batch := programs[i*perPackage : min((i+1)*perPackage, len(programs))]
				if err := r.dropGradient(name, p, batch, rep); err != nil {
					return "", err
				}
			}
		}
	}
}

// dropGradient takes out a program's generated file, if the package has it.
func (r Run) dropGradient(name string, p *Program, batch []*Program, rep *Report) error {
	err := os.Remove(filepath.Join(r.Dir, name, p.Name+"_gograd.go"))
	if err != nil {
		return nil // it is in another package
	}
	return r.writeRegistry(name, batch, rep)
}

// run runs the program and reads its outcomes.
func (r Run) run(bin string, rep *Report) error {
	cmd := exec.Command(bin)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	for line := range bytes.Lines(out) {
		var o check.Outcome
		if e := json.Unmarshal(line, &o); e != nil {
			return errors.Join(e, err)
		}
		rep.Outcomes = append(rep.Outcomes, o)
	}
	if err != nil {
		return fmt.Errorf("%w after %d programs\n%s", err, len(rep.Outcomes), stderr.String())
	}
	return nil
}
