// Package load reads the packages that a command line names, with everything that they import, and gives the functions that
// are asked for, type-checked.
//
// It works in three steps:
//
//	list     which packages and files there are; no types
//	stubs    for each package of the user's own modules that has directives: stubs of the functions that are to be
//	         generated, as an overlay
//	load     the packages in which there is something to do, in one packages.Load, with syntax and types
//
// # Stubs
//
// Code may call functions that are not generated yet, or stand beside an old, broken or half-written output. So every file with gograd's
// header is replaced: by stubs with the signatures that the directives ask for now, or by nothing where no directive asks for it.
// Signatures depend on types ("does r3.Vec carry floats?"), so a package with directives is type-checked
// beforehand, declarations only; its imports are read for that only when a signature has a type of theirs.
//
// # Outputs
//
// The output of loss.go is loss_gograd.go, that of loss_test.go is loss_gograd_test.go, in the same directory. A file of such a
// name without gograd's header is the user's, and is never touched. An output with the header that nothing asks for is stale:
// its source is gone, or was loaded and has no directive left. Stale outputs are to be removed when their package has no
// problem. Where the source exists but its build constraints kept it out of this run, its output is left alone.
//
// # Variants
//
// Test files are loaded too. Of the variants that go list makes of a package, the one with its own test files is
// used, so each file is seen once; an external test package is a package of its own.
//
// # Problems
//
// A package without directives and outputs is not looked at, unless another imports it.
//
// A problem in a package, or in one that it imports (the standard library excepted), makes it Failed: nothing may be
// written for it. Other packages go on.
package load
