package lower

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// body lowers the body of one instance.
type body struct {
	l     *Lowerer
	in    *instance
	info  *types.Info
	vars  map[*types.Var]*ir.Var   // a boxed variable's is the pointer to it
	boxed map[*types.Var]token.Pos // where the address is taken
	names map[string]bool          // of all identifiers in the declaration, and those made up
	boxes map[*ir.Var]*ir.Var      // result variable → its box
	list  *[]ir.Stmt               // where statements go
	late  []ir.Stmt                // literals that are built when the expression's calls have been made
	calls token.Pos                // the last call that the current statement makes, see begin
	orig  *ir.Origin               // of the current statement
	exits []exit                   // the statements that can be left, innermost last
	hints []string                 // what a value that needs a variable of its own is
}

// exit is a statement that break or continue can name.
type exit struct {
	label string
	loop  bool
	brk   ir.Stmt // nil when a plain break doesn't end here
	cont  ir.Stmt // the target of continue, a loop, or the block that is its body
}

func newBody(l *Lowerer, in *instance) *body {
	return &body{
		l: l, in: in, info: in.pkg.Info,
		vars:  map[*types.Var]*ir.Var{},
		boxes: map[*ir.Var]*ir.Var{},
		boxed: addressTaken(in.pkg.Info, in.decl.Body),
		names: identifiers(in.decl),
	}
}

// lower fills in the function.
func (b *body) lower() {
	f := b.in.out
	sig := b.in.fn.Type().(*types.Signature)
	f.Body = &ir.Block{}
	b.list = &f.Body.List
	if r := sig.Recv(); r != nil {
		f.Params = append(f.Params, b.param(r))
	}
	for v := range sig.Params().Variables() {
		f.Params = append(f.Params, b.param(v))
	}
	for i := range sig.Results().Len() {
		b.result(sig.Results(), i)
	}
	b.guarded(func() { b.stmts(b.in.decl.Body.List) })
	if !endsInExit(f.Body.List) {
		b.unboxResults()
	}
	trimReturns(f.Body)
}

// guarded runs f. Once a problem has been found the IR may be ill-formed, and a panic says nothing more.
func (b *body) guarded(f func()) {
	defer func() {
		if b.in.failed {
			_ = recover()
		}
	}()
	f()
}

func (b *body) param(v *types.Var) *ir.Var {
	p := &ir.Var{Name: v.Name(), Type: b.typ(v.Type()), Kind: ir.Param}
	if p.Name == "" {
		p.Name = "_"
	}
	b.needType(v.Pos(), p.Type)
	if _, ok := b.boxed[v]; ok {
		b.vars[v] = b.box(v, p, &ir.Ref{Var: p})
		return p
	}
	b.vars[v] = p
	return p
}

// box declares the pointer to a parameter's or result's copy.
func (b *body) box(v *types.Var, p *ir.Var, init ir.Expr) *ir.Var {
	box := &ir.Var{Name: unique(b.names, p.Name+"Ptr"), Type: types.NewPointer(p.Type)}
	b.emit(&ir.Decl{Var: box, Init: &ir.New{Elem: p.Type, Init: init}})
	b.vars[v] = box
	return box
}

func (b *body) result(rs *types.Tuple, i int) {
	v := rs.At(i)
	name := v.Name()
	if name == "" || name == "_" {
		name = b.resultName(i, rs.Len())
	}
	r := &ir.Var{Name: name, Type: b.typ(v.Type()), Kind: ir.Result}
	b.needType(v.Pos(), r.Type)
	b.in.out.Results = append(b.in.out.Results, r)
	b.vars[v] = r
	if _, ok := b.boxed[v]; ok {
		b.boxes[r] = b.box(v, r, nil)
	}
}

// resultName names an unnamed result after nothing that the function mentions: r, or r0, r1, ….
func (b *body) resultName(i, n int) string {
	for _, stem := range []string{"r", "res", "result"} {
		name := stem
		if n > 1 {
			name += string(rune('0' + i%10))
		}
		if !b.names[name] {
			b.names[name] = true
			return name
		}
	}
	return unique(b.names, "result")
}

// unboxResults takes the results out of their boxes, at a return.
func (b *body) unboxResults() {
	for _, r := range b.in.out.Results {
		if box := b.boxes[r]; box != nil {
			b.emit(&ir.Assign{Dst: ir.Use(r), Src: &ir.Deref{X: ir.Use(box)}})
		}
	}
}

// typ is t in this instance, as the generated code can write it.
func (b *body) typ(t types.Type) types.Type { return b.l.reveal(b.source(t)) }

// source is t in this instance, with the methods that the user's code knows it by.
func (b *body) source(t types.Type) types.Type { return b.in.subst.typ(types.Default(t)) }

// typeOf is the type of e in this instance; untyped ones are the default type.
func (b *body) typeOf(e ast.Expr) types.Type {
	t := b.info.TypeOf(e)
	if t == nil {
		return types.Typ[types.Invalid]
	}
	return b.typ(t)
}

// emit appends a statement that comes from the current source statement.
func (b *body) emit(s ir.Stmt) {
	setOrigin(s, b.orig)
	*b.list = append(*b.list, s)
}

// block lowers what f does to a block of its own.
func (b *body) block(f func()) *ir.Block {
	blk := &ir.Block{At: ir.At{Orig: b.orig}}
	b.into(blk, f)
	return blk
}

// into lowers what f does to the end of blk.
func (b *body) into(blk *ir.Block, f func()) {
	list, orig := b.list, b.orig
	b.list = &blk.List
	defer func() { b.list, b.orig = list, orig }()
	f()
}

// declare makes the variable that v is in the IR, holding init (nil: zero).
func (b *body) declare(v *types.Var, init ir.Expr) *ir.Var {
	t := b.typ(v.Type())
	b.needType(v.Pos(), t)
	if _, ok := b.boxed[v]; ok {
		box := &ir.Var{Name: v.Name(), Type: types.NewPointer(t)}
		b.vars[v] = box
		b.emit(&ir.Decl{Var: box, Init: &ir.New{Elem: t, Init: init}})
		return box
	}
	w := &ir.Var{Name: v.Name(), Type: t}
	b.vars[v] = w
	b.emit(&ir.Decl{Var: w, Init: init})
	return w
}

// fresh declares a variable of the tool's own that holds init.
func (b *body) fresh(name string, t types.Type, init ir.Expr) *ir.Var {
	v := &ir.Var{Name: unique(b.names, name), Type: t}
	b.emit(&ir.Decl{Var: v, Init: init})
	return v
}

// hint is the innermost name suggested for a value, or other.
func (b *body) hint(other string) string {
	if n := len(b.hints); n > 0 && b.hints[n-1] != "" && b.hints[n-1] != "_" {
		return b.hints[n-1]
	}
	return other
}

// hinted lowers with name suggested for the value.
func hinted[T any](b *body, name string, f func() T) T {
	b.hints = append(b.hints, name)
	defer func() { b.hints = b.hints[:len(b.hints)-1] }()
	return f()
}

// begin starts the evaluation of es, the expressions of one statement in source order. It notes where the
// last call of theirs is made: what is evaluated in order, but before it, has to be put in a variable.
func (b *body) begin(es ...ast.Expr) {
	b.calls = token.NoPos
	for _, e := range es {
		if e == nil {
			continue
		}
		ast.Inspect(e, func(n ast.Node) bool {
			if c, ok := n.(*ast.CallExpr); ok && b.hasEffect(c) {
				b.calls = max(b.calls, c.Lparen)
			}
			return true
		})
	}
}

// flush builds the literals that wait until the calls have been made.
func (b *body) flush() {
	*b.list = append(*b.list, b.late...)
	b.late = nil
}

// later lowers what f does to the statements that flush appends.
func (b *body) later(f func()) {
	list := b.list
	var own []ir.Stmt
	b.list = &own
	f()
	b.list = list
	b.late = append(b.late, own...)
}

// endsInExit reports whether what follows list in its block is never reached.
func endsInExit(list []ir.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	switch s := list[len(list)-1].(type) {
	case *ir.Exit, *ir.Panic:
		return true
	case *ir.If:
		return s.Else != nil && endsInExit(s.Then.List) && endsInExit(s.Else.List)
	case *ir.While:
		c, ok := s.Cond.(*ir.Const)
		return ok && constant.BoolVal(c.Val) && !exitsTo(s, s)
	}
	return false
}

// exitsTo reports whether s contains an exit out of target.
func exitsTo(s, target ir.Stmt) bool {
	found := false
	ir.Walk(s, func(t ir.Stmt) bool {
		if x, ok := t.(*ir.Exit); ok && x.Kind == ir.Break && x.Target == target {
			found = true
		}
		return !found
	})
	return found
}

// trimReturns drops the returns after which the function ends anyway.
func trimReturns(blk *ir.Block) {
	if blk == nil || len(blk.List) == 0 {
		return
	}
	last := len(blk.List) - 1
	switch s := blk.List[last].(type) {
	case *ir.Exit:
		if s.Kind == ir.Return {
			blk.List = blk.List[:last]
		}
	case *ir.If:
		trimReturns(s.Then)
		trimReturns(s.Else)
		if s.Else != nil && len(s.Else.List) == 0 {
			s.Else = nil
		}
	case *ir.Block:
		trimReturns(s)
	}
}
