package randgo

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gograd/gograd/codegen/pass"
	"github.com/gograd/gograd/codegen/randgo/check"
)

var (
	cut   = flag.Bool("randgo.minimize", false, "make the failing programs that are shown smaller")
	show  = flag.Int("randgo.show", 3, "number of failing programs to show")
	tool  = flag.String("randgo.command", "", "built gograd command; without it the repository's own is built")
	off   = flag.String("randgo.off", "", "passes to be left out, as for gograd -off; all for all of them")
	count = flag.Int("randgo", 60, "number of random programs")
	first = flag.Uint64("randgo.first", 0, "seed of the first random program")
)

func programs(t *testing.T) []*Program {
	var all []*Program
	for i := range uint64(*count) {
		p, err := New(*first+i, Config{})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

func root(t *testing.T) string {
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Dir(filepath.Dir(dir))
}

// sources finds the programs' texts for reports.
func sources(all []*Program) map[uint64]*Program {
	m := map[uint64]*Program{}
	for _, p := range all {
		m[p.Seed] = p
	}
	return m
}

// TestTwins holds the twins against the programs, to the bit, and their slopes against finite differences.
func TestTwins(t *testing.T) {
	all := programs(t)
	rep, err := Run{Dir: t.TempDir(), Root: root(t), Options: check.Options{FD: true}}.Check(all)
	if err != nil {
		t.Fatal(err)
	}
	from := sources(all)
	odd, smooth, leaves, live, dead := 0, 0, 0, 0, 0
	for _, o := range rep.Outcomes {
		if o.Diff != "" {
			t.Errorf("seed %d: %s\n%s", o.Seed, o.Diff, from[o.Seed].Source)
		}
		if o.Odd != "" {
			odd++
			t.Logf("seed %d: %s", o.Seed, o.Odd)
		}
		if o.Smooth {
			smooth++
		}
		leaves, live = leaves+o.Leaves, live+o.Live
		if o.Live == 0 {
			dead++
		}
	}
	t.Logf("%d programs, %d agree with finite differences, %d say nothing, %d of %d derivatives are not zero, %d programs have none",
		len(rep.Outcomes), smooth, odd, live, leaves, dead)
	if len(rep.Outcomes) != len(all) || odd > len(all)/20 || dead > len(all)/5 {
		t.Errorf("%d of %d programs ran, %d of them say nothing, %d have no derivative", len(rep.Outcomes), len(all), odd, dead)
	}
}

// TestGradients holds generated gradients against the twins: none refused, none broken, no difference.
func TestGradients(t *testing.T) {
	generate := Command(root(t), *tool, leftOut()...)
	if m, _ := filepath.Glob(filepath.Join(root(t), "cmd", "gograd", "*.go")); len(m) == 0 && *tool == "" {
		t.Skip("no command to generate with")
	}
	all := programs(t)
	rep, err := Run{Dir: t.TempDir(), Root: root(t), Generate: generate}.Check(all)
	if err != nil {
		t.Fatal(err)
	}
	from := sources(all)
	bad := rep.Failures()
	for i, f := range bad {
		if i >= *show {
			t.Errorf("seed %d: %s", f.Seed, f.What)
			continue
		}
		t.Errorf("seed %d: %s\n%s", f.Seed, f.What, from[f.Seed].Source)
		if *cut {
			f.minimize(t, from[f.Seed], generate)
		}
	}
	t.Logf("%d programs: %d refused, %d don't compile, %d differ", len(all), len(rep.Refused), len(rep.Broken), len(bad)-len(rep.Refused)-len(rep.Broken))
}

// minimize shows the smallest program found that fails at the stage at which p does.
func (f Failure) minimize(t *testing.T, p *Program, generate func(string) error) {
	what := f.What
	small, err := Minimize(p, 60, func(ps []*Program) ([]bool, error) {
		rep, err := Run{Dir: t.TempDir(), Root: root(t), Generate: generate}.Check(ps)
		if err != nil {
			return nil, err
		}
		failed := map[uint64]Failure{}
		for _, g := range rep.Failures() {
			failed[g.Seed] = g
		}
		bad := make([]bool, len(ps))
		for i, q := range ps {
			bad[i] = failed[q.Seed].Stage == f.Stage
		}
		if i := slices.Index(bad, true); i >= 0 {
			what = failed[ps[i].Seed].What
		}
		return bad, nil
	})
	if err != nil {
		t.Log(err)
	}
	t.Logf("seed %d, made smaller: %s\n%s", f.Seed, what, small.Source)
}

// leftOut is what tells the tool which passes to leave out.
func leftOut() []string {
	if *off != "all" {
		return []string{"-off=" + *off}
	}
	var names []string
	for _, p := range pass.Passes {
		names = append(names, p.Name)
	}
	return []string{"-off=" + strings.Join(names, ",")}
}
