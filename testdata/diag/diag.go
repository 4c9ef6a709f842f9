// Package diag holds the documentation of gograd's messages: for each code a file with its explanation, an example, and
// what gograd says about it. `gograd explain` prints them, and a test runs them.
package diag

import "embed"

// Files are the documents, called by their codes: GG012.txtar.
//
//go:embed *.txtar
var Files embed.FS
