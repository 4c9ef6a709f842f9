package adjoint

import (
	"fmt"
	"os"
	"testing"

	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/randir"
	"github.com/gograd/gograd/codegen/pass"
)

// turns is how many programs it takes for all passes to have their turn.
const turns = 6

// Adjoints of random programs after each single pass, and after all but one: no pass may rely on another for being right. Of each program
// it is the turn of some of the passes.
func TestRandomPasses(t *testing.T) {
	only := os.Getenv("GOGRAD_SEED")
	for seed := range max(1, programs(t)/5) {
		if only != "" && only != fmt.Sprint(seed) {
			continue
		}
		r := randir.Seeded(seed)
		o := randir.Default
		o.Features &^= randir.Float32
		o.Stmts = []int{2, 4, 8, 25}[seed%4]
		o.Helpers = int(seed % 3)
		p := randir.Program(r, o)
		for _, f := range p.Funcs {
			ir.Walk(f.Body, func(s ir.Stmt) bool { setOrigin(s, ir.At{Orig: &ir.Origin{Text: "primal"}}); return true })
		}
		for i, ps := range pass.Passes {
			if uint64(i)%turns != seed%turns && only == "" {
				continue
			}
			rest := map[string]bool{}
			for _, other := range pass.Passes {
				rest[other.Name] = other.Name != ps.Name
			}
			for _, off := range []map[string]bool{rest, {ps.Name: true}} {
				if err := checkPasses(t, p, r, off); err != nil {
					t.Errorf("seed %d, %s (off: %v): %v", seed, ps.Name, off, err)
					if only != "" {
						t.Log(ir.Print(p))
					}
				}
			}
		}
	}
}

func checkPasses(t *testing.T, p *ir.Program, r randir.Source, off map[string]bool) error {
	req := vjpRequest(t, p.Funcs[0])
	adj, err := Make(req)
	if err != nil {
		return err
	}
	if err := pass.Run(adj, pass.Options{Off: off, Verify: ir.Verify}); err != nil {
		return err
	}
	for range 2 {
		if err := (&trial{p, req, adj, randir.Inputs(r, p.Funcs[0]), r}).check(); err != nil {
			return err
		}
	}
	return nil
}
