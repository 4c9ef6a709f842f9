package adjoint

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// Memory that overlaps. The analyses take memory that is reached in different ways for different memory, unless the graph of aliases makes
// it one; and shadows belong to references, so that a cell that is reached in two ways has one adjoint only where the two
// destinations meet as well. Where memory is only read none of this matters: what is never stored to can be read by any name, and
// its adjoints are only added to. Where the function stores through what it was given, it looks at its start how all that can
// be reached overlaps, and panics where the analyses would be wrong (runtime.Overlaps).
//
// A block is what a slice or a pointer refers to. Blocks with the same nodes of the graph are a group: they are taken for one memory, and
// may overlap as their destinations do. So may arguments, and fields of arguments, of one type; these are made one in the graph. Other
// blocks must not overlap where one of them is stored to, nor those without a destination, whose shadows, made by the
// function itself, are apart.

// block is a slice or a pointer, followed from an argument.
type block struct {
	place ir.Expr
	dests []ir.Expr // by row; none where the caller gives no destination
	name  string
	elem  types.Type
	slice bool
	top   bool // an argument, or a field of one
	seed  bool // a cotangent of a result
	in    *follower

	nodes  []*flow.Node // of the cells of an element
	stored bool
	group  int
	call   *ir.CallStmt // that tells runtime.Overlaps of it; without a name where that need not know
}

// overlaps is what is found out about the memory that is given to the function.
type overlaps struct {
	b         *builder
	o         *ir.Var
	blocks    []*block
	followers []*follower
	pairs     [][2]ir.Expr // references to what is one memory for the analyses
	body      []ir.Stmt    // follow all arguments
}

// findOverlaps follows the arguments, and decides what is one memory.
func (b *builder) findOverlaps() {
	p := &overlaps{b: b, o: overlapsVar(ir.Local)}
	b.given = p
	for _, v := range b.outsiders() {
		p.body = append(p.body, p.follow(walk{e: ir.Use(v), name: v.Name, top: true})...)
		if t := v.Type.Underlying(); v.Kind == ir.Global && !isReference(t) {
			p.body = append(p.body, p.block(walk{e: &ir.Addr{X: ir.Use(v)}, name: v.Name})...)
		}
	}
	for _, s := range b.seeds {
		if s != nil {
			first := len(p.blocks)
			p.body = append(p.body, p.follow(walk{e: ir.Use(s), name: s.Name})...)
			for _, x := range p.blocks[first:] {
				x.seed = true
			}
		}
	}
	p.unify()
	p.findStored()
	p.oneMemory()
	p.findGroups()
	p.describe()
}

func isReference(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Slice, *types.Pointer:
		return true
	}
	return false
}

// unify makes one in the graph what is one memory for the analyses.
func (p *overlaps) unify() {
	for _, q := range p.pairs {
		p.b.g.Unify(p.b.g.Pointee(q[0]), p.b.g.Pointee(q[1]))
	}
}

// findStored finds the blocks that the function stores to.
func (p *overlaps) findStored() {
	var list []ir.Stmt
	for _, f := range p.b.prog.Funcs {
		list = append(list, f.Body)
	}
	written := p.b.g.Written(list...)
	for _, x := range p.blocks {
		flow.Leaves(p.b.g.Pointee(x.place), x.elem, func(n *flow.Node) { x.stored = x.stored || written[n] })
	}
}

// oneMemory makes one memory of arguments of one type of which one is stored through, where they all have destinations.
func (p *overlaps) oneMemory() {
	for i, x := range p.blocks {
		for _, y := range p.blocks[i+1:] {
			if x.top && y.top && len(x.dests) > 0 && len(y.dests) > 0 && (x.stored || y.stored) &&
				types.Identical(x.place.Type().Underlying(), y.place.Type().Underlying()) {
				p.pairs = append(p.pairs, [2]ir.Expr{x.place, y.place})
			}
		}
	}
	p.unify()
	p.findStored()
}

// findGroups numbers the groups. Group 0 are those that overlap nothing.
func (p *overlaps) findGroups() {
	var firsts []*block
	for _, x := range p.blocks {
		flow.Leaves(p.b.g.Pointee(x.place), x.elem, func(n *flow.Node) { x.nodes = append(x.nodes, n) })
		if ir.Carries(x.elem) && len(x.dests) == 0 || x.seed {
			continue
		}
		for i, y := range firsts {
			if slices.Equal(x.nodes, y.nodes) && len(x.dests) == len(y.dests) {
				x.group = i + 1
			}
		}
		if x.group == 0 {
			firsts = append(firsts, x)
			x.group = len(firsts)
		}
	}
}

// apartFrom reports whether x and y are memory that must not overlap if one of them is stored to.
func (x *block) apartFrom(y *block) bool { return x != y && (x.group != y.group || x.group == 0) }

// needed reports whether the function has something to look at.
func (p *overlaps) needed() bool {
	for _, x := range p.blocks {
		if x.stored && (ir.Carries(x.elem) || slices.ContainsFunc(p.blocks, func(y *block) bool { return x.apartFrom(y) && mayMeet(x, y) })) {
			return true
		}
		if len(p.b.rows) > 1 && len(x.dests) > 1 && !x.top {
			return true
		}
	}
	return false
}

// describe makes the calls that tell runtime.Overlaps of the blocks.
func (p *overlaps) describe() {
	if !p.needed() {
		p.body, p.pairs = nil, nil
		return
	}
	numbers := map[int]int{} // of the groups that are stored to, in order
	for _, x := range p.blocks {
		args := []ir.Expr{ir.Use(p.variable(x))}
		kind := "Read"
		switch {
		case x.stored:
			if x.group > 0 && numbers[x.group] == 0 {
				numbers[x.group] = len(numbers) + 1
			}
			kind, args = "Stored", append(args, ir.IntConst(int64(numbers[x.group])))
		case !p.matters(x):
			continue
		}
		args = append(args, str(x.name), x.place)
		if x.hasDestination() || x.stored && ir.Carries(x.elem) {
			args = append(args, x.dests...)
		}
		if x.slice {
			kind += "Slice"
		} else {
			kind += "Pointer"
		}
		x.call.Fn, x.call.Args = ir.FuncRef{Pkg: RuntimePath, Name: kind}, args
	}
	p.prune()
}

// hasDestination reports whether the caller gives memory for derivatives of floats of x.
func (x *block) hasDestination() bool { return len(x.dests) > 0 && ir.HoldsFloat(x.elem) }

// matters reports whether x, which is only read, has a destination, or may meet one or memory that is stored to.
func (p *overlaps) matters(x *block) bool {
	return x.hasDestination() || slices.ContainsFunc(p.blocks, func(y *block) bool {
		return (y.stored || y.hasDestination()) && x.apartFrom(y) && mayMeet(x, y)
	})
}

// variable is what stands for the runtime.Overlaps where x is.
func (p *overlaps) variable(x *block) *ir.Var {
	if x.in != nil {
		return x.in.f.Params[0]
	}
	return p.o
}

// checks are the statements that look how the memory overlaps.
func (p *overlaps) checks() []ir.Stmt {
	if len(p.body) == 0 {
		return nil
	}
	if isSingle(p.body) {
		return p.single(p.body[0].(*ir.CallStmt))
	}
	begin, end := p.b.beginOverlaps(p.o)
	return slices.Concat(begin, p.body, []ir.Stmt{end})
}

// beginOverlaps gives the statements that make o look at a call, and that end it.
func (b *builder) beginOverlaps(o *ir.Var) (begin []ir.Stmt, end ir.Stmt) {
	call := &ir.CallStmt{Fn: ir.FuncRef{Pkg: RuntimePath, Name: "NewOverlaps"}, Args: []ir.Expr{str(b.req.Name)}, Dsts: []ir.Expr{ir.Use(o)}}
	end = &ir.CallStmt{Fn: ir.FuncRef{Pkg: RuntimePath, Name: "CheckOverlaps"}, Args: []ir.Expr{ir.Use(o)}}
	return []ir.Stmt{&ir.Decl{Var: o}, call}, end
}

// single is the check for a function that is given one block of memory: its destination must be elsewhere.
func (p *overlaps) single(c *ir.CallStmt) []ir.Stmt {
	name, x := c.Args[2], c.Args[3]
	check := "CheckElsewhere"
	if !ir.IsSlice(x.Type()) {
		check += "Pointer"
	}
	var out []ir.Stmt
	for _, d := range c.Args[4:] {
		out = append(out, &ir.CallStmt{Fn: ir.FuncRef{Pkg: RuntimePath, Name: check}, Args: []ir.Expr{str(p.b.req.Name), str(pathName(d)), d, name, x}})
	}
	return out
}

// isSingle reports whether the list tells of one block that is stored to, and of no more than one destination.
func isSingle(list []ir.Stmt) bool {
	c, ok := list[0].(*ir.CallStmt)
	return ok && len(list) == 1 && c.Callee == nil && len(c.Args) <= 5
}

// overlapsVar is a variable for a *runtime.Overlaps.
func overlapsVar(kind ir.VarKind) *ir.Var {
	return &ir.Var{Name: "overlaps", Type: overlapsType, Kind: kind, Temp: true}
}

var overlapsType = func() types.Type {
	pkg := types.NewPackage(RuntimePath, "runtime")
	name := types.NewTypeName(token.NoPos, pkg, "Overlaps", nil)
	named := types.NewNamed(name, types.NewStruct(nil, nil), nil)
	pkg.Scope().Insert(name)
	return types.NewPointer(named)
}()

// followerName is the name of the n-th function that follows a recursive type.
func (p *overlaps) followerName(n int) string {
	name := lowerFirst(p.b.req.Name) + "Overlaps"
	if n > 1 {
		name += fmt.Sprint(n)
	}
	return name
}
