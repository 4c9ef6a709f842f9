package interp

import "github.com/gograd/gograd/analyzer/ir"

// Jacobian is what forward mode finds out about one call.
type Jacobian struct {
	Results []Value // of the call
	Args    []Value // the arguments after the call
	// D[i][j] is the derivative of output j with respect to input i. The inputs are the Leaves of the arguments; the outputs
	// are the Leaves of the results, followed by the inputs' own cells with what is in them after the call.
	D [][]float64
}

// Forward runs f once for each float that args hold or refer to, with tangent 1 there. args stay as they are.
// The outer functions and package-level variables are those of in.
func (in *Interp) Forward(f *ir.Func, args []Value) (*Jacobian, error) {
	j := &Jacobian{}
	n := len(Leaves(args))
	for i := range max(n, 1) {
		run := Clone(args)
		seeds := make([]float64, n)
		if n > 0 {
			seeds[i] = 1
		}
		SetTangents(run, seeds)
		cells := Leaves(run)
		results, err := in.Call(f, run...)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			j.Results, j.Args = results, run
		}
		if n > 0 {
			row := Tangents(results)
			for _, c := range cells {
				row = append(row, c.D)
			}
			j.D = append(j.D, row)
		}
	}
	return j, nil
}

// Pullback is the gradient, with respect to each input, of the sum of the outputs weighted by weights: what reverse
// mode gives for these weights as cotangents. Outputs without a weight count nothing.
func (j *Jacobian) Pullback(weights ...float64) []float64 {
	out := make([]float64, len(j.D))
	for i, row := range j.D {
		for k, w := range weights {
			out[i] += times(row[k], w)
		}
	}
	return out
}
