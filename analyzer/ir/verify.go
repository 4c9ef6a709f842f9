package ir

import (
	"errors"
	"fmt"
	"go/types"
	"strings"
)

// Verify checks that p is well formed: variables declared once and used in scope, types that fit, places that can
// be stored to, exits that leave something around them, effects only where the representation allows them, buffers
// that exist. It reports everything it finds, in the order of the text.
func Verify(p *Program) error {
	v := &verifier{prog: p, declared: map[*Var]bool{}, funcs: map[*Func]bool{}, bufs: map[*Buf]bufUse{}}
	for _, f := range p.Funcs {
		if v.funcs[f] {
			v.errs = append(v.errs, fmt.Errorf("func %s is in the program twice", f.Name))
		}
		v.funcs[f] = true
	}
	for _, f := range p.Funcs {
		v.function(f)
	}
	return errors.Join(v.errs...)
}

// bufUse says how a buffer is used; the two uses exclude each other.
type bufUse int

const (
	unused bufUse = iota
	asStack
	asArena
)

type verifier struct {
	prog     *Program
	funcs    map[*Func]bool
	declared map[*Var]bool
	bufs     map[*Buf]bufUse
	errs     []error

	// of the current function
	f       *Func
	at      Stmt
	scopes  []map[*Var]bool
	targets []Stmt
	counted map[*Var]bool // variables of the Counts around the statement
}

// fail records a problem of the current statement.
func (v *verifier) fail(format string, args ...any) {
	for i, a := range args { // here, since few checks fail
		switch a := a.(type) {
		case types.Type:
			args[i] = TypeString(a)
		case Expr:
			args[i] = safely(func() string { return ExprString(a) })
		}
	}
	msg := fmt.Sprintf(format, args...)
	if v.at != nil {
		text, _, _ := strings.Cut(safely(func() string { return String(v.at) }), "\n")
		msg = fmt.Sprintf("%s: %s", text, msg)
	}
	v.errs = append(v.errs, fmt.Errorf("func %s: %s", v.f.Name, msg))
}

// safely is for printing what may be broken.
func safely(f func() string) (s string) {
	defer func() {
		if r := recover(); r != nil {
			s = "(broken)"
		}
	}()
	return f()
}

func (v *verifier) function(f *Func) {
	v.f, v.at, v.scopes, v.targets, v.counted = f, nil, []map[*Var]bool{{}}, nil, map[*Var]bool{}
	names := map[string]bool{}
	for _, b := range f.Bufs {
		if names[b.Name] {
			v.fail("two buffers are called %s", b.Name)
		}
		names[b.Name] = true
	}
	for _, p := range f.Params {
		v.declare(p, Param)
	}
	for _, r := range f.Results {
		v.declare(r, Result)
	}
	if f.Recv && len(f.Params) == 0 {
		v.fail("a method without a receiver")
	}
	if n := len(f.Params); f.Variadic && (n == 0 || !IsSlice(f.Params[n-1].Type)) {
		v.fail("the variadic parameter is no slice")
	}
	if f.Body == nil {
		v.fail("no body")
		return
	}
	v.list(f.Body.List)
}

func (v *verifier) declare(x *Var, kind VarKind) {
	switch {
	case x == nil:
		v.fail("a nil variable")
		return
	case x.Type == nil:
		v.fail("%s has no type", x.Name)
	case v.declared[x]:
		v.fail("%s is declared twice", x.Name)
	case x.Kind != kind:
		v.fail("%s has kind %d, declared as kind %d", x.Name, x.Kind, kind)
	}
	v.declared[x] = true
	v.scopes[len(v.scopes)-1][x] = true
}

func (v *verifier) inScope(x *Var) bool {
	for _, s := range v.scopes {
		if s[x] {
			return true
		}
	}
	return x.Kind == Global
}

func (v *verifier) block(b *Block) {
	if b == nil {
		v.fail("a nil block")
		return
	}
	v.scopes = append(v.scopes, map[*Var]bool{})
	v.list(b.List)
	v.scopes = v.scopes[:len(v.scopes)-1]
}

func (v *verifier) list(list []Stmt) {
	for _, s := range list {
		if s == nil {
			v.fail("a nil statement")
			continue
		}
		v.at = s
		v.stmt(s)
	}
}

// within checks a body in which target can be left.
func (v *verifier) within(target Stmt, b *Block) {
	v.targets = append(v.targets, target)
	v.block(b)
	v.targets = v.targets[:len(v.targets)-1]
}

func (v *verifier) stmt(s Stmt) {
	switch s := s.(type) {
	case *Block:
		v.within(s, s)
	case *Decl:
		v.declStmt(s)
	case *Assign:
		v.assign(s)
	case *CallStmt:
		v.callStmt(s)
	case *Copy:
		v.copyStmt(s)
	case *Clear:
		if t := v.expr(s.X); t != nil && !IsSlice(t) {
			v.fail("clear of a %s", t)
		}
	case *If:
		v.cond(s.Cond)
		v.block(s.Then)
		if s.Else != nil {
			v.block(s.Else)
		}
	case *Count:
		v.count(s)
	case *While:
		v.cond(s.Cond)
		v.within(s, s.Body)
	case *Exit:
		v.exit(s)
	case *Panic:
		v.expr(s.X)
	case *Push:
		v.useBuf(s.Buf, asStack)
		v.fits(s.Buf, v.expr(s.X))
	case *Pop:
		v.useBuf(s.Buf, asStack)
		v.fits(s.Buf, v.place(s.Dst))
	default:
		v.fail("an unknown statement %T", s)
	}
}

// declStmt checks Init before the variable comes into scope.
func (v *verifier) declStmt(s *Decl) {
	var t types.Type
	if s.Init != nil {
		t = v.whole(s.Init)
	}
	v.declare(s.Var, Local)
	if t != nil && s.Var != nil && s.Var.Type != nil && !types.Identical(t, s.Var.Type) {
		v.fail("a %s initialized with a %s", s.Var.Type, t)
	}
}

func (v *verifier) assign(s *Assign) {
	dst, src := v.place(s.Dst), v.whole(s.Src)
	if dst == nil || src == nil {
		return
	}
	if !types.Identical(dst, src) {
		v.fail("a %s assigned to a %s", src, dst)
	}
	if s.Add && !hasInfo(dst, types.IsNumeric|types.IsString) {
		v.fail("+= on a %s", dst)
	}
}

func (v *verifier) copyStmt(s *Copy) {
	dst, src := v.expr(s.Dst), v.expr(s.Src)
	if dst == nil || src == nil {
		return
	}
	d, ok := dst.Underlying().(*types.Slice)
	if !ok {
		v.fail("copy to a %s", dst)
		return
	}
	if hasInfo(src, types.IsString) && types.Identical(d.Elem().Underlying(), types.Typ[types.Uint8]) {
		return
	}
	if e, ok := src.Underlying().(*types.Slice); !ok || !types.Identical(d.Elem(), e.Elem()) {
		v.fail("copy from a %s to a %s", src, dst)
	}
}

func (v *verifier) cond(c Expr) {
	if t := v.expr(c); t != nil && !hasInfo(t, types.IsBoolean) {
		v.fail("a condition of type %s", t)
	}
}

func (v *verifier) count(s *Count) {
	lo, hi := v.expr(s.Lo), v.expr(s.Hi)
	if s.Step == 0 {
		v.fail("a loop with step 0")
	}
	v.scopes = append(v.scopes, map[*Var]bool{})
	v.declare(s.Var, Local)
	if x := s.Var; x != nil && x.Type != nil {
		if !IsInteger(x.Type) {
			v.fail("the loop's variable is a %s", x.Type)
		}
		for _, t := range []types.Type{lo, hi} {
			if t != nil && !types.Identical(t, x.Type) {
				v.fail("a bound of type %s for a variable of type %s", t, x.Type)
			}
		}
	}
	v.counted[s.Var] = true
	v.within(s, s.Body)
	delete(v.counted, s.Var)
	v.scopes = v.scopes[:len(v.scopes)-1]
}

func (v *verifier) exit(s *Exit) {
	if s.Kind == Return {
		if s.Target != nil {
			v.fail("a return with a target")
		}
		return
	}
	if _, block := s.Target.(*Block); block && s.Kind == Continue {
		v.fail("continue of a block")
	}
	for _, t := range v.targets {
		if t == s.Target {
			return
		}
	}
	v.fail("the exit's target is not around it")
}

// useBuf checks that b is a buffer of the function or of the root, used in one way only.
func (v *verifier) useBuf(b *Buf, use bufUse) {
	if b == nil {
		v.fail("a nil buffer")
		return
	}
	known := false
	for _, o := range append(append([]*Buf(nil), v.f.Bufs...), v.prog.Funcs[0].Bufs...) {
		known = known || o == b
	}
	if !known {
		v.fail("buffer %s is not declared", b.Name)
	}
	if v.bufs[b] != unused && v.bufs[b] != use {
		v.fail("buffer %s is both a stack and an arena", b.Name)
	}
	v.bufs[b] = use
}

func (v *verifier) fits(b *Buf, t types.Type) {
	if b != nil && t != nil && !types.Identical(b.Elem, t) {
		v.fail("a %s in a buffer of %s", t, b.Elem)
	}
}
