package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// The files are what the generator writes today.
func TestCurrent(t *testing.T) {
	const tape = "../.."
	files, err := generate(os.DirFS(filepath.Join(tape, rulesDir)))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(tape, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the generator writes: run go generate in runtime/tape", name)
		}
	}
}

// recordOf is the body of the recorded rule that is generated for a rule of math.Tan, or the error.
func recordOf(t *testing.T, rule string) string {
	src := "package mathrule\n\nimport \"math\"\n\nvar _ = math.Pi\n\n//gograd:rule math.Tan\n" + rule
	rules, err := readRules(fstest.MapFS{"tan.go": {Data: []byte(src)}})
	if err != nil {
		t.Fatal(err)
	}
	text, err := writeTape(rules)
	if err != nil {
		return err.Error()
	}
	_, body, _ := strings.Cut(string(text), "func recordTan(")
	_, body, _ = strings.Cut(body, "{\n")
	body, _, _ = strings.Cut(body, "\n}\n")
	return strings.ReplaceAll(body, "\t", "")
}

// What a rule's statements become.
func TestRecorded(t *testing.T) {
	tests := []struct{ name, rule, want string }{
		{"if without return", `func tan(x, y, dy float64) (dx float64) {
			if x > 1 {
				dx = dy
			}
			return dx
		}`, `return Where(Greater(x, constant(x, 1)), dy, constant(x, 0))`},
		{"else", `func tan(x, y, dy float64) (dx float64) {
			if x > 1 || y < 2 {
				return dy
			} else if !math.IsInf(x, -1) {
				dx = -dy
			}
			return
		}`, `return Where(Or(Greater(x, constant(x, 1)), Less(y, constant(x, 2))), dy, Where(Not(IsInf(x, -1)), Neg(dy), constant(x, 0)))`},
		{"variable used after an assignment in a branch", `func tan(x, y, dy float64) (dx float64) {
			a := x
			if x > 1 {
				a *= 2
			}
			a, dx = dy, a
			return a * dx
		}`, `return absorb(dy, Where(Greater(x, constant(x, 1)), Mul(dy, Mul(x, constant(x, 2))), Mul(dy, x)))`},
		{"shared value", `func tan(x, y, dy float64) (dx float64) {
			h := math.Hypot(x, y)
			return dy * (h + 1/h)
		}`, "h := Hypot(x, y)\nreturn absorb(dy, Mul(dy, Add(h, Div(constant(x, 1), h))))"},
		{"block", `func tan(x, y, dy float64) (dx float64) {
			{
				x := y
				dx = x
			}
			return dy * dx * x
		}`, `return absorb(dy, Mul(Mul(dy, y), x))`},
		{"helper", `func tan(x, y, dy float64) (dx float64) { return dy * less(y, x) }
		func less(x, y float64) float64 {
			const half = 1.0 / 2
			if a := math.Abs(x); a < half {
				return y
			}
			return math.Pow(x, y)
		}`, `return absorb(dy, Mul(dy, Where(Less(Abs(y), constant(x, 0x1p-01)), x, PowVar(y, x))))`},
		{"negative", `func tan(x, y, dy float64) (dx float64) { return -(dy / x) }`, `return absorb(dy, Neg(Div(dy, x)))`},
		{"constants", `func tan(x, y, dy float64) (dx float64) { return dy * (math.Pi/2 - (3)) }`, `return absorb(dy, Mul(dy, constant(x, math.Pi/2-(3))))`},
		{"equal branches", `func tan(x, y, dy float64) (dx float64) {
			if x > y {
				return dy * x
			}
			return dy * x
		}`, `return absorb(dy, Mul(dy, x))`},
	}
	for _, tt := range tests {
		if got := recordOf(t, tt.rule); got != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
}

// What cannot be recorded is an error at its position.
func TestErrors(t *testing.T) {
	tests := []struct{ name, rule, want string }{
		{"loop", `func tan(x, y, dy float64) (dx float64) {
			for x < 10 {
				x++
			}
			return dy * x
		}`, "tan.go:9:4: a *ast.ForStmt in a rule cannot be recorded on a tape"},
		{"loop in a helper", `func tan(x, y, dy float64) (dx float64) { return dy * f(x) }
		func f(x float64) float64 {
			for x < 10 {
				x++
			}
			return x
		}`, "tan.go:10:4: a *ast.ForStmt in a rule cannot be recorded on a tape"},
		{"recursion", `func tan(x, y, dy float64) (dx float64) { return dy * f(x) }
		func f(x float64) float64 { return f(x) }`, "tan.go:9:38: the call f(x) is recursive"},
		{"conversion", `func tan(x, y, dy float64) (dx float64) { return dy * float64(float32(x)) }`, "tan.go:8:63: a conversion in a rule"},
		{"array", `func tan(x, y, dy float64) (dx float64) {
			a := [2]float64{1, 2}
			return dy * a[0]
		}`, "tan.go:9:9: [2]float64{…} cannot be recorded on a tape"},
		{"results", `func tan(x, y, dy float64) (dx float64) {
			s, c := math.Sincos(x)
			return dy * s * c
		}`, "tan.go:9:4: an assignment from a call of several results"},
	}
	for _, tt := range tests {
		if got := recordOf(t, tt.rule); got != tt.want {
			t.Errorf("%s: %s\nwant %s", tt.name, got, tt.want)
		}
	}
}
