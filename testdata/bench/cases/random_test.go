package cases

import (
	"encoding/json"
	"os"
	"testing"
)

// TestTwister compares with what the authors of MT19937 publish: the 10,000th number from seed 5489.
func TestTwister(t *testing.T) {
	r := NewRandom(5489)
	var got uint32
	for range 10000 {
		got = r.Uint32()
	}
	if got != 4123659995 {
		t.Errorf("the 10000th number is %d, want 4123659995", got)
	}
}

// TestGradBenchInputs checks that the inputs drawn here are GradBench's own.
func TestGradBenchInputs(t *testing.T) {
	data, err := os.ReadFile("../../../../shared/gradbench/lse/n2500.input.json")
	if err != nil {
		t.Skip("GradBench's inputs are not here: ", err)
	}
	var in struct{ X []float64 }
	if err := json.Unmarshal(data, &in); err != nil {
		t.Fatal(err)
	}
	for i, x := range LSE(len(in.X)).Params {
		if x != in.X[i] {
			t.Fatalf("x[%d] is %v, GradBench has %v", i, x, in.X[i])
		}
	}
}
