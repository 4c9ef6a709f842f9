package codegen

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"github.com/gograd/gograd/analyzer/ir"
)

// How much a call saves follows from the program: rows are made with a length that is a formula, and stacks take a number
// of bytes each time that the statement that pushes to them runs. Sizes are those of a 64-bit machine.

var sizes = types.SizesFor("gc", "amd64")

// polynomial maps products of lengths, written out, to their factors.
type polynomial map[string]int64

func (p polynomial) add(q polynomial, by int64) {
	for k, c := range q {
		if p[k] += by * c; p[k] == 0 {
			delete(p, k)
		}
	}
}

func (p polynomial) times(q polynomial) polynomial {
	out := polynomial{}
	for k, c := range p {
		for l, d := range q {
			factors := append(split(k), split(l)...)
			slices.Sort(factors)
			out.add(polynomial{strings.Join(factors, "*"): c * d}, 1)
		}
	}
	return out
}

func split(product string) []string {
	if product == "" {
		return nil
	}
	return strings.Split(product, "*")
}

// String has the largest products first: 16*len(mu)*d + 8*len(mu) - 8.
func (p polynomial) String() string {
	keys := make([]string, 0, len(p))
	for k := range p {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int {
		if d := len(split(b)) - len(split(a)); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	text := ""
	for _, k := range keys {
		c := p[k]
		term := strconv.FormatInt(max(c, -c), 10)
		if k != "" {
			term = strings.TrimPrefix(term+"*"+k, "1*")
		}
		switch {
		case text == "" && c < 0:
			text = "-" + term
		case text == "":
			text = term
		case c < 0:
			text += " - " + term
		default:
			text += " + " + term
		}
	}
	return text
}

// measure adds up what a program saves.
type measure struct {
	each  map[string]polynomial // bytes pushed each time, by where
	order []string
	ints  map[*ir.Var]ir.Expr // the only values of variables that have one
}

// savedBytes says how many bytes prog saves, "" where it is none.
func savedBytes(prog *ir.Program) string {
	m := &measure{each: map[string]polynomial{}, ints: map[*ir.Var]ir.Expr{}}
	for i, f := range prog.Funcs {
		m.values(f)
		where := ""
		if i > 0 {
			where = "each call of " + f.Name
		}
		m.put(m.list(f.Body.List, where), where)
	}
	var parts []string
	for _, w := range m.order {
		text := m.each[w].String() + " bytes"
		if w != "" {
			text += " in " + w
		}
		parts = append(parts, text)
	}
	return and(parts)
}

// savesText says in a sentence what is saved between the sweeps.
func savesText(p *ir.Program) string {
	if n := savedBytes(p); n != "" {
		return "It saves " + n + "."
	}
	return "It saves nothing."
}

// values notes the integer variables of f that have one value.
func (m *measure) values(f *ir.Func) {
	stores := map[*ir.Var]int{}
	ir.Walk(f.Body, func(s ir.Stmt) bool {
		for _, d := range ir.Dsts(s) {
			if v := ir.Root(d); v != nil {
				stores[v]++
			}
		}
		if d, ok := s.(*ir.Decl); ok && d.Init != nil {
			m.ints[d.Var] = d.Init
		}
		return true
	})
	for v, n := range stores {
		if n != 1 {
			delete(m.ints, v)
		}
	}
}

// list gives how many bytes the rows that the statements make have, and puts what they push where it belongs.
func (m *measure) list(list []ir.Stmt, where string) polynomial {
	total := polynomial{}
	for _, s := range list {
		switch s := s.(type) {
		case *ir.Decl:
			if e, ok := s.Init.(*ir.Make); ok && e.Raw {
				total.add(m.poly(e.Len), sizes.Sizeof(elemOf(e.Typ)))
			}
		case *ir.Push:
			if !ofAdjoint(s) && s.Origin() != nil {
				m.pushed(s, where)
			}
		case *ir.Count:
			body := m.list(s.Body.List, where)
			if !ofAdjoint(s) && !both(s) {
				body = m.sum(body, s)
			}
			total.add(body, 1)
			continue
		case *ir.While:
			in := where
			if s.Origin() != nil {
				in = "each iteration of: " + s.Origin().Text
			}
			m.put(m.list(s.Body.List, in), in)
			continue
		}
		for _, b := range ir.Blocks(s) {
			total.add(m.list(b.List, where), 1)
		}
	}
	return total
}

// sum adds up p over the iterations of c: what is linear in the loop's variable by Gauss's formula.
func (m *measure) sum(p polynomial, c *ir.Count) polynomial {
	n, zero := m.poly(ir.Op(token.SUB, c.Hi, c.Lo)), len(m.poly(c.Lo)) == 0
	out := polynomial{}
	for k, by := range p {
		factors := split(k)
		i := slices.Index(factors, c.Var.Name)
		if i < 0 || !zero || by%2 != 0 {
			out.add(n.times(polynomial{k: by}), 1)
			continue
		}
		rest := polynomial{strings.Join(slices.Delete(factors, i, i+1), "*"): by / 2}
		out.add(n.times(n).times(rest), 1)
		out.add(n.times(rest), -1)
	}
	return out
}

func (m *measure) put(p polynomial, where string) {
	if len(p) == 0 {
		return
	}
	if m.each[where] == nil {
		m.each[where] = polynomial{}
		m.order = append(m.order, where)
	}
	m.each[where].add(p, 1)
}

// pushed adds what s pushes each time that it runs.
func (m *measure) pushed(s *ir.Push, where string) {
	if where == "" {
		where = "each run of: " + s.Origin().Text
	}
	m.put(polynomial{"": sizes.Sizeof(s.Buf.Elem)}, where)
}

// poly writes an integer as a polynomial of what the caller knows.
func (m *measure) poly(e ir.Expr) polynomial {
	switch e := e.(type) {
	case *ir.Const:
		if n, ok := constant.Int64Val(constant.ToInt(e.Val)); ok {
			if n == 0 {
				return polynomial{}
			}
			return polynomial{"": n}
		}
	case *ir.Ref:
		if x := m.ints[e.Var]; x != nil && e.Var.Kind == ir.Local && ir.IsInteger(e.Var.Type) {
			return m.poly(x)
		}
	case *ir.Conv:
		return m.poly(e.X)
	case *ir.Call: // max(n, 0)
		if e.Fn.String() == "max" && len(e.Args) == 2 {
			return m.poly(e.Args[0])
		}
	case *ir.Binary:
		x, y := polynomial{}, m.poly(e.Y)
		x.add(m.poly(e.X), 1)
		switch e.Op {
		case token.ADD:
			x.add(y, 1)
			return x
		case token.SUB:
			x.add(y, -1)
			return x
		case token.MUL:
			return x.times(y)
		}
	}
	return polynomial{source(e): 1}
}

// source is e as the user would write it: pointers are followed without a word.
func source(e ir.Expr) string {
	switch e := e.(type) {
	case *ir.Ref:
		return e.Var.Name
	case *ir.Const:
		return e.Val.String()
	case *ir.Field:
		return source(e.X) + "." + e.X.Type().Underlying().(*types.Struct).Field(e.F).Name()
	case *ir.Deref:
		return source(e.X)
	case *ir.Index:
		return source(e.X) + "[" + source(e.I) + "]"
	case *ir.Binary:
		return "(" + source(e.X) + e.Op.String() + source(e.Y) + ")"
	case *ir.Call:
		var args []string
		for _, a := range e.Args {
			args = append(args, source(a))
		}
		return e.Fn.Name + "(" + strings.Join(args, ", ") + ")"
	}
	return strings.ReplaceAll(ir.ExprString(e), " ", "")
}
