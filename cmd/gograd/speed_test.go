package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// BenchmarkFunctions generates a package of many functions; the time for each, without loading, must not depend on how many there are.
func BenchmarkFunctions(b *testing.B) {
	for _, n := range []int{10, 100, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var src strings.Builder
			src.WriteString("package many\n\nimport \"math\"\n")
			for i := range n {
				fmt.Fprintf(&src, manyFunction, i)
			}
			generation(b, n, src.String())
		})
	}
}

// manyFunction is a function of ordinary size; %[1]d makes its name unique.
const manyFunction = `
//gograd:grad wrt=w,b
func loss%[1]d(w []float64, b float64, xs [][]float64, ys []float64) float64 {
	loss := 0.0
	for i, x := range xs {
		z := b
		for j, xj := range x {
			z += w[j] * xj
		}
		p := 1 / (1 + math.Exp(-z))
		if ys[i] > 0 {
			loss -= math.Log(p)
		} else {
			loss -= math.Log(1 - p)
		}
	}
	decay := 0.0
	for _, v := range w {
		decay += v * v
	}
	return loss/float64(len(xs)) + 0.5*math.Sqrt(1+decay)
}
`

// BenchmarkStatements generates one function of many statements, with a loop and a branch for every ten of them.
func BenchmarkStatements(b *testing.B) {
	for _, n := range []int{10, 100, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var src strings.Builder
			src.WriteString("package long\n\nimport \"math\"\n\n//gograd:grad wrt=x\nfunc long(x []float64, n int) float64 {\n\ta0, b0, c0 := x[0], x[1], x[2]\n")
			for i := range n / 10 {
				fmt.Fprintf(&src, longPart, i, i+1)
			}
			fmt.Fprintf(&src, "\treturn a%[1]d + b%[1]d*c%[1]d\n}\n", n/10)
			generation(b, n, src.String())
		})
	}
}

// longPart are ten statements.
const longPart = `
	a%[2]d := a%[1]d*b%[1]d + x[%[1]d]
	b%[2]d := math.Sin(a%[2]d) / (1 + c%[1]d*c%[1]d)
	c%[2]d := c%[1]d + math.Exp(-b%[2]d)
	for i := range n {
		d := c%[2]d * x[i]
		a%[2]d += d * d
		b%[2]d -= x[i] * a%[1]d
	}
	if b%[2]d > 1 {
		c%[2]d *= math.Sqrt(b%[2]d)
	}
`

// generation measures what gograd does after it has loaded a package of one file.
func generation(b *testing.B, n int, src string) {
	root, err := filepath.Abs("../..")
	if err != nil {
		b.Fatal(err)
	}
	dir := b.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module example.com/m\n\ngo 1.26.0\n\nrequire github.com/gograd/gograd v0.0.0\n\nreplace github.com/gograd/gograd => " + root + "\n",
		"in.go":  src,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			b.Fatal(err)
		}
	}
	repeat(b, dir, append(append(os.Environ(), goEnv(b)...), "GOFLAGS=-mod=mod"), ".")
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/each")
}

// BenchmarkBench generates all of testdata/bench.
func BenchmarkBench(b *testing.B) {
	repeat(b, "../../testdata/bench", append(append(os.Environ(), goEnv(b)...), "GOFLAGS="), "./...")
}

// repeat loads packages once, says how long that took, and measures what comes after.
func repeat(b *testing.B, dir string, env []string, patterns ...string) {
	var out bytes.Buffer
	a := &app{stdout: &out, stderr: &out, backend: theBackend, dir: dir, env: env}
	start := time.Now()
	s, err := a.start(options{}, patterns)
	if err != nil {
		b.Fatal(err)
	}
	loading := time.Since(start)
	for b.Loop() {
		s.eachMade(func(*job, map[string][]byte) bool { return true }) // all but the writing
	}
	if code := s.finish(); code != exitDone {
		b.Fatalf("exit code %d\n%s", code, &out)
	}
	b.ReportMetric(float64(loading.Microseconds())/1000, "load-ms")
}
