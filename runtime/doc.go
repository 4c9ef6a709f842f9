// Package runtime is what the code that gograd writes imports, under the name gograd. It is small and
// needs the standard library only.
//
// A generated function takes a workspace from a [Pool], saves in it what its reverse sweep will need, and puts it back:
//
//   - a [Stack] holds values in the order in which the reverse sweep takes them off again,
//   - [Bits] does the same for branches, one bit each,
//   - an [Arena] holds slices and variables that live until the function returns.
//
// All of them keep their memory, so that a function that ran once allocates nothing when it runs again on a problem
// of that size. A workspace is used by one call at a time; the pool makes generated functions safe for concurrent
// use. A workspace whose function panics is not put back.
//
// [CheckLen], [CheckNotNil], [CheckDisjoint] and [CheckElsewhere] guard the destinations of a generated function, and panic with a
// message that names it. [Overlaps] does so for memory that overlaps, where the function stores through its arguments.
//
// Two functions are for users: [Like] makes a destination, [StopGradient] is the identity with no derivative.
package runtime
