package ir

import (
	"errors"
	"fmt"
)

// VerifyNormal checks the form of control flow that the adjoint works on: the only exits are breaks of the innermost loop
// after which nothing more of the iteration would run. So every function ends at its end, every iteration at the
// end of the loop's body, and whether a loop goes on is known there.
func VerifyNormal(p *Program) error {
	n := &normalVerifier{}
	for _, f := range p.Funcs {
		n.f = f
		n.list(f.Body.List, nil)
	}
	return errors.Join(n.errs...)
}

type normalVerifier struct {
	f    *Func
	errs []error
}

// list checks statements after the last of which the iteration of loop ends; nil where there is no such loop.
func (n *normalVerifier) list(list []Stmt, loop Stmt) {
	for i, s := range list {
		if i == len(list)-1 {
			n.stmt(s, loop)
		} else {
			n.stmt(s, nil)
		}
	}
}

func (n *normalVerifier) stmt(s Stmt, loop Stmt) {
	switch s := s.(type) {
	case *Exit:
		if s.Kind != Break || loop == nil || s.Target != loop {
			n.errs = append(n.errs, fmt.Errorf("func %s: %s is no break of the innermost loop at the end of its body", n.f.Name, String(s)))
		}
	case *Count, *While:
		n.list(Blocks(s)[0].List, s)
	default:
		for _, b := range Blocks(s) {
			n.list(b.List, loop)
		}
	}
}
