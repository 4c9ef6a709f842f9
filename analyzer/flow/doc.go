// Package flow finds facts about a program in normal form: which places may share memory (Graph),
// what statements write (Effects), which values depend on the inputs and reach the outputs (Activity),
// and which overwritten values the reverse sweep will want back (Record).
package flow
