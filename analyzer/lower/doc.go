// Package lower turns typed Go syntax into the intermediate representation, or gives every reason why it can't.
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
//   - Names that the generated code can't write, because another package keeps them for itself, are refused where they are used.
//
// Types and constants are those of go/types; type parameters are replaced by their arguments, one function for each
// instantiation.
package lower
