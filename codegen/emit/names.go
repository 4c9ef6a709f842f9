package emit

import (
	"fmt"
	"go/token"
	"go/types"
	"strings"
	"unicode"

	"github.com/gograd/gograd/analyzer/ir"
)

// numbered is the k-th name made of base: z2, z3; x1b, x1c of x1, which has a number of its own.
func numbered(base string, k int) string {
	last := base[len(base)-1]
	if last < '0' || last > '9' {
		return fmt.Sprintf("%s%d", base, k)
	}
	const letters = "bcdefghijkmnpqrstuvwxyz"
	if k-2 < len(letters) {
		return base + letters[k-2:k-1]
	}
	return fmt.Sprintf("%s_%d", base, k)
}

// ident makes an identifier of name, which is one already wherever it comes from Go source.
func ident(name string) string {
	s := strings.Map(func(r rune) rune {
		if r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return '_'
	}, name)
	switch {
	case s == "" || s == "_":
		return "v"
	case unicode.IsDigit(rune(s[0])):
		return "v" + s
	case token.IsKeyword(s):
		return s + "_"
	}
	return s
}

// scope is a block with the names declared in it and in the blocks inside it.
type scope struct {
	parent     *scope
	own, below map[string]bool
}

func newScope(parent *scope) *scope {
	return &scope{parent: parent, own: map[string]bool{}, below: map[string]bool{}}
}

// free reports whether no variable of the same name is in sight: neither in the blocks around s nor in those inside it.
func (s *scope) free(name string) bool {
	for p := s; p != nil; p = p.parent {
		if p.own[name] {
			return false
		}
	}
	return !s.below[name]
}

func (s *scope) declare(name string) {
	s.own[name] = true
	for p := s; p != nil; p = p.parent {
		p.below[name] = true
	}
}

// namer gives the variables of a function their identifiers.
type namer struct {
	names    map[*ir.Var]string
	reserved map[string]bool // names that the function refers to in enclosing scopes
	t        *tidied
	used     map[*ir.Var]bool // parameters that are mentioned
}

// nameVars names the variables of a function. The same name stands for two variables only in blocks of which
// neither contains the other; parameters come first, so they keep the user's names. The scope is that of the function.
func nameVars(t *tidied, reserved map[string]bool) (map[*ir.Var]string, *scope) {
	f := t.f
	n := &namer{names: map[*ir.Var]string{}, reserved: reserved, t: t, used: map[*ir.Var]bool{}}
	note := func(s ir.Stmt) { eachUse(s, func(v *ir.Var, _ bool) { n.used[v] = true }) }
	eachStmt(f.Body, note)
	for _, h := range t.head {
		note(h.init)
		note(h.post)
	}
	top := newScope(nil)
	for _, v := range f.Params {
		if (v.Name == "_" || v.Name == "") && !n.used[v] {
			n.names[v] = "_"
			continue
		}
		n.name(v, top)
	}
	for _, v := range f.Results {
		if !f.Unnamed {
			n.name(v, top)
		}
	}
	n.list(f.Body.List, top)
	return n.names, top
}

func (n *namer) name(v *ir.Var, s *scope) {
	if _, ok := n.names[v]; ok {
		return
	}
	base := ident(v.Name)
	if v.Kind == ir.Local && types.Universe.Lookup(base) != nil {
		base += "Val" // legal as it is, but nobody likes to read on below it
	}
	n.names[v] = n.fresh(base, s)
}

// index names a loop's variable: the next letter, where i is in use by a loop around this one.
func (n *namer) index(v *ir.Var, s *scope) {
	const letters = "ijkl"
	if i := strings.Index(letters, v.Name); i >= 0 && len(v.Name) == 1 {
		for _, l := range letters[i:] {
			if name := string(l); !n.reserved[name] && s.free(name) {
				s.declare(name)
				n.names[v] = name
				return
			}
		}
	}
	n.name(v, s)
}

func (n *namer) fresh(base string, s *scope) string {
	name := base
	for k := 2; n.reserved[name] || !s.free(name); k++ {
		name = numbered(base, k)
	}
	s.declare(name)
	return name
}

func (n *namer) list(list []ir.Stmt, s *scope) {
	for _, st := range list {
		switch st := st.(type) {
		case *ir.Decl:
			if st.Var.Name != "_" {
				n.name(st.Var, s)
			}
		case *ir.Count:
			inner := newScope(s)
			n.index(st.Var, inner)
			n.list(st.Body.List, inner)
			continue
		case *ir.While:
			inner := newScope(s)
			if h := n.t.head[st]; h != nil {
				n.list([]ir.Stmt{h.init}, inner)
			}
			n.list(st.Body.List, inner)
			continue
		}
		if n.t.defines[st] {
			for _, d := range ir.Dsts(st) {
				n.name(d.(*ir.Ref).Var, s)
			}
		}
		for _, b := range ir.Blocks(st) {
			n.list(b.List, newScope(s))
		}
	}
}
