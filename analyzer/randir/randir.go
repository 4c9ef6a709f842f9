// Package randir makes random IR programs, and arguments for them, for tests.
//
// Every program is well formed, ends, and does not panic on the arguments that Inputs makes: indices are
// only used where a loop's bounds or a branch say that they are in range, pointers are never nil. Numbers stay small and derivatives moderate: what is
// stored is damped. Exact kinks are avoided as far as generic inputs avoid them.
package randir

import (
	"go/token"
	"go/types"
	"math/rand/v2"

	"github.com/gograd/gograd/analyzer/ir"
	"pgregory.net/rapid"
)

// Source is where the choices come from: IntN(n) is in [0, n).
type Source interface{ IntN(n int) int }

// Seeded is a source that gives the same choices for the same seed.
func Seeded(seed uint64) Source { return rand.New(rand.NewPCG(seed, 0x60_67_72_61_64)) }

// FromRapid draws the choices from t, so that rapid can shrink them.
func FromRapid(t *rapid.T) Source { return rapidSource{t} }

type rapidSource struct{ t *rapid.T }

func (s rapidSource) IntN(n int) int { return rapid.IntRange(0, n-1).Draw(s.t, "n") }

// Feature is a set of constructs that programs may use.
type Feature uint

// The constructs.
const (
	Branches  Feature = 1 << iota
	Counts            // counted loops
	Whiles            // loops with a condition, bounded
	TailBreak         // break of the innermost loop at the end of its body
	Exits             // any break, continue and early return, blocks as targets
	Arrays            // arrays as variables, fields, parameters
	Structs           // structs, nested, with slices
	Pointers          // to variables, elements, fields, structs
	Matrices          // slices of slices, slices of structs
	Reslicing         // slices assigned, swapped, cut, made, cleared, copied
	Calls             // of other functions of the program
	Recursion         // bounded
	Float32           // float32 variables
	Named             // named float types
	Ints              // integers and booleans that are computed
	Lists             // structs that point to others of their type, nil at the end
	Oddities          // panics that don't happen, variables that are NaN and not used

	All    = Oddities<<1 - 1
	Normal = All &^ Exits // programs that ir.VerifyNormal accepts
)

// Options say how large programs get and what is in them.
type Options struct {
	Stmts    int     // statements of the first function, about
	Helpers  int     // functions besides the first, at most
	Depth    int     // nesting of loops and branches
	Params   int     // parameters of the first function, at most
	Results  int     // float64 results of the first function
	Features Feature // Branches, Counts, …
	Wild     bool    // numbers need not stay small: products, quotients, exponentials, logarithms and roots of whatever there is
}

// Default is of a size at which a program runs in well under a millisecond.
var Default = Options{Stmts: 25, Helpers: 2, Depth: 3, Params: 4, Results: 1, Features: All}

// Program makes a program; its first function is the one to differentiate.
func Program(r Source, o Options) *ir.Program {
	g := &gen{r: r, o: o, pkg: types.NewPackage("p", "p"), cost: map[*ir.Func]int{}}
	g.makeTypes()
	if o.Features&Calls != 0 && o.Helpers > 0 {
		for range r.IntN(o.Helpers + 1) {
			g.helper()
		}
	}
	if o.Features&Recursion != 0 && r.IntN(3) == 0 {
		g.recursive(1 + r.IntN(2))
	}
	root := g.root()
	return &ir.Program{Funcs: append([]*ir.Func{root}, g.callable...)}
}

// Gen is Program as a generator for rapid.
func Gen(o Options) *rapid.Generator[*ir.Program] {
	return rapid.Custom(func(t *rapid.T) *ir.Program { return Program(FromRapid(t), o) })
}

// gen holds what is known at the point that is being written.
type gen struct {
	r   Source
	o   Options
	pkg *types.Package

	float   types.Type     // a named float type
	vec     types.Type     // a named slice type, or nil
	node    *types.Named   // a struct with a pointer to the next, or nil
	structs []*types.Named // a later one may contain an earlier one

	callable []*ir.Func
	cost     map[*ir.Func]int // statements that a call runs, about

	// of the function that is being written
	f         *ir.Func
	self      *ir.Func // what f may call at this point with one less
	selfCalls int
	received  []*ir.Var // declared for the results of the call that is being written
	names     map[string]int
	vars      []*ir.Var        // in scope
	frozen    map[*ir.Var]bool // must not be assigned here
	warm      map[*ir.Var]bool // may depend on the parameters
	facts     []fact
	out       *[]ir.Stmt
	budget    int
	depth     int
	weight    int // how often a statement here runs, about
	targets   []ir.Stmt
}

// fact says that the slice or array variable s may be indexed by i here.
type fact struct {
	s *ir.Var
	i ir.Expr
}

func (g *gen) has(f Feature) bool  { return g.o.Features&f != 0 }
func (g *gen) chance(pct int) bool { return g.r.IntN(100) >= 100-pct }

// pick is one of xs.
func pick[T any](g *gen, xs []T) T { return xs[g.r.IntN(len(xs))] }

// makeTypes makes the program's named types.
func (g *gen) makeTypes() {
	g.float = ir.Float64
	if g.has(Named) {
		g.float = g.named("Scalar", ir.Float64)
		if g.has(Reslicing) {
			g.vec = g.named("Vec", vector)
		}
	}
	if g.has(Lists) {
		g.node = g.named("Node", nil)
		next := types.NewField(token.NoPos, g.pkg, "next", types.NewPointer(g.node), false)
		g.node.SetUnderlying(types.NewStruct([]*types.Var{types.NewField(token.NoPos, g.pkg, "val", ir.Float64, false), next}, nil))
	}
	if !g.has(Structs) {
		return
	}
	for i := range 1 + g.r.IntN(2) {
		fields := []*types.Var{types.NewField(token.NoPos, g.pkg, "a", ir.Float64, false)}
		for j := range 1 + g.r.IntN(3) {
			fields = append(fields, types.NewField(token.NoPos, g.pkg, string(rune('b'+j)), pick(g, g.fieldTypes()), false))
		}
		g.structs = append(g.structs, g.named(string(rune('S'+i)), types.NewStruct(fields, nil)))
	}
}

func (g *gen) named(name string, t types.Type) *types.Named {
	return types.NewNamed(types.NewTypeName(token.NoPos, g.pkg, name, nil), t, nil)
}

var (
	single  types.Type = types.Typ[types.Float32]
	vector             = types.NewSlice(ir.Float64)
	matrix             = types.NewSlice(vector)
	triple             = types.NewArray(ir.Float64, arrayLen)
	grid               = types.NewArray(triple, 2)
	pointer            = types.NewPointer(ir.Float64)
	singles            = types.NewSlice(single)
)

const arrayLen = 3

// scalars are the float types in use, float64 more often than others.
func (g *gen) scalars() []types.Type {
	ts := []types.Type{ir.Float64, ir.Float64, ir.Float64}
	if g.has(Float32) {
		ts = append(ts, single)
	}
	if g.has(Named) {
		ts = append(ts, g.float)
	}
	return ts
}

func (g *gen) fieldTypes() []types.Type {
	ts := append(g.scalars(), vector, vector)
	if g.has(Ints) {
		ts = append(ts, ir.Int)
	}
	if g.has(Arrays) {
		ts = append(ts, triple)
		if g.chance(30) {
			ts = append(ts, grid)
		}
	}
	if g.has(Matrices) {
		ts = append(ts, matrix)
	}
	if g.vec != nil {
		ts = append(ts, g.vec)
	}
	for _, s := range g.structs {
		ts = append(ts, s)
	}
	return ts
}

// paramTypes are what parameters and variables may be.
func (g *gen) paramTypes() []types.Type {
	ts := append(g.fieldTypes(), vector, vector)
	if g.has(Float32) {
		ts = append(ts, singles)
	}
	if g.has(Ints) {
		ts = append(ts, ir.Bool)
	}
	if g.has(Matrices) {
		for _, s := range g.structs {
			ts = append(ts, types.NewSlice(s))
		}
	}
	if g.has(Pointers) {
		ts = append(ts, pointer)
		if g.node != nil {
			ts = append(ts, types.NewPointer(g.node))
		}
		for _, s := range g.structs {
			ts = append(ts, types.NewPointer(s), types.NewPointer(s))
		}
		if g.has(Arrays) {
			ts = append(ts, types.NewPointer(triple))
		}
	}
	return ts
}
