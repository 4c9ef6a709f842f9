// Package adjoint makes reverse-mode derivatives: it takes a function in the IR and gives a function, in the IR, that
// computes the value and the adjoint.
//
// The way of a request through the package:
//
//	invariant moves out of loops what each iteration would compute and keep anew
//	prepare   gives names to what the reverse sweep asks for: trip counts, branches taken, loop bounds
//	values    gives names to costly subexpressions whose value a partial derivative reads
//	shadow    adds the statements that keep the shadows of slices and pointers in step with their primals
//	local     writes, for each statement on its own, the statements that are its adjoint
//	record    decides which overwritten values must be saved: those that a local adjoint reads (to be recorded,
//	          Hascoët, Naumann, Pascual, FGCS 21(8), 2005)
//	expand    finds scratch buffers of which each iteration is to have a part
//	fuse      finds loops whose iterations can run forward and backward at once; joint and early put them, and joint calls, together
//	sweep     puts forward sweep, turn and reverse sweep together; rows is where it saves what iterations save
//	wrap      adds what the caller sees: destinations, checks, seeds, results
//
// The reverse sweep undoes the forward sweep's stores in the opposite order, as far as they matter, so that each
// local adjoint runs in the state in which its statement ran. Aliases need no care for that: memory is restored in place.
package adjoint
