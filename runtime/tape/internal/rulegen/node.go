package main

import (
	"fmt"
	"strings"
)

// node is a value in a rule: an operation on others. Equal values are one node.
type node struct {
	kind kind
	text string  // of a variable, a constant or a static value: Go source; of a call: the operation's name
	args []*node // of a call
	name string  // what the rule's source calls it, or ""
}

type kind int

const (
	variable kind = iota // a parameter of the recorded rule, a Var
	number               // a float that no Var enters: a number, or made of the parameter n
	static               // an int that no Var enters
	call                 // of an operation on Vars
)

// graph makes nodes.
type graph struct {
	nodes map[string]*node
}

func (g *graph) make(k kind, text string, args ...*node) *node {
	key := fmt.Sprintf("%d %s", k, text)
	for _, a := range args {
		key += fmt.Sprintf(" %p", a)
	}
	n, ok := g.nodes[key]
	if !ok {
		n = &node{kind: k, text: text, args: args}
		g.nodes[key] = n
	}
	return n
}

func (g *graph) call(op string, args ...*node) *node {
	if op == "Where" && args[1] == args[2] {
		return args[1]
	}
	return g.make(call, op, args...)
}

// isZero reports whether a node is the number 0.
func (n *node) isZero() bool { return n.kind == number && n.text == "0" }

// multiplies reports whether a zero cotangent can become NaN on the way to n. Choosing between cotangents, their negatives and zero
// cannot do that.
func (n *node) multiplies() bool {
	if n.kind != call {
		return false
	}
	switch n.text {
	case "Neg":
		return n.args[0].multiplies()
	case "Where":
		return n.args[1].multiplies() || n.args[2].multiplies()
	}
	return true
}

// source writes nodes as Go source. A value that is used more than once becomes a variable.
type source struct {
	like  string // a Var whose tape constants go to
	uses  map[*node]int
	names map[*node]string
	taken map[string]bool
	text  strings.Builder
}

// long is the length from which on an expression is a variable of its own, or a statement of its own.
const long = 80

// printBody gives the statements that return the results, which have names where there is more than one. Where a result is nil
// there is no contribution.
func printBody(params, named []string, results []*node) string {
	p := &source{like: params[0], uses: map[*node]int{}, names: map[*node]string{}, taken: map[string]bool{}}
	for _, name := range append(params, named...) {
		p.taken[name] = true
	}
	for _, r := range results {
		p.count(r)
	}
	var texts []string
	for _, r := range results {
		if r == nil {
			texts = append(texts, "Var{}")
			continue
		}
		if p.uses[r] == 1 {
			texts = append(texts, p.operation(r))
		} else {
			texts = append(texts, p.expr(r))
		}
	}
	if joined := strings.Join(texts, ", "); len(texts) == 1 || len(joined) < long {
		return p.text.String() + "return " + joined + "\n"
	}
	for i, text := range texts {
		fmt.Fprintf(&p.text, "%s = %s\n", named[i], text)
	}
	return p.text.String() + "return " + strings.Join(named, ", ") + "\n"
}

func (p *source) count(n *node) {
	if n == nil {
		return
	}
	if p.uses[n]++; p.uses[n] == 1 {
		for _, a := range n.args {
			p.count(a)
		}
	}
}

// expr gives the source of a node, after writing the variables that it needs.
func (p *source) expr(n *node) string {
	if name, ok := p.names[n]; ok {
		return name
	}
	text := p.operation(n)
	if n.kind == variable || n.kind == static || p.uses[n] == 1 && len(text) < long {
		return text
	}
	name := p.fresh(n)
	p.names[n] = name
	fmt.Fprintf(&p.text, "%s := %s\n", name, text)
	return name
}

// operation gives the source of a node itself.
func (p *source) operation(n *node) string {
	switch n.kind {
	case variable, static:
		return n.text
	case number:
		return fmt.Sprintf("constant(%s, %s)", p.like, n.text)
	}
	var args []string
	for _, a := range n.args {
		args = append(args, p.expr(a))
	}
	return n.text + "(" + strings.Join(args, ", ") + ")"
}

// fresh chooses a variable's name: the one in the rule's source if there is one.
func (p *source) fresh(n *node) string {
	name := n.name
	switch {
	case name != "":
	case n.isZero():
		name = "zero"
	case n.kind == number && n.text == "1":
		name = "one"
	case n.kind == number:
		name = "c"
	case isMask(n.text):
		name = "mask"
	default:
		name = "t"
	}
	for i, base := 2, name; p.taken[name]; i++ {
		name = fmt.Sprint(base, i)
	}
	p.taken[name] = true
	return name
}

// isMask reports whether an operation gives zeros and ones.
func isMask(op string) bool {
	switch op {
	case "Less", "LessEqual", "Greater", "GreaterEqual", "Equal", "NotEqual", "And", "Or", "Not", "IsNaN", "IsInf", "Signbit":
		return true
	}
	return false
}
