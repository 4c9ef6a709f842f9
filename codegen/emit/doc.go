// Package emit writes the functions of a program as Go source.
//
// What it is given is finished: emission changes how a function reads, never what it computes. It
// works on a copy, in three steps:
//
//	tidy     IR → IR: declarations move to their first use, tails lose their nesting, dead stores go
//	names    every variable gets an identifier that hides nothing the function refers to
//	render   IR → jennifer → go/format
//
// Rendering is done twice: the first run finds out which packages, package-level names and
// predeclared names the function refers to, the second one writes with names that avoid them.
package emit
