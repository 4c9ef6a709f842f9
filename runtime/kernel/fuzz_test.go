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
