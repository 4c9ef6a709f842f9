package kernel

import (
	"fmt"
	"math"
	"testing"
)

// onBothPaths runs f with the assembly and with the portable code, where there are both.
func onBothPaths(t *testing.T, f func(t *testing.T)) {
	was := setSIMD(false)
	defer setSIMD(was)
	t.Run("portable", f)
	if !was {
		t.Log("no assembly for this build or processor")
		return
	}
	setSIMD(true)
	t.Run("assembly", f)
}

// A row is a kernel over vectors of one length, with the loop that it stands for, as a Go programmer writes it.
type row struct {
	name    string
	vectors int
	outputs []int // the vectors that are written
	kernel  func(a [4]float64, v [][]float64) []float64
	loop    func(a [4]float64, v [][]float64) []float64
}

var rows = []row{
	{"Axpy", 2, []int{1},
		func(a [4]float64, v [][]float64) []float64 { Axpy(a[0], v[0], v[1]); return nil },
		func(a [4]float64, v [][]float64) []float64 {
			for i := range v[0] {
				v[1][i] += a[0] * v[0][i]
			}
			return nil
		}},
	{"Axpy2", 4, []int{1, 3},
		func(a [4]float64, v [][]float64) []float64 { Axpy2(a[0], v[0], v[1], v[2], v[3]); return nil },
		func(a [4]float64, v [][]float64) []float64 {
			for i := range v[0] {
				v[1][i] += a[0] * v[0][i]
				v[3][i] += a[0] * v[2][i]
			}
			return nil
		}},
	{"Axpy4", 5, []int{4},
		func(a [4]float64, v [][]float64) []float64 {
			Axpy4(a[0], a[1], a[2], a[3], v[0], v[1], v[2], v[3], v[4])
			return nil
		},
		func(a [4]float64, v [][]float64) []float64 {
			for i := range v[0] {
				y := v[4][i]
				for k := range 4 {
					y += a[k] * v[k][i]
				}
				v[4][i] = y
			}
			return nil
		}},
	{"AddOuter4", 5, []int{1, 2, 3, 4},
		func(a [4]float64, v [][]float64) []float64 {
			AddOuter4(a[0], a[1], a[2], a[3], v[0], v[1], v[2], v[3], v[4])
			return nil
		},
		func(a [4]float64, v [][]float64) []float64 {
			for i, x := range v[0] {
				for k := range 4 {
					v[k+1][i] += a[k] * x
				}
			}
			return nil
		}},
	{"AddMul", 3, []int{2},
		func(a [4]float64, v [][]float64) []float64 { AddMul(v[0], v[1], v[2]); return nil },
		func(a [4]float64, v [][]float64) []float64 {
			for i := range v[0] {
				v[2][i] += v[0][i] * v[1][i]
			}
			return nil
		}},
	{"AddMulNonzero", 3, []int{2},
		func(a [4]float64, v [][]float64) []float64 { AddMulNonzero(v[0], v[1], v[2]); return nil },
		func(a [4]float64, v [][]float64) []float64 {
			for i := range v[0] {
				if v[0][i] != 0 {
					v[2][i] += v[0][i] * v[1][i]
				}
			}
			return nil
		}},
	{"AddMul2", 5, []int{2, 4},
		func(a [4]float64, v [][]float64) []float64 { AddMul2(v[0], v[1], v[2], v[3], v[4]); return nil },
		func(a [4]float64, v [][]float64) []float64 {
			for i := range v[0] {
				v[2][i] += v[0][i] * v[1][i]
				v[4][i] += v[0][i] * v[3][i]
			}
			return nil
		}},
	{"AddMul2Nonzero", 5, []int{2, 4},
		func(a [4]float64, v [][]float64) []float64 { AddMul2Nonzero(v[0], v[1], v[2], v[3], v[4]); return nil },
		func(a [4]float64, v [][]float64) []float64 {
			for i := range v[0] {
				if v[0][i] != 0 {
					v[2][i] += v[0][i] * v[1][i]
				}
				if v[0][i] != 0 {
					v[4][i] += v[0][i] * v[3][i]
				}
			}
			return nil
		}},
	{"AxpyDot", 3, []int{1},
		func(a [4]float64, v [][]float64) []float64 { return []float64{AxpyDot(a[0], v[0], v[1], v[2])} },
		func(a [4]float64, v [][]float64) []float64 {
			s := 0.0
			for i, x := range v[0] {
				s += x * v[2][i]
				v[1][i] += a[0] * x
			}
			return []float64{s}
		}},
	{"Add", 2, []int{1},
		func(a [4]float64, v [][]float64) []float64 { Add(v[0], v[1]); return nil },
		func(a [4]float64, v [][]float64) []float64 {
			for i := range v[0] {
				v[1][i] += v[0][i]
			}
			return nil
		}},
	{"Scale", 1, []int{0},
		func(a [4]float64, v [][]float64) []float64 { Scale(a[0], v[0]); return nil },
		func(a [4]float64, v [][]float64) []float64 {
			for i := range v[0] {
				v[0][i] *= a[0]
			}
			return nil
		}},
	{"Sum", 1, nil,
		func(a [4]float64, v [][]float64) []float64 { return []float64{Sum(v[0])} },
		func(a [4]float64, v [][]float64) []float64 {
			s := 0.0
			for _, x := range v[0] {
				s += x
			}
			return []float64{s}
		}},
	{"Dot", 2, nil,
		func(a [4]float64, v [][]float64) []float64 { return []float64{Dot(v[0], v[1])} },
		func(a [4]float64, v [][]float64) []float64 {
			s := 0.0
			for i, x := range v[0] {
				s += x * v[1][i]
			}
			return []float64{s}
		}},
	{"Dot4", 5, nil,
		func(a [4]float64, v [][]float64) []float64 {
			s0, s1, s2, s3 := Dot4(v[0], v[1], v[2], v[3], v[4])
			return []float64{s0, s1, s2, s3}
		},
		func(a [4]float64, v [][]float64) []float64 {
			s := make([]float64, 4)
			for i, x := range v[0] {
				for k := range s {
					s[k] += x * v[k+1][i]
				}
			}
			return s
		}},
}

// magnitudes returns the sums that bound the rounding error of a kernel's sums: those of the absolute values.
func (r row) magnitudes(v [][]float64) []float64 {
	abs := make([][]float64, len(v))
	for k := range v {
		abs[k] = make([]float64, len(v[k]))
		for i, x := range v[k] {
			abs[k][i] = math.Abs(x)
		}
	}
	return r.loop([4]float64{}, abs)
}

// same is whether two numbers have the same bits, or are both NaN: which of several NaNs comes out is open in Go, too.
// Where the compiler fuses irregularly they may differ by what that makes, for numbers of magnitude 1.
func same(x, y float64) bool {
	return math.Float64bits(x) == math.Float64bits(y) || x != x && y != y || irregular && math.Abs(x-y) < 1e-14
}

// near is whether got is a sum of n terms in some order, want is one in another, and their absolute values sum to magnitude.
func near(got, want, magnitude float64, n int) bool {
	if math.IsNaN(want) || math.IsInf(want, 0) {
		return same(got, want)
	}
	return math.Abs(got-want) <= 2*float64(n)*0x1p-53*magnitude
}

// check runs a kernel and its loop on copies of the same memory and compares all of it. The vectors are views of the memory,
// made by views, which is called once for each.
func (r row) check(memory []float64, views func(memory []float64) [][]float64, a [4]float64) error {
	mine, theirs := append([]float64(nil), memory...), append([]float64(nil), memory...)
	got, want := r.kernel(a, views(mine)), r.loop(a, views(theirs))
	for i := range mine {
		if !same(mine[i], theirs[i]) {
			return fmt.Errorf("memory[%d] = %x (%v), want %x (%v)", i, mine[i], mine[i], theirs[i], theirs[i])
		}
	}
	v := views(memory)
	magnitudes := r.magnitudes(v)
	if len(got) != len(want) {
		return fmt.Errorf("%d results, want %d", len(got), len(want))
	}
	for k := range got {
		if !near(got[k], want[k], magnitudes[k], len(v[0])) {
			return fmt.Errorf("result %d = %v, want %v", k, got[k], want[k])
		}
	}
	return nil
}
