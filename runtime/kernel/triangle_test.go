package kernel

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
)

// triangle is a kernel for triangles, with vectors of n elements and such of n(n-1)/2.
type triangle struct {
	name   string
	long   []bool // for each argument, whether it has n(n-1)/2 elements
	sums   int    // the argument that is right to rounding only; -1 if there is none
	kernel func(v [][]float64)
	loop   func(v [][]float64)
}

var triangles = []triangle{
	{"AxpyTriangle", []bool{false, true, false}, -1,
		func(v [][]float64) { AxpyTriangle(v[0], v[1], v[2]) },
		func(v [][]float64) {
			t := 0
			for k, a := range v[0] {
				for j := k + 1; j < len(v[0]); j++ {
					v[2][j] += v[1][t] * a
					t++
				}
			}
		}},
	{"AxpyDotTriangle", []bool{false, false, true, true, false}, 4,
		func(v [][]float64) { AxpyDotTriangle(v[0], v[1], v[2], v[3], v[4]) },
		func(v [][]float64) {
			t := 0
			for k, a := range v[0] {
				for j := k + 1; j < len(v[0]); j++ {
					v[4][k] += v[1][j] * v[3][t]
					v[2][t] += a * v[1][j]
					t++
				}
			}
		}},
}

// vectors gives a kernel's arguments for n rows in one piece of memory, each with room beside it, longer by more than they need to be.
func (c triangle) vectors(n, offset, more int) (memory []float64, v [][]float64) {
	var start []int
	size := 0
	length := func(i int) int {
		if c.long[i] {
			return n * (n - 1) / 2
		}
		return n
	}
	for i := range c.long {
		start = append(start, size+guard+(offset+3*i)%4)
		size = start[i] + length(i) + 2*guard
	}
	memory = make([]float64, size)
	for i, s := range start {
		m := length(i)
		if i > 0 {
			m += more
		}
		v = append(v, memory[s:s+m:s+m])
	}
	return memory, v
}

func TestTriangles(t *testing.T) {
	onBothPaths(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(7, 8))
		for _, c := range triangles {
			for n := range 71 {
				for offset := range 8 {
					memory, v := c.vectors(n, offset, offset%3)
					want, w := c.vectors(n, offset, offset%3)
					p := []float64{0, 0, 0.01, 0.3}[offset%4]
					if c.sums >= 0 || irregular {
						p = 0
					}
					fill(rng, memory, p)
					copy(want, memory)
					c.kernel(v)
					c.loop(w)
					for i, x := range memory {
						if same := math.Float64bits(x) == math.Float64bits(want[i]) || x != x && want[i] != want[i]; same {
							continue
						}
						if !irregular && !within(v, c.sums, &memory[i]) || !(math.Abs(x-want[i]) <= 1e-12*(1+math.Abs(want[i]))) {
							t.Fatalf("%s, %d rows, offset %d: element %d of the memory is %v, want %v", c.name, n, offset, i, x, want[i])
						}
					}
				}
			}
		}
	})
}

// within reports whether p is an element of vector i.
func within(v [][]float64, i int, p *float64) bool {
	if i < 0 {
		return false
	}
	for k := range v[i] {
		if &v[i][k] == p {
			return true
		}
	}
	return false
}

// A vector that is too short is a panic before anything is written.
func TestShortTriangles(t *testing.T) {
	onBothPaths(t, func(t *testing.T) {
		for _, c := range triangles {
			for i := 1; i < len(c.long); i++ {
				for _, n := range []int{2, 5, 33} {
					memory, v := c.vectors(n, 0, 0)
					for j := range memory {
						memory[j] = 1
					}
					v[i] = v[i][:len(v[i])-1]
					mustPanic(t, c.name, func() { c.kernel(v) })
					for j, x := range memory {
						if x != 1 {
							t.Fatalf("%s wrote element %d of the memory before it panicked", c.name, j)
						}
					}
				}
			}
		}
	})
}

func BenchmarkTriangle(b *testing.B) {
	for _, n := range []int{2, 4, 10, 20, 64} {
		for _, c := range triangles {
			_, v := c.vectors(n, 0, 0)
			b.Run(c.name+"/loop/"+strconv.Itoa(n), func(b *testing.B) {
				for b.Loop() {
					c.loop(v)
				}
			})
			b.Run(c.name+"/kernel/"+strconv.Itoa(n), func(b *testing.B) {
				for b.Loop() {
					c.kernel(v)
				}
			})
		}
	}
}
