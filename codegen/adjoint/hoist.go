package adjoint

import "github.com/gograd/gograd/analyzer/ir"

// hoistDecls moves the declaration of each variable that is used outside of the block that declares it out
// to the innermost block that has all the uses. Only code at depth 0 asks for that: it runs once,
// so that the variable still holds there what the inner block left in it.
func hoistDecls(f *ir.Func) {
	for moveOne(f) {
	}
}

// moveOne moves the declarations that are one block too deep; it reports whether there were any.
func moveOne(f *ir.Func) bool {
	inScope := map[*ir.Var]bool{}
	for _, v := range f.Params {
		inScope[v] = true
	}
	for _, v := range f.Results {
		inScope[v] = true
	}
	stray := map[*ir.Var]bool{}
	findStray(f.Body, inScope, stray)
	if len(stray) == 0 {
		return false
	}
	return lift(f.Body, stray)
}

// findStray collects the variables used in blk that are not declared there. What is in scope at its start, it leaves in scope.
func findStray(blk *ir.Block, in map[*ir.Var]bool, stray map[*ir.Var]bool) {
	var own []*ir.Var
	declare := func(v *ir.Var) {
		if !in[v] {
			in[v] = true
			own = append(own, v)
		}
	}
	for _, s := range blk.List {
		for _, e := range ir.Exprs(s) {
			ir.WalkExpr(e, func(e ir.Expr) bool {
				if r, ok := e.(*ir.Ref); ok && r.Var.Kind != ir.Global && !in[r.Var] {
					stray[r.Var] = true
				}
				return true
			})
		}
		if d, ok := s.(*ir.Decl); ok {
			declare(d.Var)
		}
		if c, ok := s.(*ir.Count); ok {
			declare(c.Var)
		}
		for _, b := range ir.Blocks(s) {
			findStray(b, in, stray)
		}
		if c, ok := s.(*ir.Count); ok {
			delete(in, c.Var)
		}
	}
	for _, v := range own {
		delete(in, v)
	}
}

// lift moves the declarations of stray variables from the blocks of a statement to before it.
func lift(blk *ir.Block, stray map[*ir.Var]bool) bool {
	moved := false
	var out []ir.Stmt
	for _, s := range blk.List {
		for _, b := range ir.Blocks(s) {
			for i, t := range b.List {
				d, ok := t.(*ir.Decl)
				if !ok || !stray[d.Var] {
					continue
				}
				delete(stray, d.Var)
				moved = true
				out = append(out, &ir.Decl{At: d.At, Var: d.Var})
				init := d.Init
				if init == nil {
					init = ir.ZeroOf(d.Var.Type)
				}
				b.List[i] = &ir.Assign{At: d.At, Dst: ir.Use(d.Var), Src: init}
			}
			moved = lift(b, stray) || moved
		}
		out = append(out, s)
	}
	blk.List = out
	return moved
}
