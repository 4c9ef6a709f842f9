package numbers

import "math"

// h86Sizes works on slices of no and of one element, and on nil. Trap: x[0] of nothing, and a nil destination that is right.
//
//gograd:grad
func h86Sizes(x []float64, m [][]float64) float64 {
	s := 1.0
	for i := len(x) - 1; i >= 0; i-- {
		s *= x[i]
	}
	for i := 1; i < len(x); i++ {
		s += x[i] * x[i-1]
	}
	for _, row := range m {
		if row == nil {
			s += 1
		}
		for _, v := range row {
			s += v * s
		}
	}
	return s
}

// Layer has parts that may be missing.
type Layer struct {
	W    [][]float64
	Bias []float64
	Skip *Layer
	Name string
}

// h86MissingParts works on a struct with nil slices and a nil pointer. Trap: the shadow is missing what the primal is missing.
//
//gograd:grad
func h86MissingParts(l *Layer, x float64) float64 {
	if l == nil {
		return x
	}
	s := x
	for i, b := range l.Bias {
		for _, w := range l.W[i] {
			s += w * x
		}
		s *= b
	}
	if l.Skip != nil {
		s += h86MissingParts(l.Skip, x*x)
	}
	return s
}

// h88Unused does not depend on some of its arguments. Trap: a destination that is not touched is not zero.
//
//gograd:grad
func h88Unused(x, unused []float64, y, idle float64, p *Layer) float64 {
	n := float64(len(unused))
	//lint:ignore SA4006 a value that is lost is what is tested
	t := idle
	t = n
	if p.Name == "two" {
		t = 2
	}
	return x[0] * y * t
}

// h88Constant depends on nothing but sizes and signs.
//
//gograd:grad
func h88Constant(x []float64, y float64) float64 {
	for i, v := range x {
		if v > y {
			return float64(i)
		}
	}
	return -1
}

// h88Overwritten loses what it was given. Trap: the old value's adjoint ends at the write.
//
//gograd:vjp
func h88Overwritten(x []float64, y float64) {
	for i := range x {
		x[i] = y * float64(i)
	}
	if len(x) > 1 {
		x[1] = 3
	}
}

// h89UnusedNaN computes what is not a number and doesn't use it. Trap: zero times NaN, in a statement that nothing needs.
//
//gograd:grad
func h89UnusedNaN(x, y float64) float64 {
	bad := math.Acos(2 + x*x)
	worse := math.Log(-y*y) * bad
	root := math.Sqrt(-x * x)
	if y > 1e6 {
		return worse + root
	}
	bad = x
	return bad * y
}

// h89MaskedNaN keeps NaN out by a branch, in an array that holds both. Trap: the array's adjoint is zero there, and the partial is not a number.
//
//gograd:grad
func h89MaskedNaN(x []float64) float64 {
	logs := make([]float64, len(x))
	for i, v := range x {
		logs[i] = math.Log(v) / v
	}
	s := 0.0
	for i, v := range x {
		if v > 0 {
			s += logs[i]
		}
	}
	return s
}

// State is memory for the two functions below.
type State struct {
	Pos, Vel []float64
	Grid     [2][]float64
}

// h90Simulate keeps much on its way: loops that break, branches, updates in place. Trap: what a call leaves in the workspace is found by the next.
//
//gograd:grad
func h90Simulate(s *State, k float64, steps int) float64 {
	energy := 0.0
	for n := range steps {
		tmp := make([]float64, len(s.Pos))
		for i := range s.Pos {
			if s.Pos[i] > 2 {
				s.Vel[i] *= -0.5
			} else {
				tmp[i] = math.Sin(s.Pos[i] * k)
			}
			s.Vel[i] -= tmp[i] * 0.1
			s.Pos[i] += s.Vel[i] * 0.1
		}
		for i := range tmp {
			if n*i > 20 {
				break
			}
			energy += tmp[i] * s.Vel[i]
		}
		g := s.Grid[n%2]
		g[n%len(g)] += energy * k
	}
	return energy + s.Grid[0][0]*s.Grid[1][0]
}

// h90Destinations has a destination of every kind.
//
//gograd:grad
func h90Destinations(x []float64, m [][]float64, s State, a [2]float64, p *float64) float64 {
	return x[0]*m[0][0]*s.Pos[0]*a[0] + a[1]*(*p) + s.Vel[0] + s.Grid[0][0]*s.Grid[1][0]
}
