// Package ir is gograd's intermediate representation: structured, typed and close to Go.
//
// A function is a tree of statements over named mutable variables; expressions are pure. Types
// are go/types types, so the representation can say whatever a Go declaration can say.
//
// The text form (Print and Parse) is Go's own syntax with a few words of its own, so that go/parser
// reads it:
//
//	var v T = e                  Decl: a new variable; without "= e" its zero value
//	p = e    p += e              Assign to a place: variable, element, field, dereference
//	a, _ = f(x, y)               Call of a function of the program
//	copy(d, s)  clear(x)  panic(e)
//	if c {} else {}              If
//	for i := range count(lo, hi, step) {}    Count: i = lo, lo+step, …, while i < hi (step > 0) or i > hi (step < 0)
//	for c {}                     While: as long as c holds
//	L: {}                        Block, a target for exits
//	break L   continue L   return            Exit from a loop or block, from one iteration, from the function
//	push(b, e)  pop(b, p)        save to a buffer; take the last one saved off it again
//
// Results are variables: a function returns what they hold at its end, and `return` carries no values.
//
// Expressions, besides Go's own: `*p` and `&x` are always written out (no automatic dereference),
// `conv[T](x)` is a conversion, `zero[T]()` the zero value of a type that has no literal,
// `new[T](x)` the address of a new variable that holds x (`new[T]()`: its zero value), `make[T](n, c)` a new slice,
// `arena[T](b, n)` a slice of n zeroed elements that lives in buffer b until the function returns,
// `raw[T](b, n)` the same with elements that hold anything.
//
// Literals are ints and float64s; constants of other types are written T(literal), negative ones in parentheses.
// A call of a function that is neither the program's nor of package math names its result: f[T](x). A variable of
// another package is declared as `var Name global[pkg, T]` and read as pkg.Name; a buffer is declared in its function
// as `var b buffer[T]`. Named types stand before the functions, without a package.
//
// Make, New, Arena and calls of functions that are not of package math stand only as the whole
// right-hand side of a Decl or an Assign: they are evaluated once and never moved.
package ir
