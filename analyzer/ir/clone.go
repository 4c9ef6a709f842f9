package ir

// Cloner copies statements. Variables declared inside what is copied get copies of their own;
// Vars and Exprs say what others become.
type Cloner struct {
	Vars    map[*Var]*Var // replaced where declared and where used
	Exprs   map[*Var]Expr // reads and places of a variable replaced by an expression
	targets map[Stmt]Stmt
}

// NewCloner returns a cloner that replaces nothing yet.
func NewCloner() *Cloner {
	return &Cloner{Vars: map[*Var]*Var{}, Exprs: map[*Var]Expr{}, targets: map[Stmt]Stmt{}}
}

// Var is the copy of v; a variable without one stays itself.
func (c *Cloner) Var(v *Var) *Var {
	if w, ok := c.Vars[v]; ok {
		return w
	}
	return v
}

func (c *Cloner) declare(v *Var) *Var {
	if w, ok := c.Vars[v]; ok {
		return w
	}
	w := *v
	c.Vars[v] = &w
	return &w
}

// Expr copies e.
func (c *Cloner) Expr(e Expr) Expr {
	if e == nil {
		return nil
	}
	return MapExpr(e, func(e Expr) Expr {
		if r, ok := e.(*Ref); ok {
			if x, ok := c.Exprs[r.Var]; ok {
				return x
			}
			if w, ok := c.Vars[r.Var]; ok {
				return &Ref{w}
			}
		}
		return e
	})
}

// Block copies b.
func (c *Cloner) Block(b *Block) *Block {
	if b == nil {
		return nil
	}
	n := &Block{At: b.At, Label: b.Label, Note: b.Note}
	c.targets[b] = n
	for _, s := range b.List {
		n.List = append(n.List, c.Stmt(s))
	}
	return n
}

// Stmt copies s.
func (c *Cloner) Stmt(s Stmt) Stmt {
	n := c.shallow(s)
	if _, ok := s.(*Block); ok {
		return n
	}
	MapExprs(n, c.Expr)
	switch n := n.(type) {
	case *Decl:
		n.Var = c.declare(n.Var)
	case *If:
		n.Then, n.Else = c.Block(n.Then), c.Block(n.Else)
	case *Count:
		n.Var = c.declare(n.Var)
		n.Body = c.Block(n.Body)
	case *While:
		n.Body = c.Block(n.Body)
	case *Exit:
		if t, ok := c.targets[n.Target]; ok {
			n.Target = t
		}
	}
	return n
}

// shallow copies the node itself, and registers it as the copy of an exit's target.
func (c *Cloner) shallow(s Stmt) Stmt {
	switch s := s.(type) {
	case *Block:
		return c.Block(s)
	case *Decl:
		n := *s
		return &n
	case *Assign:
		n := *s
		return &n
	case *CallStmt:
		n := *s
		n.Args = append([]Expr(nil), s.Args...)
		n.Dsts = append([]Expr(nil), s.Dsts...)
		return &n
	case *Copy:
		n := *s
		return &n
	case *Clear:
		n := *s
		return &n
	case *If:
		n := *s
		return &n
	case *Count:
		n := *s
		c.targets[s] = &n
		return &n
	case *While:
		n := *s
		c.targets[s] = &n
		return &n
	case *Exit:
		n := *s
		return &n
	case *Panic:
		n := *s
		return &n
	case *Push:
		n := *s
		return &n
	case *Pop:
		n := *s
		return &n
	}
	panic("ir: unknown statement")
}

// Clone copies f, its variables and buffers included.
func (f *Func) Clone() *Func {
	c := NewCloner()
	n := *f
	n.Params, n.Results = nil, nil
	for _, v := range f.Params {
		n.Params = append(n.Params, c.declare(v))
	}
	for _, v := range f.Results {
		n.Results = append(n.Results, c.declare(v))
	}
	n.Bufs = append([]*Buf(nil), f.Bufs...)
	n.Body = c.Block(f.Body)
	return &n
}
