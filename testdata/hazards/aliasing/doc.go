// Package aliasing holds the hazards of overwriting and of shared memory: values that are gone when the
// reverse sweep wants them, and one float that is reached by two ways. Each function is named after its row of the list of hazards.
package aliasing

//go:generate go run github.com/gograd/gograd/cmd/gograd
