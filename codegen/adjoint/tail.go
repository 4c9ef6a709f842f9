package adjoint

import (
	"github.com/gograd/gograd/analyzer/flow"
	"github.com/gograd/gograd/analyzer/ir"
)

// The tail of a loop's body has no adjoint: it steps on what the next iteration starts from. In a fused loop whose reverse reads what
// the tail overwrites, the tail runs last, behind the reverse, which then finds it as it was.

// main is the body of the loop c without its tail, where that runs last; else the whole body.
func (b *builder) main(c *ir.Count) *ir.Block {
	if b.tails[c] == 0 {
		return c.Body
	}
	return &ir.Block{At: c.Body.At, List: c.Body.List[:len(c.Body.List)-b.tails[c]]}
}

// tail is what runs behind the reverse of an iteration of c.
func (b *builder) tail(c *ir.Count) []ir.Stmt { return c.Body.List[len(c.Body.List)-b.tails[c]:] }

// tailLength is the number of statements at the end of the loop c that have no adjoint.
func (b *builder) tailLength(c *ir.Count) int {
	n := 0
	for n < len(c.Body.List) {
		s := c.Body.List[len(c.Body.List)-1-n]
		if b.adjointIn(s) || calls(s) || tied(s) {
			break
		}
		n++
	}
	if n == len(c.Body.List) {
		return 0
	}
	return n
}

// adjointIn reports whether s, or a statement inside, has an adjoint.
func (b *builder) adjointIn(s ir.Stmt) bool {
	found := false
	ir.Walk(s, func(t ir.Stmt) bool {
		n := b.notes[t]
		found = found || n != nil && len(n.rev) > 0
		return !found
	})
	return found
}

// cutTail lets the tail of the fused loop c run last, if that is not so yet and there is one; it reports whether that is new.
func (b *builder) cutTail(c *ir.Count) bool {
	if b.tails[c] > 0 {
		return false
	}
	b.tails[c] = b.tailLength(c)
	return b.tails[c] > 0
}

// tailReadsRestored reports whether the tail of c, which runs behind the reverse, reads what that has brought back.
func (b *builder) tailReadsRestored(c *ir.Count) bool {
	if b.tails[c] == 0 {
		return false
	}
	restored := map[*flow.Node]bool{}
	ir.Walk(b.main(c), func(s ir.Stmt) bool {
		if n := b.notes[s]; n != nil && n.save {
			b.g.Writes(s, func(n *flow.Node) { restored[n] = true })
		}
		return true
	})
	for _, s := range b.tail(c) {
		if b.readsAny(s, restored) {
			return true
		}
	}
	return false
}
