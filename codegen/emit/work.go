package emit

import (
	"go/token"
	"go/types"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dave/jennifer/jen"
	"github.com/gograd/gograd/analyzer/ir"
)

// work is a unit's workspace: a struct of typed buffers that calls take from a pool and give back.
type work struct {
	typ, pool string
	root      *ir.Func
	bufs      []*ir.Buf // those that are used
	fields    map[*ir.Buf]string
	arenas    map[*ir.Buf]bool
	users     map[*ir.Func]bool // the functions that need the workspace
}

// newWork finds out what the program saves and names its workspace; nil where it saves nothing.
func (w *writer) newWork(p *ir.Program) *work {
	k := &work{root: p.Funcs[0], fields: map[*ir.Buf]string{}, arenas: map[*ir.Buf]bool{}, users: map[*ir.Func]bool{}}
	stacks := map[*ir.Buf]bool{}
	for _, f := range p.Funcs {
		ir.Walk(f.Body, func(s ir.Stmt) bool {
			eachBuf(s, func(b *ir.Buf, arena bool) {
				k.users[f] = true
				if _, ok := k.fields[b]; !ok {
					k.fields[b] = ""
					k.bufs = append(k.bufs, b)
				}
				if arena {
					k.arenas[b] = true
				} else {
					stacks[b] = true
				}
			})
			return true
		})
	}
	if len(k.bufs) == 0 {
		return nil
	}
	k.order()
	k.close(p)
	taken := map[string]bool{}
	for _, b := range k.bufs {
		if k.arenas[b] && stacks[b] {
			w.fail("func %s: buffer %s is both a stack and an arena", k.root.Name, b.Name)
		}
		name := ident(b.Name)
		for n := 2; taken[name]; n++ {
			name = numbered(ident(b.Name), n)
		}
		k.fields[b], taken[name] = name, true
	}
	base := lowerFirst(k.root.Name)
	if k.root.Recv {
		base = lowerFirst(receiverName(k.root.Params[0].Type)) + upperFirst(k.root.Name)
	}
	k.typ, k.pool = w.newName(base+"Work"), w.newName(base+"Pool")
	for _, b := range k.bufs {
		if t, ok := b.Elem.(*types.Struct); ok && b.Record && w.recordName(t) == "" {
			w.records = append(w.records, record{t, w.newName(base + upperFirst(b.Name)), b})
		}
	}
	return k
}

// eachBuf calls f for the buffers that s itself uses.
func eachBuf(s ir.Stmt, f func(b *ir.Buf, arena bool)) {
	switch s := s.(type) {
	case *ir.Push:
		f(s.Buf, false)
	case *ir.Pop:
		f(s.Buf, false)
	}
	for _, e := range ir.Exprs(s) {
		ir.WalkExpr(e, func(e ir.Expr) bool {
			switch e := e.(type) {
			case *ir.Make:
				if e.Buf != nil {
					f(e.Buf, true)
				}
			case *ir.New:
				if e.Buf != nil {
					f(e.Buf, true)
				}
			case *popExpr:
				f(e.buf, false)
			}
			return true
		})
	}
}

// order puts the buffers in the order in which the first function declares them; those that it doesn't come last.
func (k *work) order() {
	var declared, others []*ir.Buf
	listed := map[*ir.Buf]bool{}
	for _, b := range k.root.Bufs {
		if _, used := k.fields[b]; used && !listed[b] {
			declared = append(declared, b)
		}
		listed[b] = true
	}
	for _, b := range k.bufs {
		if !listed[b] {
			others = append(others, b)
		}
	}
	k.bufs = append(declared, others...)
}

// close adds the functions that call one that needs the workspace. The first function takes a workspace of
// its own whoever calls it.
func (k *work) close(p *ir.Program) {
	for changed := true; changed; {
		changed = false
		for _, f := range p.Funcs {
			ir.Walk(f.Body, func(s ir.Stmt) bool {
				if c, ok := s.(*ir.CallStmt); ok && k.passedTo(c.Callee) && !k.users[f] {
					k.users[f], changed = true, true
				}
				return true
			})
		}
	}
}

// passedTo reports whether f gets the workspace from its caller.
func (k *work) passedTo(f *ir.Func) bool { return k != nil && f != nil && f != k.root && k.users[f] }

// needs reports whether s itself uses the workspace.
func (k *work) needs(s ir.Stmt) bool {
	found := false
	eachBuf(s, func(*ir.Buf, bool) { found = true })
	if c, ok := s.(*ir.CallStmt); ok && k.passedTo(c.Callee) {
		found = true
	}
	return found
}

// workspace declares the workspace's type and its pool.
func (w *writer) workspace(k *work, of string) {
	fields := make([]jen.Code, len(k.bufs))
	for i, b := range k.bufs {
		s := jen.Id(k.fields[b])
		elem := w.typ(b.Elem, nil)
		switch {
		case k.arenas[b]:
			s.Add(w.runtime("Arena")).Types(elem)
		case types.Identical(b.Elem, ir.Bool):
			s.Add(w.runtime("Bits"))
		default:
			s.Add(w.runtime("Stack")).Types(elem)
		}
		if b.Doc != "" && !b.Record {
			s.Comment("// " + oneLine(b.Doc))
		}
		fields[i] = s
	}
	for _, r := range w.records {
		if slices.Contains(k.bufs, r.buf) {
			w.record(r)
		}
	}
	w.out.Line()
	saves := slices.ContainsFunc(k.bufs, func(b *ir.Buf) bool { return !k.arenas[b] || b.Record })
	if saves {
		w.out.Comment("// " + k.typ + " is what " + of + " saves on its way forward.")
	} else {
		w.out.Comment("// " + k.typ + " is the memory that " + of + " works in.")
	}
	w.out.Type().Id(k.typ).Struct(fields...)
	w.out.Line()
	w.out.Var().Id(k.pool).Add(w.runtime("Pool")).Types(jen.Id(k.typ))
}

// record is a type made for what iterations save. What is saved in the same fields has the same type.
type record struct {
	t    *types.Struct
	name string
	buf  *ir.Buf // the first that has it
}

// recordName is the name of the record type t, "" where it is none.
func (w *writer) recordName(t *types.Struct) string {
	for _, r := range w.records {
		if r.t == t || types.Identical(r.t, t) {
			return r.name
		}
	}
	return ""
}

// record declares a record type, neighbours of one type on one line.
func (w *writer) record(r record) {
	t := r.t
	var fields []jen.Code
	for i := 0; i < t.NumFields(); {
		var names []jen.Code
		first := t.Field(i).Type()
		for ; i < t.NumFields() && types.Identical(t.Field(i).Type(), first); i++ {
			names = append(names, jen.Id(t.Field(i).Name()))
		}
		fields = append(fields, jen.List(names...).Add(w.typ(first, nil)))
	}
	w.out.Line()
	w.out.Comment("// " + r.name + " is what an iteration of this loop saves: " + oneLine(r.buf.Doc))
	w.out.Type().Id(r.name).Struct(fields...)
}

// runtime writes a name of the runtime package.
func (w *writer) runtime(name string) *jen.Statement {
	return w.qualified(runtimePath, runtimeName, name, nil)
}

// buffer writes a buffer of the workspace.
func (w *fn) buffer(b *ir.Buf) *jen.Statement { return jen.Id(w.ws).Dot(w.work.fields[b]) }

// receiverName is the name of a receiver's type.
func receiverName(t types.Type) string {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	if n, ok := types.Unalias(t).(*types.Named); ok {
		return n.Obj().Name()
	}
	return ""
}

// lowerFirst is an unexported name made of name: lossGrad of LossGrad, nllGrad of NLLGrad.
func lowerFirst(name string) string {
	rs := []rune(name)
	for i, r := range rs {
		if !unicode.IsUpper(r) || i > 0 && i+1 < len(rs) && unicode.IsLower(rs[i+1]) {
			break
		}
		rs[i] = unicode.ToLower(r)
	}
	if s := string(rs); !token.IsKeyword(s) {
		return s
	}
	return name
}

func upperFirst(name string) string {
	r, n := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(r)) + name[n:]
}

// oneLine is s without line breaks.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
