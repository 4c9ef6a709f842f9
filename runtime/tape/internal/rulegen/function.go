package main

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
)

// shape is how a function is recorded on the tape.
type shape int

const (
	unary    shape = iota // of a float
	binary                // of two floats
	withInt               // of a float and an int that is the same for all elements
	inactive              // of a float, without a derivative
)

// function is an elementary function of the tape.
type function struct {
	name   string // in package math
	shape  shape
	rule   *ast.FuncDecl // nil where there is none
	params []param       // of the rule
	floats []string      // the names of the function's float parameters
	number string        // the name of the int parameter
	swap   bool          // the int parameter comes last
	saves  []string      // the values that the rule reads
}

// notTape are the functions of package math with a rule that are not one elementary operation of the tape, with the reason. They are written
// by hand in package tape.
var notTape = map[string]string{
	"FMA":    "it takes three arguments",
	"Frexp":  "each element has an exponent of its own",
	"Modf":   "it has two results",
	"Sincos": "it has two results",
}

// functions are the elementary functions in the order of their opcodes.
func (s *ruleSet) functions() (all []*function, err error) {
	for name, rule := range s.rules {
		if _, ok := notTape[name]; ok {
			continue
		}
		f := &function{name: name, rule: rule, params: s.params(rule)}
		if err := s.classify(f); err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	for _, name := range s.inactive {
		all = append(all, &function{name: name, shape: inactive, floats: []string{"x"}})
	}
	slices.SortFunc(all, func(a, b *function) int {
		if a.shape != b.shape {
			return int(a.shape) - int(b.shape)
		}
		return strings.Compare(a.name, b.name)
	})
	for _, f := range all {
		if _, ok := docs[f.name]; !ok {
			return nil, fmt.Errorf("math.%s has no entry in docs", f.name)
		}
	}
	return all, nil
}

// classify finds out from a rule's parameters (those of the function, its result, the cotangent) what the function is.
func (s *ruleSet) classify(f *function) error {
	results := len(f.rule.Type.Results.List[0].Names)
	for i, p := range f.params[:len(f.params)-1] {
		switch {
		case p.float && len(f.floats) < results:
			f.floats = append(f.floats, p.name)
			if p.read {
				f.saves = append(f.saves, []string{"savesA", "savesB"}[len(f.floats)-1])
			}
		case p.float && p.read:
			f.saves = append(f.saves, "savesOut")
		case !p.float && i <= 1 && len(f.params) == 4:
			f.number, f.swap = p.name, i == 1
		}
	}
	switch {
	case results == 1 && f.number != "":
		f.shape = withInt
	case results == 1:
		f.shape = unary
	case results == 2:
		f.shape = binary
	default:
		return s.errorf(f.rule, "the rule of math.%s is for no shape that the tape has", f.name)
	}
	return nil
}
