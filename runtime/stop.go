package runtime

// StopGradient returns x. Its derivative is zero: what is computed from the result is, to gograd, computed from a
// constant.
func StopGradient[T ~float32 | ~float64](x T) T { return x }
