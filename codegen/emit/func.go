package emit

import (
	"go/types"
	"slices"

	"github.com/dave/jennifer/jen"
	"github.com/gograd/gograd/analyzer/ir"
)

// fn is the rendering of one function.
type fn struct {
	*writer
	src     *ir.Func // as it was given
	f       *ir.Func // as it is written
	method  bool
	work    *work // nil where the function needs none
	ws      string
	names   map[*ir.Var]string
	defines map[ir.Stmt]bool // calls and pops that declare what they store to
	adds    map[ir.Stmt]bool // calls whose result is added to what they store to
	head    map[*ir.While]*head
	labels  map[ir.Stmt]string
	loops   []ir.Stmt // that contain what is being written, the innermost last
	used    map[string]bool
}

// function writes f. Helper functions are plain functions, so that a copy of a method doesn't collide with it.
func (w *writer) function(f *ir.Func, root bool, k *work) {
	if k != nil && !k.users[f] {
		k = nil
	}
	t := tidy(f, k, root)
	var used map[string]bool
	for range 2 { // the first time to see which names the function refers to
		r := &fn{
			writer: w, src: f, f: t.f, method: root && f.Recv, work: k,
			defines: t.defines, adds: t.adds, head: t.head, labels: labels(t.f.Body), used: map[string]bool{},
		}
		var top *scope
		r.names, top = nameVars(t, used)
		if k != nil {
			n := &namer{reserved: used}
			r.ws = n.fresh("ws", top)
		}
		decl := r.declaration(root)
		if used != nil {
			w.out.Add(decl)
		}
		used = r.used
	}
}

// refer notes that the function refers to a name of an enclosing scope.
func (w *fn) refer(name string) { w.used[name] = true }

func (w *fn) declaration(root bool) *jen.Statement {
	s := jen.Null()
	for i, line := range w.f.Doc {
		if i == 0 && !root {
			line = w.funcs[w.src] + " " + line // which the others don't know
		}
		s.Comment(("// " + line)).Line()
	}
	s.Func()
	params := w.f.Params
	if w.method {
		s.Params(w.params(params[:1], false)...)
		params = params[1:]
	}
	s.Id(w.funcs[w.src])
	list := w.params(params, root && w.f.Variadic)
	if w.work.passedTo(w.src) {
		list = append([]jen.Code{jen.Id(w.ws).Op("*").Id(w.work.typ)}, list...)
	}
	s.Params(list...)
	s.Add(w.results())
	return s.BlockFunc(w.block(w.f.Body.List, nil))
}

// results writes the list of results.
func (w *fn) results() *jen.Statement {
	switch {
	case len(w.f.Results) == 0:
		return jen.Null()
	case !w.f.Unnamed:
		return jen.Params(w.params(w.f.Results, false)...)
	case len(w.f.Results) == 1:
		return w.typ(w.f.Results[0].Type, nil)
	}
	var list []jen.Code
	for _, r := range w.f.Results {
		list = append(list, w.typ(r.Type, nil))
	}
	return jen.Params(list...)
}

// params writes parameters or results, those of one type that follow each other together.
func (w *fn) params(vars []*ir.Var, variadic bool) []jen.Code {
	var out []jen.Code
	for i := 0; i < len(vars); {
		t := vars[i].Type
		last := len(vars)
		if variadic {
			last--
		}
		if i == last {
			elem := t.Underlying().(*types.Slice).Elem()
			out = append(out, jen.Id(w.names[vars[i]]).Op("...").Add(w.typ(elem, nil)))
			break
		}
		var ids []jen.Code
		for i < last && types.Identical(vars[i].Type, t) {
			ids = append(ids, jen.Id(w.names[vars[i]]))
			i++
		}
		out = append(out, jen.List(ids...).Add(w.typ(t, nil)))
	}
	return out
}

// block writes a statement list; under is the origin whose comment stands above the statement that it belongs to.
func (w *fn) block(list []ir.Stmt, under *ir.Origin) func(*jen.Group) {
	return func(g *jen.Group) {
		c := &commenter{out: g, origin: under}
		for i := 0; i < len(list); i++ {
			zeros := c.zeros(list, i)
			behind := c.before(list, i)
			if len(zeros) > 2 {
				g.Var().List(w.ids(zeros)...).Add(w.typ(zeros[0].Type, w.refer))
				i += len(zeros) - 1
				continue
			}
			n := w.stmt(g, list[i], c.origin)
			if behind != "" && n != nil {
				n.Comment(behind)
			}
		}
	}
}

// noted writes the statements of a branch with the note on it.
func (w *fn) noted(b *ir.Block, under *ir.Origin) func(*jen.Group) {
	body := w.block(b.List, under)
	if b.Note == "" {
		return body
	}
	return func(g *jen.Group) {
		g.Comment("// " + b.Note)
		body(g)
	}
}

// ids are the names of variables.
func (w *fn) ids(vars []*ir.Var) []jen.Code {
	var out []jen.Code
	for _, v := range vars {
		out = append(out, w.ref(v))
	}
	return out
}

// labels names the loops and blocks that an exit inside a loop of their own leaves.
func labels(body *ir.Block) map[ir.Stmt]string {
	out := map[ir.Stmt]string{}
	taken := map[string]bool{}
	var around []ir.Stmt
	var walk func(list []ir.Stmt)
	walk = func(list []ir.Stmt) {
		for _, s := range list {
			if e, ok := s.(*ir.Exit); ok && out[e.Target] == "" && slices.Contains(around, e.Target) && e.Target != around[len(around)-1] {
				base := labelOf(e.Target)
				name := base
				for k := 2; taken[name]; k++ {
					name = numbered(base, k)
				}
				out[e.Target], taken[name] = name, true
			}
			if isLoop(s) {
				around = append(around, s)
			}
			for _, b := range ir.Blocks(s) {
				walk(b.List)
			}
			if isLoop(s) {
				around = around[:len(around)-1]
			}
		}
	}
	walk(body.List)
	return out
}

// isLoop reports whether s is written as a loop. A block is one: only blocks that an exit leaves are left.
func isLoop(s ir.Stmt) bool {
	switch s.(type) {
	case *ir.Count, *ir.While, *ir.Block:
		return true
	}
	return false
}

func labelOf(s ir.Stmt) string {
	name := ""
	switch s := s.(type) {
	case *ir.Count:
		name = s.Label
	case *ir.While:
		name = s.Label
	case *ir.Block:
		name = s.Label
	}
	if name == "" {
		return "outer"
	}
	return ident(name)
}
