package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/gograd/gograd/analyzer/diag"
	"github.com/gograd/gograd/analyzer/load"
	"github.com/gograd/gograd/analyzer/rule"
	"github.com/gograd/gograd/codegen/pass"
)

// options are the flags that all verbs which read packages have.
type options struct {
	verbose bool
	static  bool
	tags    string
	off     map[string]bool
}

func (o *options) declare(fs *flag.FlagSet) {
	fs.BoolVar(&o.verbose, "v", false, "say for each function what is generated, what it saves, and why")
	fs.BoolVar(&o.static, "static", false, "make it an error when code can be differentiated on the tape only")
	fs.Func("off", "leave out these `passes`, optimizations separated by commas, to measure what they are worth", o.leaveOut)
	fs.StringVar(&o.tags, "tags", "", "build `tags`, separated by commas, as for go build")
}

// leaveOut reads the names of passes that are not to run.
func (o *options) leaveOut(list string) error {
	o.off = map[string]bool{}
	var all []string
	for _, p := range pass.Passes {
		all = append(all, p.Name)
	}
	for name := range strings.SplitSeq(list, ",") {
		if name != "" && !slices.Contains(all, name) {
			return fmt.Errorf("there is no pass %s; the passes are %s", name, strings.Join(all, ", "))
		}
		o.off[name] = true
	}
	return nil
}

// session is a run over packages.
type session struct {
	*app
	opts     options
	prog     *load.Program
	finder   *rule.Finder
	diags    diag.List
	progress *progress
	cwd      string
	wrote    []string // outputs that changed
	ahead    bool     // outputs are made before they are asked for
}

// start loads the packages.
func (a *app) start(opts options, patterns []string) (*session, error) {
	s := &session{app: a, opts: opts, progress: newProgress(a.stderr)}
	s.cwd, _ = filepath.Abs(a.dir)
	cfg := &load.Config{Dir: a.dir, Env: a.env, Patterns: patterns, Progress: func(what string) { s.progress.show("%s", what) }}
	if opts.tags != "" {
		cfg.BuildFlags = []string{"-tags=" + opts.tags}
	}
	var err error
	s.prog, err = load.Load(cfg, &s.diags)
	s.progress.clear()
	if err == nil && len(s.prog.Packages) > 0 {
		s.finder = rule.NewFinder(s.prog, &s.diags)
	}
	return s, err
}

// each does something for every package that has a directive or an output and no problem. When do returns false, the
// package is marked as failed.
func (s *session) each(do func(j *job) bool) {
	jobs := s.jobs()
	for i, j := range jobs {
		if len(jobs) > 1 {
			s.progress.show("[%d/%d] %s", i+1, len(jobs), j.pkg.PkgPath)
		}
		if !do(j) {
			j.pkg.Failed = true
		}
		s.diags.Append(j.diags)
		for _, line := range j.lines {
			s.log("%s", line)
		}
	}
	s.progress.clear()
}

// eachMade is each with the outputs of the package, if it has no problem. Packages have nothing to do with each other: outputs are made on all
// processors, and come in the order of the packages.
func (s *session) eachMade(do func(j *job, files map[string][]byte) bool) {
	s.ahead = true
	s.each(func(j *job) bool {
		files, ok := j.made()
		return ok && do(j, files)
	})
	s.ahead = false
}

// jobs are the packages that there is something to do for. With ahead, their outputs are being made.
func (s *session) jobs() []*job {
	var jobs []*job
	for _, pkg := range s.prog.Packages {
		rules := s.finder.For(pkg.Package) // also for the problems with them
		pkg.Failed = pkg.Failed || rules.Failed
		if !pkg.Failed && len(pkg.Files)+len(pkg.Stale) > 0 {
			j := &job{prog: s.prog, pkg: pkg, rules: rules, diags: new(diag.List), static: s.opts.static, off: s.opts.off, verbose: s.opts.verbose}
			j.made = sync.OnceValues(func() (map[string][]byte, bool) { return s.outputs(j) })
			jobs = append(jobs, j)
		}
	}
	if s.ahead && len(jobs) > 1 {
		next := make(chan *job, len(jobs))
		for _, j := range jobs {
			next <- j
		}
		close(next)
		for range min(runtime.GOMAXPROCS(0), len(jobs)) {
			go func() {
				for j := range next {
					j.made()
				}
			}()
		}
	}
	return jobs
}

// finish prints the problems and gives the exit code.
func (s *session) finish() int {
	for _, d := range s.diags.Sorted() {
		d.Pos.Filename = s.relative(d.Pos.Filename)
		d.Message = s.shorten(d.Message)
		d.Notes = slices.Clone(d.Notes)
		for i := range d.Notes {
			d.Notes[i] = s.shorten(d.Notes[i])
		}
		fmt.Fprintln(s.stderr, d)
	}
	if s.diags.Len() > 0 {
		return exitProblem
	}
	for _, pkg := range s.prog.Packages {
		if pkg.Failed {
			// A package fails for a reason, and the reason is a diagnostic; if not, don't call it done.
			return s.fail(fmt.Errorf("%s failed, and gograd doesn't say why; this is a bug in gograd", pkg.PkgPath))
		}
	}
	return exitDone
}

// log prints a line with -v.
func (s *session) log(format string, args ...any) {
	if s.opts.verbose {
		s.progress.clear()
		fmt.Fprintf(s.stderr, format+"\n", args...)
	}
}

// relative is a file name as the user would write it.
func (s *session) relative(name string) string {
	if rel, err := filepath.Rel(s.cwd, name); filepath.IsAbs(name) && err == nil && !strings.HasPrefix(rel, "..") {
		return rel
	}
	return name
}

// shorten makes the file names in a text relative.
func (s *session) shorten(text string) string {
	return strings.ReplaceAll(text, s.cwd+string(filepath.Separator), "")
}

// progress is a line on a terminal that says what is being done.
type progress struct {
	w     io.Writer // nil when there is no terminal
	shown bool
}

func newProgress(w io.Writer) *progress {
	f, ok := w.(*os.File)
	if !ok || os.Getenv("TERM") == "dumb" {
		return &progress{}
	}
	if st, err := f.Stat(); err != nil || st.Mode()&os.ModeCharDevice == 0 {
		return &progress{}
	}
	return &progress{w: f}
}

func (p *progress) show(format string, args ...any) {
	if p.w != nil {
		fmt.Fprintf(p.w, "\r\x1b[Kgograd: "+format, args...)
		p.shown = true
	}
}

func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.shown = false
	}
}
