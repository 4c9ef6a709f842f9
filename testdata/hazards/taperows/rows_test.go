package taperows

import (
	"fmt"
	"math"
	"testing"

	"github.com/gograd/gograd/testdata/hazards/check"
)

// gradRows are the rows that ask for the gradient of a number, with the values of the table. Some stand here several times.
var gradRows = []struct {
	n int
	c check.Case
}{
	{1, check.Case{F: Row1, G: Row1Grad, Args: check.In(3.0), Want: []float64{6}}},
	{3, check.Case{F: Row3, G: Row3Grad, Wrt: []int{0, 1}, Args: check.In(fixedKernel(), []float64{.125, -.25}, []float64{1, 2, 3}),
		Want: []float64{-1.875, 1.375, -3.75, 2.75, -5.625, 4.125, -1.875, 1.375}}},
	{3, check.Case{F: Row3, G: Row3Grad, Wrt: []int{0, 1}, Args: check.In(fixedKernel(), []float64{0, 0}, []float64{1, 2, 3}),
		Want: []float64{-2, 1.625, -4, 3.25, -6, 4.875, -2, 1.625}}},
	{7, check.Case{F: Row7, G: Row7Grad, Args: check.In(Row7Model{[2]float64{1, 2}, [][]float64{{3}, nil}, &Row7Deep{4}, 7, 9}),
		Want: []float64{2, 0, 6, 8, 0}}},
	{8, check.Case{F: Row8, G: Row8Grad, Wrt: []int{0}, Args: check.In(&layer{fixedKernel(), []float64{.125, -.25}}, []float64{1, 2, 3}),
		Want: []float64{0, 1.375, 0, 2.75, 0, 4.125, 0, 1.375}}},
	{9, check.Case{F: Row9, G: Row9Grad, Wrt: []int{0}, Args: check.In(3.0, 3.0, 3.0, 3.0), Want: []float64{6}}},
	{12, check.Case{F: Row12, G: Row12Grad, Wrt: []int{1}, Args: check.In(0.0, 10.0), Want: []float64{.9999546021312976}}},
	{13, check.Case{F: Row13, G: Row13Grad, Args: check.In(9.0), Want: []float64{18}}},
	{14, check.Case{F: Row14, G: Row14Grad, Args: check.In([]float64{1, 3}), Want: []float64{4, 108}}},
	{21, check.Case{F: Row21, G: Row21Grad, Args: check.In(1.0, 2.0, 2.0), Want: []float64{0, 1, 0}}}, // and 22, by the first
	{23, check.Case{F: Row23, G: Row23Grad, Args: check.In(2.0, 3.0), Want: []float64{0, 6}}},
	{24, check.Case{F: Row24, G: Row24Grad, Args: check.In(2.0, 1), Want: []float64{1}}},
	{24, check.Case{F: Row24, G: Row24Grad, Args: check.In(2.0, 2), Want: []float64{1}}},
	{25, check.Case{F: Row25, G: Row25Grad, Args: check.In([][]float64{{1, 2}, {3, 4}}), Want: []float64{.5, 1, 1.5, 2}}},
	{26, check.Case{F: Row26, G: Row26Grad, Args: check.In(10, 2.0), Want: []float64{100}}},
	{27, check.Case{F: Row27, G: Row27Grad, Args: check.In(3.0, &Row27State{}), Want: []float64{6, 6}}},
	{30, check.Case{F: Row30, G: Row30Grad, Args: check.In([]float64{1, 3, 2}), Want: []float64{0, 0, 0}}}, // and 71
	{31, check.Case{F: Row31, G: Row31Grad, Args: check.In([]float64{2, 2}, 3.0), Want: []float64{0, 0, 6}}},
	{34, check.Case{F: Row34, G: Row34Grad, Args: check.In(2.0, 3.0), Kink: true, Want: []float64{4, 0}}},
	{35, check.Case{F: Row35, G: Row35Grad, Args: check.In(2.0), Kink: true, Want: []float64{2}}},
	{38, check.Case{F: Row38, G: Row38Grad, Args: check.In(0.0, 0.0), Want: []float64{1, .25}}},
	{39, check.Case{F: Row39, G: Row39Grad, Args: check.In(1.0), Want: []float64{3}}},
	{53, check.Case{F: Row53, G: Row53Grad, Args: check.In(5.0), Want: []float64{1}}},
	{53, check.Case{F: Row53, G: Row53Grad, Args: check.In(50.0), Want: []float64{100}}},
	{54, check.Case{F: Row54, G: Row54Grad, Args: check.In(1.0, 1.0), Want: []float64{2, 3}}},
	{58, check.Case{F: Row58, G: Row58Grad, Args: check.In(2.0), Want: []float64{5}}},
	{59, check.Case{F: Row59, G: Row59Grad, Args: check.In(3.0, 5.0), Want: []float64{1, 11}}},
	{60, check.Case{F: Row60, G: Row60Grad, Args: check.In([][]float64{{1, 2}, {3, 4}}), Want: []float64{2, 2, 2, 2}}},
	{62, check.Case{F: Row62, G: Row62Grad, Args: check.In(2.0), Kink: true, Want: []float64{4}}},
	{63, check.Case{F: Row63, G: Row63Grad, Args: check.In(1.0), Kink: true, Want: []float64{2}}},
	{64, check.Case{F: Row64, G: Row64Grad, Args: check.In(2.0, 3.0, 5.0), Want: []float64{0, 0, 1}}},
	{66, check.Case{F: Row66, G: Row66Grad, Wrt: []int{0}, Args: check.In([]float64{0, 0}, []float64{1, 0}), Want: []float64{-.5, .5}}},
	{72, check.Case{F: Row72, G: Row72Grad, Args: check.In(3.0), Want: []float64{4}}},
	{73, check.Case{F: Row73, G: Row73Grad, Args: check.In(3.0, 5.0), Want: []float64{11, 3}}},
	{74, check.Case{F: Row74, G: Row74Grad, Args: check.In([][2]float64{{1, 2}, {2, 3}}, Row74Tuple{1, 2, []float64{1, 3}}),
		Want: []float64{1, 2, 2, 3, 1, 2, 1, 3}}},
	{77, check.Case{F: Row77, G: Row77Grad, Args: check.In(2.0), Want: []float64{4}, Kink: true}}, // at the very edge of the loop's condition
	{79, check.Case{F: Row79, G: Row79Grad, Args: check.In(3.0), Want: []float64{108}}},
	{81, check.Case{F: Row81, G: Row81Grad, Args: check.In([]float64{0, 1, 2}), Want: []float64{1, 3, 5}}},
	{82, check.Case{F: Row82, G: Row82Grad, Args: check.In(-1.0), Want: []float64{0}}},
	{82, check.Case{F: Row82, G: Row82Grad, Args: check.In(1.0), Want: []float64{2}}},
	{83, check.Case{F: Row83, G: Row83Grad, Args: check.In(1.0), Want: []float64{2}}},
	{84, check.Case{F: Row84A, G: Row84AGrad, Args: check.In(3.0), Kink: true, Want: []float64{7}}},
	{84, check.Case{F: Row84B, G: Row84BGrad, Args: check.In(3.0), Kink: true, Want: []float64{4}}},
	{84, check.Case{F: Row84C, G: Row84CGrad, Args: check.In(3.0), Kink: true, Want: []float64{2}}},
	{86, check.Case{F: Row86, G: Row86Grad, Args: check.In(3.0, 3.0), Want: []float64{1, 1}}},
	{89, check.Case{F: Row89, G: Row89Grad, Args: check.In(2.0, 6), Want: []float64{12}}},
	{89, check.Case{F: Row89, G: Row89Grad, Args: check.In(2.0, 5), Want: []float64{12}}},
	{89, check.Case{F: Row89, G: Row89Grad, Args: check.In(2.0, 4), Want: []float64{4}}},
	{90, check.Case{F: Row90, G: Row90Grad, Args: check.In([][]float64{{1, 1}, {1, 1}}), Want: []float64{8, 8, 8, 8}}},
	{91, check.Case{F: Row91Naive, G: Row91NaiveGrad, Args: check.In(0.0), Want: []float64{.5}}},
	{91, check.Case{F: Row91Naive, G: Row91NaiveGrad, Args: check.In(1000.0), Kink: true, Want: []float64{math.NaN()}}}, // the value is infinite, see docs/limits.md
	{91, check.Case{F: Row91, G: Row91Grad, Args: check.In(0.0), Want: []float64{.5}}},
	{91, check.Case{F: Row91, G: Row91Grad, Args: check.In(1000.0), Kink: true, Want: []float64{1}}},
	{92, check.Case{F: Row92, G: Row92Grad, Args: check.In(-9. / 8), Want: []float64{0}}},
	{92, check.Case{F: Row92, G: Row92Grad, Args: check.In(0.0), Want: []float64{0}}},
	{92, check.Case{F: Row92, G: Row92Grad, Args: check.In(1.0), Want: []float64{17}}},
}

func TestRows(t *testing.T) {
	for _, r := range gradRows {
		t.Run(fmt.Sprintf("row %d", r.n), func(t *testing.T) {
			r.c.Tol = 1e-12
			check.Grad(t, r.c)
		})
	}
	for _, r := range otherRows {
		t.Run(fmt.Sprintf("row %d", r.n), r.run)
	}
}

// fixedKernel is w of rows 3 to 8.
func fixedKernel() [][]float64 { return [][]float64{{.5, -.25}, {1, .75}, {-1.5, .125}} }

// otherRows are those that ask for something else.
var otherRows = []struct {
	n   int
	run func(t *testing.T)
}{
	{17, func(t *testing.T) { // and 18
		y0, y1, dy0, dy1 := Row17Jacobian(2)
		same(t, "values", []float64{y0, y1}, []float64{4, .5})
		same(t, "derivatives", []float64{dy0, dy1}, []float64{4, -.25})
		check.VJP(t, check.Case{F: Row17, G: Row17VJP, Args: check.In(2.0), Want: []float64{3.75}, Tol: 1e-12})
	}},
	{19, func(t *testing.T) {
		check.VJP(t, check.Case{F: Row19, G: Row19VJP, Args: check.In(2.0), Want: []float64{7}, Tol: 1e-12})
	}},
	{20, func(t *testing.T) {
		x, dx := make([]float64, 201), make([]float64, 201)
		for i := range x {
			x[i] = float64(i-100) / 10
		}
		Row20Grad(dx, x)
		sum := 0.0
		for _, d := range dx {
			sum += d
		}
		same(t, "derivatives", []float64{dx[0], dx[50], dx[100], dx[101], sum},
			[]float64{4.5395807735951673e-5, .0066480566707901615, .25, .24937604019289197, 9.999136682031576})
	}},
	{43, layerGradient},
	{45, twoLayerGradient},
	{51, perExample},
	{52, normalizedBatch},
	{55, func(t *testing.T) {
		loss, source, dx, dy := Row55VJP(3, 2, 1, 2)
		same(t, "values", []float64{loss, source}, []float64{6, 3})
		same(t, "derivatives", []float64{dx, dy}, []float64{4, 3})
	}},
	{56, func(t *testing.T) { // and 57
		y, dx := Row56VJP(1, 2)
		same(t, "value and derivative", []float64{y, dx}, []float64{1, 2})
		_, dx = Row56VJP(1, 1)
		same(t, "derivative", []float64{dx}, []float64{1})
	}},
	{69, func(t *testing.T) {
		y, dx := Row69VJP(3, 2)
		same(t, "value and derivative", []float64{y, dx}, []float64{9, 12})
	}},
	{85, func(t *testing.T) {
		x := 2.0
		for step := range 5 {
			loss, dx := Row85Grad(x)
			same(t, "the loss", []float64{loss}, []float64{float64(4 - step)})
			x -= .25 * dx
		}
	}},
	{87, func(t *testing.T) {
		var d [4][2]float64
		Row87Jacobian(d[0][:], d[1][:], d[2][:], d[3][:], []float64{1, 2}, []float64{3, 4})
		same(t, "by x", append(d[0][:], d[2][:]...), []float64{6, 0, 0, 16})
		same(t, "by y", append(d[1][:], d[3][:]...), []float64{1, 0, 0, 4})
	}},
	{88, func(t *testing.T) {
		x, y := [][]float64{{1, 2}, {3, 4}}, [][]float64{{3, 4}, {5, 6}}
		for i, want := range [][]float64{{6, 0, 0, 16}, {30, 0, 0, 48}} {
			var d [4][2]float64
			Row87Jacobian(d[0][:], d[1][:], d[2][:], d[3][:], x[i], y[i])
			same(t, "by x", append(d[0][:], d[2][:]...), want)
		}
	}},
	{93, func(t *testing.T) {
		var d [2][3]float64
		Row93Jacobian(d[0][:], d[1][:], []float64{1, 2, 4}, []int{2, 0, 2})
		same(t, "of the square", d[0][:], []float64{2, 0, 0})
		same(t, "of elements by their indexes", d[1][:], []float64{1, 0, 2})
	}},
}

// without are the rows that have no case here, and why.
var without = map[string][]int{
	"about tapes, their handles, or what they watch": {2, 10, 11, 15, 16, 28, 32, 33, 36, 65, 67, 68, 75, 76, 78, 80, 94},
	"the parameters of row 3 or 7 are its sources":   {4, 5, 6},
	"with row 17": {18},
	"with row 21": {22},
	"with row 30": {71},
	"with row 35": {37},
	"with row 51": {48, 49, 50},
	"with row 56": {57},
	"with row 20": {41},
	"with row 43": {42, 44},
	"refused, with the place: refused/84_float64bits.txtar":                {29},
	"does not compile, or is refused: a string carries no derivative":      {61},
	"differentiates a gradient, which is refused: refused/87_nested.txtar": {40, 46, 47, 70},
}

// Every row has a case, or a reason for having none.
func TestEveryRow(t *testing.T) {
	count := map[int]int{}
	for _, r := range gradRows {
		count[r.n] = 1
	}
	for _, r := range otherRows {
		count[r.n]++
	}
	for _, rows := range without {
		for _, n := range rows {
			count[n]++
		}
	}
	for n := 1; n <= 94; n++ {
		if count[n] != 1 {
			t.Errorf("row %d has a place in %d tables, want 1", n, count[n])
		}
	}
}

// same compares up to a relative 1e-12.
func same(t *testing.T, what string, got, want []float64) {
	t.Helper()
	for i := range want {
		if len(got) != len(want) || !(math.Abs(got[i]-want[i]) <= 1e-12*math.Abs(want[i])) {
			t.Errorf("%s are %v, want %v", what, got, want)
			return
		}
	}
}
