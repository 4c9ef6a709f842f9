package kernel

import (
	"encoding/binary"
	"math"
	"testing"
)

// FuzzRows takes kernel, length and alignment from the input and fills memory and scalars with the rest, again and again.
func FuzzRows(f *testing.F) {
	if irregular {
		f.Skip("no bits to compare with")
	}
	f.Add(uint8(0), uint8(17), uint8(3), []byte("\x00\x00\x00\x00\x00\x00\xf8\x7f\x00\x00\x00\x00\x00\x00\xf0\x3f"))
	f.Add(uint8(2), uint8(7), uint8(1), []byte("\x00\x00\x00\x00\x00\x00\x00\x80\x01\x00\x00\x00\x00\x00\xf0\x3f\x55\x55\x55\x55\x55\x55\xd5\x3f"))
	f.Add(uint8(3), uint8(66), uint8(5), []byte("\xff\xff\xff\xff\xff\xff\xef\x7f\x00\x00\x00\x00\x00\x00\x00\x40"))
	f.Fuzz(func(t *testing.T, which, length, offset uint8, data []byte) {
		r := rows[int(which)%len(rows)]
		if r.outputs == nil || len(data) < 8 {
			return // sums of any bits may overflow in one order and not in another
		}
		next := 0
		number := func() float64 {
			x := math.Float64frombits(binary.LittleEndian.Uint64(data[next:]))
			if next += 8; next+8 > len(data) {
				next = 0
			}
			return x
		}
		views, size := apart(r.vectors, int(length), int(offset%8))
		memory := make([]float64, size)
		for i := range memory {
			memory[i] = number()
		}
		a := [4]float64{number(), number(), number(), number()}
		onBothPaths(t, func(t *testing.T) {
			if err := r.check(memory, views, a); err != nil {
				t.Fatalf("%s, length %d, offset %d: %v", r.name, length, offset%8, err)
			}
		})
	})
}

// FuzzFunctions takes function and argument from the input and compares with the reference.
func FuzzFunctions(f *testing.F) {
	for which, x := range []float64{-745.13, 0x1p-1074, 0.625, -37} {
		f.Add(uint8(which), math.Float64bits(x))
	}
	f.Fuzz(func(t *testing.T, which uint8, bits uint64) {
		fn := functionsOverSlices[int(which)%len(functionsOverSlices)]
		x := math.Float64frombits(bits)
		if !(x >= fn.domain[0] && x <= fn.domain[1]) {
			return
		}
		want := fn.reference(x)
		onBothPaths(t, func(t *testing.T) {
			dst := make([]float64, 5)
			fn.slice(dst, []float64{x, x, x, x, x})
			for _, got := range dst {
				if u := want.ulps(got); !(u < fn.bound) {
					t.Fatalf("%s(%v) = %v is wrong by %g units in the last place", fn.name, x, got, u)
				}
			}
		})
	})
}
