// Package loops holds the hazards of loops: what is carried from one iteration to the next, how a loop
// is left, and what its head reads. Each function is named after its row of the list of hazards.
package loops

//go:generate go run github.com/gograd/gograd/cmd/gograd
