package main

import (
	"github.com/gograd/gograd/analyzer/ir"
	"github.com/gograd/gograd/codegen"
)

// report says what was made of a request: the signature, what is saved and why, which loops were fused, what became of calls.
func report(j *job, r *codegen.Report) {
	j.log("%s", signatureText(r.Fn))
	for _, s := range r.Saves {
		text := "\tsaves " + s.Name + " " + ir.TypeString(s.Elem)
		switch {
		case s.Back:
			text += ": " + s.Buf.Doc
		case s.Where != "":
			text += ", at: " + s.Where
		}
		j.log("%s", text)
		switch {
		case s.Back:
		case s.Loop != "":
			j.log("\t\tin each iteration of: %s", s.Loop)
		case s.Call:
			j.log("\t\tin each call")
		}
		switch {
		case s.Back:
			j.log("\t\tto put it right in the end")
		case s.Why != "":
			j.log("\t\tfor the adjoint of: %s", s.Why)
		}
	}
	if r.Bytes == "" {
		j.log("\tsaves nothing")
	} else {
		j.log("\tsaves %s", r.Bytes)
	}
	for _, loop := range r.Fused {
		j.log("\truns each iteration forward and backward at once of: %s", loop)
	}
	for _, name := range r.Inlined {
		j.log("\tinlined %s", name)
	}
	for _, name := range r.Split {
		j.log("\tsplit %s into a forward and a reverse function", name)
	}
	for _, name := range r.Joint {
		j.log("\tcomputes value and adjoint at once of %s", name)
	}
}
