// Package nd has the loops of package tape: arithmetic with broadcasting, reductions, products and movements of dense row-major
// arrays of float64 of any rank.
//
// An array is its elements and its shape. The empty shape is a scalar, with one element. Where a shape has a zero there are no elements, and
// every function accepts that. Broadcasting is NumPy's: shapes are aligned at their last axes, and an axis that is absent or has the
// length one is repeated.
//
// Results go to memory that the caller passes, long enough for its shape. Unless a function says that dst may be one of its sources, they must not
// overlap. Nothing allocates up to rank 8, except where a function says so and where gonum's BLAS starts goroutines for a large product.
//
// That shapes and axes fit is the caller's to see to: where they do not, a function panics with an index out of range or computes something without meaning.
package nd
