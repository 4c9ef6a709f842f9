package pass

import (
	"fmt"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Pass is one optimization.
type Pass struct {
	Name string
	Why  string // why it stands where it stands
	Run  func(*unit) bool
}

// Passes run in this order, as often as one of them changes something.
var Passes = []Pass{
	{"simplify", "first, so that the others see constants and no branches that are never taken", simplify},
	{"zeros", "knows adjoints that are zero still: a first contribution assigns, and contributions of a zero adjoint vanish", zeros},
	{"guards", "after simplify and zeros, which show what a guard tests", guards},
	{"dead", "after zeros, which leaves stores that nobody reads; it makes variables that are assigned once", dead},
	{"copies", "after dead: a variable that is assigned once, with a constant or another variable, is that", copies},
	{"common", "before fold, which would hide that the same call or quotient is computed twice", common},
	{"gather", "after zeros, which makes the first contribution an assignment", gather},
	{"upward", "when dead has left only what the reverse loops need", upward},
	{"fold", "puts temporaries that are used once where they are used", fold},
	{"sink", "last: declares a variable where it gets its first value", sink},
}

// maxRounds bounds how often the whole list runs; each round only ever shortens the program.
const maxRounds = 20

// unit is the program that a pass works on, with the facts that passes share.
type unit struct {
	prog  *ir.Program
	graph *flow.Graph
}

// Options say which passes run.
type Options struct {
	Off    map[string]bool                             // passes that are left out, by name
	Verify func(*ir.Program) error                     // runs after each pass, if not nil
	Trace  func(round int, pass string, p *ir.Program) // sees the program after each pass that changed it, if not nil
}

// Run optimizes prog in place.
func Run(prog *ir.Program, opt Options) error {
	for round := range maxRounds {
		changed := false
		for _, p := range Passes {
			if opt.Off[p.Name] {
				continue
			}
			u := &unit{prog: prog, graph: flow.NewGraph(prog)}
			if !p.Run(u) {
				continue
			}
			changed = true
			if opt.Trace != nil {
				opt.Trace(round, p.Name, prog)
			}
			if opt.Verify != nil {
				if err := opt.Verify(prog); err != nil {
					return fmt.Errorf("after pass %s: %w", p.Name, err)
				}
			}
		}
		if !changed {
			break
		}
	}
	return nil
}

// each runs f on every function, and reports whether one changed.
func (u *unit) each(f func(*ir.Func) bool) bool {
	changed := false
	for _, fn := range u.prog.Funcs {
		changed = f(fn) || changed
	}
	return changed
}
