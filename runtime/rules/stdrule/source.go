package stdrule

import "embed"

// Source holds the Go files with the rules.
//
//go:embed doc.go text.go search.go mathbits.go stop.go
var Source embed.FS
