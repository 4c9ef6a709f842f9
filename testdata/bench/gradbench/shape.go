package main

import "fmt"

// shape collects the first thing that is wrong with the sizes of an input.
type shape struct{ err error }

// want notes that the named number is not what it must be.
func (s *shape) want(name string, got, want int) {
	if s.err == nil && got != want {
		s.err = fmt.Errorf("input: %s is %d, want %d", name, got, want)
	}
}

// atLeast notes that the named number is too small.
func (s *shape) atLeast(name string, got, low int) {
	if s.err == nil && got < low {
		s.err = fmt.Errorf("input: %s is %d, want at least %d", name, got, low)
	}
}

// matrix notes that m is not rows×cols.
func (s *shape) matrix(name string, m [][]float64, rows, cols int) {
	s.want("number of rows of "+name, len(m), rows)
	for i, row := range m {
		if s.err == nil {
			s.want(fmt.Sprintf("length of row %d of %s", i, name), len(row), cols)
		}
	}
}

// like returns a matrix of zeros of the shape of m.
func like(m [][]float64) [][]float64 {
	out := make([][]float64, len(m))
	for i, row := range m {
		out[i] = make([]float64, len(row))
	}
	return out
}
