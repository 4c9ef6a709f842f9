package cases

import (
	"testing"

	"github.com/gograd/gograd/testdata/bench/gradbench/ba"
	"github.com/gograd/gograd/testdata/bench/variant"
)

// TestFillJacobian fills the Jacobian from the derivatives of one observation, row by row and both rows at once, and checks its
// pattern: every column of a row has the value that the dense row has there.
func TestFillJacobian(t *testing.T) {
	const cams, points, obs = 3, 4, 7
	s := newScene(cams, points, obs)
	want := ba.NewJacobian(cams, points, s.obs)
	variant.Hand.BAJacobian(want, s.cams, s.points, s.w, s.obs)
	variants(t, &Case{}, func(t *testing.T, g *variant.Gradients) {
		j := ba.NewJacobian(cams, points, s.obs)
		for i := range j.Vals {
			j.Vals[i] = 99 // what is there before must not count
		}
		ba.FillJacobian(j, s.cams, s.points, s.w, s.obs, rowByRow(g.Reproject), g.WeightError)
		compare(t, j.Vals, want.Vals)
		for i := range j.Vals {
			j.Vals[i] = 99
		}
		g.BAJacobian(j, s.cams, s.points, s.w, s.obs)
		compare(t, j.Vals, want.Vals)
	})

	if n := len(want.Rows); n != 3*obs+1 || want.Rows[n-1] != len(want.Vals) || len(want.Cols) != len(want.Vals) {
		t.Fatalf("%d row starts up to %d, %d columns, %d values", n, want.Rows[n-1], len(want.Cols), len(want.Vals))
	}
	for i, o := range s.obs {
		for row := 2 * i; row < 2*i+2; row++ {
			cols := want.Cols[want.Rows[row]:want.Rows[row+1]]
			if len(cols) != ba.RowSize || cols[0] != 11*o.Camera || cols[11] != 11*cams+3*o.Point || cols[14] != 11*cams+3*points+i {
				t.Errorf("row %d has columns %v, its observation is %+v", row, cols, o)
			}
		}
		row := 2*obs + i
		if cols := want.Cols[want.Rows[row]:want.Rows[row+1]]; len(cols) != 1 || cols[0] != 11*cams+3*points+i {
			t.Errorf("row %d, of weight %d, has columns %v", row, i, cols)
		}
	}
}

// rowByRow makes the Jacobian of a single observation with two calls of its vector-Jacobian product.
func rowByRow(vjp ba.ReprojectFunc) ba.ReprojectRowsFunc {
	return func(dexdcam, dexdpoint, deydcam, deydpoint, cam, point []float64, w float64, feat []float64) (ex, ey, dexdw, deydw float64) {
		for _, d := range [][]float64{dexdcam, dexdpoint, deydcam, deydpoint} {
			clear(d)
		}
		_, _, dexdw = vjp(dexdcam, dexdpoint, cam, point, w, feat, 1, 0)
		ex, ey, deydw = vjp(deydcam, deydpoint, cam, point, w, feat, 0, 1)
		return ex, ey, dexdw, deydw
	}
}
