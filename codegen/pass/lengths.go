package pass

import (
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"strings"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// lengths knows which lengths of slices are equal: those that a function checks at its start (CheckLen), those of slices made
// with the same length, and those of slices cut from others. It only looks at slices that never change.
type lengths struct {
	g       *flow.Graph
	use     *usage
	counts  map[*ir.Var]bool    // variables of counting loops
	written map[*flow.Node]bool // cells that the program stores to, but for variables where they are declared
	same    []checked
}

// checked says that the slices at the places a and b have the same length, whatever the numbers in any are.
type checked struct {
	a, b ir.Expr
	any  map[*ir.Var]bool
}

func newLengths(u *unit, f *ir.Func) *lengths {
	if l := u.known[f]; l != nil {
		return l
	}
	l := &lengths{g: u.graph, use: usageOf(f), counts: map[*ir.Var]bool{}, written: map[*flow.Node]bool{}}
	for _, fn := range u.prog.Funcs {
		ir.Walk(fn.Body, func(s ir.Stmt) bool {
			switch s := s.(type) {
			case *ir.Decl:
				if s.Init == nil || l.use.single(s.Var) {
					return true
				}
			case *ir.Count:
				l.counts[s.Var] = true
				return true
			}
			u.graph.Writes(s, func(n *flow.Node) { l.written[n] = true })
			return true
		})
	}
	l.collect(f.Body.List, map[*ir.Var]bool{})
	if u.known != nil {
		u.known[f] = l
	}
	return l
}

// collect finds what the statements at a function's start check. It reports whether there is nothing else in the list. Some stand under
// a check for nil: without that, what it is about can't be reached either.
func (l *lengths) collect(list []ir.Stmt, any map[*ir.Var]bool) bool {
	for _, s := range list {
		switch s := s.(type) {
		case *ir.CallStmt:
			if s.Callee != nil || !strings.HasPrefix(s.Fn.Name, "Check") {
				return false
			}
			if s.Fn.Name == "CheckLen" {
				x, y := lenOf(s.Args[2]), lenOf(s.Args[4])
				if x != nil && y != nil && l.constant(x) && l.constant(y) {
					l.same = append(l.same, checked{l.place(x), l.place(y), any})
				}
			}
		case *ir.Clear:
		case *ir.If:
			if s.Else != nil || !l.collect(s.Then.List, any) {
				return false
			}
		case *ir.Count:
			inner := maps.Clone(any)
			inner[s.Var] = true
			if !l.collect(s.Body.List, inner) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// lenOf is x where e is len(x), else nil.
func lenOf(e ir.Expr) ir.Expr {
	if c, ok := e.(*ir.Call); ok && c.Fn.Pkg == "" && c.Fn.Name == "len" {
		return c.Args[0]
	}
	return nil
}

// constant reports whether e has the same value wherever it can be computed.
func (l *lengths) constant(e ir.Expr) bool {
	ok := pure(e)
	ir.WalkExpr(e, func(e ir.Expr) bool {
		if r, ref := e.(*ir.Ref); ref {
			v := r.Var
			ok = ok && (l.use.single(v) || l.counts[v] || v.Kind == ir.Param && l.use.stores[v] == 0)
		}
		return ok
	})
	if ok {
		l.g.Reads(e, func(n *flow.Node) { ok = ok && !l.written[n] })
	}
	return ok
}

// number brings an int expression to a form in which equal numbers look alike, as far as that is easy.
func (l *lengths) number(e ir.Expr) ir.Expr {
	switch e := e.(type) {
	case *ir.Ref:
		if d := l.use.decls[e.Var]; d != nil && l.use.single(e.Var) && d.Init != nil && e.Var.Type == ir.Int && l.constant(d.Init) {
			return l.number(d.Init)
		}
	case *ir.Call:
		if e.Fn.Pkg == "" && e.Fn.Name == "len" {
			return l.length(e.Args[0])
		}
	case *ir.Binary:
		if e.Typ == ir.Int {
			return ir.Op(e.Op, l.number(e.X), l.number(e.Y))
		}
	}
	return e
}

// length is the number that is the length of x.
func (l *lengths) length(x ir.Expr) ir.Expr {
	switch e := x.(type) {
	case *ir.Ref:
		d := l.use.decls[e.Var]
		if d == nil || d.Init == nil || !l.use.single(e.Var) {
			break
		}
		switch init := d.Init.(type) {
		case *ir.Make:
			if l.constant(init.Len) {
				return l.number(init.Len)
			}
		default:
			if l.constant(init) {
				return l.length(init)
			}
		}
	case *ir.Slice:
		if _, ok := e.X.Type().Underlying().(*types.Slice); !ok {
			break
		}
		hi := l.length(e.X)
		if e.Hi != nil {
			hi = l.number(e.Hi)
		}
		if e.Lo == nil {
			return hi
		}
		return ir.Op(token.SUB, hi, l.number(e.Lo))
	}
	if a, ok := x.Type().Underlying().(*types.Array); ok {
		return ir.IntConst(a.Len())
	}
	return ir.Len(l.place(x))
}

// place gives the place of a slice, found by parameters as far as possible, in the form of the one whose length it was checked against.
func (l *lengths) place(x ir.Expr) ir.Expr {
	x = l.resolve(x)
	for _, e := range l.same {
		c := ir.NewCloner()
		if match(e.a, x, e.any, c.Exprs) {
			x = c.Expr(e.b)
		}
	}
	return x
}

// resolve puts what variables hold in the place of the variables.
func (l *lengths) resolve(e ir.Expr) ir.Expr {
	return ir.MapExpr(e, func(e ir.Expr) ir.Expr {
		switch e := e.(type) {
		case *ir.Ref:
			d := l.use.decls[e.Var]
			if d == nil || !l.use.single(e.Var) || d.Init == nil || !l.constant(d.Init) {
				return e
			}
			switch e.Var.Type.Underlying().(type) {
			case *types.Slice, *types.Pointer:
				return l.resolve(d.Init)
			}
			if e.Var.Type == ir.Int {
				return l.number(e)
			}
		case *ir.Deref:
			if a, ok := e.X.(*ir.Addr); ok {
				return a.X
			}
		}
		return e
	})
}

// match reports whether e is pattern with something in the place of the variables in any, and puts that into found.
func match(pattern, e ir.Expr, any map[*ir.Var]bool, found map[*ir.Var]ir.Expr) bool {
	switch p := pattern.(type) {
	case *ir.Ref:
		if any[p.Var] {
			if was := found[p.Var]; was != nil {
				return ir.Equal(was, e)
			}
			found[p.Var] = e
			return true
		}
	case *ir.Index:
		x, ok := e.(*ir.Index)
		return ok && match(p.X, x.X, any, found) && match(p.I, x.I, any, found)
	case *ir.Field:
		x, ok := e.(*ir.Field)
		return ok && p.F == x.F && match(p.X, x.X, any, found)
	case *ir.Deref:
		x, ok := e.(*ir.Deref)
		return ok && match(p.X, x.X, any, found)
	}
	return ir.Equal(pattern, e)
}

// less is n - e, if that is a constant.
func (l *lengths) less(e, n ir.Expr) (int64, bool) {
	a := &atoms{}
	return a.polynomial(l.number(n)).plus(a.polynomial(l.number(e)), -1).constant()
}

// within reports whether i is certainly at least 0 and below the length of x, in a loop over i.
func (l *lengths) within(i, x ir.Expr, loops []*ir.Count) bool {
	n := l.length(x)
	if c := isConst(i); c != nil {
		k, ok := constant.Int64Val(constant.ToInt(c.Val))
		d, known := l.less(i, n)
		return ok && k >= 0 && known && d > 0
	}
	base, k := offset(i)
	r, ok := base.(*ir.Ref)
	if !ok || !l.constant(x) {
		return false
	}
	for _, c := range loops {
		if c.Var != r.Var {
			continue
		}
		low, high := c.Lo, l.number(c.Hi)
		if c.Step < 0 {
			low, high = next(c.Hi), l.number(next(c.Lo))
		}
		if k != 0 {
			b, first := offset(low)
			return b == nil && first+k >= 0 && l.constant(c.Hi) && l.constant(c.Lo) && l.covers(n, ir.Op(token.ADD, high, ir.IntConst(k)))
		}
		return l.natural(low, loops) && l.constant(c.Hi) && l.constant(c.Lo) && (l.covers(n, high) || l.within(high, x, loops))
	}
	return false
}

// covers reports whether the number n is certainly no less than e.
func (l *lengths) covers(n, e ir.Expr) bool {
	d, ok := l.less(e, n)
	return ok && d >= 0
}

// natural reports whether the int e is certainly not negative.
func (l *lengths) natural(e ir.Expr, loops []*ir.Count) bool {
	switch e := e.(type) {
	case *ir.Const:
		return constant.Sign(e.Val) >= 0
	case *ir.Ref:
		for _, c := range loops {
			if c.Var == e.Var && c.Step > 0 {
				return l.natural(c.Lo, loops)
			}
			if c.Var == e.Var {
				return l.natural(next(c.Hi), loops)
			}
		}
	case *ir.Call:
		return e.Fn.Pkg == "" && (e.Fn.Name == "len" || e.Fn.Name == "cap")
	case *ir.Binary: // small numbers: those of loops are below a length
		return e.Op == token.ADD && l.natural(e.X, loops) && l.natural(e.Y, loops) && isConst(e.Y) != nil && isNumber(e.Y, 1)
	}
	return false
}

// offset parts the int e into a base, nil for a constant, and a constant.
func offset(e ir.Expr) (base ir.Expr, n int64) {
	if c := isConst(e); c != nil {
		n, _ = constant.Int64Val(constant.ToInt(c.Val))
		return nil, n
	}
	if b, ok := e.(*ir.Binary); ok && (b.Op == token.ADD || b.Op == token.SUB) {
		if c := isConst(b.Y); c != nil {
			n, _ = constant.Int64Val(constant.ToInt(c.Val))
			if b.Op == token.SUB {
				n = -n
			}
			return b.X, n
		}
	}
	return e, 0
}

// equal reports whether the slices x and y certainly have the same length.
func (l *lengths) equal(x, y ir.Expr) bool {
	d, ok := l.less(l.length(x), l.length(y))
	return ok && d == 0
}

// compilerCovers reports whether Go's compiler knows that the slice variable x is no shorter than n.
func (l *lengths) compilerCovers(x, n ir.Expr) bool {
	a := &atoms{}
	d, ok := a.polynomial(l.seen(x)).plus(a.polynomial(l.seenNumber(n)), -1).constant()
	return ok && d >= 0
}

// seen is the length of the slice variable x as Go's compiler knows it: it follows variables, but not what was loaded from memory.
func (l *lengths) seen(x ir.Expr) ir.Expr {
	r, ok := x.(*ir.Ref)
	if !ok {
		return ir.Len(x)
	}
	for _, e := range l.same {
		if a, ok := e.a.(*ir.Ref); ok && a.Var == r.Var {
			if _, ok := e.b.(*ir.Ref); ok {
				return l.seen(e.b)
			}
		}
	}
	d := l.use.decls[r.Var]
	if d == nil || !l.use.single(r.Var) {
		return ir.Len(x)
	}
	switch init := d.Init.(type) {
	case *ir.Ref:
		if l.constant(init) {
			return l.seen(init)
		}
	case *ir.Make:
		if l.constant(init.Len) && !loadsMemory(init.Len) {
			return l.seenNumber(init.Len)
		}
	case *ir.Slice:
		if init.Lo == nil && init.Hi != nil && l.constant(init.Hi) && !loadsMemory(init.Hi) {
			return l.seenNumber(init.Hi)
		}
	}
	return ir.Len(x)
}

// seenNumber is the int e as the compiler knows it.
func (l *lengths) seenNumber(e ir.Expr) ir.Expr {
	if x := lenOf(e); x != nil {
		return l.seen(x)
	}
	switch e := e.(type) {
	case *ir.Ref:
		d := l.use.decls[e.Var]
		if d != nil && d.Init != nil && l.use.single(e.Var) && l.constant(d.Init) && !loadsMemory(d.Init) {
			return l.seenNumber(d.Init)
		}
	case *ir.Binary:
		return ir.Op(e.Op, l.seenNumber(e.X), l.seenNumber(e.Y))
	}
	return e
}

func loadsMemory(e ir.Expr) bool {
	found := false
	ir.WalkExpr(e, func(e ir.Expr) bool {
		found = found || ir.IsPlace(e) && ir.Root(e) == nil
		return !found
	})
	return found
}
