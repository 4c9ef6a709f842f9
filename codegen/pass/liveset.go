package pass

import "github.com/gograd/gograd/analyzer/ir"

// liveSet is a set of variables, as bits: there is one behind each block, and another for each look at a loop. Sets that are cloned from one
// another number the variables alike.
type liveSet struct {
	number map[*ir.Var]int // of all the sets, as far as a variable has been in one
	bits   []uint64
}

// newLiveSet is a set, with numbers of its own.
func newLiveSet(vars ...*ir.Var) *liveSet {
	l := &liveSet{number: map[*ir.Var]int{}}
	for _, v := range vars {
		l.set(v)
	}
	return l
}

func (l *liveSet) empty() *liveSet { return &liveSet{number: l.number} }

func (l *liveSet) clone() *liveSet {
	return &liveSet{l.number, append(make([]uint64, 0, len(l.bits)+1), l.bits...)}
}

func (l *liveSet) has(v *ir.Var) bool {
	n, known := l.number[v]
	return known && n/64 < len(l.bits) && l.bits[n/64]>>(n%64)&1 != 0
}

func (l *liveSet) set(v *ir.Var) {
	n, known := l.number[v]
	if !known {
		n = len(l.number)
		l.number[v] = n
	}
	for n/64 >= len(l.bits) {
		l.bits = append(l.bits, 0)
	}
	l.bits[n/64] |= 1 << (n % 64)
}

func (l *liveSet) drop(v *ir.Var) {
	if n, known := l.number[v]; known && n/64 < len(l.bits) {
		l.bits[n/64] &^= 1 << (n % 64)
	}
}

// add adds m, and reports whether something in it was new.
func (l *liveSet) add(m *liveSet) bool {
	for len(l.bits) < len(m.bits) {
		l.bits = append(l.bits, 0)
	}
	more := false
	for i, b := range m.bits {
		more = more || b&^l.bits[i] != 0
		l.bits[i] |= b
	}
	return more
}

// read adds the variables that e reads.
func (l *liveSet) read(e ir.Expr) {
	ir.WalkExpr(e, func(e ir.Expr) bool {
		if r, ok := e.(*ir.Ref); ok {
			l.set(r.Var)
		}
		return true
	})
}
