package main

import (
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"

	"github.com/gograd/gograd/testdata/bench/timing"
)

// A column of the table is a number for each result, NaN when it has not been measured.
type column struct {
	title  string
	format string
	value  func(r result) float64
	ratio  bool // it has a geometric mean
}

var columns = []column{
	{"primal µs", "%.2f", func(r result) float64 { return micros(r.primal) }, false},
	{"hand µs", "%.2f", func(r result) float64 { return micros(r.hand) }, false},
	{"generated µs", "%.2f", func(r result) float64 { return micros(r.generated) }, false},
	{"fast µs", "%.2f", func(r result) float64 { return micros(r.fast) }, false},
	{"fd µs", "%.0f", func(r result) float64 { return micros(r.differences) }, false},
	{"generated ÷ hand", "%.2f", generatedToHand, true},
	{"generated ÷ primal", "%.2f", generatedToPrimal, true},
	{"fast ÷ primal", "%.2f", fastToPrimal, true},
	{"hand ÷ primal", "%.2f", handToPrimal, true},
	{"fd ÷ generated", "%.0f", func(r result) float64 { return micros(r.differences) / micros(r.generated) }, true},
	{"allocs primal", "%.0f", func(r result) float64 { return r.primal.allocs }, false},
	{"allocs hand", "%.0f", func(r result) float64 { return r.hand.allocs }, false},
	{"allocs generated", "%.0f", func(r result) float64 { return r.generated.allocs }, false},
	{"kept kB hand", "%.1f", func(r result) float64 { return r.hand.kept / 1000 }, false},
	{"kept kB generated", "%.1f", func(r result) float64 { return r.generated.kept / 1000 }, false},
}

func micros(m *measurement) float64 {
	if m == nil {
		return math.NaN()
	}
	return timing.Median(m.ns) / 1000
}

func generatedToHand(r result) float64   { return divide(r.generated.ns, r.hand.ns) }
func generatedToPrimal(r result) float64 { return divide(r.generated.ns, r.primal.ns) }
func fastToPrimal(r result) float64 {
	if r.fast == nil {
		return math.NaN()
	}
	return divide(r.fast.ns, r.primal.ns)
}
func handToPrimal(r result) float64 { return divide(r.hand.ns, r.primal.ns) }

// divide returns the median of the ratios within a round: the two were measured one after the other.
func divide(a, b []float64) float64 {
	ratios := make([]float64, len(a))
	for i := range a {
		ratios[i] = a[i] / b[i]
	}
	return timing.Median(ratios)
}

// text is a table of text, whose first row is the head and whose first column is names.
type text [][]string

// group are the objectives whose mean is a goal of its own.
var group = []string{"gmm", "ba", "lstm", "ode", "perceptron"}

// grouped are the results of the group.
func grouped(results []result) []result {
	var out []result
	for _, r := range results {
		for _, g := range group {
			if strings.HasPrefix(r.name, g+" ") {
				out = append(out, r)
			}
		}
	}
	return out
}

// tableOf has a line for each result, and the geometric means of the ratios.
func tableOf(results []result) text {
	head := []string{"case"}
	for _, c := range columns {
		head = append(head, c.title)
	}
	t := text{head}
	for _, r := range results {
		row := []string{r.name}
		for _, c := range columns {
			row = append(row, number(c.format, c.value(r)))
		}
		t = append(t, row)
	}
	t = append(t, means("geometric mean", results))
	return append(t, means("of "+strings.Join(group, ", "), grouped(results)))
}

func means(name string, results []result) []string {
	row := []string{name}
	for _, c := range columns {
		if c.ratio {
			row = append(row, number(c.format, geomean(results, c.value)))
		} else {
			row = append(row, "")
		}
	}
	return row
}

// number writes v, or nothing where there is none.
func number(format string, v float64) string {
	if math.IsNaN(v) {
		return ""
	}
	return fmt.Sprintf(format, v)
}

// geomean returns the geometric mean of the numbers that are there.
func geomean[T any](list []T, f func(T) float64) float64 {
	sum, n := 0.0, 0.0
	for _, r := range list {
		if v := f(r); !math.IsNaN(v) {
			sum += math.Log(v)
			n++
		}
	}
	return math.Exp(sum / n)
}

// print writes the table for people who read it on a terminal.
func (t text) print(w io.Writer) {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, row := range t {
		fmt.Fprintln(tw, strings.Join(row, "\t")+"\t")
	}
	tw.Flush()
}

// Markdown is the table in Markdown.
func (t text) Markdown() string {
	var b strings.Builder
	for i, row := range t {
		fmt.Fprintf(&b, "| %s |\n", strings.Join(row, " | "))
		if i == 0 {
			b.WriteString("| :-- |" + strings.Repeat(" --: |", len(row)-1) + "\n")
		}
	}
	return b.String()
}
