package main

import (
	"bytes"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/gograd/gograd/testdata/bench/cases"
)

// TestRun measures one case and checks what is printed.
func TestRun(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if code := run([]string{"-bench", "^det n=5", "-rounds", "1", "-time", "100us"}, &stdout, &stderr); code != 0 {
		t.Fatalf("exit code %d: %s", code, &stderr)
	}
	lines := strings.Split(strings.TrimSpace(stdout.String()), "\n")
	if len(lines) != 3 || !strings.Contains(lines[1], "det n=5") || !strings.Contains(lines[2], "geometric mean") {
		t.Errorf("table:\n%s", &stdout)
	}
}

func TestUsage(t *testing.T) {
	for args, message := range map[string]string{
		"-bench (":       "missing closing )",
		"-bench nothing": "no case matches",
		"-rounds 0":      "-rounds is 0",
		"-time 0s":       "-time is 0s",
		"-ablate":        "not there yet",
		"lse":            `unexpected argument "lse"`,
		"-nope":          "not defined",
	} {
		var stdout, stderr bytes.Buffer
		if code := run(strings.Fields(args), &stdout, &stderr); code != 2 || !strings.Contains(stderr.String(), message) {
			t.Errorf("%s: exit code %d, %q; want 2, %q", args, code, &stderr, message)
		}
	}
}

func times(allocs float64, ns ...float64) *measurement { return &measurement{ns, allocs} }

// TestTable checks the ratios, their means, and that what is missing is a dash.
func TestTable(t *testing.T) {
	var out bytes.Buffer
	printTable(&out, []result{
		{"one", times(3, 1000, 500, 9000), times(0, 2000, 1000, 9000), times(1, 4000, 2000, 9000)},
		{"two", times(0, 1000), times(0, 8000), nil},
	})
	got := strings.Split(strings.TrimSpace(out.String()), "\n")[1:]
	want := []string{
		"one 1.00 2.00 4.00 2.00 4.00 2.00 3 0 1",
		"two 1.00 8.00 - - - 8.00 0 0 -",
		"geometric mean 2.00 4.00 4.00",
	}
	for i, line := range got {
		if got := strings.Join(strings.Fields(line), " "); i >= len(want) || got != want[i] {
			t.Errorf("line %d is %q, want %q", i, got, want)
		}
	}
}

func TestMedian(t *testing.T) {
	for _, test := range []struct {
		x    []float64
		want float64
	}{{[]float64{3, 1, 2}, 2}, {[]float64{4, 1, 3, 2}, 2.5}, {[]float64{7}, 7}} {
		if got := median(test.x); got != test.want {
			t.Errorf("median(%v) = %v, want %v", test.x, got, test.want)
		}
	}
}

// TestMeasure checks that the times are there and of the right order.
func TestMeasure(t *testing.T) {
	r, err := measure(cases.LSE(1000), 3, time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []*measurement{r.primal, r.hand} {
		if !(len(m.ns) == 3 && m.ns[1] > 100 && m.ns[1] < 1e7) || math.IsNaN(m.allocs) {
			t.Errorf("measurement %+v", *m)
		}
	}
}
