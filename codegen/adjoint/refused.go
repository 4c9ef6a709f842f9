package adjoint

import (
	"fmt"

	"github.com/gograd/gograd/analyzer/ir"
)

// cant stops at the statement being worked on, which holds what, for a reason that the user is told together with the way out.
func (b *builder) cant(what, reason, wayOut string) {
	panic(&Error{Stmt: b.cur, Msg: what, Notes: []string{reason, wayOut}})
}

// refuse stops at a call of a function that has no derivative to speak of, on a value that depends on an input: its result
// would lose the dependence without a word.
func (b *builder) refuse() {
	for _, f := range b.prog.Funcs {
		ir.Walk(f.Body, func(s ir.Stmt) bool {
			b.cur = s
			if c, ok := s.(*ir.CallStmt); ok && c.Callee == nil {
				b.refuseCall(c.Fn, c.Args)
			}
			for _, e := range ir.Exprs(s) {
				ir.WalkExpr(e, func(e ir.Expr) bool {
					if c, ok := e.(*ir.Call); ok {
						b.refuseCall(c.Fn, c.Args)
					}
					return true
				})
			}
			return true
		})
	}
}

func (b *builder) refuseCall(f ir.FuncRef, args []ir.Expr) {
	if b.rule(f).Kind != Refused {
		return
	}
	for _, a := range args {
		if ir.IsFloat(a.Type()) && b.act.Varied(a) {
			b.cant(fmt.Sprintf("call of %s on a value that depends on what is differentiated", f),
				"it has no derivative that could be used, so the dependence would be lost",
				"give it gograd.StopGradient(x) if that is meant, or the function that calls it a derivative rule with //gograd:rule")
		}
	}
}
