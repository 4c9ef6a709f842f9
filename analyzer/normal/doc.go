// Package normal brings a lowered program into the normal form that the adjoint is made of:
// calls inlined as far as they can be, and exits structured, so that the only one left is a break
// of the innermost loop in tail position of its body, with nothing after it in the iteration.
package normal

import "github.com/gograd/gograd/analyzer/ir"

// Normalize returns root in normal form, followed by the functions that it still calls, in normal form too.
// The functions of p are left as they are.
func Normalize(root *ir.Func) *ir.Program {
	in := &inliner{done: map[*ir.Func]*ir.Func{}, cyclic: cyclic(root)}
	top := in.function(root)
	if in.cyclic[root] { // what the caller calls, and what calls itself, are made into different things
		top = top.Clone()
	}
	prog := &ir.Program{Funcs: []*ir.Func{top}}
	seen := map[*ir.Func]bool{top: true}
	for i := 0; i < len(prog.Funcs); i++ {
		structure(prog.Funcs[i])
		ir.Walk(prog.Funcs[i].Body, func(s ir.Stmt) bool {
			if c, ok := s.(*ir.CallStmt); ok && c.Callee != nil && !seen[c.Callee] {
				seen[c.Callee] = true
				prog.Funcs = append(prog.Funcs, c.Callee)
			}
			return true
		})
	}
	return prog
}
