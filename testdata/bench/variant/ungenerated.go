//go:build !gograd_generated

package variant

// Generated is nil until gograd has made the derivatives.
var Generated *Gradients
