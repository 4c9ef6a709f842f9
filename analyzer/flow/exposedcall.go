package flow

import (
	"github.com/gograd/gograd/analyzer/ir"
)

// Calls of functions of the program. A float result of a function is exposed at its end if it is so after each call; a float argument
// is exposed before a call if the parameter is so where the function begins. Both are supposed of all results and parameters at first, and
// taken back where that turns out wrong: what is left holds of every run that ends, since each claim rests on what happens later in it.

// summary is what is supposed of a function.
type summary struct {
	results []bool // exposed at its end
	params  []bool // exposed where it begins
}

func (a *Exposed) summarize() {
	for _, f := range a.prog.Funcs[1:] {
		s := &summary{}
		for _, v := range f.Results {
			s.results = append(s.results, ir.IsFloat(v.Type))
		}
		for _, v := range f.Params {
			s.params = append(s.params, ir.IsFloat(v.Type))
		}
		a.calls[f] = s
	}
}

// functions finds what is exposed in all functions, with end at the end of the first, until no supposition is taken back.
func (a *Exposed) functions(bodies map[*ir.Func]*ir.Block, end *places) {
	for again := true; again; {
		again = false
		for _, f := range a.prog.Funcs {
			after := end
			s := a.calls[f]
			if s != nil {
				after = newPlaces()
				for i, v := range f.Results {
					if s.results[i] {
						after.add(ir.Use(v))
					}
				}
			}
			before := a.block(bodies[f], after)
			if s == nil {
				continue
			}
			for i, v := range f.Params {
				if s.params[i] && !a.x.covers(before, ir.Use(v)) {
					s.params[i], again = false, true
				}
			}
		}
		again = a.takeBack(bodies) || again
	}
}

// takeBack takes back what is supposed of results that are not exposed after a call.
func (a *Exposed) takeBack(bodies map[*ir.Func]*ir.Block) bool {
	changed := false
	for _, b := range bodies {
		ir.Walk(b, func(t ir.Stmt) bool {
			c, ok := t.(*ir.CallStmt)
			if !ok || c.Callee == nil || a.calls[c.Callee] == nil {
				return true
			}
			s := a.calls[c.Callee]
			for i := range s.results {
				if s.results[i] && (i >= len(c.Dsts) || c.Dsts[i] == nil || !a.x.covers(a.after[c], a.x.place(c.Dsts[i]))) {
					s.results[i], changed = false, true
				}
			}
			return true
		})
	}
	return changed
}

// exposeArgs adds to out what the arguments of the call s expose.
func (a *Exposed) exposeArgs(out *places, s *ir.CallStmt) {
	sum := a.calls[s.Callee]
	if sum == nil {
		return
	}
	for i, x := range s.Args {
		if sum.params[i] {
			a.expose(out, x)
		}
	}
}
