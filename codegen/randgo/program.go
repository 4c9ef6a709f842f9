package randgo

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Program is a random program: an annotated function with all that it needs.
type Program struct {
	Seed   uint64
	Name   string // of the annotated function
	Kind   string // "grad", "vjp" or "jacobian"
	Method string // how the function is called from outside: its name, or a method expression
	Grad   string // the same for the generated function
	Wrt    []Wrt
	Source string // declarations, without package clause and imports
}

// Wrt is one of the things that a program is differentiated with respect to.
type Wrt struct {
	Param int    // index of the parameter, a receiver being the first
	Path  string // of a field in it, like "W", or empty
}

// File is the program as a Go file.
func (p *Program) File(pkg string) string {
	head := "package " + pkg + "\n\n"
	if strings.Contains(p.Source, "math.") {
		head += "import \"math\"\n\n"
	}
	return head + p.Source
}

// ArgsName is the name of the function that makes fresh arguments for the program, all floats zero.
func (p *Program) ArgsName() string { return p.Name + "Args" }

// single says whether the program rounds to float32 somewhere, where its gradient is rounded too.
func (p *Program) single() bool { return strings.Contains(p.Source, "float32") }

// New makes the program of a seed.
func New(seed uint64, cfg Config) (*Program, error) {
	g := &gen{
		Rand:   rand.New(rand.NewPCG(seed, 0x67726164)),
		cfg:    cfg.withDefaults(),
		prefix: fmt.Sprintf("p%d", seed),
		ft:     f64,
	}
	g.floatTypes()
	g.rounds = g.chance(5)
	g.headers = g.chance(8)
	g.constants()
	for range g.IntN(3) {
		g.structType()
	}
	for range g.between(1, 4) {
		g.helper()
	}
	p := g.entry()
	p.Seed = seed
	p.Source = g.decls.String()
	src, err := tidy(p.File("p"))
	if err != nil {
		return nil, fmt.Errorf("seed %d: %w\n%s", seed, err, p.Source)
	}
	p.setFile(src)
	return p, nil
}

// floatTypes chooses what the program computes in.
func (g *gen) floatTypes() {
	named := &typ{k: kFloat, name: g.prefix + "Real"}
	switch k := g.IntN(100); {
	case k < 7:
		g.ft = f32
		g.floats = []*typ{f32, f64}
	case k < 14:
		g.ft = named
		g.floats = []*typ{named, f64}
	case k < 22:
		g.floats = []*typ{f64, named}
	case k < 25:
		g.floats = []*typ{f64, f32}
	default:
		g.floats = []*typ{f64}
	}
	for _, t := range g.floats {
		if t == named {
			fmt.Fprintf(&g.decls, "type %s float64\n\n", t)
		}
	}
}

func (g *gen) constants() {
	fmt.Fprintf(&g.decls, "const (\n%[1]sK = %[2]s\n%[1]sTwo = 2 * 1.25\n)\n\n", g.prefix, g.number(0.2, 1).s)
	if !g.chance(35) {
		return
	}
	n := g.between(2, 4)
	v := &variable{name: g.prefix + "Table", fixed: true, ro: true}
	var vals []string
	for range n {
		vals = append(vals, g.number(0.1, 1.6).s)
	}
	v.t = pickOne(g, []*typ{sliceOf(g.ft, n), arrayOf(g.ft, n)})
	fmt.Fprintf(&g.decls, "var %s = %s{%s}\n\n", v.name, v.t, strings.Join(vals, ", "))
	g.globals = append(g.globals, v)
}

// structType declares a struct, perhaps with one of the earlier ones in it.
func (g *gen) structType() {
	t := &typ{k: kStruct, name: fmt.Sprintf("P%sT%d", g.prefix[1:], len(g.structs))}
	add := func(name string, ft *typ) { t.fields = append(t.fields, field{name: name, t: ft}) }
	add("A", pickOne(g, g.floats))
	if g.chance(60) {
		add("B", g.ft)
	}
	if g.chance(45) {
		add("W", sliceOf(g.ft, g.between(2, 4)))
	}
	if g.chance(30) {
		add("C", arrayOf(pickOne(g, g.floats), g.between(2, 3)))
	}
	if g.chance(25) {
		add("N", intT)
	}
	if g.chance(12) {
		add("M", sliceOf(sliceOf(g.ft, 2), 2))
	}
	if g.chance(12) {
		add("P", ptrTo(g.ft))
	}
	if len(g.structs) > 0 {
		old := pickOne(g, g.structs)
		switch k := g.IntN(10); {
		case k < 2:
			t.fields = append(t.fields, field{name: old.name, t: old, embedded: true})
		case k < 4:
			add("S", old)
		case k < 5:
			add("Q", ptrTo(old))
		case k < 6:
			add("L", sliceOf(old, 2))
		}
	}
	fmt.Fprintf(&g.decls, "type %s struct {\n", t)
	for _, fd := range t.fields {
		if fd.embedded {
			fmt.Fprintf(&g.decls, "%s\n", fd.t)
			continue
		}
		fmt.Fprintf(&g.decls, "%s %s\n", fd.name, fd.t)
	}
	g.decls.WriteString("}\n\n")
	g.structs = append(g.structs, t)
}
