package normal

import (
	"go/token"

	"github.com/gograd/gograd/analyzer/ir"
)

// Structuring exits. A statement that follows one which may exit runs only where no exit was
// taken; written out, that is
//
//	if c { A; exit }; REST            →  if c { A; exit } else { REST }
//	S (exits now and then); REST      →  exit = 0; S with "exit = k" for its exits; if exit != 0 { the k-th exit } else { REST }
//
// after which every exit is the last thing that happens before its target ends, and falls away;
// but for the break of a loop, which stays as the last statement of an iteration. Nothing is
// duplicated, so the result is as long as the source.

// exitKey is what an exit leaves: a loop or block (break), one iteration of a loop (continue), the function (neither).
type exitKey struct {
	kind   ir.ExitKind
	target ir.Stmt
}

// context says, for each exit, which statements perform it here, where nothing else follows.
type context map[exitKey][]ir.Stmt

// structure rewrites f's body.
func structure(f *ir.Func) {
	f.Body = &ir.Block{At: f.Body.At, List: sequence(f.Body.List, context{{ir.Return, nil}: nil})}
}

func block(b *ir.Block, cx context) *ir.Block {
	if b == nil {
		return nil
	}
	return &ir.Block{At: b.At, List: sequence(b.List, cx)}
}

// sequence rewrites a list of statements in tail position of all that cx has.
func sequence(list []ir.Stmt, cx context) []ir.Stmt {
	var out []ir.Stmt
	for i, s := range list {
		rest := list[i+1:]
		if x, ok := s.(*ir.Exit); ok {
			return append(out, cx[exitKey{x.Kind, x.Target}]...)
		}
		escapes := escapesOf(s)
		switch {
		case len(escapes) == 0:
			out = append(out, compound(s, context{})...)
			if !completes(s) {
				return out
			}
		case len(rest) == 0 && performable(s, escapes, cx):
			return append(out, compound(s, cx)...)
		default:
			return append(out, split(s, rest, escapes, cx)...)
		}
	}
	return out
}

// performable reports whether all exits of s can be performed where they stand: from inside a loop
// only those that need no further break.
func performable(s ir.Stmt, escapes []exitKey, cx context) bool {
	switch s.(type) {
	case *ir.Count, *ir.While:
	default:
		return true
	}
	for _, k := range escapes {
		list := cx[k]
		if len(list) > 0 {
			if _, ok := list[len(list)-1].(*ir.Exit); ok {
				return false
			}
		}
	}
	return true
}

// split rewrites s, which may exit, and what follows it.
func split(s ir.Stmt, rest []ir.Stmt, escapes []exitKey, cx context) []ir.Stmt {
	if f, ok := s.(*ir.If); ok {
		switch {
		case !listCompletes(f.Then.List):
			var els []ir.Stmt
			if f.Else != nil {
				els = f.Else.List
			}
			n := &ir.If{At: f.At, Cond: f.Cond, Then: f.Then, Else: &ir.Block{List: join(els, rest)}}
			return compound(n, cx)
		case f.Else != nil && !listCompletes(f.Else.List):
			n := &ir.If{At: f.At, Cond: f.Cond, Then: &ir.Block{List: join(f.Then.List, rest)}, Else: f.Else}
			return compound(n, cx)
		}
	}
	at := ir.At{Orig: s.Origin()}
	exit := &ir.Var{Name: "exit", Type: ir.Int}
	inner := context{}
	var dispatch *ir.Block
	for i := len(escapes) - 1; i >= 0; i-- {
		k := escapes[i]
		code := ir.IntConst(int64(i + 1))
		inner[k] = []ir.Stmt{&ir.Assign{At: at, Dst: ir.Use(exit), Src: code}}
		leave := &ir.Block{List: []ir.Stmt{&ir.Exit{At: at, Kind: k.kind, Target: k.target}}}
		if dispatch == nil {
			dispatch = leave
			continue
		}
		dispatch = &ir.Block{List: []ir.Stmt{&ir.If{At: at, Cond: ir.Compare(token.EQL, ir.Use(exit), code), Then: leave, Else: dispatch}}}
	}
	out := []ir.Stmt{&ir.Decl{At: at, Var: exit, Init: ir.IntConst(0)}}
	out = append(out, compound(s, inner)...)
	after := &ir.If{At: at, Cond: ir.Compare(token.NEQ, ir.Use(exit), ir.IntConst(0)), Then: dispatch}
	if len(rest) > 0 {
		after.Else = &ir.Block{List: rest}
	}
	return append(out, compound(after, cx)...)
}

func join(a, b []ir.Stmt) []ir.Stmt { return append(append([]ir.Stmt(nil), a...), b...) }

// compound rewrites the inside of s; a block dissolves into its statements.
func compound(s ir.Stmt, cx context) []ir.Stmt {
	switch s := s.(type) {
	case *ir.Block:
		in := cx.with(exitKey{ir.Break, s}, nil)
		return sequence(s.List, in)
	case *ir.If:
		n := *s
		n.Then, n.Else = block(s.Then, cx), block(s.Else, cx)
		if n.Else != nil && len(n.Else.List) == 0 {
			n.Else = nil
		}
		return []ir.Stmt{&n}
	case *ir.Count:
		n := *s
		n.Body = block(s.Body, loopContext(s, &n, cx))
		return []ir.Stmt{&n}
	case *ir.While:
		n := *s
		n.Body = block(s.Body, loopContext(s, &n, cx))
		return []ir.Stmt{&n}
	}
	return []ir.Stmt{s}
}

// loopContext is the context of a loop's body: what leaves the loop does what it did, and breaks.
func loopContext(old, loop ir.Stmt, cx context) context {
	brk := &ir.Exit{At: ir.At{Orig: old.Origin()}, Kind: ir.Break, Target: loop}
	in := context{}
	for k, do := range cx {
		in[k] = join(do, []ir.Stmt{brk})
	}
	in[exitKey{ir.Continue, old}] = nil
	in[exitKey{ir.Break, old}] = []ir.Stmt{brk}
	return in
}

func (cx context) with(k exitKey, do []ir.Stmt) context {
	n := context{k: do}
	for k, d := range cx {
		n[k] = d
	}
	return n
}

// escapesOf are the exits inside s that leave s, in source order.
func escapesOf(s ir.Stmt) []exitKey {
	inside := map[ir.Stmt]bool{}
	var out []exitKey
	seen := map[exitKey]bool{}
	ir.Walk(s, func(t ir.Stmt) bool {
		inside[t] = true
		if x, ok := t.(*ir.Exit); ok {
			k := exitKey{x.Kind, x.Target}
			if !inside[x.Target] && !seen[k] {
				seen[k] = true
				out = append(out, k)
			}
		}
		return true
	})
	return out
}

// completes reports whether control can reach the end of s.
func completes(s ir.Stmt) bool {
	switch s := s.(type) {
	case *ir.Exit, *ir.Panic:
		return false
	case *ir.Block:
		return listCompletes(s.List) || leaves(s, s)
	case *ir.If:
		return listCompletes(s.Then.List) || s.Else == nil || listCompletes(s.Else.List)
	case *ir.While:
		c, ok := s.Cond.(*ir.Const)
		return !ok || c.Val.String() != "true" || leaves(s, s)
	}
	return true
}

func listCompletes(list []ir.Stmt) bool {
	for _, s := range list {
		if !completes(s) {
			return false
		}
	}
	return true
}

// leaves reports whether s has a break of target inside.
func leaves(s, target ir.Stmt) bool {
	found := false
	ir.Walk(s, func(t ir.Stmt) bool {
		if x, ok := t.(*ir.Exit); ok && x.Kind == ir.Break && x.Target == target {
			found = true
		}
		return true
	})
	return found
}
