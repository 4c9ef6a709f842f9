package pass

import (
	"fmt"
	"testing"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/randir"
)

// Run, which doesn't ask a pass again that would find nothing to do, and keeps the alias graph while nothing changes, makes what it would
// make if it asked each pass every time, with a new graph.
func TestRunSkipsNothing(t *testing.T) {
	random(t, func(p *ir.Program, r randir.Source) error {
		for _, f := range p.Funcs {
			season(r, f, false)
			temporaries(r, f)
			ir.Walk(f.Body, func(s ir.Stmt) bool {
				if _, panics := s.(*ir.Panic); panics || r.IntN(3) == 0 {
					mark(s, primal)
				} else {
					mark(s, adjointOrigin)
				}
				return true
			})
		}
		q := cloneProgram(p)
		if err := Run(p, Options{}); err != nil {
			return err
		}
		for _, s := range Stages {
			everyTime(s, q)
		}
		if want, got := ir.Print(q), ir.Print(p); got != want {
			return fmt.Errorf("it makes\n%s\nand asking every time makes\n%s", got, want)
		}
		return nil
	})
}

// everyTime runs a stage as it is defined: all passes in their order, as often as one of them changes something.
func everyTime(s Stage, p *ir.Program) {
	changed := true
	for round := 0; changed && round < maxRounds; round++ {
		changed = false
		for _, ps := range append(s.Passes[:len(s.Passes):len(s.Passes)], cleaning...) {
			changed = ps.Run(&unit{prog: p, graph: flow.NewGraph(p)}) || changed
		}
	}
}

// A pass sees an alias graph of the program as it is: a new one after each change, and only then. Where nothing has changed since it last
// found nothing to do, it is not asked.
func TestRunGraphs(t *testing.T) {
	p, err := ir.Parse("func f(x float64) (y float64) {\n\ty = x\n}\n")
	if err != nil {
		t.Fatal(err)
	}
	off := map[string]bool{}
	for _, ps := range cleaning {
		off[ps.Name] = true
	}
	var asked []string
	graphs := map[*flow.Graph]int{}
	changes := 2
	note := func(name string, change bool) Pass {
		return Pass{Name: name, Run: func(u *unit) bool {
			if graphs[u.graph] == 0 {
				graphs[u.graph] = len(graphs) + 1
			}
			asked = append(asked, fmt.Sprint(name, graphs[u.graph]))
			if !change || changes == 0 {
				return false
			}
			changes--
			return true
		}}
	}
	r := &runner{prog: p, opt: Options{Off: off}, idle: map[string]int{}}
	if err := r.stage(Stage{Passes: []Pass{note("a", false), note("b", true), note("c", false)}}); err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(asked), "[a1 b1 c2 a2 b2 c3 a3 b3]"; got != want {
		t.Errorf("passes and graphs are %s, want %s", got, want)
	}
}
