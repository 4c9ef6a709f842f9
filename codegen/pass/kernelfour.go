package pass

import (
	"strconv"

	"github.com/gograd/gograd/analyzer/ir"
)

// four is what adds up the first four of work, if they are sums of products with a vector in common; else nil.
func (w *kernelWriter) four(work []*elementwise) []ir.Stmt {
	if len(work) < 4 {
		return nil
	}
	for _, common := range []*vector{work[0].x, work[0].z} {
		var others []*vector
		for _, e := range work[:4] {
			switch {
			case common == nil || e.sum == nil || e.z == nil || e.minus || e.when.nonzero != nil || !w.sameConditions(e.when, work[0].when):
			case w.m.same(e.x, common):
				others = append(others, e.z)
			case w.m.same(e.z, common):
				others = append(others, e.x)
			}
		}
		if len(others) == 4 {
			return w.dot4(work[:4], common, others)
		}
	}
	return nil
}

func (w *kernelWriter) dot4(work []*elementwise, common *vector, others []*vector) []ir.Stmt {
	w.worth = true
	call := &ir.CallStmt{At: work[0].at, Fn: ir.FuncRef{Pkg: ir.KernelPath, Name: "Dot4"}, Args: []ir.Expr{w.exactly(common)}}
	var decls, sums []ir.Stmt
	for k, e := range work {
		v := &ir.Var{Name: "dot" + strconv.Itoa(k), Type: ir.Float64, Temp: true}
		decls = append(decls, &ir.Decl{At: e.at, Var: v})
		call.Dsts, call.Args = append(call.Dsts, ir.Use(v)), append(call.Args, w.from(others[k]))
		sums = append(sums, &ir.Assign{At: e.at, Dst: e.sum, Add: true, Src: ir.Use(v)})
	}
	return append(append(decls, call), sums...)
}
