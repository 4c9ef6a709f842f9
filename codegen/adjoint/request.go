package adjoint

import (
	"fmt"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/normal"
)

// RuntimePath is the import path of the package that generated code links.
const RuntimePath = "github.com/gograd/gograd/runtime"

// Request asks for the adjoint of one function.
type Request struct {
	Name  string   // of the function to be made
	Func  *ir.Func // the primal, as lowered
	VJP   bool     // seeds are parameters, destinations accumulate
	Wrt   []Wrt    // in order
	Names []string // of the results; nil keeps those of Func
	Rows  []Row    // of a Jacobian; nil for a grad or a vjp
	Seeds []string // vjp: the name of the seed of each result that carries floats, "" for the others
	Rules Rules
	Guard Guard

	// WriteOut, if not nil, writes out loops of the primal: then the adjoint of each iteration is made for itself, with the guards that it needs.
	WriteOut func(*ir.Program)
}

// Guard says which contributions are guarded against partial derivatives that fail to be finite.
type Guard int

// What is guarded. All but the first are for tests.
const (
	GuardNeeded Guard = iota // where that may happen though the results are finite
	GuardAll                 // where that may happen
	GuardNone                // no regular functions, products and quotients
)

// Wrt is a parameter, or a field of one, with respect to which the derivative is taken.
type Wrt struct {
	Param int    // index into Func.Params
	Path  []int  // fields, through pointers; empty for the whole parameter
	Name  string // of its destination, or of the result for its derivative; in a Jacobian the rows say it
}

// Row asks for the gradient of one of several float results.
type Row struct {
	Result int      // index into Func.Results
	Names  []string // of the destinations, or the results, by wrt
}

// RuleKind says what is known of a function outside the program.
type RuleKind int

// What a rule may say.
const (
	NoRule   RuleKind = iota
	Active            // the rule's body gives the contributions
	Inactive          // no derivative, no effect on active memory
	Refused           // has no derivative that could be used
)

// Rule is the derivative rule of a function. Body takes the function's parameters, its results and the cotangents of its
// float results, and returns the contributions to its float parameters, in order.
type Rule struct {
	Kind    RuleKind
	Body    *ir.Func
	Bounded bool // the function and its partial derivatives are bounded
	Regular bool // a cotangent of zero contributes zero wherever the results are finite
	Nonzero bool // the same where no float argument is zero
	Strict  bool // no float result is finite where a float argument is not
}

// Rules finds the rule of a function; nil where there is none.
type Rules func(ir.FuncRef) *Rule

// Error is a construct that the adjoint does not cover.
type Error struct {
	Stmt  ir.Stmt // where; may be nil
	Msg   string
	Notes []string // the reason and the way out
}

func (e *Error) Error() string {
	if e.Stmt != nil && e.Stmt.Origin() != nil {
		return fmt.Sprintf("%s: %s", e.Stmt.Origin().Text, e.Msg)
	}
	return e.Msg
}

// builder makes one adjoint.
type builder struct {
	*row  // the one being worked on
	req   *Request
	prog  *ir.Program
	fn    *ir.Func // the primal in normal form, being rewritten
	rules map[string]*Rule

	rows    []*row
	results map[*ir.Var]*ir.Var   // primal result → the local variable that it is computed in
	trips   map[*ir.While]*ir.Var // counts the iterations
	ends    map[*ir.Count]*ir.Var // where a loop that may break ended
	notes   map[ir.Stmt]*note
	bufs    []*ir.Buf
	bufName map[string]int
	callees map[*ir.Func]*pair
	origins map[*ir.Origin]*ir.Origin

	seeds       []*ir.Var // one for each result, nil where it carries no floats
	outside     []*ir.Var // destinations and seeds: memory of the caller
	arenas      []*ir.Buf
	records     []*ir.Buf                         // arenas for what iterations save
	given       *overlaps                         // how memory that is given may overlap
	own         []ir.Stmt                         // make the shadows that the caller doesn't give
	gather      []ir.Stmt                         // pass on what shadows of the function's own have gathered
	clearers    []*ir.Func                        // clear destinations of recursive types
	seen        *ir.Var                           // where they have been; nil where they count how deep they go
	seeded      map[*ir.Var]bool                  // computed results: their adjoint comes from outside
	jointCalls  map[*ir.CallStmt]bool             // calls that compute results and adjoint at once
	parted      map[*ir.If]bool                   // branches whose adjoint is not inside them though they are the last of what runs once
	tails       map[*ir.Count]int                 // of fused loops, the number of statements that run behind the reverse
	fused       map[*ir.Count]bool                // loops whose iterations run forward and backward at once
	scratch     map[*ir.Count]map[*flow.Node]bool // memory that each iteration of a fused loop sets anew
	expand      map[*ir.Count][]*expansion        // memory of which each iteration has a part of its own
	lengths     *lengths
	finiteVars  map[*ir.Var]bool        // floats that are finite
	isShadowVar map[*ir.Var]bool        // shadows and adjoints of variables
	isTemp      map[*ir.Var]bool        // other variables that hold adjoints
	cur         ir.Stmt                 // being worked on, for messages
	assigned    map[*ir.Var]bool        // variables that are assigned to
	inits       map[*ir.Var]ir.Expr     // floats that are not: what they are
	around      map[ir.Stmt][]*ir.Count // the loops around a statement
	nonzero     map[ir.Stmt][]ir.Expr   // places that are not zero before a statement
}

// pathShadow is the destination of a field of a parameter.
type pathShadow struct {
	place  ir.Expr
	shadow ir.Expr
}

// note is what is found out about one statement.
type note struct {
	rev    []ir.Stmt // its adjoint
	after  bool      // rev reads the value that the statement stored: it runs before that is undone
	save   bool      // what the statement overwrites is saved
	hasRev bool      // the reverse sweep has something to do for it
}

// Make builds the adjoint. The first function of the program is the one asked for.
func Make(req *Request) (prog *ir.Program, err error) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case *Error:
			prog, err = nil, e
		default:
			panic(e)
		}
	}()
	b := &builder{
		req:     req,
		rules:   map[string]*Rule{},
		results: map[*ir.Var]*ir.Var{},
		trips:   map[*ir.While]*ir.Var{},
		ends:    map[*ir.Count]*ir.Var{},
		notes:   map[ir.Stmt]*note{},
		bufName: map[string]int{},
		callees: map[*ir.Func]*pair{},
		origins: map[*ir.Origin]*ir.Origin{},

		scratch:     map[*ir.Count]map[*flow.Node]bool{},
		finiteVars:  map[*ir.Var]bool{},
		assigned:    map[*ir.Var]bool{},
		inits:       map[*ir.Var]ir.Expr{},
		around:      map[ir.Stmt][]*ir.Count{},
		nonzero:     map[ir.Stmt][]ir.Expr{},
		isShadowVar: map[*ir.Var]bool{},
		seeded:      map[*ir.Var]bool{},
		isTemp:      map[*ir.Var]bool{},
	}
	b.makeRows()
	b.prog = normal.Normalize(req.Func)
	if req.WriteOut != nil {
		req.WriteOut(b.prog)
	}
	b.fn = b.prog.Funcs[0]
	b.moveInvariants()
	b.splitWebs()
	for _, f := range b.prog.Funcs {
		b.prepare(f)
	}
	return b.make(), nil
}

func (b *builder) fail(format string, args ...any) {
	panic(&Error{Stmt: b.cur, Msg: fmt.Sprintf(format, args...)})
}

// analyze finds aliases and activity of the program as it is now.
func (b *builder) analyze() {
	b.eachRow(b.findActive)
	if len(b.rows) > 1 {
		b.findActive() // for any of them
	}
}

// findActive finds what is active for the row being worked on.
func (b *builder) findActive() {
	b.g = flow.NewGraph(b.prog, b.outside...)
	b.given.unify()
	b.act = flow.NewActivity(b.prog, b.g, func(f ir.FuncRef) bool { return b.rule(f).Kind == Active })
	for _, w := range b.req.Wrt {
		b.act.Input(b.wrtPlace(w))
	}
	for i, r := range b.fn.Results {
		if b.isOutput(i) {
			b.act.Output(ir.Use(b.results[r]))
		}
	}
	if b.req.VJP {
		for _, w := range b.req.Wrt {
			if ir.Refers(b.wrtPlace(w).Type()) {
				b.act.Output(b.wrtPlace(w))
			}
		}
	}
	b.act.Solve()
}

// wrtPlace is the primal place of w.
func (b *builder) wrtPlace(w Wrt) ir.Expr {
	var e ir.Expr = ir.Use(b.fn.Params[w.Param])
	for _, f := range w.Path {
		e = &ir.Field{X: through(e), F: f}
	}
	return e
}
