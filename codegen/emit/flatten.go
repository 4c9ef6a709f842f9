package emit

import (
	"go/token"

	"github.com/gograd/gograd/analyzer/ir"
)

// dropTails drops exits that go where control goes anyway: a continue at the end of an iteration, a return at the end of the function, a
// break at the end of a block. there reports whether an exit leads to where b's end leads.
func dropTails(b *ir.Block, there func(*ir.Exit) bool) {
	nowhere := func(*ir.Exit) bool { return false }
	for n := len(b.List); n > 0; n = len(b.List) {
		e, ok := b.List[n-1].(*ir.Exit)
		if !ok || !there(e) {
			break
		}
		b.List = b.List[:n-1]
	}
	for i, s := range b.List {
		after := nowhere
		if i == len(b.List)-1 {
			after = there
		}
		switch s := s.(type) {
		case *ir.If:
			for _, in := range ir.Blocks(s) {
				dropTails(in, after)
			}
		case *ir.Block:
			dropTails(s, func(e *ir.Exit) bool { return after(e) || e.Kind == ir.Break && e.Target == ir.Stmt(s) })
		case *ir.Count, *ir.While:
			dropTails(ir.Blocks(s)[0], func(e *ir.Exit) bool { return e.Kind == ir.Continue && e.Target == s })
		}
	}
}

// tail is where the end of a list leads, for flatten: the next iteration of loop, or out of the function.
type tail struct {
	loop    ir.Stmt // nil for the function
	results bool    // the function has results, which a return would name
}

func (t *tail) exit() *ir.Exit {
	if t.loop == nil {
		return &ir.Exit{Kind: ir.Return}
	}
	return &ir.Exit{Kind: ir.Continue, Target: t.loop}
}

// flatten takes the rest of a list out of the else branch that an early exit has put it in: the main line of the code stands at the
// left. end is nil where no short exit leads to where the list's end leads.
func flatten(b *ir.Block, end *tail) {
	for i := 0; i < len(b.List); i++ {
		last := i == len(b.List)-1
		switch s := b.List[i].(type) {
		case *ir.If:
			t := end
			if !last {
				t = nil
			}
			if rest := unnest(s, t); rest != nil {
				b.List = append(append(b.List[:i+1:i+1], rest...), b.List[i+1:]...)
				t = nil
			}
			for _, in := range ir.Blocks(s) {
				flatten(in, t)
			}
		case *ir.Count, *ir.While:
			flatten(ir.Blocks(s)[0], &tail{loop: s})
		case *ir.Block:
			flatten(s, nil)
		}
	}
}

// short is the number of statements up to which a branch counts as the exception and the other as the rule.
const short = 3

// unnest makes one branch of s leave, and gives the other as what follows s; nil where s is better left alone.
func unnest(s *ir.If, end *tail) []ir.Stmt {
	if s.Else == nil {
		// if !c { rest }  →  if c { continue }; rest
		u, not := s.Cond.(*ir.Unary)
		if !not || u.Op != token.NOT || end == nil || end.results || weight(s.Then.List) <= short {
			return nil
		}
		rest := s.Then.List
		s.Cond, s.Then = u.X, &ir.Block{List: []ir.Stmt{end.exit()}}
		return rest
	}
	then, rest := s.Then.List, s.Else.List
	if leaves(then) {
		s.Else = nil
		return rest
	}
	if leaves(rest) && len(rest) <= short && weight(then) > weight(rest) {
		s.Cond, s.Then, s.Else = negate(s.Cond), s.Else, nil
		return then
	}
	if end == nil || len(then) > short || weight(then) > 2*short {
		return nil
	}
	_, chain := rest[0].(*ir.If)
	if end.results && onlyResults(then) || weight(rest) > short && !(chain && len(rest) == 1) {
		s.Then.List = append(then[:len(then):len(then)], end.exit())
		s.Else = nil
		return rest
	}
	return nil
}

// leaves reports whether a list ends with an exit or a panic.
func leaves(list []ir.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	switch list[len(list)-1].(type) {
	case *ir.Exit, *ir.Panic:
		return true
	}
	return false
}

// weight is the number of statements in list, those inside others included.
func weight(list []ir.Stmt) int {
	n := 0
	for _, s := range list {
		ir.Walk(s, func(ir.Stmt) bool { n++; return true })
	}
	return n
}

// onlyResults reports whether list does nothing but assign results.
func onlyResults(list []ir.Stmt) bool { return resultsStart(list) == 0 }
