package tape

import (
	"errors"
	"fmt"
)

// Explain says why the derivative of y by x is nil, with the place in the program where that came about. It returns "" if y does depend on x.
func (t *Tape) Explain(y, x Var) string {
	for _, v := range []Var{y, x} {
		if err := t.check(v); errors.Is(err, ErrStale) && v.t == t && v.epoch < t.segments[0].epoch {
			return "recorded before Reset"
		} else if err != nil {
			return err.Error()
		}
	}
	if y.active() && x.active() && t.reach([]Var{y}, x.i)[x.i] {
		return ""
	}
	barrier, found := t.barrier(y.i, x.i)
	n := &t.nodes[barrier]
	switch {
	case found && n.flags&flagPaused != 0:
		return fmt.Sprintf("recorded while the tape was paused%s: %s", t.pausedAt(barrier), t.what(barrier))
	case found && n.op == opStop:
		return "behind StopGradient at " + t.place(barrier).String()
	case found && n.op == opMask:
		return "only used in a comparison at " + t.place(barrier).String()
	case found && barrier != x.i:
		return "no gradient for operation: " + t.what(barrier)
	case !x.active() && t.nodes[x.i].op == opLeaf && t.nodes[x.i].flags&flagWatched == 0:
		return "never watched"
	}
	return "the target does not depend on it"
}

// pausedAt says where Pause was called during which node i was recorded, if it was.
func (t *Tape) pausedAt(i int32) string {
	for _, p := range t.pauses {
		if p.start <= i && i < p.end {
			return " at " + p.place.String()
		}
	}
	return ""
}

// what names the operation of node i and its place.
func (t *Tape) what(i int32) string {
	if p := t.place(i); p != (place{}) {
		return fmt.Sprintf("%s at %s", t.opName(i), p)
	}
	return t.opName(i)
}

// barrier looks for a way from y down to x that takes no account of what is constant. It returns the constant on it that is
// nearest to x and was not one of its own accord.
func (t *Tape) barrier(y, x int32) (int32, bool) {
	// from[i] is the last barrier on a way from y to i, plus one; -1 where there is a way without.
	from := make([]int32, max(y, x)+1)
	from[y] = -1
	for i := y; i > x; i-- {
		if from[i] == 0 {
			continue
		}
		on := from[i]
		if n := &t.nodes[i]; n.flags&flagPaused != 0 || n.op == opStop || n.op == opMask || n.op == opArg || n.op >= firstElementary && n.op.elementary().inactive {
			on = i + 1
		}
		t.args(i, func(_ int, arg int32) { from[arg] = on })
	}
	if from[x] > 0 {
		return from[x] - 1, true
	}
	return x, false
}
