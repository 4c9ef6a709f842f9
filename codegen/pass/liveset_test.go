package pass

import (
	"maps"
	"math/rand/v2"
	"testing"

	"github.com/gograd/gograd/analyzer/ir"
)

// A liveSet holds what a map of variables would.
func TestLiveSet(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	vars := make([]*ir.Var, 200)
	for i := range vars {
		vars[i] = &ir.Var{Name: "v", Type: ir.Int}
	}
	sets := []*liveSet{newLiveSet(vars[0])}
	want := []map[*ir.Var]bool{{vars[0]: true}}
	for step := range 5000 {
		i, v := r.IntN(len(sets)), vars[r.IntN(1+step%len(vars))]
		switch r.IntN(6) {
		case 0, 1:
			sets[i].set(v)
			want[i][v] = true
		case 2:
			sets[i].drop(v)
			delete(want[i], v)
		case 3:
			j := r.IntN(len(sets))
			size := len(want[i])
			maps.Copy(want[i], want[j])
			if more := sets[i].add(sets[j]); more != (len(want[i]) > size) {
				t.Fatalf("step %d: add says %t", step, more)
			}
		case 4:
			if len(sets) < 10 {
				sets, want = append(sets, sets[i].clone()), append(want, maps.Clone(want[i]))
			}
		case 5:
			if r.IntN(20) == 0 {
				sets[i], want[i] = sets[i].empty(), map[*ir.Var]bool{}
			}
		}
		for _, v := range vars {
			if sets[i].has(v) != want[i][v] {
				t.Fatalf("step %d: has says %t", step, sets[i].has(v))
			}
		}
	}
}
