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

// cleaning brings the program into a short form: what other passes leave behind goes.
var cleaning = []Pass{
	{"simplify", "first, so that the others see constants and no branches that are never taken", simplify},
	{"zeros", "knows adjoints that are zero still: a first contribution assigns, and contributions of a zero adjoint vanish", zeros},
	{"guards", "after simplify and zeros, which show what a guard tests", guards},
	{"dead", "after zeros, which leaves stores that nobody reads; it makes variables that are assigned once", dead},
	{"lives", "after dead, which shows where values end; copies and fold then see variables that are set once", lives},
	{"copies", "after dead: a variable that is assigned once, with a constant or another variable, is that", copies},
	{"results", "after copies, which leaves what a variable gets in several places", results},
	{"common", "before fold, which would hide that the same call or quotient is computed twice", common},
	{"gather", "after zeros, which makes the first contribution an assignment", gather},
	{"upward", "when dead has left only what the reverse loops need", upward},
	{"fold", "puts temporaries that are used once where they are used", fold},
	{"sink", "last: declares a variable where it gets its first value", sink},
}

// inLoops makes loops do less.
var inLoops = []Pass{
	{"formulas", "when loops have the indices that kernels look for, and before hoist, which takes formulas out of loops", formulas},
	{"reloads", "before promote and hoist, which leave alone what the loop reads", reloads},
	{"unread", "after reloads, which takes what was stored from where it came", unread},
	{"stores", "after reloads, which shows that what a place holds is not read", stores},
	{"undone", "after reloads too, for what the program does to memory of its own", undone},
	{"sums", "after stores; before promote, whose sums are of whole loops", sums},
	{"promote", "before hoist: a sum that lives in a variable is no store that keeps others from moving", promote},
	{"quotients", "after promote, which makes variables of sums", quotientSums},
	{"carried", "after promote, which needs no load", carried},
	{"hoist", "after promote, which leaves more that does not change in a loop", hoist},
	{"factor", "after hoist, which takes out of a loop what factor would put together with what does change", factorSums},
	{"bounds", "after hoist, which gives the slices that a loop indexes names", bounds},
	{"windows", "after bounds, which cuts the slices that need no more than that", windows},
}

// Stage is a step on the way to the optimized program. Its own passes, then the cleaning ones, run in their order, as often as one of
// them changes something.
type Stage struct {
	Name   string
	Why    string // why it stands where it stands
	Passes []Pass // its own
}

// Stages run in this order, each until nothing changes any more.
var Stages = []Stage{
	{"clean", "first: what the adjoint builder leaves to others to see goes, so that the stages after it look at what is really computed", nil},
	{"scalars", "takes small arrays and structs apart, so that the cleaning passes see into them", []Pass{
		{"lastcalls", "before unroll, which writes out the loops that calls stood in", lastcalls},
		{"unroll", "before parts: an index that is a constant names an element", unroll},
		{"parts", "makes a variable of each element and field", parts},
		{"together", "after parts, which shows what is independent", together},
		{"numbers", "when fold has put the factors of a product together", numbers},
		{"roots", "before strength, which makes products of quotients", roots},
		{"strength", "after the others, which find divisions that are one", strength},
	}},
	{"merging", "when names stand for elements and before loops, which makes shapes of loops that tell less about what they touch", []Pass{
		{"refills", "before merge, which what is put back and read again stands in the way of", refills},
		{"merge", "alone: what it brings together is for the passes behind it", merge},
		{"delays", "after merge, which brings together what is added and what reads it", delays},
		{"previous", "after merge, which brings together what is stored and what reads it", previous},
		{"resting", "after delays, which lets an iteration touch one element", resting},
	}},
	{"loops", "when it is known what a loop does: moves work out of loops and gives them the forms that compile well", inLoops},
	{"kernels", "when loops are as they stay: a call hides from the others what it does", []Pass{
		{"functions", "before kernels, which adds up what it leaves to the rest of a loop", functions},
		{"triangles", "before kernels, which would make a call of each column", triangles},
		{"kernels", "when loops have their last form", kernels},
	}},
	{"jam", "behind those: what it makes is long, and nothing for them to look at", []Pass{
		{"alike", "before jam, which then writes one branch for each iteration, and not two", alike},
		{"jam", "when calls stand for the loops that have no need of it", jam},
		{"fours", "after jam, which brings the four together", fours},
	}},
	{"pairs", "behind all that moves expressions: a call is a statement, which stays where it is", []Pass{
		{"sincos", "alone, when what is computed twice is computed once", sincos},
	}},
	{"firsts", "last: sums are what the others look for, assignments nothing to them", []Pass{
		{"firsts", "alone", firsts},
	}},
}

// Passes are all passes, in the order in which they first run.
var Passes = allPasses()

func allPasses() []Pass {
	var out []Pass
	for i, s := range Stages {
		out = append(out, s.Passes...)
		if i == 0 {
			out = append(out, cleaning...)
		}
	}
	return out
}

// maxRounds bounds how often the passes of a stage run.
const maxRounds = 20

// unit is the program that a pass works on, with the facts that passes share.
type unit struct {
	prog  *ir.Program
	graph *flow.Graph
	fast  bool                  // the value may differ by rounding
	known map[*ir.Func]*lengths // found already, while the program is as it was; may be nil
}

// newUnit finds the facts about prog. Arguments that the program lets overlap, since their destinations do too, are one memory.
func newUnit(prog *ir.Program, more func(*ir.Program, *flow.Graph)) *unit {
	g := flow.NewGraph(prog)
	if more != nil {
		more(prog, g)
	}
	unifyGroups(prog, g)
	return &unit{prog: prog, graph: g}
}

// Options say which passes run.
type Options struct {
	Off  map[string]bool // passes that are left out, by name
	Fast bool            // the value of the primal may differ by rounding
	// Aliases, if not nil, makes one what may be the same memory for reasons that the program doesn't say.
	Aliases func(*ir.Program, *flow.Graph)
	Verify  func(*ir.Program) error                                   // runs after each pass, if not nil
	Trace   func(stage string, round int, pass string, p *ir.Program) // sees the program after each pass that changed it, if not nil
}

// Run optimizes prog in place.
func Run(prog *ir.Program, opt Options) error {
	r := &runner{prog: prog, opt: opt, idle: map[string]int{}}
	for _, s := range Stages {
		if err := r.stage(s); err != nil {
			return err
		}
	}
	return nil
}

// runner runs passes on a program. A pass that found nothing to do is not asked again before another has changed something.
type runner struct {
	prog    *ir.Program
	opt     Options
	graph   *flow.Graph           // of prog as it is; nil when it has changed since
	known   map[*ir.Func]*lengths // of prog as it is
	changes int                   // how often a pass has changed the program
	idle    map[string]int        // changes + 1 when the pass last found nothing to do
}

func (r *runner) stage(s Stage) error {
	passes := append(s.Passes[:len(s.Passes):len(s.Passes)], cleaning...)
	for round := range maxRounds {
		changed := false
		for _, p := range passes {
			if r.opt.Off[p.Name] || r.idle[p.Name] == r.changes+1 {
				continue
			}
			if r.graph == nil {
				r.graph, r.known = newUnit(r.prog, r.opt.Aliases).graph, map[*ir.Func]*lengths{}
			}
			if !p.Run(&unit{prog: r.prog, graph: r.graph, fast: r.opt.Fast, known: r.known}) {
				r.idle[p.Name] = r.changes + 1
				continue
			}
			changed, r.graph = true, nil
			r.changes++
			if r.opt.Trace != nil {
				r.opt.Trace(s.Name, round, p.Name, r.prog)
			}
			if r.opt.Verify != nil {
				if err := r.opt.Verify(r.prog); err != nil {
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
