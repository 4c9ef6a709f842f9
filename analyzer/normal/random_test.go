package normal_test

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"testing"

	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/normal"
	"github.com/gograd/gograd/analyzer/randir"
)

// programs is how many random programs a test tries.
func programs() uint64 {
	if n, err := strconv.Atoi(os.Getenv("GOGRAD_RANDIR")); err == nil {
		return uint64(n)
	}
	return 300
}

// Normalize gives programs in normal form that compute what they did: results, memory, panics.
func TestRandom(t *testing.T) {
	only := os.Getenv("GOGRAD_SEED")
	panics := 0
	for seed := range programs() {
		if only != "" && only != fmt.Sprint(seed) {
			continue
		}
		r := randir.Seeded(seed)
		o := randir.Default
		o.Stmts = []int{4, 10, 25, 50}[seed%4]
		o.Helpers = int(seed % 4)
		p := randir.Program(r, o)
		before := ir.Print(p)
		q := normal.Normalize(p.Funcs[0])
		if after := ir.Print(p); after != before {
			t.Fatalf("seed %d: Normalize changed the program it was given:\n%s\nto\n%s", seed, before, after)
		}
		if err := errors.Join(ir.Verify(q), ir.VerifyNormal(q)); err != nil {
			t.Fatalf("seed %d: %v in\n%s\nfrom\n%s", seed, err, ir.Print(q), before)
		}
		for k := range 6 {
			args := randir.Inputs(r, p.Funcs[0])
			switch k % 3 {
			case 1:
				args = randir.Overlapping(r, p.Funcs[0])
			case 2:
				for i := range args {
					cripple(r, &args[i])
				}
			}
			panicked, err := same(p, q, args)
			if err != nil {
				t.Fatalf("seed %d: %v;\n%s\nfrom\n%s", seed, err, ir.Print(q), before)
			}
			if panicked {
				panics++
			}
		}
	}
	if panics == 0 && only == "" {
		t.Error("no program panicked: that a panic stays where it was is not tested")
	}
}

// cripple takes memory away from v here and there, so that programs panic.
func cripple(r randir.Source, v *interp.Value) {
	switch v.K {
	case interp.Slice:
		if v.Len() > 0 && r.IntN(2) == 0 {
			*v = v.Sub(0, r.IntN(v.Len()))
			return
		}
		for i := range v.Len() {
			cripple(r, v.At(i))
		}
	case interp.Pointer:
		if r.IntN(4) == 0 {
			*v = interp.Value{K: interp.Pointer}
			return
		}
		if c := v.Target(); c != nil {
			cripple(r, c)
		}
	case interp.Struct, interp.Array:
		for i := range v.Elems {
			cripple(r, &v.Elems[i])
		}
	}
}

// same runs the first functions of p and q on args and compares all that a caller can see. It reports whether they panicked.
func same(p, q *ir.Program, args []interp.Value) (panicked bool, err error) {
	again := interp.Clone(args)
	y, perr := interp.New(p).Call(p.Funcs[0], args...)
	z, qerr := interp.New(q).Call(q.Funcs[0], again...)
	if fmt.Sprint(perr) != fmt.Sprint(qerr) {
		return false, fmt.Errorf("the program ends with %v, in normal form with %v", perr, qerr)
	}
	if why, ok := interp.Same(append(y, args...), append(z, again...), interp.Exactly); !ok {
		return false, fmt.Errorf("in normal form it computes something else: %s", why)
	}
	return perr != nil, nil
}
