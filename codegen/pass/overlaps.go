package pass

import (
	"go/constant"
	"go/types"
	"strings"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// What the program's start says about memory that overlaps: it tells runtime.Overlaps of blocks of memory in groups, and blocks of
// one group may overlap, as their destinations do.

const runtimePath = "github.com/gograd/gograd/runtime"

// storedBlock is one of those calls: StoredSlice(overlaps, group, name, p, d...), or StoredPointer.
func storedBlock(s ir.Stmt) (group int64, p ir.Expr, d []ir.Expr, ok bool) {
	c, ok := s.(*ir.CallStmt)
	if !ok || c.Callee != nil || c.Fn.Pkg != runtimePath || !strings.HasPrefix(c.Fn.Name, "Stored") {
		return 0, nil, nil, false
	}
	group, _ = constant.Int64Val(c.Args[1].(*ir.Const).Val)
	return group, c.Args[3], c.Args[4:], group > 0
}

// onlyChecks reports whether c is one of the calls that look at shapes and at how memory overlaps. They store nothing.
func onlyChecks(c *ir.CallStmt) bool {
	if c.Callee == nil && c.Fn.Pkg == runtimePath && strings.HasPrefix(c.Fn.Name, "Check") {
		return true
	}
	for _, list := range [][]ir.Expr{c.Args, c.Dsts} {
		if len(list) == 0 || list[0] == nil {
			continue
		}
		if p, ok := list[0].Type().(*types.Pointer); ok {
			n, named := p.Elem().(*types.Named)
			return named && n.Obj().Name() == "Overlaps" && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == runtimePath
		}
	}
	return false
}

// unifyGroups makes each group one memory, and its destinations.
func unifyGroups(prog *ir.Program, g *flow.Graph) {
	first := map[int64][]ir.Expr{}
	for _, f := range prog.Funcs {
		ir.Walk(f.Body, func(s ir.Stmt) bool {
			group, p, d, ok := storedBlock(s)
			if !ok {
				return true
			}
			refs := append([]ir.Expr{p}, d...)
			if old := first[group]; old == nil {
				first[group] = refs
			} else {
				for i, r := range refs {
					g.Unify(g.Pointee(old[i]), g.Pointee(r))
				}
			}
			return true
		})
	}
}

// comparesAliases reports whether two blocks of memory that the program is given, and so two destinations, may be one.
func (u *unit) comparesAliases() bool {
	members := map[int64]int{}
	for i, f := range u.prog.Funcs {
		var count func(list []ir.Stmt, each int)
		count = func(list []ir.Stmt, each int) {
			for _, s := range list {
				if group, _, _, ok := storedBlock(s); ok {
					members[group] += each
				}
				inside := each
				if ir.IsLoop(s) {
					inside = 2
				}
				for _, b := range ir.Blocks(s) {
					count(b.List, inside)
				}
			}
		}
		count(f.Body.List, min(i, 1)+1)
	}
	for _, n := range members {
		if n > 1 {
			return true
		}
	}
	return false
}
