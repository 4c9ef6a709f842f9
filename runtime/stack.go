package runtime

// Stack holds saved values; the last one pushed is the first one popped. Its zero value is an empty stack.
type Stack[T any] struct {
	saved []T
}

// Push saves x.
func (s *Stack[T]) Push(x T) { s.saved = append(s.saved, x) }

// Pop returns what was last pushed and takes it off. It panics if there is nothing.
func (s *Stack[T]) Pop() T {
	n := len(s.saved) - 1
	x := s.saved[n]
	s.saved = s.saved[:n]
	return x
}

// Len is the number of values on the stack.
func (s *Stack[T]) Len() int { return len(s.saved) }

// Reset empties the stack and keeps its memory.
func (s *Stack[T]) Reset() { s.saved = s.saved[:0] }
