package randir

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
)

// Chain makes a function of a few slices of one length, and one of any length, that is a chain of loops along them and along slices of its own, in which each loop makes
// elements from those at the same place and its neighbours, with statements on single elements between the loops. It may panic, since the last
// slice is too short, or since it takes elements of empty slices.
func Chain(r Source) *ir.Program {
	c := &chain{r: r, f: &ir.Func{Name: "f", Body: &ir.Block{}}, down: r.IntN(2) == 0}
	for i := range 3 {
		v := &ir.Var{Name: string(rune('a' + i)), Type: vector, Kind: ir.Param}
		c.f.Params = append(c.f.Params, v)
		c.slices = append(c.slices, v)
	}
	c.odd = &ir.Var{Name: "odd", Type: vector, Kind: ir.Param}
	c.f.Params = append(c.f.Params, c.odd)
	y := &ir.Var{Name: "y", Type: ir.Float64, Kind: ir.Result}
	c.f.Results = []*ir.Var{y}
	c.n = ir.Len(ir.Use(c.slices[0]))
	check := ir.FuncRef{Pkg: "github.com/gograd/gograd/runtime", Name: "CheckLen"}
	text := func(s string) ir.Expr { return &ir.Const{Val: constant.MakeString(s), Typ: types.Typ[types.String]} }
	for _, v := range c.slices[1:] {
		c.emit(&ir.CallStmt{Fn: check, Args: []ir.Expr{text("f"), text(v.Name), ir.Len(ir.Use(v)), text("a"), c.n}})
	}
	for i := range 3 {
		v := &ir.Var{Name: fmt.Sprintf("own%d", i), Type: vector}
		c.emit(&ir.Decl{Var: v, Init: &ir.Make{Typ: vector, Len: c.n}})
		c.slices = append(c.slices, v)
	}
	c.rest = &ir.Var{Name: "rest", Type: vector}
	c.emit(&ir.Decl{Var: c.rest, Init: &ir.Make{Typ: vector, Len: c.n}})
	if r.IntN(2) == 0 { // shows that there are elements
		c.emit(&ir.Assign{Dst: at(c.slice(), 0), Src: at(c.slices[0], 0)})
	}
	for range 2 + r.IntN(4) {
		switch r.IntN(5) {
		case 0:
			c.ends()
		case 4:
			c.copyLoop()
		case 1:
			c.emit(&ir.Decl{Var: c.scalar(), Init: number(0.75, ir.Float64)})
		}
		c.loop()
	}
	i := c.counter()
	for _, v := range c.slices[3 : 3+r.IntN(4)] {
		c.emit(&ir.Count{Var: i, Lo: ir.IntConst(0), Hi: c.n, Step: 1, Body: &ir.Block{List: []ir.Stmt{
			&ir.Assign{Dst: ir.Use(y), Add: true, Src: &ir.Index{X: ir.Use(v), I: ir.Use(i)}}}}})
		i = c.counter()
	}
	return &ir.Program{Funcs: []*ir.Func{c.f}}
}

// ChainInputs makes arguments for a Chain: slices of one length, from none to five elements, but for the last. Some may overlap.
func ChainInputs(r Source, f *ir.Func, overlap bool) []interp.Value {
	n := r.IntN(6)
	memory := make([]interp.Value, n+2)
	for i := range memory {
		memory[i] = Value(r, ir.Float64)
	}
	whole := interp.SliceOf(memory...)
	var out []interp.Value
	for i := range f.Params {
		n := n
		if i == len(f.Params)-1 {
			n = max(0, n+r.IntN(4)-2)
		}
		elems := make([]interp.Value, n)
		for i := range elems {
			elems[i] = Value(r, ir.Float64)
		}
		v := interp.SliceOf(elems...)
		if k := r.IntN(4); overlap && k+n <= len(memory) {
			v = whole.Sub(k, k+n)
		}
		out = append(out, v)
	}
	return out
}

type chain struct {
	r       Source
	f       *ir.Func
	slices  []*ir.Var
	odd     *ir.Var // a slice of another length
	rest    *ir.Var // a slice that is zero at rest: most statements leave it so
	scalars []*ir.Var
	n       ir.Expr
	down    bool
	loops   int
}

func (c *chain) emit(s ir.Stmt) { c.f.Body.List = append(c.f.Body.List, s) }

func (c *chain) slice() *ir.Var {
	if c.r.IntN(30) == 0 {
		return c.odd
	}
	return c.slices[c.r.IntN(len(c.slices))]
}

func (c *chain) scalar() *ir.Var {
	v := &ir.Var{Name: fmt.Sprintf("s%d", len(c.scalars)), Type: ir.Float64}
	c.scalars = append(c.scalars, v)
	return v
}

func (c *chain) counter() *ir.Var {
	c.loops++
	return &ir.Var{Name: fmt.Sprintf("i%d", c.loops), Type: ir.Int}
}

// ends writes a statement on the first or last element, which may not be there.
func (c *chain) ends() {
	last := ir.Op(token.SUB, c.n, ir.IntConst(1))
	elem := func() ir.Expr {
		if c.r.IntN(3) == 0 {
			return &ir.Index{X: ir.Use(c.slice()), I: last}
		}
		return at(c.slice(), 0)
	}
	s := &ir.Assign{Dst: elem(), Add: c.r.IntN(2) == 0, Src: mul(number(0.625, ir.Float64), elem())}
	if c.r.IntN(2) == 0 {
		c.emit(&ir.If{Cond: ir.Compare(token.GTR, c.n, ir.IntConst(0)), Then: &ir.Block{List: []ir.Stmt{s}}})
		return
	}
	c.emit(s)
}

// copyLoop copies a slice into one of the function's own.
func (c *chain) copyLoop() {
	i := c.counter()
	elem := func(v *ir.Var) ir.Expr { return &ir.Index{X: ir.Use(v), I: ir.Use(i)} }
	s := &ir.Count{Var: i, Lo: ir.IntConst(0), Hi: c.n, Step: 1, Body: &ir.Block{}}
	if c.down {
		s.Lo, s.Hi, s.Step = ir.Op(token.SUB, c.n, ir.IntConst(1)), ir.IntConst(-1), -1
	}
	s.Body.List = []ir.Stmt{&ir.Assign{Dst: elem(c.slices[3+c.r.IntN(3)]), Src: elem(c.slice())}}
	c.emit(s)
}

func (c *chain) loop() {
	i := c.counter()
	low, less := int64(c.r.IntN(2)), int64(c.r.IntN(5)/4)
	elem := func() ir.Expr {
		k := ir.Expr(ir.Use(i))
		switch o := c.r.IntN(4); {
		case o == 0 && low == 1:
			k = ir.Op(token.SUB, k, ir.IntConst(1))
		case o == 1 && less == 1:
			k = ir.Op(token.ADD, k, ir.IntConst(1))
		}
		return &ir.Index{X: ir.Use(c.slice()), I: k}
	}
	s := &ir.Count{Var: i, Lo: ir.IntConst(low), Hi: c.n, Step: 1, Body: &ir.Block{}}
	if less == 1 {
		s.Hi = ir.Op(token.SUB, c.n, ir.IntConst(1))
	}
	if c.down {
		last := ir.Op(token.SUB, c.n, ir.IntConst(less+1))
		s.Lo, s.Hi, s.Step = last, ir.IntConst(low-1), -1
	}
	for range 1 + c.r.IntN(2) {
		s.Body.List = append(s.Body.List, c.statement(elem)...)
	}
	c.emit(s)
}

// statement writes one that sets or adds to an element; now and then a guard stands around it, or the element that it takes becomes zero behind it.
func (c *chain) statement(elem func() ir.Expr) []ir.Stmt {
	src := elem()
	e := mul(number(0.375, ir.Float64), src)
	if c.r.IntN(2) == 0 {
		e = plus(e, mul(number(0.5, ir.Float64), elem()))
	}
	if n := len(c.scalars); n > 0 && c.r.IntN(3) == 0 {
		e = mul(ir.Use(c.scalars[c.r.IntN(n)]), e)
	}
	set := &ir.Assign{Dst: elem(), Add: c.r.IntN(2) == 0, Src: e}
	switch c.r.IntN(7) {
	case 3:
		at := &ir.Index{X: ir.Use(c.rest), I: src.(*ir.Index).I}
		list := []ir.Stmt{&ir.Assign{Dst: at, Add: true, Src: e}, &ir.Assign{Dst: set.Dst, Add: true, Src: at}, &ir.Assign{Dst: at, Src: number(0, ir.Float64)}}
		if c.r.IntN(6) == 0 {
			return list[:1+c.r.IntN(2)]
		}
		return list
	case 0:
		return []ir.Stmt{&ir.If{Cond: ir.Compare(token.GTR, elem(), number(0.125, ir.Float64)), Then: &ir.Block{List: []ir.Stmt{set}}}}
	case 1, 2:
		return []ir.Stmt{set, &ir.Assign{Dst: src, Src: number(0, ir.Float64)}}
	}
	return []ir.Stmt{set}
}
