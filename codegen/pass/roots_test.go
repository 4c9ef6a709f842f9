package pass

import (
	"math"
	"testing"

	"github.com/gograd/gograd/analyzer/interp"
)

// Where x*Sqrt(x) or the cotangent is not an ordinary number, roots leaves what was there, if that was finite.
func TestRootsAtEdges(t *testing.T) {
	inf, negZero := math.Inf(1), math.Copysign(0, -1)
	for _, name := range []string{"roots_branch", "roots_declared"} {
		c := readCase(t, "testdata/"+name+".txtar")
		was := cloneProgram(c.p)
		if err := tryPass(passNamed(t, "roots"), c.p, nil); err != nil {
			t.Fatal(err)
		}
		compared := 0
		for _, x := range []float64{0, negZero, 2, -2, math.NaN(), 1e300, 1e-300, inf} {
			for _, dp := range []float64{0, negZero, 1, -3, 1e10} {
				args := []interp.Value{interp.Float(x), interp.Float(dp)}
				out, err := interp.New(was).Call(was.Funcs[0], args...)
				if err != nil {
					t.Fatal(err)
				}
				if math.IsNaN(out[0].F-out[0].F) || len(out) > 1 && math.IsNaN(out[1].F-out[1].F) {
					continue
				}
				compared++
				if err := same(was, c.p, args, interp.Within(1e-14)); err != nil {
					t.Errorf("%s(%v, %v): %v", name, x, dp, err)
				}
			}
		}
		if compared < 18 {
			t.Errorf("%s: only %d results are finite", name, compared)
		}
	}
}
