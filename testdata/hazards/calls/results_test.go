package calls

import (
	"testing"

	"github.com/gograd/gograd/testdata/hazards/calls/geom"
	"github.com/gograd/gograd/testdata/hazards/check"
)

func TestH77_SeveralResults(t *testing.T) {
	for _, x := range [][]float64{{2, 3}, {-2, 3}, {2, -3}, {-1, -0.5}} {
		check.VJP(t, check.Case{F: h77SeveralResults, G: h77SeveralResultsVJP, Args: check.In(x)})
	}
}

func TestH78_CrossPackage(t *testing.T) {
	ps := []geom.Point{{X: 1, Y: 2}, {X: -0.5, Y: 0.25}, {X: 3, Y: -1}}
	for n := 1; n <= 3; n++ {
		check.Grad(t, check.Case{F: h78CrossPackage, G: h78CrossPackageGrad, Args: check.In(ps[:n:n], geom.Point{X: 0.3, Y: -0.7})})
	}
}

// car is a Car in motion.
func car() *Car {
	return &Car{
		Body:   Body{Mass: 1.5, Pos: [2]float64{0.1, 0.2}, Vel: [2]float64{0.5, -0.4}},
		Engine: &Engine{Power: 2, Heat: []float64{0.3, 0.1, 0.7}},
		Drag:   0.6,
	}
}

func TestH79_Run(t *testing.T) {
	wrt := []int{0, 1}
	// Standing still: m(v0^2+v1^2)/2 + m*p1 + power.
	want := []float64{0.5*(0.25+0.16) + 0.2, 0, 1.5, 1.5 * 0.5, 1.5 * -0.4, 1, 0, 0, 0, 0, 0}
	check.Grad(t, check.Case{F: (*Car).h79Run, G: (*Car).h79RunGrad, Method: true, Wrt: wrt, Args: check.In(car(), 0.1, 0), Want: want})
	for _, n := range []int{1, 3} {
		check.Grad(t, check.Case{F: (*Car).h79Run, G: (*Car).h79RunGrad, Method: true, Wrt: wrt, Args: check.In(car(), 0.1, n)})
	}
}

func TestH79_ByValue(t *testing.T) {
	// Sum of the results: q + m*q with q = power*drag. Of what Power was, only q is left.
	want := []float64{1.2, 0, 0, 0, 0, 0.6 + 1.5*0.6, 0, 0, 0, 2 + 1.5*2}
	check.VJP(t, check.Case{F: Car.h79ByValue, G: Car.h79ByValueVJP, Method: true, Wrt: []int{0}, Args: check.In(*car()), Want: want})
}
