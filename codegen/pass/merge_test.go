package pass

import (
	"testing"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/randir"
)

// chains lets change work on random chains of loops, half of them of a primal and half of an adjoint, half of them with slices that may
// overlap, and compares what they compute before and after. It returns how many loops there were and are.
func chains(t *testing.T, change func(*ir.Program, func(*ir.Program, *flow.Graph)) error) (before, after int) {
	for seed := range 8 * programs() {
		r := randir.Seeded(seed)
		p := randir.Chain(r)
		origin, near := primal, interp.Exactly
		if seed%2 == 1 {
			origin, near = adjointOrigin, interp.Within(1e-9)
		}
		var aliases func(*ir.Program, *flow.Graph)
		if seed%4 >= 2 {
			aliases = allAliases
		}
		ir.Walk(p.Funcs[0].Body, func(s ir.Stmt) bool { mark(s, origin); return true })
		if err := ir.Verify(p); err != nil {
			t.Fatal(err)
		}
		was := cloneProgram(p)
		if err := change(p, aliases); err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, ir.Print(p))
		}
		before += countLoops(was)
		after += countLoops(p)
		for range 6 {
			args := randir.ChainInputs(r, p.Funcs[0], aliases != nil)
			if _, err := interp.New(was).Call(was.Funcs[0], interp.Clone(args)...); err != nil && origin.Adjoint {
				continue // an adjoint repeats what did not panic
			}
			if err := same(was, p, args, near); err != nil {
				t.Fatalf("seed %d: %v\n%s\nfrom\n%s", seed, err, ir.Print(p), ir.Print(was))
			}
		}
	}
	return before, after
}

func countLoops(p *ir.Program) (n int) {
	ir.Walk(p.Funcs[0].Body, func(s ir.Stmt) bool {
		if ir.IsLoop(s) {
			n++
		}
		return true
	})
	return n
}

// Chains of loops compute what they did when they are merged, and many are.
func TestChainsMerged(t *testing.T) {
	before, after := chains(t, func(p *ir.Program, aliases func(*ir.Program, *flow.Graph)) error {
		return tryPass(passNamed(t, "merge"), p, aliases)
	})
	t.Logf("%d loops became %d", before, after)
	if after > before*95/100 {
		t.Errorf("%d loops became %d", before, after)
	}
}

// So do they when all passes work on them.
func TestChainsAllPasses(t *testing.T) {
	chains(t, func(p *ir.Program, aliases func(*ir.Program, *flow.Graph)) error {
		return Run(p, Options{Verify: ir.Verify, Aliases: aliases})
	})
}

// Each pass leaves what chains compute as it is, most of them behind merge; each has something to do.
func TestChainsEachPass(t *testing.T) {
	for _, name := range []string{"refills", "delays", "previous", "resting", "unread", "reloads", "stores", "sums"} {
		t.Run(name, func(t *testing.T) {
			acted := 0
			chains(t, func(p *ir.Program, aliases func(*ir.Program, *flow.Graph)) error {
				for _, first := range []string{"merge", "delays"} {
					if name == "refills" || name != "resting" && first == "delays" {
						continue
					}
					if err := tryPass(passNamed(t, first), p, aliases); err != nil {
						return err
					}
				}
				was := ir.Print(p)
				err := tryPass(passNamed(t, name), p, aliases)
				if ir.Print(p) != was {
					acted++
				}
				return err
			})
			t.Logf("acted on %d", acted)
			if acted < 3 {
				t.Errorf("it acted on %d", acted)
			}
		})
	}
}
