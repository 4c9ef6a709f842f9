// Package interp runs IR, as the reference for everything that transforms it.
//
// Values are computed bit for bit as Go computes them, float32 rounding included. Every float carries a tangent, so the
// same run in which some inputs' tangents are set is forward mode; tangents follow the table of kinks in the
// contract and are written from calculus, independently of the derivative rules. A tangent is a float64, also that of a float32.
//
// Memory behaves as Go's: slices are windows on shared memory, pointers point to cells (elements and fields included), assignment
// copies structs and arrays. What would be a panic in Go comes out of Call as a *Panic.
package interp

import (
	"errors"
	"fmt"
	"go/types"
	"math"

	"github.com/gograd/gograd/analyzer/ir"
)

// ErrSteps is the error of a run that took more than MaxSteps.
var ErrSteps = errors.New("interp: too many steps")

// Panic is a panic of the program itself.
type Panic struct {
	Val Value  // what it panicked with, a string for the panics of Go's runtime
	Msg string // as Go prints it
}

func (p *Panic) Error() string { return "panic: " + p.Msg }

// fault is a program that is not well formed, or needs something that the interpreter doesn't have.
type fault struct{ msg string }

func (f fault) Error() string { return "interp: " + f.msg }

// Interp runs the functions of a program. The buffers of the workspace live from call to call.
type Interp struct {
	// MaxSteps is how many statements and iterations a Call may take.
	MaxSteps int
	// Funcs are functions outside the program by "import/path.Name", for those that the interpreter doesn't know itself.
	Funcs map[string]func(args []Value) []Value
	// Globals are the values of package-level variables by "import/path.Name".
	Globals map[string]Value

	slots  map[*ir.Var]int
	sizes  map[*ir.Func]int
	consts map[*ir.Const]Value
	bufs   map[*ir.Buf][]Value
	arenas []*Value // cells that were made in buffers
	steps  int
	depth  int
}

// New returns an interpreter for p.
func New(p *ir.Program) *Interp {
	in := &Interp{
		MaxSteps: 10_000_000,
		Funcs:    map[string]func(args []Value) []Value{}, Globals: map[string]Value{},
		slots: map[*ir.Var]int{}, sizes: map[*ir.Func]int{}, consts: map[*ir.Const]Value{}, bufs: map[*ir.Buf][]Value{},
	}
	for _, f := range p.Funcs {
		in.prepare(f)
	}
	return in
}

// prepare gives each variable of f a slot of the frame.
func (in *Interp) prepare(f *ir.Func) {
	n := 0
	add := func(v *ir.Var) {
		in.slots[v] = n
		n++
	}
	for _, v := range f.Params {
		add(v)
	}
	for _, v := range f.Results {
		add(v)
	}
	ir.Walk(f.Body, func(s ir.Stmt) bool {
		switch s := s.(type) {
		case *ir.Decl:
			add(s.Var)
		case *ir.Count:
			add(s.Var)
		}
		return true
	})
	in.sizes[f] = n
}

// Call runs f. Memory that args refer to is the program's to change; structs and arrays are passed as copies.
func (in *Interp) Call(f *ir.Func, args ...Value) (results []Value, err error) {
	in.steps, in.depth, in.arenas = 0, 0, nil
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *Panic:
			results, err = nil, r
		case fault:
			results, err = nil, r
		case error:
			if r != ErrSteps {
				panic(r)
			}
			results, err = nil, r
		default:
			panic(r)
		}
	}()
	results = in.call(f, args)
	in.release()
	return results, nil
}

// release takes the memory of the arenas back: whoever still refers to it finds NaN there.
func (in *Interp) release() {
	for _, c := range in.arenas {
		c.poison()
	}
	in.arenas = nil
}

func (v *Value) poison() {
	v.F, v.D = math.NaN(), math.NaN()
	for i := range v.Elems {
		v.Elems[i].poison()
	}
}

// Saved is the number of values that are pushed and not yet popped.
func (in *Interp) Saved() int {
	n := 0
	for _, b := range in.bufs {
		n += len(b)
	}
	return n
}

// maxDepth keeps endless recursion from exhausting the interpreter's own stack.
const maxDepth = 5000

// frame is a running function.
type frame struct {
	*Interp
	f     *ir.Func
	cells []Value
}

func (in *Interp) call(f *ir.Func, args []Value) []Value {
	n, ok := in.sizes[f]
	if !ok {
		panic(fault{"function " + f.Name + " is not part of the program"})
	}
	if len(args) != len(f.Params) {
		panic(fault{fmt.Sprintf("%s takes %d arguments, not %d", f.Name, len(f.Params), len(args))})
	}
	if in.depth++; in.depth > maxDepth {
		panic(ErrSteps)
	}
	fr := &frame{Interp: in, f: f, cells: make([]Value, n)}
	for i, v := range f.Params {
		fr.cells[in.slots[v]] = args[i].Copy()
	}
	for _, v := range f.Results {
		fr.cells[in.slots[v]] = Zero(v.Type)
	}
	fr.list(f.Body.List)
	in.depth--
	results := make([]Value, len(f.Results))
	for i, v := range f.Results {
		results[i] = fr.cells[in.slots[v]]
	}
	return results
}

func (in *Interp) step() {
	if in.steps++; in.steps > in.MaxSteps {
		panic(ErrSteps)
	}
}

// throw panics as Go's runtime does.
func throw(format string, args ...any) {
	msg := "runtime error: " + fmt.Sprintf(format, args...)
	panic(&Panic{Text(msg), msg})
}

func typeString(t types.Type) string { return ir.TypeString(t) }
