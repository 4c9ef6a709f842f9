// Package calls holds the hazards of calls: what a callee changes, what it gives back, and which of
// its arguments count this time. Each function is named after its row of the list of hazards.
package calls

//go:generate go run github.com/gograd/gograd/cmd/gograd
