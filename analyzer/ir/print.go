package ir

import (
	"fmt"
	"go/constant"
	"go/types"
	"strconv"
	"strings"
)

// Print gives the text form of p.
func Print(p *Program) string {
	var b strings.Builder
	for i, f := range p.Funcs {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(f.String())
	}
	return b.String()
}

// String is the text form of f.
func (f *Func) String() string {
	p := newPrinter()
	p.sb.WriteString("func " + f.Name + "(" + p.vars(f.Params) + ")")
	if len(f.Results) > 0 {
		p.sb.WriteString(" (" + p.vars(f.Results) + ")")
	}
	p.sb.WriteString(" {\n")
	p.indent++
	for _, b := range f.Bufs {
		p.line("var %s buffer[%s]", b.Name, TypeString(b.Elem))
	}
	p.block(f.Body)
	p.indent--
	p.sb.WriteString("}\n")
	return p.sb.String()
}

// String is the text form of s, for messages.
func String(s Stmt) string {
	p := newPrinter()
	p.stmt(s)
	return strings.TrimRight(p.sb.String(), "\n")
}

// ExprString is the text form of e.
func ExprString(e Expr) string { return newPrinter().expr(e, 0) }

// TypeString is how the text form writes t: packages by name.
func TypeString(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string { return p.Name() })
}

// printer gives each variable of a function a name of its own, so that shadowed names stay apart.
type printer struct {
	sb     strings.Builder
	indent int
	names  map[*Var]string
	taken  map[string]bool
	labels map[Stmt]string
}

func newPrinter() *printer {
	return &printer{names: map[*Var]string{}, taken: map[string]bool{}, labels: map[Stmt]string{}}
}

func (p *printer) name(v *Var) string {
	if v.Kind == Global && v.Obj != nil {
		return v.Obj.Pkg().Name() + "." + v.Name
	}
	if n, ok := p.names[v]; ok {
		return n
	}
	n := v.Name
	for k := 2; p.taken[n]; k++ {
		n = fmt.Sprintf("%s·%d", v.Name, k)
	}
	p.names[v], p.taken[n] = n, true
	return n
}

func (p *printer) label(s Stmt, want string) string {
	if l, ok := p.labels[s]; ok {
		return l
	}
	if want == "" {
		want = "L"
	}
	l := want
	for k := 2; p.taken["label "+l]; k++ {
		l = fmt.Sprintf("%s·%d", want, k)
	}
	p.labels[s], p.taken["label "+l] = l, true
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
	fn := s.Fn.String()
	if s.Callee != nil {
		fn = s.Callee.Name
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

const unaryPrec = 6

// expr prints e for a context that binds as tightly as prec.
func (p *printer) expr(e Expr, prec int) string {
	paren := func(own int, s string) string {
		if own < prec {
			return "(" + s + ")"
		}
		return s
	}
	switch e := e.(type) {
	case *Const:
		return constString(e)
	case *Zero:
		return "zero[" + TypeString(e.Typ) + "]()"
	case *Ref:
		return p.name(e.Var)
	case *Index:
		return p.expr(e.X, unaryPrec+1) + "[" + p.expr(e.I, 0) + "]"
	case *Field:
		return p.expr(e.X, unaryPrec+1) + "." + e.X.Type().Underlying().(*types.Struct).Field(e.F).Name()
	case *Deref:
		return paren(unaryPrec, "*"+p.expr(e.X, unaryPrec))
	case *Addr:
		return paren(unaryPrec, "&"+p.expr(e.X, unaryPrec))
	case *Slice:
		return p.slice(e)
	case *Unary:
		x := p.expr(e.X, unaryPrec)
		if strings.HasPrefix(x, e.Op.String()) {
			x = "(" + x + ")"
		}
		return paren(unaryPrec, e.Op.String()+x)
	case *Binary:
		own := e.Op.Precedence()
		return paren(own, p.expr(e.X, own)+" "+e.Op.String()+" "+p.expr(e.Y, own+1))
	case *Conv:
		return "conv[" + TypeString(e.Typ) + "](" + p.expr(e.X, 0) + ")"
	case *Call:
		return e.Fn.String() + "(" + p.list(e.Args) + ")"
	case *Composite:
		return TypeString(e.Typ) + "{" + p.list(e.Elems) + "}"
	case *Make:
		args := p.list(e.Operands())
		if e.Buf != nil {
			return "arena[" + TypeString(e.Typ) + "](" + e.Buf.Name + ", " + args + ")"
		}
		return "make[" + TypeString(e.Typ) + "](" + args + ")"
	case *New:
		args := p.list(e.Operands())
		if e.Buf != nil {
			args = strings.TrimSuffix(e.Buf.Name+", "+args, ", ")
		}
		return "new[" + TypeString(e.Elem) + "](" + args + ")"
	case nil:
		return "<nil>"
	}
	return fmt.Sprintf("?%T", e)
}

func (p *printer) slice(e *Slice) string {
	opt := func(e Expr) string {
		if e == nil {
			return ""
		}
		return p.expr(e, 0)
	}
	s := p.expr(e.X, unaryPrec+1) + "[" + opt(e.Lo) + ":" + opt(e.Hi)
	if e.Max != nil {
		s += ":" + opt(e.Max)
	}
	return s + "]"
}

// constString writes a constant so that its type can be read back: an int without a point, a float64
// with one, anything else with its type.
func constString(c *Const) string {
	lit := c.Val.ExactString()
	b, _ := c.Typ.Underlying().(*types.Basic)
	if b != nil && b.Info()&types.IsFloat != 0 {
		lit = FloatLiteral(c.Val, b.Kind() == types.Float32)
	}
	neg := strings.HasPrefix(lit, "-")
	switch {
	case c.Typ == types.Typ[types.Int] || c.Typ == types.Typ[types.Float64]:
		if neg {
			return "(" + lit + ")"
		}
		return lit
	case c.Typ == types.Typ[types.Bool] || c.Typ == types.Typ[types.String]:
		return lit
	}
	return TypeString(c.Typ) + "(" + lit + ")"
}

// FloatLiteral is the shortest literal, with a point or an exponent, that rounds to v.
func FloatLiteral(v constant.Value, single bool) string {
	bits := 64
	f, _ := constant.Float64Val(constant.ToFloat(v))
	if single {
		bits = 32
		f32, _ := constant.Float32Val(constant.ToFloat(v))
		f = float64(f32)
	}
	s := strconv.FormatFloat(f, 'g', -1, bits)
	if !strings.ContainsAny(s, ".e") {
		s += ".0"
	}
	return s
}

