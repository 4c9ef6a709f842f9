package randgo

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// patience is how long the command may take for one package.
const patience = 2 * time.Minute

// Command runs the gograd command on a package: the one called bin, or the one of the module at root, built when it is first needed,
// with the arguments args.
func Command(root, bin string, args ...string) func(dir string) error {
	return func(dir string) error {
		if bin == "" {
			tmp, err := os.MkdirTemp("", "randgo")
			if err != nil {
				return err
			}
			bin = filepath.Join(tmp, "gograd")
			build := exec.Command("go", "build", "-o", bin, "./cmd/gograd")
			build.Dir = root
			if out, err := build.CombinedOutput(); err != nil {
				return fmt.Errorf("building gograd: %w\n%s", err, out)
			}
		}
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		cmd := exec.CommandContext(ctx, bin, args...)
		cmd.Dir = dir
		cmd.Env = offline()
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("gograd: %w\n%s", err, out)
		}
		return nil
	}
}

// offline is the environment in which the go command works in the temporary module without asking anybody.
func offline() []string {
	return append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off")
}

var located = regexp.MustCompile(`\bp(\d+)(?:_gograd)?\.go:\d+`)

// generate runs the tool until nothing is refused any more: a program that is complained about loses its directive.
// When the tool fails and names no program, the batch is halved to find the one that it fails on.
func (r Run) generate(name string, batch []*Program, rep *Report) error {
	dir := filepath.Join(r.Dir, name)
	for {
		err := r.Generate(dir)
		if err == nil {
			return nil
		}
		named := blame(err.Error(), batch, rep.Refused)
		if len(named) == 0 {
			p := r.culprit(name, batch, rep)
			if p == nil {
				return fmt.Errorf("generating %s: %w", name, err)
			}
			rep.Refused[p.Seed] = "fails without naming it: " + err.Error()
			named = []*Program{p}
		}
		for _, p := range named {
			if err := r.write(filepath.Join(name, p.Name+".go"), p.undirected(name)); err != nil {
				return err
			}
		}
	}
}

// undirected is the program without its directive.
func (p *Program) undirected(pkg string) string {
	return strings.Replace(p.File(pkg), "//gograd:", "// not asked for: ", 1)
}

// blame finds the programs of the batch that a text has complaints about, and notes the lines.
func blame(text string, batch []*Program, into map[uint64]string) []*Program {
	var named []*Program
	for line := range strings.Lines(text) {
		m := located.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		seed, _ := strconv.ParseUint(m[1], 10, 64)
		for _, p := range batch {
			if _, known := into[seed]; p.Seed == seed && !known {
				into[seed] = strings.TrimSpace(line)
				named = append(named, p)
			}
		}
	}
	return named
}

// culprit finds, by halving, a program that the tool fails on when it is alone with others that have lost their directives.
func (r Run) culprit(name string, batch []*Program, rep *Report) *Program {
	var live []*Program
	for _, p := range batch {
		if _, gone := rep.Refused[p.Seed]; !gone {
			live = append(live, p)
		}
	}
	fails := func(some []*Program) bool {
		in := map[uint64]bool{}
		for _, p := range some {
			in[p.Seed] = true
		}
		for _, p := range live {
			text := p.undirected(name)
			if in[p.Seed] {
				text = p.File(name)
			}
			if r.write(filepath.Join(name, p.Name+".go"), text) != nil {
				return false
			}
		}
		return r.Generate(filepath.Join(r.Dir, name)) != nil
	}
	suspects := live
	for len(suspects) > 1 {
		half := suspects[:len(suspects)/2]
		if !fails(half) {
			half = suspects[len(suspects)/2:]
		}
		suspects = half
	}
	alone := len(suspects) == 1 && fails(suspects)
	for _, p := range live {
		if r.write(filepath.Join(name, p.Name+".go"), p.File(name)) != nil {
			return nil
		}
	}
	if !alone {
		return nil
	}
	return suspects[0]
}
