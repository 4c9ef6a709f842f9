// Package beyond holds hazards that the list does not name, in the language that is differentiated.
package beyond

//go:generate go run github.com/gograd/gograd/cmd/gograd
