// Package overlap holds functions that store through their arguments, and a test that gives them memory that overlaps in all ways.
package overlap

//go:generate go run github.com/gograd/gograd/cmd/gograd
