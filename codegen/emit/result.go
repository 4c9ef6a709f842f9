package emit

import (
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// adoptResults lets a result stand for the local variable of the same name and type that it gets its value from. A result that is
// only set at the function's end and otherwise not mentioned is free to hold that variable's values before.
func adoptResults(f *ir.Func) {
	for _, r := range f.Results {
		adoptResult(f, r)
	}
}

func adoptResult(f *ir.Func, r *ir.Var) {
	list := f.Body.List
	end := resultsStart(list)
	set := -1
	for i, s := range list {
		if !mentions(s, r) {
			continue
		}
		if a, ok := s.(*ir.Assign); i < end || !ok || a.Add || set >= 0 || !stores(s, r) {
			return
		}
		set = i
	}
	exits := false
	eachStmt(f.Body, func(s ir.Stmt) {
		if e, ok := s.(*ir.Exit); ok && e.Kind == ir.Return {
			exits = true
		}
	})
	if set < 0 || exits {
		return
	}
	for i, s := range list[:end] {
		d, ok := s.(*ir.Decl)
		if !ok || d.Var.Name != r.Name || d.Var == r || !types.Identical(d.Var.Type, r.Type) {
			continue
		}
		for _, later := range list[set+1:] {
			if mentions(later, d.Var) {
				return
			}
		}
		for _, earlier := range list[:i] {
			if mentions(earlier, d.Var) {
				return
			}
		}
		c := ir.NewCloner()
		c.Vars[d.Var] = r
		if d.Init == nil {
			d.Init = ir.ZeroOf(d.Var.Type)
		}
		list[i] = &ir.Assign{At: d.At, Dst: ir.Use(r), Src: d.Init}
		eachStmt(f.Body, func(s ir.Stmt) { ir.MapExprs(s, c.Expr) })
		if a := list[set].(*ir.Assign); ir.Equal(a.Dst, a.Src) {
			f.Body.List = append(list[:set:set], list[set+1:]...)
		}
		return
	}
}

// resultsStart is where the assignments to results begin that the list ends with.
func resultsStart(list []ir.Stmt) int {
	i := len(list)
	for i > 0 {
		a, ok := list[i-1].(*ir.Assign)
		if !ok {
			break
		}
		r, ok := a.Dst.(*ir.Ref)
		if !ok || r.Var.Kind != ir.Result {
			break
		}
		i--
	}
	return i
}

// delayResults moves the assignment to a result to the function's end, where it becomes part of the return, if nothing asks for the result
// before and the value is the same there.
func delayResults(f *ir.Func) {
	count := map[*ir.Var]int{}
	exits := false
	eachStmt(f.Body, func(s ir.Stmt) {
		eachUse(s, func(v *ir.Var, _ bool) { count[v]++ })
		e, ok := s.(*ir.Exit)
		exits = exits || ok && e.Kind == ir.Return
	})
	if exits {
		return
	}
	list := f.Body.List
	end := resultsStart(list)
	var kept, delayed []ir.Stmt
	for i, s := range list[:end] {
		if a, ok := s.(*ir.Assign); ok && !a.Add {
			r, ok := a.Dst.(*ir.Ref)
			if ok && r.Var.Kind == ir.Result && count[r.Var] == 1 && keepsValue(a.Src, list[i+1:]) {
				delayed = append(delayed, &ir.Assign{Dst: a.Dst, Src: a.Src})
				continue
			}
		}
		kept = append(kept, s)
	}
	f.Body.List = append(append(kept, list[end:]...), delayed...)
}

// keepsValue reports whether e may as well be evaluated after rest.
func keepsValue(e ir.Expr, rest []ir.Stmt) bool {
	return !impure(e) && !touchesMemory(e) && !canPanic(e) && !mathCall(e) && stable(e, &ir.Block{List: rest})
}

// mathCall reports whether e calls a function of package math, after which a value is more than a name for its parts.
func mathCall(e ir.Expr) bool {
	found := false
	ir.WalkExpr(e, func(e ir.Expr) bool {
		c, ok := e.(*ir.Call)
		found = found || ok && c.Fn.Pkg != ""
		return !found
	})
	return found
}

// dropZeroResults drops assignments of zero to results that hold zero still.
func dropZeroResults(f *ir.Func) {
	seen := map[*ir.Var]bool{}
	end := resultsStart(f.Body.List)
	var out []ir.Stmt
	for i, s := range f.Body.List {
		if a, ok := s.(*ir.Assign); ok && !a.Add && isZero(a.Src) && i < end {
			if r, ok := a.Dst.(*ir.Ref); ok && r.Var.Kind == ir.Result && !seen[r.Var] {
				continue
			}
		}
		ir.Walk(s, func(s ir.Stmt) bool {
			eachUse(s, func(v *ir.Var, _ bool) { seen[v] = true })
			if e, ok := s.(*ir.Exit); ok && e.Kind == ir.Return {
				for _, r := range f.Results {
					seen[r] = true
				}
			}
			return true
		})
		out = append(out, s)
	}
	f.Body.List = out
}

// returns writes every way out of the function as a return with values: those that the statements before it
// assign to the results, and what the other results hold.
func (t *tidied) returns(owner bool) {
	body := t.f.Body
	if len(t.f.Results) > 0 && !terminates(body.List) {
		body.List = append(body.List, &ir.Exit{Kind: ir.Return})
	}
	eachList(body, func(list []ir.Stmt) []ir.Stmt {
		for i, s := range list {
			if e, ok := s.(*ir.Exit); ok && e.Kind == ir.Return {
				return t.returnValues(list[:i], e, owner) // what follows is never reached
			}
		}
		return list
	})
}

// returnValues replaces the assignments to results that list ends with, as far as it may, and the return behind them by one statement.
func (t *tidied) returnValues(list []ir.Stmt, e *ir.Exit, owner bool) []ir.Stmt {
	r := &returnStmt{Values: make([]ir.Expr, len(t.f.Results))}
	i := len(list)
	for ; i > 0; i-- {
		a, ok := list[i-1].(*ir.Assign)
		if !ok {
			break
		}
		k := t.resultIndex(a.Dst)
		if k < 0 || r.Values[k] != nil || !returnable(a, r.Values, owner, i == len(list)) {
			break
		}
		r.Values[k] = a.Src
		if a.Add {
			r.Values[k] = foldSigns(&ir.Binary{Op: token.ADD, X: a.Dst, Y: a.Src, Typ: a.Dst.Type()})
		}
		if impure(a.Src) {
			i--
			break
		}
	}
	return append(list[:i:i], r)
}

// returnable reports whether the value that a assigns may be given in the return. It is evaluated together with the others, so none
// of the assignments behind it may read what it assigns; where the workspace goes back to the pool before the return, it may
// not read memory.
func returnable(a *ir.Assign, values []ir.Expr, owner, last bool) bool {
	if owner && touchesMemory(a.Src) || impure(a.Src) && (!last || a.Add || owner) {
		return false
	}
	if a.Orig != nil && a.Orig.Adjoint && (a.Add || !simple(a.Src)) {
		return false // the comment would be lost
	}
	for _, v := range values {
		if reads(v, a.Dst.(*ir.Ref).Var) {
			return false
		}
	}
	return true
}

// simple reports whether e is a variable or a constant.
func simple(e ir.Expr) bool {
	switch e.(type) {
	case *ir.Ref, *ir.Const, *ir.Zero:
		return true
	}
	return false
}

func (t *tidied) resultIndex(e ir.Expr) int {
	if r, ok := e.(*ir.Ref); ok {
		for k, v := range t.f.Results {
			if v == r.Var {
				return k
			}
		}
	}
	return -1
}

// impure reports whether e is to be evaluated exactly where it stands.
func impure(e ir.Expr) bool {
	found := false
	ir.WalkExpr(e, func(e ir.Expr) bool {
		switch e := e.(type) {
		case *ir.Call:
			found = found || !e.Fn.Pure()
		case *ir.Make, *ir.New:
			found = true
		}
		return !found
	})
	return found
}

// touchesMemory reports whether e reads memory that a variable refers to.
func touchesMemory(e ir.Expr) bool {
	found := false
	ir.WalkExpr(e, func(e ir.Expr) bool {
		switch e := e.(type) {
		case *ir.Index:
			_, array := e.X.Type().Underlying().(*types.Array)
			found = found || !array
		case *ir.Deref, *ir.Slice:
			found = true
		}
		return !found
	})
	return found
}

// insertWork takes a workspace where the checks and clears at the function's start are done, or before the first statement of b that needs one where
// a way out lies between, and gives it back on every way out from there.
func (t *tidied) insertWork(b *ir.Block, k *work) {
	first := -1
	for i, s := range b.List {
		if t.needs(k, s) {
			first = i
			break
		}
	}
	if first < 0 {
		return
	}
	for start := prologue(k, b.List); first > start && !leavesFunc(b.List[first-1]); {
		first--
	}
	rest := &ir.Block{List: b.List[first:]}
	eachList(rest, func(list []ir.Stmt) []ir.Stmt {
		if n := len(list) - 1; n >= 0 {
			if _, ok := list[n].(*returnStmt); ok {
				return append(list[:n:n], &putStmt{}, list[n])
			}
		}
		return list
	})
	if !terminates(rest.List) {
		rest.List = append(rest.List, &putStmt{})
	}
	b.List = append(b.List[:first:first], append([]ir.Stmt{&getStmt{}}, rest.List...)...)
}

// prologue is the number of statements at the start of list that only look at the arguments and clear destinations.
func prologue(k *work, list []ir.Stmt) int {
	for i, s := range list {
		ok := true
		ir.Walk(s, func(s ir.Stmt) bool {
			switch s := s.(type) {
			case *ir.Clear, *ir.If, *ir.Count, *ir.Block, *ir.Panic:
			case *ir.Decl:
				ok = ok && s.Init == nil
			case *ir.CallStmt:
				ok = ok && (s.Callee == nil && s.Fn.Pkg == runtimePath || s.Callee != nil && len(s.Dsts) == 0 && !k.passedTo(s.Callee))
			case *ir.Assign:
				ok = ok && isZero(s.Src) && ir.Root(s.Dst) == nil
			default:
				ok = false
			}
			return ok
		})
		if !ok {
			return i
		}
	}
	return len(list)
}

// leavesFunc reports whether s may leave the function.
func leavesFunc(s ir.Stmt) bool {
	found := false
	ir.Walk(s, func(s ir.Stmt) bool {
		_, ok := s.(*returnStmt)
		found = found || ok
		return !found
	})
	return found
}

// needs reports whether s, or a statement inside it, uses the workspace.
func (t *tidied) needs(k *work, s ir.Stmt) bool {
	found := false
	ir.Walk(s, func(s ir.Stmt) bool {
		found = found || k.needs(s)
		if w, ok := s.(*ir.While); ok && t.head[w] != nil {
			found = found || k.needs(t.head[w].init) || k.needs(t.head[w].post)
		}
		return !found
	})
	return found
}
