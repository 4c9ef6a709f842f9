package pass

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"testing"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/normal"
	"github.com/gograd/gograd/analyzer/randir"
)

// programs is how many random programs a test tries.
func programs() uint64 {
	if n, err := strconv.Atoi(os.Getenv("GOGRAD_RANDIR")); err == nil {
		return uint64(n)
	}
	return 60
}

// random calls f with random programs in normal form, whose statements are those of a primal.
func random(t *testing.T, f func(p *ir.Program, r randir.Source) error) { randomTurn(t, 0, 1, f) }

// randomTurn is random with every turns-th program only, beginning with number turn.
func randomTurn(t *testing.T, turn, turns int, f func(p *ir.Program, r randir.Source) error) {
	only := os.Getenv("GOGRAD_SEED")
	for seed := range programs() {
		if only != "" && only != fmt.Sprint(seed) || only == "" && int(seed)%turns != turn%turns {
			continue
		}
		r := randir.Seeded(seed)
		o := randir.Default
		o.Stmts = []int{4, 10, 25, 50}[seed%4]
		o.Helpers = int(seed % 3)
		p := normal.Normalize(randir.Program(r, o).Funcs[0])
		before := ir.Print(p)
		if err := f(p, r); err != nil {
			t.Fatalf("seed %d: %v;\n%s\nfrom\n%s", seed, err, ir.Print(p), before)
		}
	}
}

// tryPass runs one pass until it has nothing more to do.
func tryPass(p Pass, prog *ir.Program, aliases func(*ir.Program, *flow.Graph)) error {
	for range maxRounds {
		before := ir.Print(prog)
		changed := p.Run(newUnit(prog, aliases))
		if err := ir.Verify(prog); err != nil {
			return err
		}
		after := ir.Print(prog)
		if !changed {
			if after != before {
				return errors.New("it changed something, and said that it did not")
			}
			return nil
		}
	}
	return errors.New("it finds no end")
}

// Each pass leaves what a program computes as it is: results, memory, panics. Each is tried on two fifths of the programs, others than its
// neighbours; five has no divisor in common with what decides on the size and the helpers of a program.
func TestRandomEachPass(t *testing.T) {
	for i, ps := range Passes {
		t.Run(ps.Name, func(t *testing.T) {
			for k := range 2 {
				randomTurn(t, i+2*k, 5, func(p *ir.Program, r randir.Source) error {
					return unchanged(p, r, func(q *ir.Program, aliases func(*ir.Program, *flow.Graph)) error { return tryPass(ps, q, aliases) })
				})
			}
		})
	}
}

// All passes together do, and with each of them switched off, which is tried on a part of the programs.
func TestRandomAllPasses(t *testing.T) {
	for i, off := range append([]string{"none"}, names()...) {
		turns := 7
		if off == "none" {
			turns = 1
		}
		t.Run("without "+off, func(t *testing.T) {
			randomTurn(t, i, turns, func(p *ir.Program, r randir.Source) error {
				return unchanged(p, r, func(q *ir.Program, aliases func(*ir.Program, *flow.Graph)) error {
					return Run(q, Options{Off: map[string]bool{off: true}, Verify: ir.Verify, Aliases: aliases})
				})
			})
		})
	}
}

func names() []string {
	var out []string
	for _, p := range Passes {
		out = append(out, p.Name)
	}
	return out
}

// unchanged compares what p computes before and after change. Passes may take it that memory of different arguments does not
// overlap if the program does not say so; half of the programs are tried with arguments that do, of which the passes are told.
func unchanged(p *ir.Program, r randir.Source, change func(*ir.Program, func(*ir.Program, *flow.Graph)) error) error {
	for _, f := range p.Funcs {
		season(r, f, true)
		markPrimal(f)
		temporaries(r, f)
	}
	was := cloneProgram(p)
	aliases, overlap := allAliases, r.IntN(2) == 0
	if !overlap {
		aliases = nil
	}
	if err := change(p, aliases); err != nil {
		return err
	}
	for k := range 4 {
		args := randir.Inputs(r, p.Funcs[0])
		if k%2 == 1 && overlap {
			args = randir.Overlapping(r, p.Funcs[0])
		}
		if k == 3 {
			for i := range args {
				cripple(r, &args[i])
			}
		}
		if err := same(was, p, args, interp.Exactly); err != nil {
			return err
		}
	}
	return nil
}

// allAliases makes all places in memory that have one type the same memory.
func allAliases(p *ir.Program, g *flow.Graph) {
	first := map[string]ir.Expr{}
	for _, f := range p.Funcs {
		ir.Walk(f.Body, func(s ir.Stmt) bool {
			for _, e := range ir.Exprs(s) {
				ir.WalkExpr(e, func(e ir.Expr) bool {
					if !ir.IsPlace(e) || ir.Root(e) != nil {
						return true
					}
					t := ir.TypeString(e.Type())
					if first[t] == nil {
						first[t] = e
					}
					g.Unify(g.Node(first[t]), g.Node(e))
					return true
				})
			}
			return true
		})
	}
}

// temporaries makes some variables of f such that the user did not name.
func temporaries(r randir.Source, f *ir.Func) {
	ir.Walk(f.Body, func(s ir.Stmt) bool {
		if d, ok := s.(*ir.Decl); ok {
			d.Var.Temp = r.IntN(2) == 0
		}
		return true
	})
}

// Statements of an adjoint may be left out with their panics, a zero may change its sign, and what they add up may be added up in
// another order; otherwise the same holds of them.
func TestRandomAdjointStatements(t *testing.T) {
	near := interp.Within(1e-9)
	run := func(t *testing.T, change func(*ir.Program) error) {
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
			was := cloneProgram(p)
			if err := change(p); err != nil {
				return err
			}
			for range 3 {
				if err := same(was, p, randir.Inputs(r, p.Funcs[0]), near); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for _, ps := range Passes {
		t.Run(ps.Name, func(t *testing.T) { run(t, func(p *ir.Program) error { return tryPass(ps, p, nil) }) })
	}
	t.Run("all", func(t *testing.T) { run(t, func(p *ir.Program) error { return Run(p, Options{Verify: ir.Verify}) }) })
}

// cripple takes memory away from v here and there, so that programs panic.
func cripple(r randir.Source, v *interp.Value) {
	switch v.K {
	case interp.Slice:
		if v.Len() > 0 && r.IntN(2) == 0 {
			*v = v.Sub(0, r.IntN(v.Len()))
			return
		}
		for i := range v.Len() {
			cripple(r, v.At(i))
		}
	case interp.Pointer:
		if r.IntN(4) == 0 {
			*v = interp.Value{K: interp.Pointer}
			return
		}
		if c := v.Target(); c != nil {
			cripple(r, c)
		}
	case interp.Struct, interp.Array:
		for i := range v.Elems {
			cripple(r, &v.Elems[i])
		}
	}
}

// same runs the first functions of p and q on args and compares all that a caller can see.
func same(p, q *ir.Program, args []interp.Value, near func(x, y float64) bool) error {
	again := interp.Clone(args)
	y, perr := interp.New(p).Call(p.Funcs[0], args...)
	z, qerr := interp.New(q).Call(q.Funcs[0], again...)
	if fmt.Sprint(perr) != fmt.Sprint(qerr) {
		return fmt.Errorf("it ended with %v, and ends with %v", perr, qerr)
	}
	if why, ok := interp.Same(append(y, args...), append(z, again...), near); !ok {
		return fmt.Errorf("it computes something else: %s", why)
	}
	return nil
}

// cloneProgram copies a program whose calls stay inside it.
func cloneProgram(p *ir.Program) *ir.Program {
	to := map[*ir.Func]*ir.Func{}
	q := &ir.Program{}
	for _, f := range p.Funcs {
		to[f] = f.Clone()
		q.Funcs = append(q.Funcs, to[f])
	}
	for _, f := range q.Funcs {
		ir.Walk(f.Body, func(s ir.Stmt) bool {
			if c, ok := s.(*ir.CallStmt); ok && to[c.Callee] != nil {
				c.Callee = to[c.Callee]
			}
			return true
		})
	}
	return q
}

var primal, adjointOrigin = &ir.Origin{Text: "primal"}, &ir.Origin{Text: "primal", Adjoint: true}

// markPrimal makes all statements of f those of a primal.
func markPrimal(f *ir.Func) {
	ir.Walk(f.Body, func(s ir.Stmt) bool { mark(s, primal); return true })
}

// mark gives s the origin o.
func mark(s ir.Stmt, o *ir.Origin) {
	at := ir.At{Orig: o}
	switch s := s.(type) {
	case *ir.Block:
		s.At = at
	case *ir.Decl:
		s.At = at
	case *ir.Assign:
		s.At = at
	case *ir.CallStmt:
		s.At = at
	case *ir.Copy:
		s.At = at
	case *ir.Clear:
		s.At = at
	case *ir.If:
		s.At = at
	case *ir.Count:
		s.At = at
	case *ir.While:
		s.At = at
	case *ir.Exit:
		s.At = at
	case *ir.Panic:
		s.At = at
	case *ir.Push:
		s.At = at
	case *ir.Pop:
		s.At = at
	}
}
