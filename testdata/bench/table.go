package main

import (
	"fmt"
	"io"
	"math"
	"text/tabwriter"
)

// A column of the table is a ratio of two measurements.
type column struct {
	title string
	ratio func(r result) float64 // NaN when one of them is missing
}

var ratios = []column{
	{"generated/hand", func(r result) float64 { return divide(r.generated, r.hand) }},
	{"generated/primal", func(r result) float64 { return divide(r.generated, r.primal) }},
	{"hand/primal", func(r result) float64 { return divide(r.hand, r.primal) }},
}

// divide returns the median of the ratios within a round: the two were measured one after the other.
func divide(a, b *measurement) float64 {
	if a == nil || b == nil {
		return math.NaN()
	}
	ratios := make([]float64, len(a.ns))
	for i, ns := range a.ns {
		ratios[i] = ns / b.ns[i]
	}
	return median(ratios)
}

// printTable prints a line for each result, and the geometric means of the ratios.
func printTable(w io.Writer, results []result) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "case\tprimal µs\thand µs\tgenerated µs\t")
	for _, c := range ratios {
		fmt.Fprintf(t, "%s\t", c.title)
	}
	fmt.Fprintln(t, "allocs primal\thand\tgenerated\t")
	for _, r := range results {
		fmt.Fprintf(t, "%s\t", r.name)
		for _, m := range []*measurement{r.primal, r.hand, r.generated} {
			fmt.Fprintf(t, "%s\t", cell(m, "%.2f", func(m *measurement) float64 { return median(m.ns) / 1000 }))
		}
		for _, c := range ratios {
			fmt.Fprintf(t, "%s\t", number("%.2f", c.ratio(r)))
		}
		for _, m := range []*measurement{r.primal, r.hand, r.generated} {
			fmt.Fprintf(t, "%s\t", cell(m, "%.0f", func(m *measurement) float64 { return m.allocs }))
		}
		fmt.Fprintln(t)
	}
	fmt.Fprint(t, "geometric mean\t\t\t\t")
	for _, c := range ratios {
		fmt.Fprintf(t, "%s\t", number("%.2f", geomean(results, c.ratio)))
	}
	fmt.Fprintln(t, "\t\t\t")
	t.Flush()
}

func cell(m *measurement, format string, f func(*measurement) float64) string {
	if m == nil {
		return "-"
	}
	return number(format, f(m))
}

func number(format string, v float64) string {
	if math.IsNaN(v) {
		return "-"
	}
	return fmt.Sprintf(format, v)
}

// geomean returns the geometric mean of the ratios that are there.
func geomean(results []result, ratio func(result) float64) float64 {
	sum, n := 0.0, 0.0
	for _, r := range results {
		if v := ratio(r); !math.IsNaN(v) {
			sum += math.Log(v)
			n++
		}
	}
	return math.Exp(sum / n)
}
