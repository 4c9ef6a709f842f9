package flow

import (
	"fmt"
	"go/types"
	"io"
	"slices"
	"strings"

	"github.com/gograd/gograd/analyzer/ir"
)

// Print writes the facts as text. For each function of p it lists the variables that carry floats: whether those are varied, useful or active, and
// which variables may refer to the same memory; and then the statements: whether a derivative flows through them,
// whether they write what the caller can see, and what note, if not nil, adds to that.
func Print(w io.Writer, p *ir.Program, g *Graph, a *Activity, note func(ir.Stmt) string) {
	f := &printer{w: w, g: g, a: a, note: note}
	for _, fn := range p.Funcs {
		f.function(fn)
	}
}

type printer struct {
	w    io.Writer
	g    *Graph
	a    *Activity
	note func(ir.Stmt) string
}

func (p *printer) function(fn *ir.Func) {
	fmt.Fprintf(p.w, "func %s\n", fn.Name)
	vars := slices.Concat(fn.Params, fn.Results)
	ir.Walk(fn.Body, func(s ir.Stmt) bool {
		if d, ok := s.(*ir.Decl); ok {
			vars = append(vars, d.Var)
		}
		return true
	})
	for _, v := range vars {
		if ir.Carries(v.Type) {
			p.variable(v, vars)
		}
	}
	p.list(fn.Body.List, "\t\t")
}

func (p *printer) variable(v *ir.Var, vars []*ir.Var) {
	line := fmt.Sprintf("\t%s %s", v.Name, ir.TypeString(v.Type))
	varied, useful, active := false, false, false
	p.g.Below(p.g.Root(v), func(n *Node) {
		varied, useful, active = varied || n.varied, useful || n.useful, active || n.varied && n.useful
	})
	switch {
	case active:
		line += ", active"
	case varied && useful:
		line += ", varied and useful in different parts"
	case varied:
		line += ", varied, not useful"
	case useful:
		line += ", useful, not varied"
	}
	var shares []string
	for _, u := range vars {
		if u != v && p.share(u, v) {
			shares = append(shares, u.Name)
		}
	}
	if len(shares) > 0 {
		line += ", may share memory with " + strings.Join(shares, ", ")
	}
	fmt.Fprintln(p.w, line)
}

// share reports whether what u and v refer to directly may be the same memory.
func (p *printer) share(u, v *ir.Var) bool {
	a, b := target(u), target(v)
	return a != nil && b != nil && p.g.Node(a) == p.g.Node(b)
}

// target is a place in what v refers to, or nil.
func target(v *ir.Var) ir.Expr {
	switch v.Type.Underlying().(type) {
	case *types.Slice:
		return &ir.Index{X: ir.Use(v), I: ir.IntConst(0)}
	case *types.Pointer:
		return &ir.Deref{X: ir.Use(v)}
	}
	return nil
}

// list prints statements with their facts; of those that hold others, the source text stands above these.
func (p *printer) list(list []ir.Stmt, indent string) {
	for _, s := range list {
		blocks := ir.Blocks(s)
		if len(blocks) == 0 {
			p.statement(s, indent)
			continue
		}
		head, _, _ := strings.Cut(ir.String(s), "\n")
		if n := p.noteOf(s); n != "" {
			head += "    // " + n
		}
		fmt.Fprintln(p.w, indent+head)
		for i, b := range blocks {
			if i > 0 {
				fmt.Fprintln(p.w, indent+"} else {")
			}
			p.list(b.List, indent+"\t")
		}
		fmt.Fprintln(p.w, indent+"}")
	}
}

func (p *printer) noteOf(s ir.Stmt) string {
	if p.note == nil {
		return ""
	}
	return p.note(s)
}

// statement prints a statement that holds no others.
func (p *printer) statement(s ir.Stmt, indent string) {
	var marks []string
	active, external := false, false
	for _, d := range ir.Dsts(s) {
		active = active || d != nil && ir.Carries(d.Type()) && p.a.ActiveBelow(d)
	}
	p.g.Writes(s, func(n *Node) { external = external || n.External })
	if active {
		marks = append(marks, "active")
	}
	if external {
		marks = append(marks, "writes memory of the caller")
	}
	if n := p.noteOf(s); n != "" {
		marks = append(marks, n)
	}
	text := strings.ReplaceAll(ir.String(s), "\n", "\n"+indent)
	if len(marks) > 0 {
		text += "    // " + strings.Join(marks, ", ")
	}
	fmt.Fprintln(p.w, indent+text)
}
