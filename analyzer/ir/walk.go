package ir

// Blocks are the blocks directly inside s.
func Blocks(s Stmt) []*Block {
	switch s := s.(type) {
	case *Block:
		return []*Block{s}
	case *If:
		if s.Else == nil {
			return []*Block{s.Then}
		}
		return []*Block{s.Then, s.Else}
	case *Count:
		return []*Block{s.Body}
	case *While:
		return []*Block{s.Body}
	}
	return nil
}

// Walk calls f for s and, where f returns true, for all that is inside it, in source order.
func Walk(s Stmt, f func(Stmt) bool) {
	if !f(s) {
		return
	}
	if b, ok := s.(*Block); ok {
		for _, t := range b.List {
			Walk(t, f)
		}
		return
	}
	for _, b := range Blocks(s) {
		for _, t := range b.List {
			Walk(t, f)
		}
	}
}

// Exprs are the expressions that s itself evaluates, destinations included, without those of the blocks inside it.
func Exprs(s Stmt) []Expr {
	switch s := s.(type) { // the usual statements make one list
	case *Decl:
		if s.Init == nil {
			return nil
		}
		return []Expr{s.Init}
	case *Assign:
		if s.Dst != nil && s.Src != nil {
			return []Expr{s.Dst, s.Src}
		}
	case *Block:
		return nil
	}
	var out []Expr
	eachHeld(s, func(e *Expr) { out = append(out, *e) })
	return out
}

// MapExprs replaces each expression that s itself evaluates by f of it.
func MapExprs(s Stmt, f func(Expr) Expr) {
	eachHeld(s, func(e *Expr) {
		if n := f(*e); n != *e {
			*e = n
		}
	})
}

// eachHeld calls f with where s holds each expression that it itself evaluates.
func eachHeld(s Stmt, f func(*Expr)) {
	opt := func(e *Expr) {
		if *e != nil {
			f(e)
		}
	}
	switch s := s.(type) {
	case *Decl:
		opt(&s.Init)
	case *Assign:
		opt(&s.Dst)
		opt(&s.Src)
	case *CallStmt:
		for i := range s.Args {
			opt(&s.Args[i])
		}
		for i := range s.Dsts {
			opt(&s.Dsts[i])
		}
	case *Copy:
		opt(&s.Dst)
		opt(&s.Src)
	case *Clear:
		opt(&s.X)
	case *If:
		opt(&s.Cond)
	case *Count:
		opt(&s.Lo)
		opt(&s.Hi)
	case *While:
		opt(&s.Cond)
	case *Panic:
		opt(&s.X)
	case *Push:
		opt(&s.X)
	case *Pop:
		opt(&s.Dst)
	}
}

// Dsts are the places that s itself stores to.
func Dsts(s Stmt) []Expr {
	switch s := s.(type) {
	case *Decl:
		return []Expr{&Ref{s.Var}}
	case *Assign:
		return []Expr{s.Dst}
	case *CallStmt:
		return some(append([]Expr(nil), s.Dsts...)...)
	case *Pop:
		return []Expr{s.Dst}
	case *Count:
		return []Expr{&Ref{s.Var}}
	}
	return nil
}

// WalkExpr calls f for e and, where f returns true, for its operands. It is what the passes do most: the usual nodes make no list of operands.
func WalkExpr(e Expr, f func(Expr) bool) {
	if e == nil || !f(e) {
		return
	}
	switch e := e.(type) {
	case *Const, *Zero, *Ref:
	case *Index:
		WalkExpr(e.X, f)
		WalkExpr(e.I, f)
	case *Field:
		WalkExpr(e.X, f)
	case *Deref:
		WalkExpr(e.X, f)
	case *Unary:
		WalkExpr(e.X, f)
	case *Binary:
		WalkExpr(e.X, f)
		WalkExpr(e.Y, f)
	case *Conv:
		WalkExpr(e.X, f)
	default:
		for _, o := range e.Operands() {
			WalkExpr(o, f)
		}
	}
}

// MapExpr rebuilds e bottom-up: each node is replaced by f of itself on mapped operands.
func MapExpr(e Expr, f func(Expr) Expr) Expr {
	ops := e.Operands()
	var mapped []Expr // made where the first operand changes
	for i, o := range ops {
		n := MapExpr(o, f)
		if mapped == nil && n != o {
			mapped = append(make([]Expr, 0, len(ops)), ops[:i]...)
		}
		if mapped != nil {
			mapped = append(mapped, n)
		}
	}
	if mapped != nil {
		e = e.WithOperands(mapped)
	}
	return f(e)
}

// IsPlace reports whether e names memory or a variable that can be assigned to.
func IsPlace(e Expr) bool {
	switch e := e.(type) {
	case *Ref, *Deref:
		return true
	case *Index:
		if IsSlice(e.X.Type()) {
			return true
		}
		return IsPlace(e.X)
	case *Field:
		return IsPlace(e.X)
	}
	return false
}

// Root is the variable that the place or expression e is part of without going through memory, or nil: x for
// x, x.f, x[i] of an array x.
func Root(e Expr) *Var {
	for {
		switch x := e.(type) {
		case *Ref:
			return x.Var
		case *Field:
			e = x.X
		case *Index:
			if !isArray(x.X.Type()) {
				return nil
			}
			e = x.X
		default:
			return nil
		}
	}
}

// Base is the variable that the place or reference e is reached from, through memory too, or nil.
func Base(e Expr) *Var {
	for {
		switch x := e.(type) {
		case *Ref:
			return x.Var
		case *Field:
			e = x.X
		case *Index:
			e = x.X
		case *Deref:
			e = x.X
		case *Slice:
			e = x.X
		case *Addr:
			e = x.X
		default:
			return nil
		}
	}
}

// IsLoop reports whether s is a loop.
func IsLoop(s Stmt) bool {
	switch s.(type) {
	case *Count, *While:
		return true
	}
	return false
}
