package randgo

import (
	"fmt"
	"slices"
	"strings"
)

// maker makes one statement, or gives false where it can't stand.
type maker struct {
	weight int
	make   func(*fn) bool
}

// makers are the kinds of statements that don't leave their block. Filled by init, because makers make statements themselves.
var makers []maker

func init() {
	makers = []maker{
		{10, (*fn).declare}, {16, (*fn).assign}, {10, (*fn).opAssign}, {4, (*fn).swapFloats}, {4, (*fn).recurrence},
		{4, (*fn).squares}, {2, (*fn).incDec}, {3, (*fn).boolVar}, {3, (*fn).intAssign}, {2, (*fn).twoResults}, {1, (*fn).discard},
		{9, (*fn).ifStmt}, {6, (*fn).switchStmt}, {2, (*fn).bareBlock}, {3, (*fn).shadow},
		{14, (*fn).counted}, {8, (*fn).ranged}, {4, (*fn).conditionOnly}, {3, (*fn).infinite}, {2, (*fn).floatLoop}, {3, (*fn).clenshaw},
		{3, (*fn).prefixSum}, {2, (*fn).labelled}, {3, (*fn).consumeSome},
		{6, (*fn).alias}, {4, (*fn).pointer}, {3, (*fn).pointerChosen}, {5, (*fn).local}, {4, (*fn).copyValue}, {3, (*fn).copyClear},
		{3, (*fn).swapSlices}, {2, (*fn).doubleBuffer}, {2, (*fn).linkedList}, {3, (*fn).listOf}, {2, (*fn).rows}, {2, (*fn).scratch},
		{12, (*fn).callStmt}, {3, (*fn).ifCall},
		{3, (*fn).twoIndex}, {3, (*fn).shrinking}, {2, (*fn).boolAssign}, {1, (*fn).localConst}, {2, (*fn).varPair},
		{3, (*fn).matrix}, {1, (*fn).triangle}, {3, (*fn).copyPart}, {2, (*fn).modeSwitch}, {2, (*fn).rowSwap},
	}
}

// statement makes one and says whether it leaves the block, which it may do when mayLeave.
func (f *fn) statement(mayLeave bool) (left bool) {
	f.left--
	f.cost += f.trips
	if mayLeave && f.depth > 1 && f.chance(6) && f.leave() {
		return true
	}
	if f.depth == 1 && f.chance(7) && f.earlyReturn() {
		return false
	}
	if len(f.loops) > 0 && f.chance(9) && f.leaveLoop() {
		return false
	}
	total := 0
	for _, m := range makers {
		total += m.weight
	}
	for range 8 {
		k := f.IntN(total)
		for _, m := range makers {
			if k -= m.weight; k < 0 {
				if m.make(f) {
					return false
				}
				break
			}
		}
	}
	return false
}

// nested says whether another block may be opened here.
func (f *fn) nested() bool { return f.depth <= f.cfg.Depth }

func (f *fn) size() int { return f.between(1, 4) }

func (f *fn) declare() bool {
	e := f.tame(f.between(1, 3))
	name := f.newName(pickOne(f.gen, []string{"s", "t", "u", "v", "acc"}))
	switch f.IntN(8) {
	case 0:
		f.line("var %s %s", name, f.ft)
	case 1:
		f.line("var %s %s = %s", name, f.ft, bare(e.s))
	case 2:
		other := f.newName("w")
		f.line("%s, %s := %s, %s", name, other, f.typed(e), f.typed(f.tame(2)))
		f.add(&variable{name: other, t: f.ft})
	case 3:
		t := pickOne(f.gen, f.floats)
		f.line("%s := %s(%s)", name, t, bare(e.s))
		f.add(&variable{name: name, t: t})
		return true
	default:
		f.line("%s := %s", name, f.typed(e))
	}
	f.add(&variable{name: name, t: f.ft})
	return true
}

// place is a float that may be assigned to.
func (f *fn) place() (spot, bool) { return f.find(isFloat, true) }

func (f *fn) assign() bool {
	p, ok := f.place()
	if !ok {
		return false
	}
	f.line("%s = %s", p.s, bare(f.to(p.t, f.tame(3))))
	return true
}

func (f *fn) opAssign() bool {
	p, ok := f.place()
	if !ok {
		return false
	}
	switch k := f.IntN(10); {
	case k < 5:
		f.line("%s += %s", p.s, bare(f.to(p.t, f.squash(f.float(2), 2))))
	case k < 7:
		f.line("%s -= %s", p.s, bare(f.to(p.t, f.squash(f.float(2), 2))))
	case k < 9:
		f.line("%s *= %s", p.s, f.to(p.t, f.squash(f.float(2), 1.05)))
	default:
		b := f.leaf()
		e := expr{s: "(" + f.number(1.0, 2).s + " + " + b.s + "*" + b.s + ")", c: b.c}
		f.line("%s /= %s", p.s, bare(f.to(p.t, e)))
	}
	return true
}

func (f *fn) incDec() bool {
	p, ok := f.place()
	if !ok || f.trips > 8 {
		return false
	}
	f.line("%s%s", p.s, pickOne(f.gen, []string{"++", "--"}))
	return true
}

// swapFloats exchanges two places, or moves three around.
func (f *fn) swapFloats() bool {
	p, ok := f.place()
	if !ok {
		return false
	}
	q, ok := f.find(func(t *typ) bool { return same(t, p.t) }, true)
	if !ok {
		return false
	}
	r, ok := f.find(func(t *typ) bool { return same(t, p.t) }, true)
	switch {
	case ok && f.chance(20):
		f.line("%s, %s, %s = %s, %s, %s", p.s, q.s, r.s, q.s, r.s, p.s)
	case f.chance(60):
		f.line("%s, %s = %s, %s", p.s, q.s, q.s, p.s)
	default:
		f.line("%s, %s = %s, %s", p.s, q.s, q.s, bare(f.to(p.t, f.tame(2))))
	}
	return true
}

// recurrence is a, b = b, a+x*b with something to keep it small.
func (f *fn) recurrence() bool {
	p, ok := f.find(func(t *typ) bool { return t == f.ft }, true)
	q, ok2 := f.find(func(t *typ) bool { return t == f.ft }, true)
	if !ok || !ok2 {
		return false
	}
	x := f.squash(f.float(1), 1)
	f.line("%s, %s = %s, %s*%s+%s*%s", p.s, q.s, q.s, f.number(0.1, 0.5).s, p.s, x.s, q.s)
	return true
}

// squares is a chain of x = x*x, brought back to less than one.
func (f *fn) squares() bool {
	p, ok := f.place()
	if !ok {
		return false
	}
	for range f.between(1, 2) {
		f.line("%s = %s * %s", p.s, p.s, p.s)
	}
	if f.chance(50) {
		f.line("%s /= 1.5 + %s", p.s, p.s)
	} else {
		f.line("%s = %s / (%s + %s)", p.s, p.s, f.number(1, 2).s, p.s)
	}
	return true
}

func (f *fn) boolVar() bool {
	name := f.newName("ok")
	f.line("%s := %s", name, f.cond(1))
	f.add(&variable{name: name, t: boolT})
	return true
}

// intAssign declares an int, or changes one that indexes nothing.
func (f *fn) intAssign() bool {
	for _, v := range f.vars {
		if v.t.k == kInt && !v.fixed && !f.hidden(v) && f.chance(60) {
			switch f.IntN(3) {
			case 0:
				f.line("%s++", v.name)
			case 1:
				f.line("%s += %d", v.name, f.between(1, 3))
			default:
				f.line("%s = (%s*2 + 1) %% 7", v.name, v.name)
			}
			return true
		}
	}
	name := f.newName("n")
	if w, ok := f.intVar(); ok && f.chance(50) {
		f.line("%s := %s + %d", name, w.name, f.IntN(3))
	} else {
		f.line("%s := %d", name, f.IntN(4))
	}
	f.add(&variable{name: name, t: intT})
	return true
}

// twoResults uses the functions of package math that have two results.
func (f *fn) twoResults() bool {
	a, b := f.newName("r"), f.newName("q")
	x := bare(f.to(f64, f.tame(2)))
	switch f.IntN(4) {
	case 0:
		f.line("%s, %s := math.Modf(%s)", a, b, x)
	case 1:
		f.line("%s, _ := math.Frexp(%s)", a, x)
		f.add(&variable{name: a, t: f64})
		return f.note(f64)
	default:
		f.line("%s, %s := math.Sincos(%s)", a, b, x)
	}
	f.add(&variable{name: a, t: f64})
	f.add(&variable{name: b, t: f64})
	return f.note(f64)
}

// note records that a float type is in use.
func (f *fn) note(t *typ) bool {
	for _, o := range f.floats {
		if o.name == t.name {
			return true
		}
	}
	f.floats = append(f.floats, t)
	return true
}

func (f *fn) discard() bool {
	f.line("_ = %s", bare(f.float(2).s))
	return true
}

// shadow declares a variable of the name of another, in a block of its own.
func (f *fn) shadow() bool {
	sp, ok := f.find(isFloat, false)
	if !ok || strings.ContainsAny(sp.s, ".[*") || !f.nested() || f.isGlobal(sp.v) || slices.Contains(f.results, sp.v) {
		return false
	}
	e := f.squash(f.float(2), stored)
	if f.chance(70) {
		head := fmt.Sprintf("if %s := %s(%s); %s > %s", sp.s, sp.t, bare(e.s), sp.s, f.number(-0.5, 0.6).s)
		n := len(f.vars)
		f.add(&variable{name: sp.s, t: sp.t})
		f.block(head, func() { f.statements(f.size()) })
		f.vars = f.vars[:n]
		return true
	}
	f.block("", func() {
		f.line("%s := %s(%s)", sp.s, sp.t, bare(e.s))
		f.add(&variable{name: sp.s, t: sp.t})
		f.statements(f.size())
	})
	return true
}

func (f *fn) bareBlock() bool {
	if !f.nested() {
		return false
	}
	f.block("", func() { f.statements(f.size()) })
	return true
}
