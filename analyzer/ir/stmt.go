package ir

import "go/types"

// Stmt is a statement.
type Stmt interface {
	// Origin is the source statement that this one comes from.
	Origin() *Origin
	stmt()
}

// Origin says which source statement a statement comes from. Statements that share a pointer come
// from the same one.
type Origin struct {
	Text    string // the source statement on one line, abbreviated where it is long
	Adjoint bool   // the statement is part of the adjoint of Text
}

// At is embedded in each statement.
type At struct{ Orig *Origin }

// Origin implements Stmt; it may be nil.
func (a At) Origin() *Origin { return a.Orig }
func (a At) stmt()           {}

// Block is a sequence of statements with a scope of its own. As a statement it is a target for exits.
type Block struct {
	At
	Label string
	Note  string // a sentence about it for who reads the generated code, where it is a branch, or ""
	List  []Stmt
}

// Decl declares Var, in scope until the end of the block. Without Init it holds its zero value.
type Decl struct {
	At
	Var  *Var
	Init Expr
}

// Assign stores Src to the place Dst, or adds it to what is there.
type Assign struct {
	At
	Dst Expr
	Add bool // Dst += Src
	Src Expr
}

// CallStmt calls a function. Dsts are places, nil for results that are not used; they are all
// evaluated before any is stored.
type CallStmt struct {
	At
	Dsts   []Expr
	Callee *Func   // a function of the program, or nil:
	Fn     FuncRef // a function outside of it
	Args   []Expr  // receiver first; a variadic parameter is one slice argument
}

// Copy is copy(Dst, Src), memmove's semantics.
type Copy struct {
	At
	Dst, Src Expr
}

// Clear is clear(X) of a slice.
type Clear struct {
	At
	X Expr
}

// If runs Then where Cond holds, else Else, which may be nil.
type If struct {
	At
	Note       string // a sentence about it for who reads the generated code, or ""
	Cond       Expr
	Then, Else *Block
	// Guard says that Cond is only about what an adjoint of zero contributes: whatever it is, the statement that the contributions are from has run,
	// so that all that it gets at is there. It is not in the text form.
	Guard bool
}

// Count runs Body with Var = Lo, Lo+Step, … while Var < Hi (Step > 0) or Var > Hi (Step < 0). Lo
// and Hi are evaluated once, before the loop. Body doesn't change Var, which is an int variable of the loop's own.
type Count struct {
	At
	Label  string
	Var    *Var
	Lo, Hi Expr
	Step   int64
	Body   *Block
}

// While runs Body as long as Cond holds.
type While struct {
	At
	Label string
	Note  string // a sentence about it for who reads the generated code, or ""
	Cond  Expr
	Body  *Block
}

// ExitKind says how far an Exit goes.
type ExitKind int

// The exits.
const (
	Break    ExitKind = iota // out of Target, a loop or a block
	Continue                 // out of the current iteration of Target, a loop
	Return                   // out of the function; Target is nil
)

// Exit leaves a loop, an iteration, a block or the function.
type Exit struct {
	At
	Kind   ExitKind
	Target Stmt
}

// Panic is panic(X).
type Panic struct {
	At
	X Expr
}

// Push saves X to a buffer.
type Push struct {
	At
	Buf *Buf
	X   Expr
}

// Pop takes what was last saved in Buf and stores it to Dst.
type Pop struct {
	At
	Buf *Buf
	Dst Expr
}

// VarKind says what a variable is to its function.
type VarKind int

// The kinds of variables.
const (
	Local VarKind = iota
	Param
	Result
	Global // of a package; read only
)

// Var is a variable; it is identified by its address, the name is for readers.
type Var struct {
	Name string
	Type types.Type
	Kind VarKind
	Obj  *types.Var // the package-level variable of a Global
	Temp bool       // made on the way, not named by the user: it may be folded into its only use
}

// Buf is a typed buffer of the function's workspace: a stack that Push and Pop use, or the arena of Make and New.
type Buf struct {
	Name string
	Elem types.Type
	Doc  string // what is saved, for the comment on the field

	Record bool // Elem is a struct type made for what an iteration of a loop saves
}

// Func is a function.
type Func struct {
	Name     string
	Recv     bool   // Params[0] is the receiver
	Params   []*Var // Kind Param
	Results  []*Var // Kind Result, zero at the start
	Unnamed  bool   // the emitted function's results have no names
	Variadic bool   // the last parameter is variadic
	Rows     int    // of a Jacobian: how many adjoints a statement may have; 0 in other functions
	Body     *Block
	Bufs     []*Buf
	Obj      *types.Func // the source declaration, or nil
	Doc      []string    // lines of documentation for the emitted function; for a helper they go on behind its name
}

// Program is a set of functions that may call each other.
type Program struct {
	Funcs []*Func
}
