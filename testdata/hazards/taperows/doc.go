// Package taperows is the conformance table of runtime/tape as plain Go, ahead of time: each function is named after its
// row, and gives the same numbers as a tape. In rows 24 to 27 TensorFlow's tape gives nothing, and here there is a derivative.
//
// Rows that are about tapes themselves are not here (persistence, watching, pauses, resets, handles), nor are those that differentiate
// a gradient, which gograd refuses so far; the test has the list.
package taperows

//go:generate go run github.com/gograd/gograd/cmd/gograd
