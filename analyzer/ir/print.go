package ir

import (
	"fmt"
	"go/types"
	"strings"
)

// Print gives the text form of p, which Parse reads back: imports, named types that belong to no package
// but the text's own, package-level variables, functions.
func Print(p *Program) string {
	names := newNames(p)
	var b strings.Builder
	b.WriteString(names.header(p))
	for i, f := range p.Funcs {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(names.fn(f))
	}
	return b.String()
}

// String is the text form of f.
func (f *Func) String() string {
	return newNames(&Program{Funcs: []*Func{f}}).fn(f)
}

func (n *programNames) fn(f *Func) string {
	p := newPrinter()
	p.names = n
	for w := range n.reserved {
		p.taken[w] = true
	}
	for _, b := range f.Bufs {
		p.taken[b.Name] = true
	}
	p.sb.WriteString(p.signature(f) + " {\n")
	p.indent++
	for _, b := range f.Bufs {
		p.line("var %s buffer[%s]", b.Name, TypeString(b.Elem))
	}
	p.block(f.Body)
	p.indent--
	p.sb.WriteString("}\n")
	return p.sb.String()
}

func (p *printer) signature(f *Func) string {
	params := make([]string, len(f.Params))
	for i, v := range f.Params {
		typ := TypeString(v.Type)
		if f.Variadic && i == len(f.Params)-1 {
			typ = "..." + strings.TrimPrefix(typ, "[]")
		}
		params[i] = p.name(v) + " " + typ
	}
	head := "func "
	if f.Recv {
		head += "(" + params[0] + ") "
		params = params[1:]
	}
	head += p.names.callee(f) + "(" + strings.Join(params, ", ") + ")"
	if len(f.Results) > 0 {
		head += " (" + p.vars(f.Results) + ")"
	}
	return head
}

// String is the text form of s, for messages.
func String(s Stmt) string {
	p := newPrinter()
	p.stmt(s)
	return strings.TrimRight(p.sb.String(), "\n")
}

// ExprString is the text form of e.
func ExprString(e Expr) string { return newPrinter().expr(e, 0) }

// TypeString is how the text form writes t: packages by name, the text's own package without one.
func TypeString(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string {
		if p.Path() == textPkg {
			return ""
		}
		return p.Name()
	})
}

// printer gives each variable of a function a name of its own, so that shadowed names stay apart.
type printer struct {
	sb     strings.Builder
	indent int
	names  *programNames
	vnames map[*Var]string
	taken  map[string]bool
	labels map[Stmt]string
}

func newPrinter() *printer {
	return &printer{names: newNames(&Program{}), vnames: map[*Var]string{}, taken: map[string]bool{}, labels: map[Stmt]string{}}
}

func (p *printer) name(v *Var) string {
	if v.Kind == Global && v.Obj != nil {
		return v.Obj.Pkg().Name() + "." + v.Name
	}
	if n, ok := p.vnames[v]; ok {
		return n
	}
	base := v.Name
	if base == "" {
		base = "v"
	}
	n := unique(base, p.taken)
	p.vnames[v] = n
	return n
}

func (p *printer) label(s Stmt, want string) string {
	if l, ok := p.labels[s]; ok {
		return l
	}
	if want == "" {
		want = "L"
	}
	l := strings.TrimPrefix(unique("label "+want, p.taken), "label ")
	p.labels[s] = l
	return l
}

func (p *printer) vars(vs []*Var) string {
	out := make([]string, len(vs))
	for i, v := range vs {
		out[i] = p.name(v) + " " + TypeString(v.Type)
	}
	return strings.Join(out, ", ")
}

func (p *printer) line(format string, args ...any) {
	p.sb.WriteString(strings.Repeat("\t", p.indent))
	fmt.Fprintf(&p.sb, format, args...)
	p.sb.WriteByte('\n')
}

func (p *printer) block(b *Block) {
	for _, s := range b.List {
		p.stmt(s)
	}
}

func (p *printer) body(head string, b *Block, tail string) {
	p.line("%s{", head)
	p.indent++
	p.block(b)
	p.indent--
	if tail != "" {
		p.line("%s", tail)
	}
}

// target writes the label of a loop or block that an exit inside it names.
func (p *printer) target(s Stmt, want string) string {
	named := false
	Walk(s, func(t Stmt) bool {
		if x, ok := t.(*Exit); ok && x.Target == s {
			named = true
		}
		return !named
	})
	if _, block := s.(*Block); !named && !block {
		return ""
	}
	return p.label(s, want) + ": "
}

func (p *printer) stmt(s Stmt) {
	switch s := s.(type) {
	case *Block:
		p.body(p.target(s, s.Label), s, "}")
	case *Decl:
		if s.Init == nil {
			p.line("var %s %s", p.name(s.Var), TypeString(s.Var.Type))
			return
		}
		init := p.expr(s.Init, 0) // before the name, which Init may shadow
		p.line("var %s %s = %s", p.name(s.Var), TypeString(s.Var.Type), init)
	case *Assign:
		op := "="
		if s.Add {
			op = "+="
		}
		p.line("%s %s %s", p.expr(s.Dst, 0), op, p.expr(s.Src, 0))
	case *CallStmt:
		p.line("%s", p.callStmt(s))
	case *Copy:
		p.line("copy(%s, %s)", p.expr(s.Dst, 0), p.expr(s.Src, 0))
	case *Clear:
		p.line("clear(%s)", p.expr(s.X, 0))
	case *If:
		if s.Else == nil {
			p.body("if "+p.expr(s.Cond, 0)+" ", s.Then, "}")
			return
		}
		p.body("if "+p.expr(s.Cond, 0)+" ", s.Then, "")
		p.body("} else ", s.Else, "}")
	case *Count:
		lo, hi := p.expr(s.Lo, 0), p.expr(s.Hi, 0)
		p.body(fmt.Sprintf("%sfor %s := range count(%s, %s, %d) ", p.target(s, s.Label), p.name(s.Var), lo, hi, s.Step), s.Body, "}")
	case *While:
		p.body(p.target(s, s.Label)+"for "+p.expr(s.Cond, 0)+" ", s.Body, "}")
	case *Exit:
		p.line("%s", p.exit(s))
	case *Panic:
		p.line("panic(%s)", p.expr(s.X, 0))
	case *Push:
		p.line("push(%s, %s)", s.Buf.Name, p.expr(s.X, 0))
	case *Pop:
		p.line("pop(%s, %s)", s.Buf.Name, p.expr(s.Dst, 0))
	default:
		p.line("?%T", s)
	}
}

func (p *printer) exit(s *Exit) string {
	switch s.Kind {
	case Return:
		return "return"
	case Continue:
		return "continue " + p.label(s.Target, "")
	}
	return "break " + p.label(s.Target, "")
}

func (p *printer) callStmt(s *CallStmt) string {
	fn := p.names.external(s.Fn)
	if s.Callee != nil {
		fn = p.names.callee(s.Callee)
	}
	call := fn + "(" + p.list(s.Args) + ")"
	if len(s.Dsts) == 0 {
		return call
	}
	dsts := make([]string, len(s.Dsts))
	for i, d := range s.Dsts {
		dsts[i] = "_"
		if d != nil {
			dsts[i] = p.expr(d, 0)
		}
	}
	return strings.Join(dsts, ", ") + " = " + call
}

func (p *printer) list(es []Expr) string {
	out := make([]string, len(es))
	for i, e := range es {
		out[i] = p.expr(e, 0)
	}
	return strings.Join(out, ", ")
}
