package main

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gograd/gograd/testdata/bench/cases"
	"github.com/gograd/gograd/testdata/bench/timing"
)

// TestRun measures one case and checks what is printed.
func TestRun(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if code := run([]string{"-bench", "^det n=5", "-rounds", "1", "-time", "100us"}, &stdout, &stderr); code != 0 {
		t.Fatalf("exit code %d: %s", code, &stderr)
	}
	lines := strings.Split(strings.TrimSpace(stdout.String()), "\n")
	if len(lines) != 4 || !strings.Contains(lines[1], "det n=5") || !strings.Contains(lines[2], "geometric mean") {
		t.Errorf("table:\n%s", &stdout)
	}
}

func TestUsage(t *testing.T) {
	for args, message := range map[string]string{
		"-bench (":                  "missing closing )",
		"-bench nothing":            "no case matches",
		"-rounds 0":                 "-rounds is 0",
		"-time 0s":                  "-time is 0s",
		"-ablate -passes fold,nope": `no pass "nope"`,
		"-ablate -bench nothing":    "no case matches",
		"-scaling -bench nothing":   "no case that grows",
		"lse":                       `unexpected argument "lse"`,
		"-write nowhere":            "nowhere is no directory",
		"-nope":                     "not defined",
	} {
		var stdout, stderr bytes.Buffer
		if code := run(strings.Fields(args), &stdout, &stderr); code != 2 || !strings.Contains(stderr.String(), message) {
			t.Errorf("%s: exit code %d, %q; want 2, %q", args, code, &stderr, message)
		}
	}
}

func times(allocs float64, ns ...float64) *measurement {
	return &measurement{ns: ns, allocs: allocs, kept: 1000 * allocs}
}

// TestTable checks the ratios, their means, and that what is missing is left out.
func TestTable(t *testing.T) {
	table := tableOf([]result{
		{"gmm d=1", times(3, 1000, 500, 9000), times(0, 2000, 1000, 9000), times(1, 4000, 2000, 9000), times(0, 2000, 1000, 4500), times(0, 40000)},
		{"two", times(0, 1000), times(0, 8000), times(0, 8000), nil, nil},
	})
	want := []string{
		"gmm d=1|1.00|2.00|4.00|2.00|40|2.00|4.00|2.00|2.00|10|3|0|1|0.0|1.0",
		"two|1.00|8.00|8.00|||1.00|8.00||8.00||0|0|0|0.0|0.0",
		"geometric mean||||||1.41|5.66|2.00|4.00|10|||||",
		"of gmm, ba, lstm, ode, perceptron||||||2.00|4.00|2.00|2.00|10|||||",
	}
	for i, row := range table[1:] {
		if got := strings.Join(row, "|"); i >= len(want) || got != want[i] {
			t.Errorf("line %d is %q, want %q", i, got, want)
		}
	}
	lines := strings.Split(table.Markdown(), "\n")
	if columns := strings.Count(lines[0], "|"); lines[1] != "| :-- |"+strings.Repeat(" --: |", columns-2) || strings.Count(lines[2], "|") != columns {
		t.Errorf("Markdown:\n%s", table.Markdown())
	}
}

// TestMeasure checks that the figures are there and of the right order.
func TestMeasure(t *testing.T) {
	c := cases.LSE(1000)
	r, err := measure(c, 3, time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	r.differences = measureDifferences(c, timing.Median(r.primal.ns), 3, time.Millisecond)
	for _, m := range []*measurement{r.primal, r.hand, r.generated, r.differences} {
		if !(len(m.ns) == 3 && m.ns[1] > 100 && m.ns[1] < 1e9) || math.IsNaN(m.allocs) {
			t.Errorf("measurement %+v", *m)
		}
	}
	if ratio := timing.Median(r.differences.ns) / timing.Median(r.primal.ns); ratio < 100 || ratio > 10000 {
		t.Errorf("1000 differences take %v times as long as the function", ratio)
	}
	if m := measureDifferences(c, 1e9, 3, time.Millisecond); m != nil {
		t.Error("differences are measured where they take a thousand seconds")
	}
}

// TestAblate switches a pass off and measures two cases.
func TestAblate(t *testing.T) {
	if testing.Short() {
		t.Skip("builds programs")
	}
	var stdout, stderr bytes.Buffer
	args := []string{"-ablate", "-passes", "dead", "-bench", "^(lse|det n=5)", "-rounds", "1", "-time", "1ms"}
	if code := run(args, &stdout, &stderr); code != 0 {
		t.Fatalf("exit code %d: %s", code, &stderr)
	}
	lines := strings.Split(strings.TrimSpace(stdout.String()), "\n")
	if len(lines) != 4 || strings.Join(strings.Fields(lines[0]), " ") != "case dead" || !strings.Contains(lines[3], "geometric mean") {
		t.Errorf("table:\n%s", &stdout)
	}
}

// TestAblationText checks that times are divided by those of the first worker, the shortest of each.
func TestAblationText(t *testing.T) {
	got := ablationText([]string{"a", "b"}, []*cases.Case{{Name: "x"}, {Name: "y"}},
		[][][]float64{{{2, 1, 9}, {2, 4, 9}, {9, 9, 1}}, {{10}, {80}, {5}}})
	want := text{{"case", "a", "b"}, {"x", "2.00", "1.00"}, {"y", "8.00", "0.50"}, {"geometric mean", "4.00", "0.71"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestScaling(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if code := run([]string{"-scaling", "-bench", "gaussian", "-rounds", "1", "-time", "1ms"}, &stdout, &stderr); code != 0 {
		t.Fatalf("exit code %d: %s", code, &stderr)
	}
	lines := strings.Split(strings.TrimSpace(stdout.String()), "\n")
	if len(lines) != 2 || len(strings.Fields(lines[1])) != 8 {
		t.Errorf("table:\n%s", &stdout)
	}
}

// TestWritePerformance writes the two files from made up figures.
func TestWritePerformance(t *testing.T) {
	results := []result{
		{"gmm d=1", times(0, 1000), times(0, 1000), times(0, 1100), nil, nil},
		{"lse", times(0, 1000), times(0, 1000), times(2, 3000), nil, nil},
	}
	dir := t.TempDir()
	facts := facts(&bench{rounds: 5, slice: time.Millisecond}, results, text{{"case", "from"}, {"x", "10"}}, text{{"case", "fold"}, {"y", "1.00"}})
	if err := writePerformance(dir, results, facts); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(dir, "performance.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"- generated ÷ hand, geometric mean at most 1.05: 1.82, missed. At most 1.15 for each: missed by lse (3.00).\n",
		"- generated ÷ primal over gmm, ba, lstm, ode, perceptron, geometric mean at most 1.3: 1.10, reached. At most 2.1 for each: reached.\n",
		"- No allocation in a generated derivative once warm: missed by lse (2).\n",
		"| y | 1.00 |\n",
		"5 rounds of 1ms each (3 rounds for finite differences)",
		"(performance.svg)",
	} {
		if !strings.Contains(string(page), want) {
			t.Errorf("%q is missing in\n%s", want, page)
		}
	}
	picture, err := os.ReadFile(filepath.Join(dir, "performance.svg"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"gmm d=1", "lse", "generated", "written by hand"} {
		if !strings.Contains(string(picture), want) {
			t.Errorf("%q is missing in the picture", want)
		}
	}
}
