package adjoint

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/normal"
)

// Rows. What an iteration of a counted loop saves goes to a row with an element for each iteration, made before the loop: storing
// and reading an element costs a third of a push and a pop, the reverse loop may run in any order, and what is saved can be
// stated as a formula. Where the bounds of inner loops are known before an outer one, one row serves for the whole nest. A row that
// has to be made inside of a loop is a value of that loop's iteration, to be saved like others: in a row of rows.
//
// Loops without a known number of trips, and loops that may break, which would take room for trips that they don't make, push to a
// stack. So do fused loops whose inner bounds vary: the stack is empty again after each iteration, where rows would pile up.

// nest is a loop that the sweeper is inside of.
type nest struct {
	loop  *ir.Count // nil where the iterations can't be numbered
	fused bool      // each iteration runs forward and backward at once
	pre   []ir.Stmt // rows, to be made before the loop
	back  []ir.Stmt // what stands before its reverse
	decls []*ir.Decl

	rows        []*ir.Var   // of its iterations
	level       *nest       // where they are made
	size, index ir.Expr     // how many elements they have, and the present one
	dims        []*ir.Count // the loops that number them
}

// enter says that what the sweeper visits until leave is inside of the loop.
func (w *sweeper) enter(loop *ir.Count, fused bool) *nest {
	n := &nest{loop: loop, fused: fused}
	w.nests = append(w.nests, n)
	return n
}

// leave ends the visit of the innermost loop, whose body became both, and makes its rows.
func (w *sweeper) leave(both *sweep) {
	n := w.nests[len(w.nests)-1]
	w.nests = w.nests[:len(w.nests)-1]
	if len(n.rows) == 0 {
		return
	}
	row := n.rows[0]
	elem := elemType(row.Type)
	buf := (*ir.Buf)(nil)
	if len(n.rows) > 1 {
		row, buf = w.record(n, both)
	} else {
		w.cutRow(n, row, both)
		row.Name = rowName(row.Name, elem)
		buf = w.b.arenaOf(elem)
	}
	n.level.add(&ir.Decl{Var: row, Init: &ir.Make{Typ: row.Type, Len: n.size, Buf: buf, Raw: true}})
}

// add makes a row before the loop of n.
func (n *nest) add(d *ir.Decl) { n.pre, n.decls = append(n.pre, d), append(n.decls, d) }

// record makes one row of structs of the rows of n, so that what an iteration saves stands side by side.
func (w *sweeper) record(n *nest, both *sweep) (*ir.Var, *ir.Buf) {
	field := map[*ir.Var]int{}
	taken := map[string]bool{}
	var fields []*types.Var
	slices.SortStableFunc(n.rows, func(a, b *ir.Var) int { return narrow(a) - narrow(b) })
	for i, r := range n.rows {
		name := unused(r.Name, func(name string) bool { return taken[name] })
		taken[name] = true
		field[r] = i
		fields = append(fields, types.NewField(token.NoPos, nil, name, elemType(r.Type), false))
	}
	elem := types.NewStruct(fields, nil)
	row := &ir.Var{Name: "saved", Type: types.NewSlice(elem), Temp: true}
	place := &ir.Index{X: ir.Use(row), I: n.index}
	for _, list := range []*[]ir.Stmt{&both.fwd, &both.rev} {
		it := &ir.Var{Name: "it", Type: types.NewPointer(elem)}
		used := false
		replace := func(e ir.Expr) ir.Expr {
			return ir.MapExpr(e, func(e ir.Expr) ir.Expr {
				x, ok := e.(*ir.Index)
				if !ok {
					return e
				}
				r, ok := x.X.(*ir.Ref)
				if f, mine := field[refVar(r)]; ok && mine {
					used = true
					return &ir.Field{X: &ir.Deref{X: ir.Use(it)}, F: f}
				}
				return e
			})
		}
		for _, s := range *list {
			ir.Walk(s, func(s ir.Stmt) bool { ir.MapExprs(s, replace); return true })
		}
		if used {
			*list = append([]ir.Stmt{&ir.Decl{Var: it, Init: &ir.Addr{X: place}}}, *list...)
		}
	}
	return row, w.b.recordArena(elem, n.loop)
}

// narrow is 1 for rows of booleans, which come last, so that no room is lost between them and the others.
func narrow(row *ir.Var) int {
	if types.Identical(elemType(row.Type), ir.Bool) {
		return 1
	}
	return 0
}

func refVar(r *ir.Ref) *ir.Var {
	if r == nil {
		return nil
	}
	return r.Var
}

// slot is the place for a value of type t, called name, of the present iteration of the innermost loop; nil where that has no rows.
func (w *sweeper) slot(name string, t types.Type) ir.Expr {
	level, dims := w.reach()
	if level < 0 {
		return nil
	}
	size, index := w.extent(dims)
	in := w.nests[len(w.nests)-1]
	in.level, in.size, in.index, in.dims = w.nests[level], size, index, dims
	row := &ir.Var{Name: name, Type: types.NewSlice(t), Temp: true}
	in.rows = append(in.rows, row)
	return &ir.Index{X: ir.Use(row), I: index}
}

// extent gives how many elements a row for the loops dims has, and the one of the present iteration.
func (w *sweeper) extent(dims []*ir.Count) (size, index ir.Expr) {
	for _, c := range dims {
		n, i := w.trips(c)
		room := n
		if !natural(n) {
			room = &ir.Call{Fn: ir.FuncRef{Name: "max"}, Args: []ir.Expr{n, ir.ZeroOf(n.Type())}, Typ: n.Type()}
		}
		room, n, i = toInt(room), toInt(n), toInt(i)
		if size == nil {
			size, index = room, i
			continue
		}
		size = ir.Op(token.MUL, size, room)
		index = ir.Op(token.ADD, ir.Op(token.MUL, index, n), i)
	}
	return size, index
}

// reach finds the outermost loop before which a row for the innermost one can be made, and the loops that number its elements, with
// sizes evaluated there too. level is -1 where there is none.
func (w *sweeper) reach(sizes ...ir.Expr) (level int, dims []*ir.Count) {
	level = -1
	for q := len(w.nests) - 1; q >= 0; q-- {
		n := w.nests[q]
		if n.loop == nil || !w.knownBefore(n.loop, sizes) {
			break
		}
		level = q
		if !n.fused {
			dims = append([]*ir.Count{n.loop}, dims...)
			lo, hi := w.bounds(n.loop)
			sizes = append(sizes, lo, hi)
		}
	}
	for q := range level {
		if w.nests[q].fused {
			return -1, nil
		}
	}
	if len(dims) == 0 {
		return -1, nil
	}
	return level, dims
}

// knownBefore reports whether the sizes can be evaluated before loop, around them, and are the same throughout.
func (w *sweeper) knownBefore(loop *ir.Count, sizes []ir.Expr) bool {
	if len(sizes) == 0 {
		return true
	}
	inside := declared(loop)
	written := w.b.g.Written(loop)
	for _, e := range sizes {
		if !plain(e) || w.b.g.Changes(written, e) {
			return false
		}
		for v := range inside {
			if normal.Mentions(e, v) {
				return false
			}
		}
	}
	return true
}

// declared are the variables of loop and of all that is inside it.
func declared(loop ir.Stmt) map[*ir.Var]bool {
	out := map[*ir.Var]bool{}
	ir.Walk(loop, func(s ir.Stmt) bool {
		switch s := s.(type) {
		case *ir.Decl:
			out[s.Var] = true
		case *ir.Count:
			out[s.Var] = true
		}
		return true
	})
	return out
}

// plain reports whether e is integer arithmetic on variables and lengths of variables, which can't panic.
func plain(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Const, *ir.Ref:
		return true
	case *ir.Binary:
		return (e.Op == token.ADD || e.Op == token.SUB || e.Op == token.MUL) && plain(e.X) && plain(e.Y)
	case *ir.Unary:
		return plain(e.X)
	case *ir.Conv:
		return ir.IsInteger(e.Typ) && plain(e.X)
	case *ir.Call:
		if e.Fn.Pkg != "" {
			return false
		}
		for _, a := range e.Args {
			if !plain(a) {
				return false
			}
		}
		return true
	}
	return false
}

// smallStart bounds the first value of a loop variable that still serves as an index itself.
const smallStart = 4

// trips gives how many elements a row for the loop c has, and the element of the present iteration.
func (w *sweeper) trips(c *ir.Count) (n, index ir.Expr) {
	i := ir.Use(c.Var)
	k := func(x int64) ir.Expr { return &ir.Const{Val: ir.IntConst(x).Val, Typ: c.Var.Type} }
	lo, hi := w.bounds(c)
	start, known := intConst(lo)
	switch {
	case c.Step == 1 && known && start >= 0 && start <= smallStart:
		return hi, i
	case c.Step == 1:
		return sub(hi, lo), sub(i, lo)
	case c.Step == -1:
		if end, ok := intConst(hi); ok && end >= -1 && end <= smallStart {
			return add(lo, k(1)), i
		}
		return sub(lo, hi), sub(lo, i)
	}
	step, dist, at := c.Step, sub(hi, lo), sub(i, lo)
	if step < 0 {
		step, dist, at = -step, sub(lo, hi), sub(lo, i)
	}
	return ir.Op(token.QUO, add(dist, k(step-1)), k(step)), ir.Op(token.QUO, at, k(step))
}

// bounds are the bounds of c, made of what is known earliest.
func (w *sweeper) bounds(c *ir.Count) (lo, hi ir.Expr) {
	return w.b.lengths.trace(c.Lo), w.b.lengths.trace(c.Hi)
}

// natural reports whether the integer e is certainly not negative.
func natural(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Const:
		n, ok := intConst(e)
		return ok && n >= 0
	case *ir.Call:
		return e.Fn.Pkg == "" && (e.Fn.Name == "len" || e.Fn.Name == "cap")
	}
	return false
}

func toInt(e ir.Expr) ir.Expr {
	if types.Identical(e.Type(), ir.Int) {
		return e
	}
	return &ir.Conv{X: e, Typ: ir.Int}
}

// rowName is what a row of values of type t, called name, is called.
func rowName(name string, t types.Type) string {
	n := len(name)
	switch {
	case types.Identical(t, ir.Bool):
		return name + "At"
	case n > 1 && name[n-1] != 's' && name[n-1] != 'x':
		return name + "s"
	}
	return "saved" + strings.ToUpper(name[:1]) + name[1:]
}
