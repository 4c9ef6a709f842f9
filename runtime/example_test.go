package runtime_test

import (
	"fmt"

	gograd "github.com/gograd/gograd/runtime"
)

func ExampleLike() {
	type Params struct {
		Rows, Cols int
		W          []float64
		Bias       float64
	}
	p := &Params{Rows: 1, Cols: 2, W: []float64{0.5, -0.5}, Bias: 1}
	dp := gograd.Like(p) // a destination for LossGrad(dp, p, …)
	fmt.Printf("%+v\n", *dp)
	// Output: {Rows:1 Cols:2 W:[0 0] Bias:0}
}
