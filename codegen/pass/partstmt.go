package pass

import (
	"go/types"
	"strconv"
	"unicode"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// name makes the parts' variables: rot0, rot1 for an array rot, px or lossSum for fields of structs.
func (p *parter) name(parts map[*ir.Var]bool) {
	for v := range p.of {
		var vars []*ir.Var
		for i := range numParts(v.Type) {
			w := &ir.Var{Name: partName(v, i, parts[v]), Type: partType(v.Type, i), Temp: v.Temp}
			parts[w] = true
			vars = append(vars, w)
		}
		p.of[v] = vars
	}
}

// partName is the name of part i of v, which may be a part itself.
func partName(v *ir.Var, i int, nested bool) string {
	st, ok := v.Type.Underlying().(*types.Struct)
	if !ok {
		if last := v.Name[len(v.Name)-1]; !nested && last >= '0' && last <= '9' {
			return v.Name + "_" + strconv.Itoa(i)
		}
		return v.Name + strconv.Itoa(i)
	}
	f := []rune(st.Field(i).Name())
	if len(f) > 1 || len(v.Name) > 2 {
		f[0] = unicode.ToUpper(f[0])
	}
	return v.Name + string(f)
}

// rewrite takes the chosen variables apart in the whole function.
func (p *parter) rewrite() {
	first := map[*ir.Var]int{} // the statement that names a parameter or result first
	for i := len(p.f.Body.List) - 1; i >= 0; i-- {
		ir.Walk(p.f.Body.List[i], func(s ir.Stmt) bool {
			for v := range p.of {
				if v.Kind != ir.Local && mentionsItself(s, v) {
					first[v] = i
				}
			}
			return true
		})
	}
	var out []ir.Stmt
	for i, s := range p.f.Body.List {
		for _, v := range append(p.f.Params[:len(p.f.Params):len(p.f.Params)], p.f.Results...) {
			if k, ok := first[v]; ok && k == i {
				out = append(out, p.begin(v)...)
			}
		}
		for _, in := range ir.Blocks(s) {
			p.block(in)
		}
		out = append(out, p.stmt(s)...)
	}
	for _, v := range p.f.Results {
		if p.of[v] != nil {
			out = append(out, &ir.Assign{Dst: ir.Use(v), Src: p.together(ir.Use(v))})
		}
	}
	p.f.Body.List = out
}

// mentionsItself reports whether an expression of s, not of a block inside it, names v.
func mentionsItself(s ir.Stmt, v *ir.Var) bool {
	for _, e := range ir.Exprs(s) {
		if reads(e, v) {
			return true
		}
	}
	return false
}

// begin declares the parts of a parameter or result.
func (p *parter) begin(v *ir.Var) []ir.Stmt {
	var out []ir.Stmt
	for i, w := range p.of[v] {
		d := &ir.Decl{Var: w}
		if v.Kind == ir.Param {
			d.Init = (&parter{}).part(ir.Use(v), i)
		}
		if p.primal[v] {
			d.Orig = &ir.Origin{}
		}
		out = append(out, d)
	}
	return out
}

func (p *parter) block(blk *ir.Block) {
	var out []ir.Stmt
	for _, s := range blk.List {
		for _, in := range ir.Blocks(s) {
			p.block(in)
		}
		out = append(out, p.stmt(s)...)
	}
	blk.List = out
}

// stmt is what becomes of s.
func (p *parter) stmt(s ir.Stmt) []ir.Stmt {
	switch s := s.(type) {
	case *ir.Decl:
		if s.Init != nil && !p.split(s.Init) {
			s.Init = p.expr(s.Init)
		}
		if vars := p.of[s.Var]; vars != nil {
			return p.declare(s, vars)
		}
		if s.Init != nil {
			s.Init = p.together(s.Init)
		}
	case *ir.Assign:
		if !p.split(s.Src) {
			s.Src = p.expr(s.Src)
		}
		if p.split(s.Dst) {
			return p.store(s)
		}
		moves := p.moves(s)
		s.Dst = p.expr(s.Dst)
		if p.split(s.Src) {
			return p.storeTo(s, moves)
		}
	default:
		ir.MapExprs(s, p.expr)
	}
	return []ir.Stmt{s}
}

func (p *parter) declare(s *ir.Decl, vars []*ir.Var) []ir.Stmt {
	var out []ir.Stmt
	for i, v := range vars {
		d := &ir.Decl{At: s.At, Var: v}
		if s.Init != nil {
			d.Init = p.part(s.Init, i)
		}
		out = append(out, d)
	}
	return out
}

// store is v = src for a variable that is taken apart.
func (p *parter) store(s *ir.Assign) []ir.Stmt {
	vars := p.of[s.Dst.(*ir.Ref).Var]
	src := make([]ir.Expr, len(vars))
	for i := range vars {
		src[i] = p.part(s.Src, i)
	}
	var out []ir.Stmt
	if interferes(vars, src) {
		for i, e := range src {
			t := &ir.Var{Name: vars[i].Name, Type: vars[i].Type, Temp: true}
			out = append(out, &ir.Decl{At: s.At, Var: t, Init: e})
			src[i] = ir.Use(t)
		}
	}
	for i, v := range vars {
		if r, ok := src[i].(*ir.Ref); ok && r.Var == v {
			continue
		}
		out = append(out, &ir.Assign{At: s.At, Dst: ir.Use(v), Src: src[i]})
	}
	return out
}

// interferes reports whether storing src to vars one after the other stores to what a later one reads.
func interferes(vars []*ir.Var, src []ir.Expr) bool {
	for i, v := range vars {
		for _, e := range src[i+1:] {
			if reads(e, v) {
				return true
			}
		}
	}
	return false
}

// storeTo is dst = v for a place that is not taken apart: part by part, where storing does not move the place and the result need not
// be seen as one value.
func (p *parter) storeTo(s *ir.Assign, moves bool) []ir.Stmt {
	if v := ir.Root(s.Dst); v != nil && v.Kind == ir.Result || moves {
		s.Src = p.together(s.Src)
		return []ir.Stmt{s}
	}
	var out []ir.Stmt
	for i := range numParts(s.Src.Type()) {
		out = append(out, &ir.Assign{At: s.At, Dst: p.part(s.Dst, i), Src: p.part(s.Src, i)})
	}
	return out
}

// moves reports whether s may store to what its place is found by.
func (p *parter) moves(s *ir.Assign) bool {
	hit := false
	written := p.graph.Written(s)
	p.graph.PathReads(s.Dst, func(n *flow.Node) { hit = hit || written[n] })
	return hit
}
