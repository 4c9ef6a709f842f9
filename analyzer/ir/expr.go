package ir

import (
	"go/constant"
	"go/token"
	"go/types"
)

// Expr is a pure expression: it reads variables and memory, it never writes. It may panic
// (an index out of range, a nil dereference, an integer division by zero).
type Expr interface {
	// Type is the type of the value.
	Type() types.Type
	// Operands are the direct subexpressions, in evaluation order.
	Operands() []Expr
	// WithOperands returns the same operation on other operands (as many as Operands gives).
	WithOperands(ops []Expr) Expr
}

// Const is a basic constant: number, boolean or string.
type Const struct {
	Val  constant.Value
	Typ  types.Type
	Obj  *types.Const // the named constant that the user wrote, or nil
	Text string       // the literal as the user wrote it, or ""
}

// Zero is the zero value of any type: nil, T{}, 0.
type Zero struct{ Typ types.Type }

// Ref reads a variable. It is a place.
type Ref struct{ Var *Var }

// Index is X[I]; X is a slice, an array or a string. It is a place if X is a slice or a place.
type Index struct{ X, I Expr }

// Field is X.F for a struct X. It is a place if X is one.
type Field struct {
	X Expr
	F int // field number in the underlying struct
}

// Deref is *X. It is a place.
type Deref struct{ X Expr }

// Addr is &X for a place X.
type Addr struct{ X Expr }

// Slice is X[Lo:Hi:Max]; nil bounds are left out. X is a slice, a string, or an array that is a place.
type Slice struct{ X, Lo, Hi, Max Expr }

// Unary is -X, !X or ^X.
type Unary struct {
	Op token.Token
	X  Expr
}

// Binary is X Op Y: arithmetic, comparison, shift, && and ||.
type Binary struct {
	Op   token.Token
	X, Y Expr
	Typ  types.Type
}

// Conv is the conversion T(X).
type Conv struct {
	X   Expr
	Typ types.Type
}

// Call applies a function whose body is not part of the program: a builtin (len, cap, min, max),
// a function of package math, or any function with a derivative rule or without a derivative.
// It has one result; functions with several stand in a CallStmt.
type Call struct {
	Fn   FuncRef
	Args []Expr
	Typ  types.Type
}

// Composite is a struct value with all its fields, or an array value with all its elements.
type Composite struct {
	Typ   types.Type
	Elems []Expr
}

// Make is make(Typ, Len, Cap), Cap may be nil. With Buf it comes out of the workspace instead of the heap.
// With Raw, which goes with Buf, its elements hold anything until they are stored to: it is for values that are saved.
type Make struct {
	Typ      types.Type // a slice type
	Len, Cap Expr
	Buf      *Buf
	Raw      bool
}

// New is the address of a new variable of type Elem that holds Init, or the zero value where Init is nil.
type New struct {
	Elem types.Type
	Init Expr
	Buf  *Buf // where not nil, the variable comes out of the workspace
}

// FuncRef names a function outside the program.
type FuncRef struct {
	Obj  *types.Func // nil for builtins and in parsed text
	Pkg  string      // import path, "" for builtins
	Name string      // "Exp", "len"; methods as "(T).M" or "(*T).M"
}

// String is "math.Exp", "len".
func (f FuncRef) String() string {
	if f.Pkg == "" {
		return f.Name
	}
	return f.Pkg + "." + f.Name
}

func (e *Const) Type() types.Type     { return e.Typ }
func (e *Zero) Type() types.Type      { return e.Typ }
func (e *Ref) Type() types.Type       { return e.Var.Type }
func (e *Deref) Type() types.Type     { return e.X.Type().Underlying().(*types.Pointer).Elem() }
func (e *Addr) Type() types.Type      { return types.NewPointer(e.X.Type()) }
func (e *Unary) Type() types.Type     { return e.X.Type() }
func (e *Binary) Type() types.Type    { return e.Typ }
func (e *Conv) Type() types.Type      { return e.Typ }
func (e *Call) Type() types.Type      { return e.Typ }
func (e *Composite) Type() types.Type { return e.Typ }
func (e *Make) Type() types.Type      { return e.Typ }
func (e *New) Type() types.Type       { return types.NewPointer(e.Elem) }

func (e *Index) Type() types.Type {
	switch t := e.X.Type().Underlying().(type) {
	case *types.Slice:
		return t.Elem()
	case *types.Array:
		return t.Elem()
	}
	return types.Typ[types.Uint8] // string
}

func (e *Field) Type() types.Type {
	return e.X.Type().Underlying().(*types.Struct).Field(e.F).Type()
}

func (e *Slice) Type() types.Type {
	if a, ok := e.X.Type().Underlying().(*types.Array); ok {
		return types.NewSlice(a.Elem())
	}
	return e.X.Type()
}

func (e *Const) Operands() []Expr     { return nil }
func (e *Zero) Operands() []Expr      { return nil }
func (e *Ref) Operands() []Expr       { return nil }
func (e *Index) Operands() []Expr     { return []Expr{e.X, e.I} }
func (e *Field) Operands() []Expr     { return []Expr{e.X} }
func (e *Deref) Operands() []Expr     { return []Expr{e.X} }
func (e *Addr) Operands() []Expr      { return []Expr{e.X} }
func (e *Slice) Operands() []Expr     { return some(e.X, e.Lo, e.Hi, e.Max) }
func (e *Unary) Operands() []Expr     { return []Expr{e.X} }
func (e *Binary) Operands() []Expr    { return []Expr{e.X, e.Y} }
func (e *Conv) Operands() []Expr      { return []Expr{e.X} }
func (e *Call) Operands() []Expr      { return e.Args }
func (e *Composite) Operands() []Expr { return e.Elems }
func (e *Make) Operands() []Expr      { return some(e.Len, e.Cap) }
func (e *New) Operands() []Expr       { return some(e.Init) }

func (e *Const) WithOperands([]Expr) Expr   { return e }
func (e *Zero) WithOperands([]Expr) Expr    { return e }
func (e *Ref) WithOperands([]Expr) Expr     { return e }
func (e *Index) WithOperands(o []Expr) Expr { return &Index{o[0], o[1]} }
func (e *Field) WithOperands(o []Expr) Expr { return &Field{o[0], e.F} }
func (e *Deref) WithOperands(o []Expr) Expr { return &Deref{o[0]} }
func (e *Addr) WithOperands(o []Expr) Expr  { return &Addr{o[0]} }
func (e *Unary) WithOperands(o []Expr) Expr { return &Unary{e.Op, o[0]} }
func (e *Conv) WithOperands(o []Expr) Expr  { return &Conv{o[0], e.Typ} }
func (e *Call) WithOperands(o []Expr) Expr  { return &Call{e.Fn, o, e.Typ} }

func (e *Binary) WithOperands(o []Expr) Expr    { return &Binary{e.Op, o[0], o[1], e.Typ} }
func (e *Composite) WithOperands(o []Expr) Expr { return &Composite{e.Typ, o} }

func (e *Slice) WithOperands(o []Expr) Expr {
	n := &Slice{X: o[0]}
	fill(o[1:], []Expr{e.Lo, e.Hi, e.Max}, &n.Lo, &n.Hi, &n.Max)
	return n
}

func (e *Make) WithOperands(o []Expr) Expr {
	n := &Make{Typ: e.Typ, Buf: e.Buf, Raw: e.Raw}
	fill(o, []Expr{e.Len, e.Cap}, &n.Len, &n.Cap)
	return n
}

func (e *New) WithOperands(o []Expr) Expr {
	n := &New{Elem: e.Elem, Buf: e.Buf}
	fill(o, []Expr{e.Init}, &n.Init)
	return n
}

// some drops the nils of es.
func some(es ...Expr) []Expr {
	out := es[:0]
	for _, e := range es {
		if e != nil {
			out = append(out, e)
		}
	}
	return out
}

// fill puts the operands o where old was not nil.
func fill(o, old []Expr, dst ...*Expr) {
	k := 0
	for i, e := range old {
		if e != nil {
			*dst[i] = o[k]
			k++
		}
	}
}
