// Package unsettled holds the cases that the differentiated language should have room for, and that the tool may
// refuse until it has: what it can generate moves to the package of its row. Until then its files are left out,
// unless the tag unsettled is given.
package unsettled
