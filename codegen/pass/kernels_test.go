package pass

import (
	"go/token"
	"go/types"
	"testing"

	"github.com/gograd/gograd/analyzer/interp"
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/randir"
)

// Loops that look like kernels, with random slices, ranges, conditions and neighbours, compute what they did when kernels stand in
// their place, before and after the other passes. Each kernel that the pass knows is called.
func TestRandomKernels(t *testing.T) {
	near := interp.Within(1e-9)
	called := map[string]int{}
	for seed := range 40 * programs() {
		r := randir.Seeded(seed)
		p := kernelProgram(r)
		if err := ir.Verify(p); err != nil {
			t.Fatal(err)
		}
		was := cloneProgram(p)
		fast := seed%4 > 1
		change := func(p *ir.Program) error { return tryPass(passNamed(t, "kernels"), p, nil) }
		switch {
		case seed%2 == 1:
			change = func(p *ir.Program) error { return Run(p, Options{Verify: ir.Verify, Fast: fast}) }
		case fast:
			change = func(p *ir.Program) error {
				if err := tryPass(fastPass(passNamed(t, "functions")), p, nil); err != nil {
					return err
				}
				return tryPass(fastPass(passNamed(t, "kernels")), p, nil)
			}
		}
		if err := change(p); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		ir.Walk(p.Funcs[0].Body, func(s ir.Stmt) bool {
			if c, ok := s.(*ir.CallStmt); ok {
				called[c.Fn.Name]++
			}
			for _, e := range ir.Exprs(s) {
				if c, ok := e.(*ir.Call); ok && c.Fn.Pkg == ir.KernelPath {
					called[c.Fn.Name]++
				}
			}
			return true
		})
		for range 4 {
			if err := same(was, p, randir.Inputs(r, p.Funcs[0]), near); err != nil {
				t.Fatalf("seed %d: %v;\n%s\nfrom\n%s", seed, err, ir.Print(p), ir.Print(was))
			}
		}
	}
	for _, name := range []string{"Add", "AddMul", "AddMul2", "AddMul2Nonzero", "AddMulNonzero", "AxpyDot", "Axpy", "Axpy2", "Dot", "Sum", "Exp", "Log", "Tanh"} {
		if called[name] == 0 {
			t.Errorf("no program calls %s: %v", name, called)
		}
	}
}

// In a primal kernels leave the bits of the loops, and where an element is missing the loops panic as they did, and leave what they did.
func TestRandomPrimalKernels(t *testing.T) {
	called, asked := map[string]int{}, 0
	for seed := range 40 * programs() {
		r := randir.Seeded(seed)
		was := (&kernelLoops{r: r, beyond: true}).program()
		markPrimal(was.Funcs[0])
		p := cloneProgram(was)
		change := func(p *ir.Program) error { return tryPass(passNamed(t, "kernels"), p, nil) }
		if seed%4 == 1 {
			change = func(p *ir.Program) error { return Run(p, Options{Verify: ir.Verify}) }
		}
		if err := change(p); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		ir.Walk(p.Funcs[0].Body, func(s ir.Stmt) bool {
			switch s := s.(type) {
			case *ir.CallStmt:
				called[s.Fn.Name]++
			case *ir.If:
				if s.Else != nil {
					asked++
				}
			}
			return true
		})
		for range 4 {
			if err := same(was, p, randir.Inputs(r, p.Funcs[0]), interp.Exactly); err != nil {
				t.Fatalf("seed %d: %v;\n%s\nfrom\n%s", seed, err, ir.Print(p), ir.Print(was))
			}
		}
	}
	for _, name := range []string{"Add", "AddMul", "Axpy", "Axpy2", "AddMulNonzero"} {
		if called[name] == 0 {
			t.Errorf("no program calls %s: %v", name, called)
		}
	}
	if want := int(programs()); asked < want {
		t.Errorf("%d calls are asked for, want %d at least", asked, want)
	}
}

// kernelLoops writes loops of adjoints that look like kernels.
type kernelLoops struct {
	r      randir.Source
	slices []*ir.Var
	like   map[*ir.Var]*ir.Var // the slices with whose lengths others are made
	floats []*ir.Var
	alike  bool // only slices that are as long as the first one
	beyond bool // loops may go beyond the ends of slices
	list   []ir.Stmt
}

// kernelProgram is a function of such loops.
func kernelProgram(r randir.Source) *ir.Program { return (&kernelLoops{r: r}).program() }

func (g *kernelLoops) program() *ir.Program {
	r := g.r
	f := &ir.Func{Name: "f", Body: &ir.Block{}}
	g.like = map[*ir.Var]*ir.Var{}
	vector := types.NewSlice(ir.Float64)
	for _, name := range []string{"x", "y", "z"} {
		v := &ir.Var{Name: name, Type: vector, Kind: ir.Param}
		f.Params, g.slices = append(f.Params, v), append(g.slices, v)
	}
	for _, name := range []string{"a", "b"} {
		v := &ir.Var{Name: name, Type: ir.Float64, Kind: ir.Param}
		f.Params, g.floats = append(f.Params, v), append(g.floats, v)
	}
	s := &ir.Var{Name: "s", Type: ir.Float64, Kind: ir.Result}
	f.Results, g.floats = []*ir.Var{s}, append(g.floats, s)
	for _, name := range []string{"m", "n", "o", "p"} { // as long as one of the others
		v := &ir.Var{Name: name, Type: vector}
		like := g.slices[r.IntN(3)*r.IntN(2)]
		g.list = append(g.list, &ir.Decl{Var: v, Init: &ir.Make{Typ: vector, Len: ir.Len(ir.Use(like))}}, &ir.Copy{Dst: ir.Use(v), Src: ir.Use(like)})
		g.slices, g.like[v] = append(g.slices, v), like
	}
	cut := &ir.Var{Name: "c", Type: vector} // shares memory
	g.list = append(g.list, &ir.Decl{Var: cut, Init: &ir.Slice{X: ir.Use(g.slices[0]), Hi: ir.Op(token.QUO, ir.Len(ir.Use(g.slices[0])), ir.IntConst(2))}})
	g.slices = append(g.slices, cut)
	for range 1 + r.IntN(4) {
		if r.IntN(4) == 0 {
			g.function()
		} else {
			g.loop()
		}
	}
	for _, v := range g.slices[3:7] { // so that it shows what is in them
		g.list = append(g.list, &ir.Assign{Dst: ir.Use(s), Add: true, Src: &ir.Call{Fn: ir.FuncRef{Pkg: ir.KernelPath, Name: "Sum"}, Args: []ir.Expr{ir.Use(v)}, Typ: ir.Float64}})
	}
	f.Body.List = g.list
	for _, s := range f.Body.List {
		ir.Walk(s, func(s ir.Stmt) bool {
			if _, ok := s.(*ir.Count); ok {
				origin := adjointOrigin
				if r.IntN(4) == 0 {
					origin = primal
				}
				ir.Walk(s, func(s ir.Stmt) bool { mark(s, origin); return true })
				return false
			}
			mark(s, primal)
			return true
		})
	}
	return &ir.Program{Funcs: []*ir.Func{f}}
}

// slice is one of the first, with whose length others are made, or any.
func (g *kernelLoops) slice() *ir.Var {
	for {
		v := g.slices[g.r.IntN(len(g.slices))]
		if !g.alike || v == g.slices[0] || g.like[v] == g.slices[0] {
			return v
		}
	}
}

// loop writes one, whose indices are in range.
func (g *kernelLoops) loop() {
	c := &ir.Count{Var: &ir.Var{Name: "i", Type: ir.Int}, Step: 1, Body: &ir.Block{}}
	low, slack := g.r.IntN(3)*g.r.IntN(2), g.r.IntN(3)*g.r.IntN(2)
	g.alike = g.r.IntN(2) == 0
	used := []ir.Expr{}
	element := func() ir.Expr {
		v := g.slice()
		if like := g.like[v]; like != nil {
			used = append(used, ir.Len(ir.Use(like)))
		} else {
			used = append(used, ir.Len(ir.Use(v)))
		}
		i := ir.Expr(ir.Use(c.Var))
		if n := g.r.IntN(low+slack+1) - low; n < 0 {
			i = ir.Op(token.SUB, i, ir.IntConst(int64(-n)))
		} else if n > 0 {
			i = ir.Op(token.ADD, i, ir.IntConst(int64(n)))
		}
		return &ir.Index{X: ir.Use(v), I: i}
	}
	list := &c.Body.List
	if g.r.IntN(4) == 0 {
		cond := ir.Compare(token.NEQ, ir.Use(g.floats[g.r.IntN(2)]), ir.FloatConst(0, ir.Float64))
		f := &ir.If{Cond: cond, Then: &ir.Block{}}
		*list, list = append(*list, f), &f.Then.List
	}
	read := element()
	if g.r.IntN(3) == 0 {
		v := &ir.Var{Name: "v", Type: ir.Float64, Temp: true}
		*list = append(*list, &ir.Decl{Var: v, Init: read})
		if g.r.IntN(3) == 0 {
			*list = append(*list, &ir.Assign{Dst: read, Src: ir.FloatConst(0, ir.Float64)})
		}
		read = ir.Use(v)
	}
	if g.r.IntN(4) == 0 {
		f := &ir.If{Cond: ir.Compare(token.NEQ, read, ir.FloatConst(0, ir.Float64)), Then: &ir.Block{}}
		*list, list = append(*list, f), &f.Then.List
	}
	for range 1 + g.r.IntN(2) {
		*list = append(*list, g.statement(read, element))
	}
	if e, ok := read.(*ir.Index); ok && g.r.IntN(4) == 0 {
		c.Body.List = append(c.Body.List, &ir.Assign{Dst: e, Src: ir.FloatConst(0, ir.Float64)})
	}
	c.Lo, c.Hi = ir.IntConst(int64(low)), g.limit(used)
	if slack > 0 {
		c.Hi = ir.Op(token.SUB, c.Hi, ir.IntConst(int64(slack)))
	}
	if g.r.IntN(2) == 0 {
		c.Lo, c.Hi, c.Step = ir.Op(token.SUB, c.Hi, ir.IntConst(1)), ir.IntConst(int64(low-1)), -1
	}
	g.list = append(g.list, c)
}

// function writes a loop that stores a function of an element, and may do something with it.
func (g *kernelLoops) function() {
	c := &ir.Count{Var: &ir.Var{Name: "i", Type: ir.Int}, Lo: ir.IntConst(0), Step: 1, Body: &ir.Block{}}
	g.alike = g.r.IntN(3) > 0
	used := []ir.Expr{}
	element := func() ir.Expr {
		v := g.slice()
		like := v
		if w := g.like[v]; w != nil {
			like = w
		}
		used = append(used, ir.Len(ir.Use(like)))
		return &ir.Index{X: ir.Use(v), I: ir.Use(c.Var)}
	}
	list := &c.Body.List
	arg := element()
	if g.r.IntN(2) == 0 {
		v := &ir.Var{Name: "v", Type: ir.Float64, Temp: true}
		*list = append(*list, &ir.Decl{Var: v, Init: arg})
		arg = ir.Use(v)
	}
	read := arg
	if g.r.IntN(2) == 0 {
		arg = ir.Op(token.SUB, arg, ir.Use(g.floats[g.r.IntN(3)]))
	}
	call := &ir.Call{Fn: ir.FuncRef{Pkg: "math", Name: vectorFunctions[g.r.IntN(3)]}, Args: []ir.Expr{arg}, Typ: ir.Float64}
	dst := element()
	if g.r.IntN(2) == 0 {
		*list = append(*list, &ir.Assign{Dst: dst, Src: call})
	} else {
		v := &ir.Var{Name: "e", Type: ir.Float64, Temp: true}
		*list = append(*list, &ir.Decl{Var: v, Init: call})
		if g.r.IntN(2) == 0 {
			*list = append(*list, g.statement(ir.Use(v), element))
		}
		*list = append(*list, &ir.Assign{Dst: dst, Src: ir.Use(v)})
		read = ir.Use(v)
	}
	if g.r.IntN(2) == 0 {
		*list = append(*list, g.statement(read, element))
	}
	c.Hi = g.limit(used)
	g.list = append(g.list, c)
}

// limit is the least of the lengths: a minimum, or, where all are the same, that.
func (g *kernelLoops) limit(lengths []ir.Expr) ir.Expr {
	same := true
	for _, n := range lengths {
		same = same && ir.Equal(n, lengths[0])
	}
	if same || g.beyond && g.r.IntN(2) == 0 {
		return lengths[g.r.IntN(len(lengths))]
	}
	return &ir.Call{Fn: ir.FuncRef{Name: "min"}, Args: lengths, Typ: ir.Int}
}

// statement adds something with read in it to an element or a variable.
func (g *kernelLoops) statement(read ir.Expr, element func() ir.Expr) ir.Stmt {
	src := read
	a := ir.Expr(ir.Use(g.floats[g.r.IntN(2)]))
	switch g.r.IntN(7) {
	case 0, 1, 6:
		src = ir.Op(token.MUL, read, element())
	case 2, 3:
		src = ir.Op(token.MUL, a, read)
	case 4:
		src = ir.Op(token.ADD, read, ir.Op(token.MUL, element(), a))
	}
	if g.r.IntN(4) == 0 {
		src = ir.Neg(src)
	}
	dst := element()
	if g.r.IntN(4) == 0 {
		dst = ir.Use(g.floats[2])
	}
	return &ir.Assign{Dst: dst, Add: true, Src: src}
}

// Where the directive says fast, a program still panics for the same arguments, be it with another message; also where a slice has the capacity
// that its length lacks.
func TestFastPanics(t *testing.T) {
	const src = `func f(w []float64, x []float64, n int) (s float64) {
	var y []float64 = make[[]float64](n)
	for j := range count(1, n, 1) {
		y[j] += s * x[j - 1]
	}
	for j := range count(0, n, 1) {
		s += w[j] * x[j + 1]
	}
}`
	p := annotated(t, src)
	was := cloneProgram(p)
	if err := tryPass(fastPass(passNamed(t, "kernels")), p, nil); err != nil {
		t.Fatal(err)
	}
	if ir.Print(p) == ir.Print(was) {
		t.Fatal("there are no kernels")
	}
	for w := range 6 {
		for x := range 6 {
			for n := range 6 {
				long := interp.Floats(make([]float64, 12)...)
				args := []interp.Value{long.Sub(0, w), long.Sub(5, 5+x), interp.Integer(int64(n))}
				_, want := interp.New(was).Call(was.Funcs[0], interp.Clone(args)...)
				_, got := interp.New(p).Call(p.Funcs[0], args...)
				if (want == nil) != (got == nil) {
					t.Errorf("lengths %d and %d, %d trips: %v, want %v", w, x, n, got, want)
				}
			}
		}
	}
}
