package tape

// inspect keeps the place of node i, and looks at its value, on a tape that checks numbers.
func (t *Tape) inspect(i int32) {
	if t.place(i) == (place{}) {
		t.mark(i)
	}
	if len(t.segments) > 1 {
		return // a sweep's own; it looks at adjoints
	}
	for _, x := range t.data(i) {
		if !finite(x) {
			t.fail(&NotFiniteError{Op: t.opName(i), Pos: t.place(i).String(), Value: x})
			return
		}
	}
}

// inspect looks at the adjoint of node i. It returns false if that is not finite.
func (s *sweep) inspect(i int32, dy Var) bool {
	if dy.t == nil {
		return true
	}
	t := s.t
	for _, x := range dy.data() {
		if !finite(x) {
			t.fail(&NotFiniteError{Op: t.opName(i), Pos: t.place(i).String(), Adjoint: true, Value: x})
			return false
		}
	}
	return true
}
