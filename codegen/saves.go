package codegen

import (
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/analyzer/normal"
)

// Save is something that the forward sweep saves for the reverse sweep.
type Save struct {
	Name   string
	Elem   types.Type
	Buf    *ir.Buf    // the stack that it is pushed to; nil for what has a place in a row
	Origin *ir.Origin // the statement whose forward sweep saves it, or nil
	Where  string     // the text of that statement, or what the buffer is for, or ""
	Loop   string     // the innermost loop around that, or ""
	Why    string     // the statement whose adjoint reads what was saved, or ""
	Call   bool       // saved in a function of its own, once a call where there is no loop
	Back   bool       // filled by the reverse sweep, which puts right in the end what it changed
}

// slot is where a value is saved: a stack, or a field of the elements of a row, -1 where these have none.
type slot struct {
	buf   *ir.Buf
	row   *ir.Var
	field int
}

// saveFinder goes through a program in the order in which it runs.
type saveFinder struct {
	found map[slot]*Save
	order []slot
	rows  map[*ir.Var]bool    // rows
	its   map[*ir.Var]*ir.Var // pointers to elements of rows
	helps bool                // in a function that the first one calls
}

// saves lists what prog saves, in the order in which it does.
func saves(prog *ir.Program) []Save {
	f := &saveFinder{found: map[slot]*Save{}, rows: map[*ir.Var]bool{}, its: map[*ir.Var]*ir.Var{}}
	for i, fn := range prog.Funcs {
		f.helps = i > 0
		f.list(fn.Body.List, "")
	}
	var out []Save
	for _, s := range f.order {
		out = append(out, *f.found[s])
	}
	return out
}

func (f *saveFinder) list(list []ir.Stmt, loop string) {
	for k, s := range list {
		f.stmt(s, list[k+1:], loop)
		in := loop
		if ir.IsLoop(s) && s.Origin() != nil {
			in = s.Origin().Text
		}
		for _, b := range ir.Blocks(s) {
			f.list(b.List, in)
		}
	}
}

func (f *saveFinder) stmt(s ir.Stmt, rest []ir.Stmt, loop string) {
	switch s := s.(type) {
	case *ir.Decl:
		f.decl(s, rest, loop)
	case *ir.Assign:
		if at, ok := f.slotOf(s.Dst); ok {
			f.save(at, s, nameOf(s.Src, s.Dst), s.Dst.Type(), loop)
		} else if at, ok := f.slotOf(s.Src); ok {
			f.read(at, s, rest, s.Dst)
		}
	case *ir.Copy:
		if r := ir.Base(s.Dst); f.rows[r] {
			f.save(slot{row: r, field: -1}, s, nameOf(s.Src, s.Dst), elemOf(s.Dst.Type()), loop)
		}
	case *ir.Push:
		f.save(slot{buf: s.Buf}, s, s.Buf.Name, s.Buf.Elem, loop)
	case *ir.Pop:
		f.read(slot{buf: s.Buf}, s, rest, s.Dst)
	default:
		f.reads(s)
	}
	if _, ok := s.(*ir.Assign); ok {
		f.reads(s)
	}
}

// decl notes rows, pointers to their elements, and parts of them that serve as buffers.
func (f *saveFinder) decl(s *ir.Decl, rest []ir.Stmt, loop string) {
	switch e := s.Init.(type) {
	case *ir.Make:
		f.rows[s.Var] = e.Raw
		return
	case *ir.Addr:
		if x, ok := e.X.(*ir.Index); ok && f.rows[ir.Base(x)] {
			f.its[s.Var] = ir.Base(x)
		}
		return
	case *ir.Slice:
		if r := ir.Base(e); f.rows[r] {
			at := slot{row: r, field: -1}
			if f.found[at] == nil {
				f.save(at, s, s.Var.Name, elemOf(s.Var.Type), loop)
			} else {
				f.read(at, s, rest, ir.Use(s.Var))
			}
		}
		return
	}
	if at, ok := f.slotOf(s.Init); ok {
		f.read(at, s, rest, ir.Use(s.Var))
		return
	}
	f.reads(s)
}

// slotOf is the slot that the place e is.
func (f *saveFinder) slotOf(e ir.Expr) (slot, bool) {
	switch x := e.(type) {
	case *ir.Index:
		r := ir.Base(x)
		_, direct := x.X.(*ir.Ref)
		return slot{row: r, field: -1}, direct && f.rows[r]
	case *ir.Field:
		if p, ok := x.X.(*ir.Deref); ok {
			r := f.its[ir.Base(p)]
			return slot{row: r, field: x.F}, r != nil
		}
	}
	return slot{}, false
}

// save notes that s saves a value.
func (f *saveFinder) save(at slot, s ir.Stmt, name string, elem types.Type, loop string) {
	v := f.found[at]
	if v == nil {
		v = &Save{Name: name, Elem: elem, Buf: at.buf, Call: f.helps, Loop: loop}
		if at.buf != nil {
			v.Where = at.buf.Doc
		}
		if o := s.Origin(); o != nil && !o.Adjoint {
			v.Origin, v.Where = o, o.Text
		}
		f.found[at] = v
		f.order = append(f.order, at)
	}
	v.Back = v.Back || at.buf != nil && ofAdjoint(s)
}

// reads notes what the adjoint statement s reads of rows.
func (f *saveFinder) reads(s ir.Stmt) {
	if !ofAdjoint(s) {
		return
	}
	for _, e := range ir.Exprs(s) {
		ir.WalkExpr(e, func(e ir.Expr) bool {
			if at, ok := f.slotOf(e); ok && f.found[at] != nil && f.found[at].Why == "" {
				f.found[at].Why = s.Origin().Text
			}
			return true
		})
	}
}

// read notes that the value at goes to place, which the statements rest may read.
func (f *saveFinder) read(at slot, s ir.Stmt, rest []ir.Stmt, place ir.Expr) {
	v := f.found[at]
	if v == nil || v.Why != "" {
		return
	}
	if v.Why = reader(rest, place); v.Why == "" && ofAdjoint(s) {
		v.Why = s.Origin().Text
	}
}

// nameOf is what the value src, saved at dst, is called.
func nameOf(src, dst ir.Expr) string {
	if v := ir.Base(src); v != nil {
		return v.Name
	}
	return ir.Base(dst).Name
}

func elemOf(t types.Type) types.Type { return t.Underlying().(*types.Slice).Elem() }

// reader gives the source text of the first statement of list whose adjoint reads the variable of place.
func reader(list []ir.Stmt, place ir.Expr) string {
	if place == nil {
		return ""
	}
	v, text := ir.Base(place), ""
	for _, s := range list {
		ir.Walk(s, func(s ir.Stmt) bool {
			if _, pop := s.(*ir.Pop); pop || text != "" || !ofAdjoint(s) {
				return text == ""
			}
			for _, e := range ir.Exprs(s) {
				if normal.Mentions(e, v) {
					text = s.Origin().Text
				}
			}
			return text == ""
		})
	}
	return text
}
