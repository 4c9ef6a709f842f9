package emit

import (
	"fmt"
	"go/types"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/randir"
)

// TestRandomPrograms compiles, vets and runs random programs: what they compute is what the interpreter computes, to the last bit.
func TestRandomPrograms(t *testing.T) {
	n := 40
	if testing.Short() {
		n = 10
	}
	dir := t.TempDir()
	write(t, dir, "go.mod", "module rand\n\ngo 1.26\n")
	var imports, calls strings.Builder
	wants := make([]string, n)
	for i := range n {
		pkg := fmt.Sprintf("p%d", i)
		fmt.Fprintf(&imports, "import %s \"rand/%s\"\n", pkg, pkg)
		fmt.Fprintf(&calls, "\tfmt.Println(%q)\n\t%s.Run()\n", "program "+pkg, pkg)
		wants[i] = random(t, uint64(i), filepath.Join(dir, pkg))
	}
	write(t, dir, "main.go", "package main\nimport \"fmt\"\n"+imports.String()+"func main() {\n"+calls.String()+"}\n")
	for _, args := range [][]string{{"vet", "./..."}, {"run", "."}} {
		cmd := exec.Command("go", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("go %s: %v\n%s", args[0], err, out)
		}
		if args[0] == "run" {
			compare(t, string(out), wants, dir)
		}
	}
}

func compare(t *testing.T, out string, wants []string, dir string) {
	t.Helper()
	for i, part := range strings.Split(out, "program p")[1:] {
		_, got, _ := strings.Cut(part, "\n")
		if got != wants[i] {
			src, _ := os.ReadFile(filepath.Join(dir, fmt.Sprintf("p%d", i), "out.go"))
			t.Errorf("program %d gives\n%s\nthe interpreter\n%s\n%s", i, got, wants[i], src)
			return
		}
	}
}

// random writes the package of one random program and says what Run is to print: results and arguments after the call.
func random(t *testing.T, seed uint64, dir string) string {
	t.Helper()
	r := randir.Seeded(seed)
	prog := randir.Program(r, randir.Default)
	prog.Funcs[0].Unnamed = seed%2 == 0
	for _, f := range prog.Funcs {
		ir.Walk(f.Body, func(s ir.Stmt) bool {
			if d, ok := s.(*ir.Decl); ok {
				d.Var.Temp = seed%3 == 0 // free to go
			}
			return true
		})
	}
	return runnable(t, seed, prog, randir.Inputs(r, prog.Funcs[0]), dir)
}

// runnable writes the package of prog, whose Run calls the first function with args.
func runnable(t *testing.T, seed uint64, prog *ir.Program, args []interp.Value, dir string) string {
	t.Helper()
	root := prog.Funcs[0]
	call := make([]string, len(args))
	for i, a := range args {
		call[i] = goValue(a, root.Params[i].Type)
	}
	named := map[string]*types.Named{}
	collect(prog, named)
	taken := map[string]bool{"Run": true, "show": true, "ptr": true}
	decls := "package " + filepath.Base(dir) + "\nimport (\"fmt\"; \"math\"; \"reflect\")\n" + support
	for name, n := range named {
		taken[name] = true
		decls += "type " + name + " " + types.TypeString(n.Underlying(), func(*types.Package) string { return "" }) + "\n"
	}
	f := &File{Pkg: types.NewPackage("p", filepath.Base(dir)), Units: []Unit{{prog}}, Taken: func(s string) bool { return taken[s] }}
	out, err := f.Render()
	if err != nil {
		t.Fatalf("seed %d: %v\n%s", seed, err, ir.Print(prog))
	}
	var names, vars strings.Builder
	for i, c := range call {
		fmt.Fprintf(&vars, "\tvar a%d %s = %s\n", i, types.TypeString(root.Params[i].Type, func(*types.Package) string { return "" }), c)
		fmt.Fprintf(&names, "a%d, ", i)
	}
	var results []string
	for i := range root.Results {
		results = append(results, fmt.Sprintf("r%d", i))
	}
	list := strings.Join(results, ", ")
	assign := ""
	if list != "" {
		assign = list + " := "
	}
	arguments := strings.TrimSuffix(names.String(), ", ")
	if root.Variadic {
		arguments += "..."
	}
	decls += fmt.Sprintf("func Run() {\n%s\t%s%s(%s)\n\tshow(%s)\n\tshow(%s)\n}\n", vars.String(), assign, root.Name, arguments, list, names.String())
	write(t, dir, "run.go", decls)
	write(t, dir, "out.go", string(out))
	in := interp.New(prog)
	for _, name := range []string{"CheckNotNil", "CheckDisjoint", "CheckDisjointPointers", "CheckElsewhere", "CheckElsewherePointer", "CheckNotSame", "CheckNotSamePointer"} {
		in.Funcs[interp.RuntimePath+"."+name] = func([]interp.Value) []interp.Value { return nil }
	}
	rs, err := in.Call(root, args...)
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	var want strings.Builder
	for _, v := range rs {
		showValue(&want, v, 8)
	}
	want.WriteByte('\n')
	for _, v := range args {
		showValue(&want, v, 8)
	}
	want.WriteByte('\n')
	return want.String()
}

const support = `
func ptr[T any](x T) *T { return &x }
func show(vs ...any) {
	for _, v := range vs { walk(reflect.ValueOf(v), 8) }
	fmt.Println()
}
func walk(v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.Float64, reflect.Float32:
		fmt.Printf("%x ", math.Float64bits(v.Float()))
	case reflect.Int, reflect.Int32, reflect.Int64, reflect.Int8, reflect.Int16:
		fmt.Printf("%d ", v.Int())
	case reflect.Bool:
		fmt.Printf("%v ", v.Bool())
	case reflect.String:
		fmt.Printf("%q ", v.String())
	case reflect.Slice, reflect.Array:
		for i := range v.Len() { walk(v.Index(i), depth) }
	case reflect.Pointer:
		if !v.IsNil() && depth > 0 { walk(v.Elem(), depth-1) }
	case reflect.Struct:
		for i := range v.NumField() { walk(v.Field(i), depth) }
	}
}
`

// showValue is support's walk for the interpreter's values.
func showValue(b *strings.Builder, v interp.Value, depth int) {
	switch v.K {
	case interp.Float64, interp.Float32:
		fmt.Fprintf(b, "%x ", math.Float64bits(v.F))
	case interp.Int:
		fmt.Fprintf(b, "%d ", v.I)
	case interp.Bool:
		fmt.Fprintf(b, "%v ", v.I != 0)
	case interp.String:
		fmt.Fprintf(b, "%q ", v.Str())
	case interp.Slice:
		for i := range v.Len() {
			showValue(b, *v.At(i), depth)
		}
	case interp.Pointer:
		if !v.IsNil() && depth > 0 { // lists may have become rings
			showValue(b, *v.Target(), depth-1)
		}
	case interp.Struct, interp.Array:
		for _, e := range v.Elems {
			showValue(b, e, depth)
		}
	}
}

// goValue writes v as a Go expression of type t.
func goValue(v interp.Value, t types.Type) string {
	name := types.TypeString(t, func(*types.Package) string { return "" })
	list := func(n int, at func(int) (interp.Value, types.Type)) string {
		var parts []string
		for i := range n {
			parts = append(parts, goValue(at(i)))
		}
		return name + "{" + strings.Join(parts, ", ") + "}"
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch v.K {
		case interp.Float64, interp.Float32:
			return fmt.Sprintf("%s(math.Float64frombits(%#x))", name, math.Float64bits(v.F))
		case interp.Bool:
			return fmt.Sprintf("%s(%v)", name, v.I != 0)
		case interp.String:
			return fmt.Sprintf("%s(%q)", name, v.Str())
		}
		return fmt.Sprintf("%s(%d)", name, v.I)
	case *types.Slice:
		if v.IsNil() {
			return "nil"
		}
		return list(v.Len(), func(i int) (interp.Value, types.Type) { return *v.At(i), u.Elem() })
	case *types.Array:
		return list(len(v.Elems), func(i int) (interp.Value, types.Type) { return v.Elems[i], u.Elem() })
	case *types.Struct:
		return list(len(v.Elems), func(i int) (interp.Value, types.Type) { return v.Elems[i], u.Field(i).Type() })
	case *types.Pointer:
		if v.IsNil() {
			return "nil"
		}
		elem := types.TypeString(u.Elem(), func(*types.Package) string { return "" })
		return "ptr[" + elem + "](" + goValue(*v.Target(), u.Elem()) + ")"
	}
	panic("no Go text for " + name)
}

// collect finds the named types of a program.
func collect(p *ir.Program, out map[string]*types.Named) {
	var add func(t types.Type)
	add = func(t types.Type) {
		switch t := types.Unalias(t).(type) {
		case *types.Named:
			if t.Obj().Pkg() == nil || out[t.Obj().Name()] != nil {
				return
			}
			out[t.Obj().Name()] = t
			add(t.Underlying())
		case *types.Slice:
			add(t.Elem())
		case *types.Array:
			add(t.Elem())
		case *types.Pointer:
			add(t.Elem())
		case *types.Struct:
			for i := range t.NumFields() {
				add(t.Field(i).Type())
			}
		}
	}
	for _, f := range p.Funcs {
		for _, v := range append(f.Params[:len(f.Params):len(f.Params)], f.Results...) {
			add(v.Type)
		}
		eachStmt(f.Body, func(s ir.Stmt) {
			if d, ok := s.(*ir.Decl); ok {
				add(d.Var.Type)
			}
			for _, e := range ir.Exprs(s) {
				ir.WalkExpr(e, func(e ir.Expr) bool { add(e.Type()); return true })
			}
		})
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
