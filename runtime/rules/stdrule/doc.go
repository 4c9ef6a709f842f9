// Package stdrule says which functions of the standard library have no derivative, and that StopGradient has none.
//
// A function stands here if its results hold no float or don't depend on one, if it writes to no memory that its
// arguments refer to, has no other effect, and gives the same each time it is called with the same arguments: gograd
// may call it once more in the reverse sweep, or not at all where nobody uses the result. So fmt.Println, sort.Ints
// and rand.IntN are not here, and neither is what calls a function that is passed to it.
//
// The files import nothing and name packages by their paths: rules for packages that a program doesn't contain are
// left out one by one.
package stdrule
