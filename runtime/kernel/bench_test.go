package kernel

import (
	"fmt"
	"testing"
)

// Each pair is a kernel and the loop that the code generator would write in its place. The ratio of the two within one run
// says from which length the kernel pays; the package documentation has what was measured. (b.Loop would keep the loops'
// variables in memory.)

var benchLengths = []int{2, 4, 6, 8, 12, 16, 24, 32, 64, 128, 256, 1024}

var benchSink float64

func benchPair(b *testing.B, kernel, loop func(b *testing.B, v [][]float64)) {
	for _, n := range benchLengths {
		v := make([][]float64, 9)
		for k := range v {
			v[k] = make([]float64, n)
			for i := range v[k] {
				v[k][i] = 1 / float64(i+k+1)
			}
		}
		b.Run(fmt.Sprintf("kernel/%d", n), func(b *testing.B) { kernel(b, v) })
		b.Run(fmt.Sprintf("loop/%d", n), func(b *testing.B) { loop(b, v) })
	}
}

func BenchmarkAxpy(b *testing.B) {
	benchPair(b, func(b *testing.B, v [][]float64) {
		x, y := v[0], v[1]
		for range b.N {
			Axpy(1e-9, x, y)
		}
	}, func(b *testing.B, v [][]float64) {
		x, y := v[0], v[1]
		for range b.N {
			y := y[:len(x)]
			for i, xi := range x {
				y[i] += 1e-9 * xi
			}
		}
	})
}

func BenchmarkAxpy2(b *testing.B) {
	benchPair(b, func(b *testing.B, v [][]float64) {
		x0, y0, x1, y1 := v[0], v[1], v[2], v[3]
		for range b.N {
			Axpy2(1e-9, x0, y0, x1, y1)
		}
	}, func(b *testing.B, v [][]float64) {
		x0, y0, x1, y1 := v[0], v[1], v[2], v[3]
		for range b.N {
			y0, x1, y1 := y0[:len(x0)], x1[:len(x0)], y1[:len(x0)]
			for i, xi := range x0 {
				y0[i] += 1e-9 * xi
				y1[i] += 1e-9 * x1[i]
			}
		}
	})
}

func BenchmarkAxpy4(b *testing.B) {
	benchPair(b, func(b *testing.B, v [][]float64) {
		x0, x1, x2, x3, y := v[0], v[1], v[2], v[3], v[4]
		for range b.N {
			Axpy4(1e-9, 2e-9, 3e-9, 4e-9, x0, x1, x2, x3, y)
		}
	}, func(b *testing.B, v [][]float64) {
		x0, x1, x2, x3, y := v[0], v[1], v[2], v[3], v[4]
		for range b.N {
			x1, x2, x3, y := x1[:len(x0)], x2[:len(x0)], x3[:len(x0)], y[:len(x0)]
			for i, xi := range x0 {
				y[i] += 1e-9*xi + 2e-9*x1[i] + 3e-9*x2[i] + 4e-9*x3[i]
			}
		}
	})
}

func BenchmarkAddOuter4(b *testing.B) {
	benchPair(b, func(b *testing.B, v [][]float64) {
		x, y0, y1, y2, y3 := v[0], v[1], v[2], v[3], v[4]
		for range b.N {
			AddOuter4(1e-9, 2e-9, 3e-9, 4e-9, x, y0, y1, y2, y3)
		}
	}, func(b *testing.B, v [][]float64) {
		x, y0, y1, y2, y3 := v[0], v[1], v[2], v[3], v[4]
		for range b.N {
			y0, y1, y2, y3 := y0[:len(x)], y1[:len(x)], y2[:len(x)], y3[:len(x)]
			for i, xi := range x {
				y0[i] += 1e-9 * xi
				y1[i] += 2e-9 * xi
				y2[i] += 3e-9 * xi
				y3[i] += 4e-9 * xi
			}
		}
	})
}

func BenchmarkAddMul(b *testing.B) {
	benchPair(b, func(b *testing.B, v [][]float64) {
		x, z, y := v[0], v[1], v[2]
		for range b.N {
			AddMul(x, z, y)
		}
	}, func(b *testing.B, v [][]float64) {
		x, z, y := v[0], v[1], v[2]
		for range b.N {
			z, y := z[:len(x)], y[:len(x)]
			for i, xi := range x {
				y[i] += xi * z[i]
			}
		}
	})
}

func BenchmarkAddMulNonzero(b *testing.B) {
	benchPair(b, func(b *testing.B, v [][]float64) {
		x, z, y := v[0], v[1], v[2]
		for range b.N {
			AddMulNonzero(x, z, y)
		}
	}, func(b *testing.B, v [][]float64) {
		x, z, y := v[0], v[1], v[2]
		for range b.N {
			z, y := z[:len(x)], y[:len(x)]
			for i, xi := range x {
				if xi != 0 {
					y[i] += xi * z[i]
				}
			}
		}
	})
}

func BenchmarkSum(b *testing.B) {
	benchPair(b, func(b *testing.B, v [][]float64) {
		for range b.N {
			benchSink += Sum(v[0])
		}
	}, func(b *testing.B, v [][]float64) {
		for range b.N {
			s := 0.0
			for _, xi := range v[0] {
				s += xi
			}
			benchSink += s
		}
	})
}

func BenchmarkDot(b *testing.B) {
	benchPair(b, func(b *testing.B, v [][]float64) {
		x, y := v[0], v[1]
		for range b.N {
			benchSink += Dot(x, y)
		}
	}, func(b *testing.B, v [][]float64) {
		x, y := v[0], v[1]
		for range b.N {
			y := y[:len(x)]
			s := 0.0
			for i, xi := range x {
				s += xi * y[i]
			}
			benchSink += s
		}
	})
}

func BenchmarkDot4(b *testing.B) {
	benchPair(b, func(b *testing.B, v [][]float64) {
		x, y0, y1, y2, y3 := v[0], v[1], v[2], v[3], v[4]
		for range b.N {
			s0, s1, s2, s3 := Dot4(x, y0, y1, y2, y3)
			benchSink += s0 + s1 + s2 + s3
		}
	}, func(b *testing.B, v [][]float64) {
		x, y0, y1, y2, y3 := v[0], v[1], v[2], v[3], v[4]
		for range b.N {
			y0, y1, y2, y3 := y0[:len(x)], y1[:len(x)], y2[:len(x)], y3[:len(x)]
			var s0, s1, s2, s3 float64
			for i, xi := range x {
				s0 += xi * y0[i]
				s1 += xi * y1[i]
				s2 += xi * y2[i]
				s3 += xi * y3[i]
			}
			benchSink += s0 + s1 + s2 + s3
		}
	})
}
