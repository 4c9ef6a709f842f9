package randir_test

import (
	"fmt"
	"go/types"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/randir"
)

// TestSameAsGo compiles random programs with Go and runs them: results and everything that the arguments refer to
// are the interpreter's, bit for bit.
func TestSameAsGo(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles with go build")
	}
	const n = 40
	dir := t.TempDir()
	write(t, dir, "go.mod", "module random\n\ngo 1.26\n")
	write(t, dir, "dump/dump.go", dumpSource)
	main, want := "package main\n\n", ""
	calls := ""
	for seed := range uint64(n) {
		r := randir.Seeded(seed)
		p := randir.Program(r, randir.Default)
		f := p.Funcs[0]
		args := randir.Inputs(r, f)
		write(t, dir, fmt.Sprintf("p%d/p.go", seed), goPackage(p, args, seed))
		main += fmt.Sprintf("import \"random/p%d\"\n", seed)
		calls += fmt.Sprintf("\tp%d.Run()\n", seed)
		results, err := interp.New(p).Call(f, args...)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		var b strings.Builder
		for _, v := range append(results, args...) {
			dump(&b, v, 6)
		}
		want += fmt.Sprintf("p%d%s\n", seed, b.String())
	}
	write(t, dir, "main.go", main+"\nfunc main() {\n"+calls+"}\n")
	cmd := exec.Command("go", "run", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	got, wants := strings.Split(string(out), "\n"), strings.Split(want, "\n")
	for i, w := range wants {
		if i >= len(got) || got[i] != w {
			t.Fatalf("interpreter %s\nGo          %s\n%s", w, got[min(i, len(got)-1)], ir.Print(randir.Program(randir.Seeded(uint64(i)), randir.Default)))
		}
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

var (
	typedWord   = regexp.MustCompile(`\b(conv|zero|make)\[`)
	declaration = regexp.MustCompile(`(?m)^(\t+)var (\w+) (.*)$`)
	label       = regexp.MustCompile(`(?m)^(\t+)(\w+): `)
	loop        = regexp.MustCompile(`(?m)for (\w+) := range .*$`)
	block       = regexp.MustCompile(`(?m)(\w+): \{$`)
	float       = regexp.MustCompile(`\b\d+\.\d+(e[+-]\d+)?\b`)
)

// goPackage turns the text form into Go, which it almost is.
func goPackage(p *ir.Program, args []interp.Value, seed uint64) string {
	var b strings.Builder
	for _, part := range strings.SplitAfter(ir.Print(p), "\n}\n") { // labels belong to functions
		b.WriteString(label.ReplaceAllStringFunc(part, func(s string) string {
			m := label.FindStringSubmatch(s)
			if strings.Contains(part, " "+m[2]+"\n") {
				return s
			}
			return m[1]
		}))
	}
	text := typedWords(b.String())
	text = float.ReplaceAllString(text, "literal($0)") // no constant arithmetic: the representation has none
	text = loop.ReplaceAllString(text, "$0\n_ = $1")
	text = block.ReplaceAllString(text, "$1: switch {\ndefault:")
	text = strings.ReplaceAll(text, "\n}\n", "\n\treturn\n}\n")
	text = declaration.ReplaceAllString(text, "${1}var $2 $3\n${1}_ = $2")
	f := p.Funcs[0]
	run := "func Run() {\n"
	var params, results []string
	for i, v := range f.Params {
		run += fmt.Sprintf("\targ%d := %s\n", i, literal(args[i], v.Type))
		params = append(params, fmt.Sprintf("arg%d", i))
	}
	for i := range f.Results {
		results = append(results, fmt.Sprintf("r%d", i))
	}
	run += fmt.Sprintf("\t%s := f(%s)\n\tdump.Dump(\"p%d\", %s)\n}\n", strings.Join(results, ", "), strings.Join(params, ", "), seed,
		strings.Join(append(results, params...), ", "))
	return fmt.Sprintf("package p%d\n\nimport (\n\t\"math\"\n\t\"random/dump\"\n)\n\n"+
		"func literal(x float64) float64 { return x }\n\nfunc address[T any](x T) *T { return &x }\n\nvar _ = math.Pi\n\n%s\n%s", seed, text, run)
}

// typedWords writes conv[T](x), zero[T](), make[T](n), new[T](x) and typed constants as Go does.
func typedWords(s string) string {
	s = regexp.MustCompile(`\bcount\(`).ReplaceAllString(s, "dump.Count(")
	s = regexp.MustCompile(`\bnew\[`).ReplaceAllString(s, "dump.New[")
	for {
		at := typedWord.FindStringSubmatchIndex(s)
		if at == nil {
			return s
		}
		depth, end := 1, at[1]
		for ; depth > 0; end++ {
			depth += map[byte]int{'[': 1, ']': -1}[s[end]]
		}
		typ := s[at[1] : end-1]
		switch s[at[2]:at[3]] {
		case "conv":
			s = s[:at[0]] + "(" + typ + ")" + s[end:]
		case "zero":
			s = s[:at[0]] + "*new(" + typ + ")" + s[end+2:]
		case "make":
			s = s[:at[0]] + "make(" + typ + ", " + s[end+1:]
		}
	}
}

// literal is v as a Go expression.
func literal(v interp.Value, t types.Type) string {
	name := ir.TypeString(t)
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch v.K {
		case interp.Float64, interp.Float32:
			return fmt.Sprintf("%s(math.Float64frombits(%d))", name, math.Float64bits(v.F))
		case interp.Bool:
			return fmt.Sprint(v.Bool())
		}
		return fmt.Sprintf("%s(%d)", name, v.I)
	case *types.Slice:
		if v.IsNil() {
			return name + "(nil)"
		}
		var elems []string
		for i := range v.Len() {
			elems = append(elems, literal(*v.At(i), u.Elem()))
		}
		return name + "{" + strings.Join(elems, ", ") + "}"
	case *types.Pointer:
		if v.Target() == nil {
			return "(" + name + ")(nil)"
		}
		return "address(" + literal(*v.Target(), u.Elem()) + ")"
	}
	var elems []string
	for i, e := range v.Elems {
		var et types.Type
		switch u := t.Underlying().(type) {
		case *types.Array:
			et = u.Elem()
		case *types.Struct:
			et = u.Field(i).Type()
		}
		elems = append(elems, literal(e, et))
	}
	return name + "{" + strings.Join(elems, ", ") + "}"
}

// dump writes what dumpSource writes for the same value.
func dump(b *strings.Builder, v interp.Value, depth int) {
	if depth == 0 {
		return
	}
	switch v.K {
	case interp.Float64, interp.Float32:
		if math.IsNaN(v.F) {
			b.WriteString(" NaN")
			return
		}
		fmt.Fprintf(b, " %x", math.Float64bits(v.F))
	case interp.Int:
		fmt.Fprintf(b, " %d", v.I)
	case interp.Bool:
		fmt.Fprintf(b, " %t", v.Bool())
	case interp.Slice:
		w := v.Window()
		fmt.Fprintf(b, " [%d:%d", w.Len, w.Cap)
		for i := range v.Len() {
			dump(b, *v.At(i), depth-1)
		}
	case interp.Pointer:
		fmt.Fprintf(b, " *%t", v.IsNil())
		if t := v.Target(); t != nil {
			dump(b, *t, depth-1)
		}
	default:
		for _, e := range v.Elems {
			dump(b, e, depth-1)
		}
	}
}

const dumpSource = `package dump

import (
	"fmt"
	"iter"
	"math"
	"reflect"
)

func New[T any](x ...T) *T {
	p := new(T)
	if len(x) > 0 {
		*p = x[0]
	}
	return p
}

func Count(lo, hi, step int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := lo; step > 0 && i < hi || step < 0 && i > hi; i += step {
			if !yield(i) {
				return
			}
		}
	}
}

func Dump(name string, vs ...any) {
	fmt.Print(name)
	for _, v := range vs {
		dump(reflect.ValueOf(v), 6)
	}
	fmt.Println()
}

func dump(v reflect.Value, depth int) {
	if depth == 0 {
		return
	}
	switch v.Kind() {
	case reflect.Float64, reflect.Float32:
		if math.IsNaN(v.Float()) {
			fmt.Print(" NaN")
			return
		}
		fmt.Printf(" %x", math.Float64bits(v.Float()))
	case reflect.Int:
		fmt.Printf(" %d", v.Int())
	case reflect.Bool:
		fmt.Printf(" %t", v.Bool())
	case reflect.Slice:
		fmt.Printf(" [%d:%d", v.Len(), v.Cap())
		for i := range v.Len() {
			dump(v.Index(i), depth-1)
		}
	case reflect.Pointer:
		fmt.Printf(" *%t", v.IsNil())
		if !v.IsNil() {
			dump(v.Elem(), depth-1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			dump(v.Field(i), depth-1)
		}
	case reflect.Array:
		for i := range v.Len() {
			dump(v.Index(i), depth-1)
		}
	}
}
`
