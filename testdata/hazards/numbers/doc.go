// Package numbers holds the hazards of numbers: kinks, infinities and what is not a number, conversions, and
// arguments of no size at all. Each function is named after its row of the list of hazards.
package numbers

//go:generate go run github.com/gograd/gograd/cmd/gograd
