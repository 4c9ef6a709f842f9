// Package randgo makes random Go functions over gograd's core language and holds their generated gradients against dual numbers.
//
// The way of the data:
//
//	seed ──New──▶ Program: Go source text with a //gograd: directive
//	     ──Dualize──▶ the same program over dual numbers (package dual), made from the source's typed syntax
//	     ──Write──▶ a temporary module: packages of programs, packages of their twins, a main
//	     ──generate──▶ gradients beside the programs; what is refused is noted and taken out
//	     ──go build, run──▶ one Outcome a program (package check): value, side effects and gradient compared
//
// Minimize cuts statements out of a failing program for as long as it still fails.
//
// Programs are tame: indices are in range by construction, loops are bounded, stored values are squashed to a few
// units, so that what differs is wrong and not ill-conditioned. Nothing in a program's meaning is left open by the
// language: a call with side effects stands alone on the right of an assignment.
package randgo
