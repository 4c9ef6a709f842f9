package mathrule

import "embed"

// Source holds the Go files with the rules. rules_gen.go, which only calls them, is not among them.
//
//go:embed doc.go bits.go digamma.go exp.go hyperbolic.go minmax.go power.go round.go special.go trig.go
var Source embed.FS
