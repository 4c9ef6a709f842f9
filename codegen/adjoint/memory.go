package adjoint

import (
	"fmt"
	"go/types"
	"slices"

	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// buffer makes a buffer for saved values of type t.
func (b *builder) buffer(name string, t types.Type, doc string) *ir.Buf {
	buf := &ir.Buf{Name: b.newBufName(name), Elem: t, Doc: doc}
	b.bufs = append(b.bufs, buf)
	return buf
}

func (b *builder) newBufName(name string) string {
	name = unused(name, func(name string) bool { return b.bufName[name] > 0 })
	b.bufName[name]++
	return name
}

// unused is name, with a number behind it where it is taken.
func unused(name string, taken func(string) bool) string {
	free := name
	for k := 2; taken(free); k++ {
		free = fmt.Sprintf("%s%d", name, k)
	}
	return free
}

// arenaOf is the arena for elements of type t.
func (b *builder) arenaOf(t types.Type) *ir.Buf {
	for _, a := range b.arenas {
		if types.Identical(a.Elem, t) {
			return a
		}
	}
	name := "mem"
	if k := len(b.arenas); k > 0 {
		name = fmt.Sprintf("mem%d", k+1)
	}
	a := &ir.Buf{Name: name, Elem: t, Doc: "local memory and its shadow"}
	b.arenas = append(b.arenas, a)
	return a
}

// recordArena is an arena for what the iterations of loop save.
func (b *builder) recordArena(elem types.Type, loop *ir.Count) *ir.Buf {
	a := &ir.Buf{Name: b.newBufName("saved"), Elem: elem, Doc: originText(loop), Record: true}
	b.records = append(b.records, a)
	return a
}

// arena is a new slice of n elements, of slice type t, that lives until the function returns.
func (b *builder) arena(t types.Type, n ir.Expr) *ir.Make {
	return &ir.Make{Typ: t, Len: n, Buf: b.arenaOf(elemType(t))}
}

// place takes the memory that does not outlive the call from the workspace rather than from the heap.
func (b *builder) place(prog *ir.Program) {
	g := flow.NewGraph(prog, append(b.outside, prog.Funcs[0].Results...)...)
	put := func(e ir.Expr) ir.Expr {
		switch e := e.(type) {
		case *ir.Make:
			if e.Buf == nil && !g.Pointee(e).External {
				n := *e
				n.Buf = b.arenaOf(elemType(e.Typ))
				return &n
			}
		case *ir.New:
			if e.Buf == nil && !g.Pointee(e).External {
				n := *e
				n.Buf = b.arenaOf(e.Elem)
				return &n
			}
		}
		return e
	}
	for _, f := range prog.Funcs {
		ir.Walk(f.Body, func(s ir.Stmt) bool { ir.MapExprs(s, put); return true })
	}
	prog.Funcs[0].Bufs = slices.Concat(b.bufs, b.records, b.arenas)
}
