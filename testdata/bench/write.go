package main

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"text/template"
)

// performance is the text of performance.md, round the figures.
//
//go:embed performance.tmpl
var performance string

// goal is what a ratio is to be at most.
type goal struct {
	what  string
	ratio func(r result) float64
	group bool    // over the group only
	mean  float64 // for the geometric mean
	each  float64 // for each case
}

var goals = []goal{
	{"generated ÷ hand", generatedToHand, false, 1.05, 1.15},
	{"generated ÷ primal over " + strings.Join(group, ", "), generatedToPrimal, true, 1.3, 2.1},
}

// judge says how far the goal is reached, and where it is not.
func (g goal) judge(results []result) string {
	if g.group {
		results = grouped(results)
	}
	mean := geomean(results, g.ratio)
	verdict := "reached"
	if !(mean <= g.mean) {
		verdict = "missed"
	}
	text := fmt.Sprintf("%s, geometric mean at most %v: %.2f, %s.", g.what, g.mean, mean, verdict)
	var over []string
	for _, r := range results {
		if v := g.ratio(r); !(v <= g.each) {
			over = append(over, fmt.Sprintf("%s (%.2f)", r.name, v))
		}
	}
	if len(over) == 0 {
		return text + fmt.Sprintf(" At most %v for each: reached.", g.each)
	}
	return text + fmt.Sprintf(" At most %v for each: missed by %s.", g.each, strings.Join(over, ", "))
}

// allocating says which generated derivatives allocate once warm.
func allocating(results []result) string {
	var some []string
	for _, r := range results {
		if r.generated.allocs != 0 {
			some = append(some, fmt.Sprintf("%s (%.0f)", r.name, r.generated.allocs))
		}
	}
	if len(some) == 0 {
		return "No allocation in a generated derivative once warm: reached."
	}
	return "No allocation in a generated derivative once warm: missed by " + strings.Join(some, ", ") + "."
}

// write measures everything and writes performance.md and performance.svg.
func (b *bench) write(dir string) error {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() { // better now than in some minutes
		return usageError{fmt.Errorf("-write: %s is no directory", dir)}
	}
	results, err := b.results()
	if err != nil {
		return err
	}
	scaling, err := b.scaling()
	if err != nil {
		return err
	}
	ablation, err := b.ablation()
	if err != nil {
		return err
	}
	return writePerformance(dir, results, facts(b, results, scaling, ablation))
}

// facts are what the page says, by the names that its template uses.
func facts(b *bench, results []result, scaling, ablation text) map[string]any {
	var judged []string
	for _, g := range goals {
		judged = append(judged, g.judge(results))
	}
	return map[string]any{
		"Table": tableOf(results), "Scaling": scaling, "Ablation": ablation, "Goals": append(judged, allocating(results)),
		"CPU": processor(), "CPUs": runtime.NumCPU(), "Go": runtime.Version(), "OS": runtime.GOOS, "Arch": runtime.GOARCH,
		"Rounds": b.rounds, "Slice": b.slice, "DifferenceRounds": min(b.rounds, differenceRounds), "LongestDifferences": longestDifferences,
	}
}

// writePerformance writes the two files.
func writePerformance(dir string, results []result, facts map[string]any) error {
	t, err := template.New("performance.tmpl").Option("missingkey=error").Parse(performance)
	if err != nil {
		return err
	}
	var text strings.Builder
	if err := t.Execute(&text, facts); err != nil {
		return err
	}
	if err := draw(results, filepath.Join(dir, "performance.svg")); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "performance.md"), []byte(text.String()), 0o666)
}

// processor is what the processor calls itself, as far as the system tells.
func processor() string {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err == nil {
		for line := range strings.Lines(string(info)) {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				return strings.TrimSpace(value)
			}
		}
	}
	return "an unknown processor"
}
