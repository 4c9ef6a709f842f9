package codegen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gograd/gograd/analyzer/directive"
	"github.com/gograd/gograd/analyzer/ir"
)

// doc is the documentation of a generated function: what it returns, what it sets, what it saves.
func doc(fn *directive.Function, p *ir.Program) []string {
	s := fn.Sig
	var args []string
	for _, v := range s.Params {
		args = append(args, v.Name)
	}
	call := fn.Decl.Name.Name + "(" + strings.Join(args, ", ") + ")"
	if s.Recv != nil {
		call = s.Recv.Name + "." + call
	}
	text := s.Name + " returns " + call
	if len(s.Results) == 0 {
		text = s.Name + " runs " + call
	}
	names := func(ds []directive.Deriv) string {
		var out []string
		for _, d := range ds {
			out = append(out, wrtName(s, d.Wrt))
		}
		return and(out)
	}
	switch fn.Kind {
	case directive.Grad:
		if len(s.Derivs) > 0 {
			text += ", and its " + plural("derivative", len(s.Derivs)) + " with respect to " + names(s.Derivs)
		}
		if len(s.Dests) > 0 {
			text += ", and sets " + and(destNames(s)) + " to its " + plural("gradient", len(s.Dests)) + " with respect to " + names(s.Dests)
		}
	case directive.VJP:
		text += vjpText(s, names)
	case directive.Jacobian:
		text += jacobianText(s)
	}
	text += "."
	if fn.Fast {
		text += " As the directive says fast, values may differ from " + fn.Decl.Name.Name + "'s by rounding."
	}
	return wrap(text + " " + savesText(p))
}

// jacobianText says what derivatives there are, of which results, and with respect to what.
func jacobianText(s *directive.Signature) string {
	text := ""
	results := func(ds []directive.Deriv) string {
		return and(distinct(ds, func(d directive.Deriv) string { return s.Results[d.Result].Name }))
	}
	wrt := func(ds []directive.Deriv) string {
		return " with respect to " + and(distinct(ds, func(d directive.Deriv) string { return wrtName(s, d.Wrt) }))
	}
	if len(s.Derivs) > 0 {
		text += ", and the " + plural("derivative", len(s.Derivs)) + " of " + results(s.Derivs) + wrt(s.Derivs)
	}
	if len(s.Dests) > 0 {
		whose := "the " + plural("gradient", len(s.Dests)) + " of " + results(s.Dests)
		if len(s.Derivs) > 0 {
			whose = "their " + plural("gradient", len(s.Dests))
		}
		text += ", and sets " + and(destNames(s)) + " to " + whose + wrt(s.Dests)
	}
	return text
}

// distinct are the names of the derivatives, each once.
func distinct(ds []directive.Deriv, name func(directive.Deriv) string) []string {
	var out []string
	for _, d := range ds {
		if n := name(d); !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// vjpText says what is done with cotangents. Where nothing float is returned, all derivatives come from the final state of memory that the
// destinations stand for: they turn from its cotangent into that of the initial state.
func vjpText(s *directive.Signature, names func([]directive.Deriv) string) string {
	var seeds []string
	for _, d := range s.Seeds {
		seeds = append(seeds, d.Name)
	}
	text := ""
	if len(s.Derivs) > 0 {
		follow := ""
		if len(seeds) > 0 {
			follow = " that " + verb("follow", len(s.Derivs)) + " from " + and(seeds)
		}
		text += ", and "
		if len(s.Results) == 0 {
			text += "returns "
		}
		text += "the " + plural("cotangent", len(s.Derivs)) + " of " + names(s.Derivs) + follow
	}
	switch {
	case len(s.Dests) == 0:
	case len(seeds) == 0:
		text += ", and turns " + and(destNames(s)) + " from the " + plural("cotangent", len(s.Dests)) + " of " + names(s.Dests) +
			" after the call into " + those(len(s.Dests)) + " before it"
	default:
		text += ", and adds to " + and(destNames(s)) + " the " + plural("cotangent", len(s.Dests)) + " of " + names(s.Dests)
		if len(s.Derivs) == 0 {
			text += " that " + verb("follow", len(s.Dests)) + " from " + and(seeds)
		}
	}
	return text
}

// verb is the verb that belongs to n things.
func verb(s string, n int) string {
	if n == 1 {
		return s + "s"
	}
	return s
}

func those(n int) string {
	if n == 1 {
		return "that"
	}
	return "those"
}

func plural(s string, n int) string {
	if n == 1 {
		return s
	}
	return s + "s"
}

func destNames(s *directive.Signature) []string {
	var out []string
	for _, d := range s.Dests {
		out = append(out, d.Name)
	}
	return out
}

// wrtName is how the source writes w.
func wrtName(s *directive.Signature, w directive.Wrt) string { return w.Name }

// and joins words: "a, b and c".
func and(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return fmt.Sprintf("%s and %s", strings.Join(words[:len(words)-1], ", "), words[len(words)-1])
}

// wrap breaks text into lines of at most 90 characters.
func wrap(text string) []string {
	var lines []string
	line := ""
	for _, w := range strings.Fields(text) {
		if line != "" && len(line)+1+len(w) > 90 {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += w
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
