package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

const guard = 8 // elements beside each vector that nothing may touch

// special are the values that a kernel might treat in another way than the loop does.
var special = []float64{0, math.Copysign(0, -1), math.Inf(1), math.Inf(-1), math.NaN(), 0x1p-1074, -0x1p-1022, 1, -1}

// fill sets memory to random numbers; the fraction p of them is special.
func fill(rng *rand.Rand, memory []float64, p float64) {
	for i := range memory {
		memory[i] = rng.NormFloat64()
		if rng.Float64() < p {
			memory[i] = special[rng.IntN(len(special))]
		}
	}
}

func scalars(rng *rand.Rand, p float64) (a [4]float64) {
	fill(rng, a[:], p)
	return a
}

// apart returns vectors of n elements in their own parts of the memory, at different alignments, and the size that they need.
func apart(vectors, n, offset int) (views func(memory []float64) [][]float64, size int) {
	pitch := n + 2*guard + 8
	return func(memory []float64) [][]float64 {
		v := make([][]float64, vectors)
		for k := range v {
			start := k*pitch + guard + (offset+3*k)%8
			v[k] = memory[start : start+n]
		}
		return v
	}, vectors * pitch
}

func TestEveryLengthAndAlignment(t *testing.T) {
	onBothPaths(t, func(t *testing.T) {
		for _, r := range rows {
			rng := rand.New(rand.NewPCG(1, 2))
			for n := range 131 {
				for offset := range 8 {
					views, size := apart(r.vectors, n, offset)
					memory := make([]float64, size)
					p := []float64{0, 0, 0.01, 0.3}[offset%4]
					fill(rng, memory, p)
					if err := r.check(memory, views, scalars(rng, p)); err != nil {
						t.Fatalf("%s, length %d, offset %d: %v", r.name, n, offset, err)
					}
				}
			}
		}
	})
}

// Vectors that are the same slice come out as in the loop.
func TestSameSlices(t *testing.T) {
	onBothPaths(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(3, 4))
		for _, r := range rows {
			for range 400 {
				n := rng.IntN(40)
				all, size := apart(r.vectors, n, rng.IntN(8))
				which := make([]int, r.vectors)
				for k := range which {
					which[k] = rng.IntN(r.vectors)
				}
				views := func(memory []float64) [][]float64 {
					v := all(memory)
					for k, from := range which {
						v[k] = all(memory)[from]
					}
					return v
				}
				memory := make([]float64, size)
				fill(rng, memory, 0)
				if err := r.check(memory, views, scalars(rng, 0)); err != nil {
					t.Fatalf("%s, length %d, slices %v: %v", r.name, n, which, err)
				}
			}
		}
	})
}

// A vector that is shorter than the first is a panic, even where its capacity would do, and nothing is written before it.
func TestShort(t *testing.T) {
	onBothPaths(t, func(t *testing.T) {
		for _, r := range rows {
			for short := 1; short < r.vectors; short++ {
				for _, n := range []int{1, 5, 33} {
					memory := make([]float64, r.vectors*n)
					v := make([][]float64, r.vectors)
					for k := range v {
						v[k] = memory[k*n : (k+1)*n]
					}
					v[short] = v[short][:n-1]
					for i := range memory {
						memory[i] = 1
					}
					mustPanic(t, r.name, func() { r.kernel([4]float64{1, 1, 1, 1}, v) })
					for i, x := range memory {
						if x != 1 {
							t.Fatalf("%s wrote memory[%d] before it panicked", r.name, i)
						}
					}
				}
			}
		}
	})
}

func mustPanic(t *testing.T, name string, f func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Errorf("%s does not panic", name)
		}
	}()
	f()
}

// Vectors that are longer than the first are touched only as far as it goes.
func TestLonger(t *testing.T) {
	onBothPaths(t, func(t *testing.T) {
		rng := rand.New(rand.NewPCG(5, 6))
		for _, r := range rows {
			for n := range 40 {
				views, size := apart(r.vectors, n, n%8)
				longer := func(memory []float64) [][]float64 {
					v := views(memory)
					for k := 1; k < len(v); k++ {
						v[k] = v[k][: n+guard : n+guard]
					}
					return v
				}
				memory := make([]float64, size)
				fill(rng, memory, 0)
				if err := r.check(memory, longer, scalars(rng, 0)); err != nil {
					t.Fatalf("%s, length %d: %v", r.name, n, err)
				}
			}
		}
	})
}

// Any bits whatever in memory and scalars, for the kernels that promise the bits of their loop.
func TestAnyBits(t *testing.T) {
	if irregular {
		t.Skip("no bits to compare with")
	}
	onBothPaths(t, func(t *testing.T) {
		for _, r := range rows {
			if r.outputs == nil {
				continue
			}
			rapid.Check(t, func(t *rapid.T) {
				bits := rapid.Map(rapid.Uint64(), math.Float64frombits)
				number := rapid.OneOf(rapid.Float64(), bits, rapid.SampledFrom(special))
				n := rapid.IntRange(0, 40).Draw(t, "n")
				views, size := apart(r.vectors, n, rapid.IntRange(0, 7).Draw(t, "offset"))
				memory := rapid.SliceOfN(number, size, size).Draw(t, "memory")
				a := [4]float64(rapid.SliceOfN(number, 4, 4).Draw(t, "a"))
				if err := r.check(memory, views, a); err != nil {
					t.Fatalf("%s: %v", r.name, err)
				}
			})
		}
	})
}

func TestNoAllocation(t *testing.T) {
	onBothPaths(t, func(t *testing.T) {
		n := testing.AllocsPerRun(10, func() {
			var x, y [20]float64 // would move to the heap if a kernel let them escape
			Axpy(2, x[:], y[:])
			Axpy4(1, 2, 3, 4, x[:], x[:], x[:], x[:], y[:])
			y[0] += Dot(x[:], y[:])
			Exp(y[:], x[:])
			MulVecTFlatNonzero(y[:4], x[:], 4, x[:5])
			AddOuterFlatNonzero(y[:], 4, x[:5], x[:4])
		})
		if n != 0 {
			t.Errorf("%v allocations", n)
		}
	})
}
