package runtime

import (
	"fmt"
	"strings"
	"testing"
)

func TestCheckRows(t *testing.T) {
	flat, dflat := make([]float64, 6), make([]float64, 6)
	rows := func(s []float64) [][]float64 { return [][]float64{s[:2], s[2:4], s[1:5]} }
	apart := [][]float64{make([]float64, 2), make([]float64, 2), make([]float64, 4)}
	for name, c := range map[string]struct {
		f    func()
		says string
	}{
		"apart":          {func() { CheckRows("f", "x", apart[:2], rows(dflat)[:2]) }, ""},
		"same overlap":   {func() { CheckRows("f", "x", rows(flat), rows(dflat)) }, ""},
		"only primal":    {func() { CheckRows("f", "x", rows(flat), apart) }, "x[0] and x[2] overlap, but"},
		"only shadow":    {func() { CheckRows("f", "x", apart, rows(dflat)) }, "the destinations of x[0] and x[2] overlap"},
		"disjoint":       {func() { CheckRowsDisjoint("f", "x", apart) }, ""},
		"not disjoint":   {func() { CheckRowsDisjoint("f", "x", rows(flat)) }, "x[0] and x[2] overlap; they"},
		"rows of a flat": {func() { CheckRowsDisjoint("f", "x", rows(flat)[:2]) }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				got := recover()
				if (got == nil) != (c.says == "") || got != nil && !strings.Contains(fmt.Sprint(got), c.says) {
					t.Errorf("panic %v, want %q", got, c.says)
				}
			}()
			c.f()
		})
	}
}
