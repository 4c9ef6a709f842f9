package kernel

import (
	"math"
	"testing"
)

// The loops call what a user's function calls.

func benchFunction(b *testing.B, kernel func(dst, x []float64), loop func(x float64) float64) {
	benchPair(b, func(b *testing.B, v [][]float64) {
		arguments(v[0])
		for range b.N {
			kernel(v[1], v[0])
		}
	}, func(b *testing.B, v [][]float64) {
		arguments(v[0])
		for range b.N {
			dst := v[1][:len(v[0])]
			for i, x := range v[0] {
				dst[i] = loop(x)
			}
		}
	})
}

// arguments sets x to numbers between 0.1 and 1.3, half of them on each side of 0.625, where tanh changes.
func arguments(x []float64) {
	for i := range x {
		x[i] = 0.1 + float64(i*7%11)*0.12
	}
}

func BenchmarkExp(b *testing.B)  { benchFunction(b, Exp, math.Exp) }
func BenchmarkLog(b *testing.B)  { benchFunction(b, Log, math.Log) }
func BenchmarkTanh(b *testing.B) { benchFunction(b, Tanh, math.Tanh) }
func BenchmarkSigmoid(b *testing.B) {
	benchFunction(b, Sigmoid, func(x float64) float64 { return 1 / (1 + math.Exp(-x)) })
}

// The portable functions, for machines without assembly.

func BenchmarkExpPortable(b *testing.B)  { benchFunction(b, portable(exp), math.Exp) }
func BenchmarkLogPortable(b *testing.B)  { benchFunction(b, portable(log), math.Log) }
func BenchmarkTanhPortable(b *testing.B) { benchFunction(b, portable(tanh), math.Tanh) }
func BenchmarkSigmoidPortable(b *testing.B) {
	benchFunction(b, portable(sigmoid), func(x float64) float64 { return 1 / (1 + math.Exp(-x)) })
}

func portable(f func(x float64) float64) func(dst, x []float64) {
	return func(dst, x []float64) {
		for i, v := range x {
			dst[i] = f(v)
		}
	}
}
