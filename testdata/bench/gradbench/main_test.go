package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const shared = "../../../../shared/gradbench"

// TestShared compares the output for GradBench's inputs with what it expects.
func TestShared(t *testing.T) {
	if _, err := os.Stat(shared); err != nil {
		t.Skip("GradBench's inputs are not here: ", err)
	}
	impls := []string{"hand", "generated"}
	seen := 0
	for name := range evals {
		inputs, _ := filepath.Glob(filepath.Join(shared, name, "*.input.json"))
		if len(inputs) == 0 {
			t.Errorf("%s has no inputs", name)
		}
		for _, input := range inputs {
			base := strings.TrimSuffix(input, "input.json")
			outputs, _ := filepath.Glob(base + "*.json")
			for _, output := range outputs {
				if output == input {
					continue
				}
				fn := strings.TrimSuffix(strings.TrimPrefix(output, base), ".json")
				for _, impl := range impls {
					seen++
					t.Run(filepath.Base(base)+fn+"/"+impl, func(t *testing.T) {
						compareFiles(t, name, fn, impl, input, output)
					})
				}
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d outputs compared", seen)
	}
}

func compareFiles(t *testing.T, name, fn, impl, input, output string) {
	in, err := os.Open(input)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var stdout, stderr bytes.Buffer
	if code := run([]string{"-eval", name, "-function", fn, "-impl", impl}, in, &stdout, &stderr); code != 0 {
		t.Fatalf("exit code %d: %s", code, &stderr)
	}
	data, err := os.ReadFile(output)
	if err != nil {
		t.Fatal(err)
	}
	var got, want any
	if err := json.Unmarshal(stdout.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	if err := compare("output", got, want); err != nil {
		t.Error(err)
	}
}

// compare returns the first difference between two JSON values, numbers by GradBench's tolerance.
func compare(at string, got, want any) error {
	switch want := want.(type) {
	case float64:
		got, ok := got.(float64)
		if !ok || !(math.Abs(got-want)/max(1, math.Abs(got)+math.Abs(want)) <= 1e-9) {
			return fmt.Errorf("%s is %v, want %v", at, got, want)
		}
	case []any:
		got, ok := got.([]any)
		if !ok || len(got) != len(want) {
			return fmt.Errorf("%s has length %d, want %d", at, len(got), len(want))
		}
		for i := range want {
			if err := compare(fmt.Sprintf("%s[%d]", at, i), got[i], want[i]); err != nil {
				return err
			}
		}
	case map[string]any:
		got, ok := got.(map[string]any)
		if !ok || len(got) != len(want) {
			return fmt.Errorf("%s has %d fields, want %d", at, len(got), len(want))
		}
		for k := range want {
			if err := compare(at+"."+k, got[k], want[k]); err != nil {
				return err
			}
		}
	default:
		return fmt.Errorf("%s: unexpected %T", at, want)
	}
	return nil
}

// TestCompare checks that a wrong output is noticed.
func TestCompare(t *testing.T) {
	parse := func(s string) (v any) {
		if err := json.Unmarshal([]byte(s), &v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	want := parse(`{"a": [1, 2, [3]], "b": 5}`)
	for _, s := range []string{
		`1`, `{"a": [1, 2, [3]]}`, `{"a": [1, 2, [3]], "c": 5}`, `{"a": [1, 2, [3.00001]], "b": 5}`,
		`{"a": [1, 2], "b": 5}`, `{"a": [1, 2, [3]], "b": null}`,
	} {
		if compare("output", parse(s), want) == nil {
			t.Errorf("%s passes", s)
		}
	}
	if err := compare("output", parse(`{"b": 5.000000001, "a": [1, 2, [3]]}`), want); err != nil {
		t.Error(err)
	}
}

// TestErrors checks that what is wrong is said, with the right exit code.
func TestErrors(t *testing.T) {
	const lse = `{"x": [1, 2]}`
	tests := []struct {
		args, in string
		code     int
		message  string
	}{
		{"-eval lse -function primal", lse, 0, ""},
		{"-eval lse -function gradient -impl hand", lse, 0, ""},
		{"-eval nope -function primal", lse, 2, "want one of ba, det, gmm"},
		{"-eval lse -function jacobian", lse, 2, "want one of gradient, primal"},
		{"-eval lse -function primal -impl magic", lse, 2, "want generated or hand"},
		{"-eval lse -function primal input.json", lse, 2, "standard input"},
		{"-nope", lse, 2, "not defined"},
		{"-eval lse -function primal", `{"x": []}`, 1, "length of x is 0, want at least 1"},
		{"-eval lse -function primal", `{"x": [1, 2]`, 1, "unexpected EOF"},
		{"-eval lse -function primal", lse + lse, 1, "more than one"},
		{"-eval lse -function primal", `{"x": "y"}`, 1, "cannot unmarshal"},
		{"-eval ode -function primal", `{"x": [1], "s": 0}`, 1, "s is 0"},
		{"-eval det -function primal", `{"A": [1, 2, 3], "ell": 2}`, 1, "length of A is 3, want 4"},
		{"-eval llsq -function primal", `{"x": [1], "n": 1}`, 1, "n is 1, want at least 2"},
		{"-eval gmm -function objective", `{"d": 2, "k": 1, "n": 0, "alpha": [1], "mu": [[1, 2]], "q": [[1]], "l": [[1]]}`, 1, "length of row 0 of q is 1, want 2"},
		{"-eval lstm -function objective", `{"extra_params": [[1], [1], [1]], "state": [[1], [1], [1]], "sequence": [[1], [0]]}`, 1, "modulo 2"},
		{"-eval ba -function objective", `{"n": 1, "m": 1, "p": 1, "cam": [1]}`, 1, "length of cam is 1, want 11"},
	}
	for _, test := range tests {
		var stdout, stderr bytes.Buffer
		code := run(strings.Fields(test.args), strings.NewReader(test.in), &stdout, &stderr)
		if code != test.code || !strings.Contains(stderr.String(), test.message) {
			t.Errorf("%s < %s: exit code %d, %q; want %d, %q", test.args, test.in, code, &stderr, test.code, test.message)
		}
	}
}
