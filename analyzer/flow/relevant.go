package flow

import "github.com/gograd/gograd/analyzer/ir"

// Relevant removes from b, which stores to local variables only, what the variables in keep do not depend on,
// and gives the variables that are read by what is left.
func Relevant(b *ir.Block, keep []*ir.Var) map[*ir.Var]bool {
	live := map[*ir.Var]bool{}
	for _, v := range keep {
		live[v] = true
	}
	for n := -1; n != len(live); {
		n = len(live)
		markLive(b, live)
	}
	prune(b, live)
	uses := map[*ir.Var]bool{}
	ir.Walk(b, func(s ir.Stmt) bool {
		for _, e := range ir.Exprs(s) {
			if a, ok := s.(*ir.Assign); ok && e == a.Dst && !a.Add {
				continue
			}
			readVars(e, uses)
		}
		return true
	})
	return uses
}

// markLive adds to live what the statements that store to live variables read, with the conditions round them.
func markLive(b *ir.Block, live map[*ir.Var]bool) bool {
	any := false
	for _, s := range b.List {
		hit := false
		for _, in := range ir.Blocks(s) {
			hit = markLive(in, live) || hit
		}
		for _, d := range ir.Dsts(s) {
			hit = hit || live[ir.Root(d)]
		}
		if x, ok := s.(*ir.Exit); ok && x.Kind == ir.Break {
			hit = true
		}
		if !hit {
			continue
		}
		any = true
		for _, e := range ir.Exprs(s) {
			readVars(e, live)
		}
	}
	return any
}

func readVars(e ir.Expr, into map[*ir.Var]bool) {
	ir.WalkExpr(e, func(e ir.Expr) bool {
		if r, ok := e.(*ir.Ref); ok {
			into[r.Var] = true
		}
		return true
	})
}

// prune drops stores to variables that are not live, and statements left with nothing inside.
func prune(b *ir.Block, live map[*ir.Var]bool) {
	var out []ir.Stmt
	for _, s := range b.List {
		keep := true
		switch s := s.(type) {
		case *ir.Decl, *ir.Assign, *ir.CallStmt:
			keep = false
			for _, d := range ir.Dsts(s) {
				keep = keep || live[ir.Root(d)]
			}
		}
		if !keep {
			continue
		}
		empty := true
		blocks := ir.Blocks(s)
		for _, in := range blocks {
			prune(in, live)
			empty = empty && len(in.List) == 0
		}
		if len(blocks) > 0 && empty {
			continue
		}
		out = append(out, s)
	}
	b.List = out
}
