// Package control holds the hazards of control flow: which path was taken, and what the paths not taken
// left alone. Each function is named after its row of the list of hazards.
package control

//go:generate go run github.com/gograd/gograd/cmd/gograd
