// Package lower turns typed Go syntax into the intermediate representation, or gives every reason why it can't.
//
// What is lowered: booleans, integers, floats and strings; arrays, slices, structs, pointers and named types of these;
// locals, parameters, constants, package-level variables that are read; composite literals, make, new, len, cap, copy,
// min, max, clear; all assignments; if, switch, for and range over integers, slices and arrays, labels, early returns; functions
// and methods of concrete types in any package whose source is at hand, variadic, recursive and generic ones included;
// package math and whatever has a rule; panics. Each thing else has a code of its own in package diag (GG030 to GG052).
//
// What may go wrong here, and what is done about it:
//
//   - Order of evaluation. Expressions of the IR are pure, so calls are taken out of them, in
//     the order in which gc makes them: calls (those of package math, min, max, && and || among them) from left to right,
//     then the reads of variables and memory. The elements of slice literals and of &T{…} count as reads.
//   - Aliased variables. A variable whose address is taken lives in a box: the IR variable is a pointer to it, made
//     anew each time the declaration is reached, and each use goes through the pointer. So a store through a pointer
//     never changes an IR variable.
//   - Loops that only look counted. A for statement becomes a Count when its variable stays alone in stepping and
//     its bound can't change while it runs; the second is decided when all callees are there, from what they store.
//   - Tuple assignments. What a later store or value still needs of a variable that an earlier one changes is read before.
//   - Names that the generated code can't write, because another package or a function keeps them for itself: types are
//     replaced by what they are made of, variables that are never written by their value, constants are folded; the rest is refused.
//   - Memory that outlives the call. Package-level variables are not written, nor is memory that they lead to, through
//     whichever variables the way goes.
//
// Types and constants are those of go/types; type parameters are replaced by their arguments, one function for each
// instantiation.
package lower
