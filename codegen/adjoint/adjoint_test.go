package adjoint

import (
	"testing"

	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/codegen/pass"
)

func TestPrint(t *testing.T) {
	src := `
func loss(w []float64, b float64, xs [][]float64, ys []float64) (r float64) {
	var loss float64 = 0.0
	for i := range count(0, len(xs), 1) {
		var x []float64 = xs[i]
		var z float64 = b
		for j := range count(0, len(x), 1) {
			var xj float64 = x[j]
			z = z + w[j] * xj
		}
		loss += math.Log1p(math.Exp(-ys[i] * z))
	}
	r = loss / conv[float64](len(xs))
}
`
	p, err := ir.Parse(src)
	if err != nil {
		t.Fatal(err)
	}
	out, err := Make(&Request{Name: "lossGrad", Func: p.Funcs[0], Wrt: []Wrt{{Param: 0, Name: "dw"}, {Param: 1, Name: "db"}}, Rules: testRules(t)})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(ir.Print(out))
	if err := pass.Run(out, pass.Options{Verify: ir.Verify}); err != nil {
		t.Fatal(err)
	}
	t.Log(ir.Print(out))
	if err := ir.Verify(out); err != nil {
		t.Error(err)
	}
}
