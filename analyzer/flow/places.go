package flow

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"strconv"
	"strings"

	"github.com/gograd/gograd/analyzer/ir"
)

// span stands for all indices from lo up to, not including, hi: x[span] is each of those elements.
type span struct{ lo, hi ir.Expr }

func (s *span) Type() types.Type                   { return ir.Int }
func (s *span) Operands() []ir.Expr                { return []ir.Expr{s.lo, s.hi} }
func (s *span) WithOperands(ops []ir.Expr) ir.Expr { return &span{ops[0], ops[1]} }

// places is a set of float places, some of them with spans for indices, or all places there are.
type places struct {
	all bool
	m   map[string]ir.Expr
}

func newPlaces() *places { return &places{m: map[string]ir.Expr{}} }

func (p *places) clone() *places { return &places{all: p.all, m: maps.Clone(p.m)} }

// add adds the place e, in the form that index gives it.
func (p *places) add(e ir.Expr) { p.m[key(e)] = e }

func (p *places) addAll(q *places) {
	p.all = p.all || q.all
	maps.Copy(p.m, q.m)
}

func (p *places) equal(q *places) bool {
	if p.all != q.all || len(p.m) != len(q.m) {
		return false
	}
	for k := range p.m {
		if q.m[k] == nil {
			return false
		}
	}
	return true
}

// keep drops the places for which ok is false.
func (p *places) keep(ok func(ir.Expr) bool) {
	maps.DeleteFunc(p.m, func(_ string, e ir.Expr) bool { return !ok(e) })
}

// key tells expressions apart.
func key(e ir.Expr) string {
	var b strings.Builder
	writeKey(&b, e)
	return b.String()
}

func writeKey(b *strings.Builder, e ir.Expr) {
	switch e := e.(type) {
	case *ir.Ref:
		fmt.Fprintf(b, "%s%p", e.Var.Name, e.Var)
		return
	case *ir.Const:
		b.WriteString(e.Val.ExactString())
		return
	case *ir.Field:
		b.WriteString("." + strconv.Itoa(e.F))
	case *ir.Index:
		b.WriteString("[]")
	case *ir.Deref:
		b.WriteString("*")
	case *span:
		b.WriteString(":")
	case *ir.Binary:
		b.WriteString(e.Op.String())
	case *ir.Unary:
		b.WriteString("u" + e.Op.String())
	case *ir.Conv:
		b.WriteString(e.Typ.String())
	case *ir.Call:
		b.WriteString(e.Fn.String())
	case *ir.Slice:
		for _, o := range []ir.Expr{e.Lo, e.Hi, e.Max} {
			b.WriteString(":" + strconv.FormatBool(o == nil))
		}
	default: // not to be mistaken for anything
		fmt.Fprintf(b, "%p", e)
	}
	b.WriteByte('(')
	for _, o := range e.Operands() {
		writeKey(b, o)
		b.WriteByte(',')
	}
	b.WriteByte(')')
}

// indexer brings integers, and the places that they index, into one form, as far as values are known that don't change.
type indexer struct {
	g       *Graph
	written map[*Node]bool      // by any statement
	stable  map[*ir.Var]bool    // parameters, counters, and variables that only their declaration sets
	init    map[*ir.Var]ir.Expr // what it sets them to
	spans   map[*ir.Var]*span   // what counters run through
}

func newIndexer(prog *ir.Program, g *Graph) *indexer {
	x := &indexer{g: g, written: map[*Node]bool{}, stable: map[*ir.Var]bool{}, init: map[*ir.Var]ir.Expr{}, spans: map[*ir.Var]*span{}}
	set := map[*ir.Var]int{}
	var counts []*ir.Count
	for _, f := range prog.Funcs {
		for _, v := range f.Params {
			x.stable[v] = true
		}
		ir.Walk(f.Body, func(s ir.Stmt) bool {
			switch s.(type) {
			case *ir.Decl, *ir.Count: // stable tells
			default:
				g.Writes(s, func(n *Node) { x.written[n] = true })
			}
			for _, d := range ir.Dsts(s) {
				if r := ir.Root(d); r != nil {
					set[r]++
				}
			}
			switch s := s.(type) {
			case *ir.Decl:
				x.stable[s.Var] = true
				x.init[s.Var] = s.Init
				set[s.Var]--
			case *ir.Count:
				x.stable[s.Var] = true
				counts = append(counts, s)
				set[s.Var]--
			}
			return true
		})
	}
	for v, n := range set {
		if n > 0 {
			delete(x.stable, v)
		}
	}
	for _, s := range counts {
		if r := x.through(s); r != nil {
			x.spans[s.Var] = r
		}
	}
	return x
}

// through is what the counter of s runs through, or nil where that has no stable form.
func (x *indexer) through(s *ir.Count) *span {
	lo, hi := x.int(s.Lo), x.int(s.Hi)
	if s.Step == -1 {
		lo, hi = plusOne(hi), plusOne(lo)
	} else if s.Step != 1 {
		return nil
	}
	if !x.isStable(lo) || !x.isStable(hi) {
		return nil
	}
	return &span{lo, hi}
}

func plusOne(e ir.Expr) ir.Expr {
	if n, ok := intValue(e); ok {
		return ir.IntConst(n + 1)
	}
	if b, ok := e.(*ir.Binary); ok && b.Op == token.SUB {
		if n, ok := intValue(b.Y); ok && n == 1 {
			return b.X
		}
	}
	return ir.Op(token.ADD, e, ir.IntConst(1))
}

func intValue(e ir.Expr) (int64, bool) {
	c, ok := e.(*ir.Const)
	if !ok || c.Val.Kind() != constant.Int {
		return 0, false
	}
	return constant.Int64Val(c.Val)
}

// isStable reports whether e is made of constants, stable variables, and what they lead to that nothing writes, and the lengths of such.
func (x *indexer) isStable(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Const:
		return true
	case *ir.Ref:
		return x.stable[e.Var]
	case *ir.Binary:
		return x.isStable(e.X) && x.isStable(e.Y)
	case *ir.Call:
		return e.Fn.Pkg == "" && e.Fn.Name == "len" && x.isStable(e.Args[0])
	case *ir.Field, *ir.Index, *ir.Deref:
		return !x.g.Changes(x.written, e) && x.stableWay(e)
	}
	return false
}

// int is the form of the integer e.
func (x *indexer) int(e ir.Expr) ir.Expr {
	switch e := e.(type) {
	case *ir.Ref:
		if init := x.init[e.Var]; init != nil && x.stable[e.Var] && ir.IsInteger(e.Var.Type) {
			if r := x.int(init); x.isStable(r) {
				return r
			}
		}
	case *ir.Binary:
		if a, ok := intValue(e.X); ok && ir.IsInteger(e.Typ) {
			if b, ok := intValue(e.Y); ok {
				switch e.Op {
				case token.ADD, token.SUB, token.MUL:
					return &ir.Const{Val: constant.BinaryOp(constant.MakeInt64(a), e.Op, constant.MakeInt64(b)), Typ: e.Typ}
				}
			}
		}
		return e.WithOperands([]ir.Expr{x.int(e.X), x.int(e.Y)})
	case *ir.Call:
		if e.Fn.Pkg == "" && e.Fn.Name == "len" {
			return x.length(e.Args[0])
		}
	}
	return e
}

// length is the form of len(e).
func (x *indexer) length(e ir.Expr) ir.Expr {
	if a, ok := e.Type().Underlying().(*types.Array); ok {
		return ir.IntConst(a.Len())
	}
	if r, ok := e.(*ir.Ref); ok && x.stable[r.Var] {
		switch init := x.init[r.Var].(type) {
		case *ir.Make:
			if n := x.int(init.Len); x.isStable(n) {
				return n
			}
		case *ir.Ref:
			if x.stable[init.Var] {
				return x.length(init)
			}
		case *ir.Slice:
			if init.Lo == nil && init.Hi == nil && init.Max == nil {
				if _, array := init.X.Type().Underlying().(*types.Array); array || x.isStable(init.X) {
					return x.length(init.X)
				}
			}
		}
	}
	return ir.Len(e)
}

// place is the form of the place e: with what pointers and slices that don't change stand for.
func (x *indexer) place(e ir.Expr) ir.Expr {
	switch e := e.(type) {
	case *ir.Field:
		return &ir.Field{X: x.place(e.X), F: e.F}
	case *ir.Deref:
		p := x.place(e.X)
		if a, ok := p.(*ir.Addr); ok {
			return x.place(a.X)
		}
		return &ir.Deref{X: p}
	case *ir.Index:
		i := e.I
		if _, ok := i.(*span); !ok {
			i = x.int(i)
		}
		return &ir.Index{X: x.place(e.X), I: i}
	case *ir.Ref:
		if !x.stable[e.Var] {
			return e
		}
		switch init := x.init[e.Var].(type) {
		case *ir.Addr:
			if x.stableWay(init.X) {
				return init
			}
		case *ir.Ref, *ir.Field, *ir.Index, *ir.Deref:
			if refers(e.Var.Type) && x.isStable(init) {
				return x.place(init)
			}
		}
	}
	return e
}

func refers(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Slice, *types.Pointer:
		return true
	}
	return false
}

// stableWay reports whether the way to the place e is made of stable variables, and of what they lead to that nothing writes.
func (x *indexer) stableWay(e ir.Expr) bool {
	ok := ir.IsPlace(e)
	x.g.PathReads(e, func(n *Node) { ok = ok && !x.written[n] })
	ir.WalkExpr(e, func(e ir.Expr) bool {
		r, isRef := e.(*ir.Ref)
		ok = ok && (!isRef || x.stable[r.Var])
		return ok
	})
	return ok
}
