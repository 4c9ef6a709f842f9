package emit

import (
	"go/types"
	"strings"

	"github.com/dave/jennifer/jen"
	"github.com/gograd/gograd/analyzer/ir"
)

// commenter writes the comments of one block: each run of statements that are the adjoint of one source statement says of which.
type commenter struct {
	out     *jen.Group
	origin  *ir.Origin // the comment in force
	started bool       // the block has a statement already
}

// before writes what stands in front of list[i] and gives the comment that goes behind it, or "".
func (c *commenter) before(list []ir.Stmt, i int) string {
	defer func() { c.started = true }()
	if n := note(list[i]); n != "" {
		defer func() {
			c.blank()
			c.out.Comment("// " + n)
		}()
	}
	o := c.effective(list, i)
	switch {
	case o == nil || o == c.origin:
		return ""
	case !o.Adjoint:
		if c.origin != nil {
			c.blank()
		}
		c.origin = nil
		return ""
	}
	text := "// adjoint of: " + strings.Join(strings.Fields(o.Text), " ")
	if c.alone(list, i) {
		return text
	}
	c.blank()
	c.out.Comment(text)
	c.origin = o
	return ""
}

// note is what is to be said about the statement itself.
func note(s ir.Stmt) string {
	switch s := s.(type) {
	case *ir.While:
		return s.Note
	case *ir.If:
		return s.Note
	}
	return ""
}

// effective is the origin that list[i] is commented by. What an adjoint only gets ready, variables that it restores or reads again, goes
// with what they are for.
func (c *commenter) effective(list []ir.Stmt, i int) *ir.Origin {
	o := list[i].Origin()
	if d, ok := list[i].(*ir.Decl); ok && o != nil && o.Adjoint && o != c.origin && startsZero(d) {
		o = nil // where a sum starts is no part of what is added
	}
	if o != nil && (!o.Adjoint || o == c.origin && c.started) || !preparation(list[i]) {
		return o
	}
	for _, s := range list[i:] {
		if preparation(s) {
			continue
		}
		if n := s.Origin(); n != nil && n.Adjoint {
			return n
		}
		break
	}
	return o
}

// zeros are the variables of the declarations from list[i] on that one line can make: without a value, of one type and under one comment.
func (c *commenter) zeros(list []ir.Stmt, i int) []*ir.Var {
	var out []*ir.Var
	for k := i; k < len(list); k++ {
		d, ok := list[k].(*ir.Decl)
		if !ok || d.Var.Name == "_" || d.Init != nil && !isZero(d.Init) || len(out) > 0 && !types.Identical(d.Var.Type, out[0].Type) ||
			c.effective(list, k) != c.effective(list, i) || ofPrimal(list[k]) != ofPrimal(list[i]) {
			break
		}
		out = append(out, d.Var)
	}
	return out
}

func ofPrimal(s ir.Stmt) bool { return s.Origin() != nil && !s.Origin().Adjoint }

// preparation reports whether s only declares a variable with a value that is at hand.
func preparation(s ir.Stmt) bool {
	switch s := s.(type) {
	case *ir.Decl:
		switch s.Init.(type) {
		case nil, *ir.Const, *ir.Zero, *ir.Ref, *ir.Index, *ir.Field, *ir.Deref, *ir.Addr, *ir.Slice:
			return true
		}
	case *ir.Pop:
		return true
	}
	return false
}

// alone reports whether list[i] is a single line of adjoint between lines that are none.
func (c *commenter) alone(list []ir.Stmt, i int) bool {
	if c.origin != nil || len(ir.Blocks(list[i])) > 0 || i+1 == len(list) {
		return false
	}
	next := list[i+1].Origin()
	return next != nil && !next.Adjoint
}

func (c *commenter) blank() {
	if c.started {
		c.out.Line()
	}
}
