package emit

import (
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
	o := list[i].Origin()
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
