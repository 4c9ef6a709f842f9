package mathrule

import "embed"

// Source holds the Go files with the rules.
//
//go:embed doc.go bits.go digamma.go exp.go hyperbolic.go minmax.go power.go round.go special.go trig.go
var Source embed.FS
