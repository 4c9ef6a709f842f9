package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/gograd/gograd/codegen/pass"
	"github.com/gograd/gograd/testdata/bench/cases"
)

// ablationTable prints what switching off each pass costs.
func (b *bench) ablationTable() error {
	t, err := b.ablation()
	if err == nil {
		t.print(b.stdout)
	}
	return err
}

// ablation measures the generated derivatives with each pass switched off in turn, against those that all passes made. Each way of
// generating them is a program of its own; all of them run at once, and work in turn.
func (b *bench) ablation() (text, error) {
	selected, numbers, err := b.selected(cases.Benchmarks())
	if err != nil {
		return nil, err
	}
	passes, err := passNames(b.passes)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "gograd-ablate-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	var workers []*worker
	defer func() {
		for _, w := range workers {
			w.stop()
		}
	}()
	for i, off := range append([]string{""}, passes...) {
		b.progress("building %d/%d %s", i+1, len(passes)+1, off)
		w, err := b.startWorker(dir, off)
		if err != nil {
			return nil, err
		}
		workers = append(workers, w)
	}
	times := make([][][]float64, len(selected)) // by case, by worker, by round
	for i, c := range selected {
		b.progress("%d/%d %s", i+1, len(selected), c.Name)
		times[i] = make([][]float64, len(workers))
		for range b.rounds {
			for k, w := range workers {
				ns, err := w.time(numbers[i])
				if err != nil {
					return nil, err
				}
				times[i][k] = append(times[i][k], ns)
			}
		}
	}
	b.progress("")
	return ablationText(passes, selected, times), nil
}

// ablationText is the table of the times, by case, by worker, by round; the first worker has all passes. The shortest times count: what
// disturbs one of many programs only adds to its time.
func ablationText(passes []string, selected []*cases.Case, times [][][]float64) text {
	t := text{append([]string{"case"}, passes...)}
	mean := []string{"geometric mean"}
	for k := range passes {
		mean = append(mean, number("%.2f", geomean(times, func(ns [][]float64) float64 { return slices.Min(ns[k+1]) / slices.Min(ns[0]) })))
	}
	for i, c := range selected {
		row := []string{c.Name}
		for k := range passes {
			row = append(row, number("%.2f", slices.Min(times[i][k+1])/slices.Min(times[i][0])))
		}
		t = append(t, row)
	}
	return append(t, mean)
}

// passNames are the passes to be switched off: those in the list, or all.
func passNames(list string) ([]string, error) {
	var all []string
	for _, p := range pass.Passes {
		all = append(all, p.Name)
	}
	if list == "" {
		return all, nil
	}
	names := strings.Split(list, ",")
	for _, n := range names {
		if !slices.Contains(all, n) {
			return nil, usageError{fmt.Errorf("there is no pass %q; the passes are %s", n, strings.Join(all, ", "))}
		}
	}
	return names, nil
}

// worker is a running program that times derivatives.
type worker struct {
	off string // the pass that is off
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Scanner
}

// startWorker generates all derivatives without a pass, in a copy of this module, and starts a worker that is linked with them.
func (b *bench) startWorker(dir, off string) (*worker, error) {
	name := off
	if off == "" {
		name = "all"
	}
	copied, program := filepath.Join(dir, name), filepath.Join(dir, name+".exe")
	if err := copyModule(copied); err != nil {
		return nil, err
	}
	for _, args := range [][]string{
		{"tool", "gograd", "-off=" + off, "./..."},
		{"build", "-trimpath", "-o", program, "./worker"},
	} {
		if _, err := goCommand(copied, args...); err != nil {
			return nil, fmt.Errorf("without pass %q: %w", off, err)
		}
	}
	w := &worker{off: off, cmd: exec.Command(program, "-time="+b.slice.String())}
	w.cmd.Stderr = os.Stderr
	var err error
	if w.in, err = w.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := w.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	w.out = bufio.NewScanner(out)
	return w, w.cmd.Start()
}

// time asks for the time of a call of the derivative of a case.
func (w *worker) time(number int) (float64, error) {
	if _, err := fmt.Fprintln(w.in, number); err != nil {
		return 0, fmt.Errorf("without pass %q: %w", w.off, err)
	}
	if !w.out.Scan() {
		return 0, fmt.Errorf("without pass %q: the worker has ended", w.off)
	}
	if why, bad := strings.CutPrefix(w.out.Text(), "! "); bad {
		return 0, fmt.Errorf("without pass %q: %s", w.off, why)
	}
	return strconv.ParseFloat(w.out.Text(), 64)
}

// stop ends the worker, which it does when its input ends.
func (w *worker) stop() {
	w.in.Close()
	w.cmd.Wait()
}

// The module of the benchmarks, and what it requires gograd as.
const (
	benchModule  = "github.com/gograd/gograd/testdata/bench"
	gogradModule = "github.com/gograd/gograd"
)

// copyModule copies the module to the directory dir, and lets it find gograd where the original does.
func copyModule(dir string) error {
	var at [2]string
	for i, m := range []string{benchModule, gogradModule} {
		var err error
		if at[i], err = goCommand(".", "list", "-m", "-f", "{{.Dir}}", m); err != nil {
			return err
		}
	}
	if err := os.CopyFS(dir, os.DirFS(at[0])); err != nil {
		return err
	}
	_, err := goCommand(dir, "mod", "edit", "-replace="+gogradModule+"="+at[1])
	return err
}

// goCommand runs the go command in a directory and returns what it prints.
func goCommand(dir string, args ...string) (string, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	out, err := cmd.Output()
	if e, ok := err.(*exec.ExitError); ok {
		err = fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, e.Stderr)
	}
	return strings.TrimSpace(string(out)), err
}
