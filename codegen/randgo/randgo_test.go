package randgo

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/gograd/gograd/codegen/randgo/check"
)

var (
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

// TestTwins holds the twins against the programs, to the bit, and their slopes against finite differences.
func TestTwins(t *testing.T) {
	all := programs(t)
	rep, err := Run{Dir: t.TempDir(), Root: root(t), Options: check.Options{FD: true}}.Check(all)
	if err != nil {
		t.Fatal(err)
	}
	sources := map[uint64]string{}
	for _, p := range all {
		sources[p.Seed] = p.Source
	}
	odd, smooth := 0, 0
	for _, o := range rep.Outcomes {
		if o.Diff != "" {
			t.Errorf("seed %d: %s\n%s", o.Seed, o.Diff, sources[o.Seed])
		}
		if o.Odd != "" {
			odd++
			t.Logf("seed %d: %s", o.Seed, o.Odd)
		}
		if o.Smooth {
			smooth++
		}
	}
	t.Logf("%d programs, %d agree with finite differences, %d say nothing", len(rep.Outcomes), smooth, odd)
	if len(rep.Outcomes) != len(all) || odd > len(all)/20 {
		t.Errorf("%d of %d programs ran, %d of them say nothing", len(rep.Outcomes), len(all), odd)
	}
}
