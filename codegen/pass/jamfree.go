package pass

import (
	"go/token"
	"go/types"
	"strings"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// independent reports whether the iterations may run together. That is so where all that touches a cell which the body stores to
//
//   - only adds to it, in the adjoint, whose sums may be added up in another order;
//   - or stands in one statement of the body that is written once for each iteration, in their order;
//   - or names the place alike, as an element x[i], or x[e+i], of a slice that is the same one in all iterations: each iteration has an element
//     of its own.
func (b *jamBody) independent() bool {
	t := &jamVisits{b: b, cells: map[*flow.Node][]jamVisit{}}
	for i, s := range b.n.Body.List {
		t.top = i
		if c, ok := s.(*ir.Count); ok && b.fused[c] {
			t.top = -1
		}
		ir.Walk(s, func(u ir.Stmt) bool { t.stmt(u); return true })
	}
	for v := range b.scratch {
		delete(t.cells, b.j.g.Pointee(ir.Use(v)))
	}
	for _, list := range t.cells {
		if !readOnly(list) && !onlyAdds(list) && !oneStatement(list) && !b.elementEach(list) {
			return false
		}
	}
	return true
}

// jamVisit is an access to a cell.
type jamVisit struct {
	place ir.Expr
	top   int  // the statement of the body that it stands in; -1 in a loop that is one for all iterations
	store bool // or a load
	add   bool // of an adjoint statement, which adds
}

// jamVisits lists what the statements of a body do to cells that are not their own variables.
type jamVisits struct {
	b     *jamBody
	cells map[*flow.Node][]jamVisit
	top   int
}

func (t *jamVisits) stmt(s ir.Stmt) {
	dst := map[ir.Expr]bool{}
	for _, d := range ir.Dsts(s) {
		dst[d] = true
		t.path(d)
		a, ok := s.(*ir.Assign)
		add := ok && a.Add && adjoint(a) && ir.IsFloat(d.Type())
		t.note(d, jamVisit{store: true, add: add})
		if ok && a.Add && !add {
			t.note(d, jamVisit{})
		}
	}
	for _, e := range ir.Exprs(s) {
		if !dst[e] {
			t.value(e)
		}
	}
	if c, ok := s.(*ir.CallStmt); ok {
		t.kernel(c.Fn, c.Args)
	}
}

// kernel notes what a call of a kernel does with the elements of its arguments.
func (t *jamVisits) kernel(fn ir.FuncRef, args []ir.Expr) {
	kinds, _ := ir.KernelArgs(fn)
	adds := strings.HasPrefix(fn.Name, "Axpy") || strings.HasPrefix(fn.Name, "Add")
	for i, k := range kinds {
		if !k.Reads && !k.Writes {
			continue
		}
		n, typ := t.b.j.g.Pointee(args[i]), elemOf(args[i])
		if k.Rows {
			t.cells[n] = append(t.cells[n], jamVisit{place: args[i], top: t.top})
			n, typ = n.Elem(), ir.Float64
		}
		how := jamVisit{place: args[i], top: t.top, store: k.Writes, add: k.Writes && adds}
		flow.Leaves(n, typ, func(n *flow.Node) {
			t.cells[n] = append(t.cells[n], how)
		})
	}
}

func (t *jamVisits) note(place ir.Expr, how jamVisit) {
	if v := ir.Root(place); v != nil && t.b.own[v] {
		return
	}
	how.place, how.top = place, t.top
	flow.Leaves(t.b.j.g.Node(place), place.Type(), func(n *flow.Node) { t.cells[n] = append(t.cells[n], how) })
}

// value notes what evaluating e loads.
func (t *jamVisits) value(e ir.Expr) {
	if ir.IsPlace(e) {
		t.note(e, jamVisit{})
		t.path(e)
		return
	}
	if x, ok := e.(*ir.Addr); ok {
		t.path(x.X)
		return
	}
	for _, x := range e.Operands() {
		t.value(x)
	}
	if c, ok := e.(*ir.Call); ok {
		t.kernel(c.Fn, c.Args)
	}
}

// path notes what finding the place e loads.
func (t *jamVisits) path(e ir.Expr) {
	switch e := e.(type) {
	case *ir.Field:
		t.path(e.X)
	case *ir.Index:
		t.value(e.I)
		if _, array := e.X.Type().Underlying().(*types.Array); array && ir.IsPlace(e.X) {
			t.path(e.X)
		} else {
			t.value(e.X)
		}
	case *ir.Deref:
		t.value(e.X)
	case *ir.Ref:
	default:
		t.value(e)
	}
}

func readOnly(list []jamVisit) bool {
	for _, t := range list {
		if t.store {
			return false
		}
	}
	return true
}

func onlyAdds(list []jamVisit) bool {
	for _, t := range list {
		if !t.add {
			return false
		}
	}
	return true
}

func oneStatement(list []jamVisit) bool {
	for _, t := range list {
		if t.top < 0 || t.top != list[0].top {
			return false
		}
	}
	return true
}

// elementEach reports whether all accesses name one place, and that is another one in each iteration.
func (b *jamBody) elementEach(list []jamVisit) bool {
	for _, t := range list {
		if !ir.Equal(t.place, list[0].place) {
			return false
		}
	}
	e := list[0].place
	for {
		f, ok := e.(*ir.Field)
		if !ok {
			break
		}
		e = f.X
	}
	x, ok := e.(*ir.Index)
	if !ok {
		return false
	}
	slice, ok := b.atStart(x.X)
	return ok && !reads(slice, b.n.Var) && b.moves(x.I)
}

// moves reports whether the index e is the loop's variable, and what is the same in all iterations added to it.
func (b *jamBody) moves(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Ref:
		return e.Var == b.n.Var
	case *ir.Binary:
		if e.Op == token.ADD {
			return b.moves(e.X) && b.fixed(e.Y) || b.moves(e.Y) && b.fixed(e.X)
		}
		return e.Op == token.SUB && b.moves(e.X) && b.fixed(e.Y)
	}
	return false
}

func (b *jamBody) fixed(e ir.Expr) bool {
	e, ok := b.atStart(e)
	return ok && !reads(e, b.n.Var)
}

// lanes is how many iterations can run together in the registers that there are; 0 where it does not pay.
func (b *jamBody) lanes() int64 {
	best := int64(0)
	for c := range b.fused {
		if !innermost(c)[c.Body] {
			continue
		}
		use := b.pressure(c)
		if use.sums == 0 {
			continue
		}
		if use.dear || use.sums > 2 { // sums that do not wait for each other are there already
			return 0
		}
		n := int64(4)
		for n > 1 && (use.floats*int(n)+use.sharedFloats > maxJammedFloats || use.slices*int(n)+use.sharedSlices > maxJammedSlices) {
			n--
		}
		if n < 2 {
			return 0
		}
		if best == 0 || n < best {
			best = n
		}
	}
	if size(b.n.Body)*int(best) > maxJammed {
		return 0
	}
	return best
}

// size is how many statements there are in s.
func size(s ir.Stmt) int {
	n := -1
	ir.Walk(s, func(ir.Stmt) bool { n++; return true })
	return n
}

// pressure is what an innermost loop keeps in registers: for each iteration of the loop around it, and for all of them.
type pressure struct {
	sums           int  // variables of the body around that the loop adds to
	dear           bool // it calls functions that take longer than an addition
	floats, slices int
	sharedFloats   int
	sharedSlices   int
}

func (b *jamBody) pressure(c *ir.Count) pressure {
	var p pressure
	inside := map[*ir.Var]bool{}
	seen, sums := map[*ir.Var]bool{}, map[*ir.Var]bool{}
	ir.Walk(c.Body, func(s ir.Stmt) bool {
		if d, ok := s.(*ir.Decl); ok {
			inside[d.Var] = true
		}
		if a, ok := s.(*ir.Assign); ok && a.Add {
			if r, ok := a.Dst.(*ir.Ref); ok && ir.IsFloat(r.Var.Type) && b.own[r.Var] && !inside[r.Var] {
				sums[r.Var] = true
			}
		}
		for _, e := range ir.Exprs(s) {
			ir.WalkExpr(e, func(e ir.Expr) bool {
				switch e := e.(type) {
				case *ir.Call:
					p.dear = p.dear || e.Fn.Pkg != "" && !quick(e)
				case *ir.Ref:
					if !seen[e.Var] {
						seen[e.Var] = true
						p.count(e.Var, b.own[e.Var] || b.scratch[e.Var] != nil)
					}
				}
				return true
			})
		}
		return true
	})
	p.sums = len(sums)
	p.sharedFloats += 2 // what is loaded, and a product
	return p
}

func (p *pressure) count(v *ir.Var, own bool) {
	switch {
	case ir.IsFloat(v.Type) && own:
		p.floats++
	case ir.IsFloat(v.Type):
		p.sharedFloats++
	case ir.IsSlice(v.Type) && own:
		p.slices++
	case ir.IsSlice(v.Type):
		p.sharedSlices++
	}
}

// quick reports whether the call e is an instruction or two.
func quick(e *ir.Call) bool {
	switch e.Fn.String() {
	case "math.Abs", "math.Copysign", "math.Floor", "math.Ceil", "math.Trunc", "math.FMA":
		return true
	}
	return false
}
