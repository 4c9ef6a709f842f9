package lower

import (
	"fmt"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gograd/gograd/analyzer/diag"
)

// refuse records a problem. What is lowered after it only serves to find more of them.
func (b *body) refuse(pos token.Pos, code, format string, args ...any) {
	b.l.refuse(b.in, pos, code, fmt.Sprintf(format, args...))
}

// refuse records a problem in the function in, and who calls it. A name that can't be written is reported once in a function.
func (l *Lowerer) refuse(in *instance, pos token.Pos, code, msg string) {
	in.failed = true
	if code == "GG046" {
		if in.unnamed[msg] {
			return
		}
		if in.unnamed == nil {
			in.unnamed = map[string]bool{}
		}
		in.unnamed[msg] = true
	}
	notes := slices.Clone(diag.NotesOf(code))
	if in.pkg.Foreign && in.caller != nil {
		if in.problem == "" {
			in.problem = fmt.Sprintf("%s at %s", msg, l.place(pos))
		}
		return
	}
	if c := in.caller; c != nil {
		notes = append(notes, fmt.Sprintf("in %s, which %s calls at %s", in.fn.Name(), c.fn.Name(), l.src.Fset.Position(in.callAt)))
	}
	l.diags.Add(diag.Diagnostic{Pos: l.src.Fset.Position(pos), Code: code, Message: msg, Notes: notes})
}

// reportForeign refuses the calls of foreign functions that can't be lowered.
func (l *Lowerer) reportForeign() {
	for _, in := range l.fresh {
		if in.pkg.Foreign {
			continue
		}
		for _, c := range in.calls {
			if p := foreignProblem(c.to, map[*instance]bool{}); p != "" {
				l.refuse(in, c.at, "GG052", fmt.Sprintf("%s can't be followed: %s", c.to.fn.FullName(), p))
			}
		}
	}
	l.fresh = nil
}

// foreignProblem is the first problem of in and the foreign functions that it calls, or "".
func foreignProblem(in *instance, seen map[*instance]bool) string {
	if seen[in] || !in.pkg.Foreign {
		return ""
	}
	seen[in] = true
	if in.problem != "" {
		return in.problem
	}
	for _, c := range in.calls {
		if p := foreignProblem(c.to, seen); p != "" {
			return p
		}
	}
	return ""
}

// place names a position in a foreign package by the file's name only, which is the same on all machines.
func (l *Lowerer) place(pos token.Pos) string {
	p := l.src.Fset.Position(pos)
	return fmt.Sprintf("%s:%d:%d", filepath.Base(p.Filename), p.Line, p.Column)
}

// needField refuses the field of a struct of type t where it can't be written; that of a type that can't be, has been.
func (b *body) needField(pos token.Pos, f *types.Var, t types.Type) {
	if !b.l.canName(f) && b.l.hidden(t) == "" {
		b.refuse(pos, "GG046", "generated code in package %s can't name the field %s of %s", b.l.from.Name(), f.Name(), b.typeString(t))
	}
}

// needType refuses t where it can't be written in the package that the code is for, or is of a kind that is not supported.
func (b *body) needType(pos token.Pos, t types.Type) {
	if name := b.l.hidden(t); name != "" {
		b.refuse(pos, "GG046", "generated code in package %s can't name %s", b.l.from.Name(), name)
	}
}

// hidden is what in t the generated code can't name, or "".
func (l *Lowerer) hidden(t types.Type) string {
	if h, ok := l.visible[t]; ok {
		return h
	}
	l.visible[t] = ""
	h := l.findHidden(t)
	l.visible[t] = h
	return h
}

func (l *Lowerer) findHidden(t types.Type) string {
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		obj := t.Obj()
		if obj.Pkg() != nil {
			if obj.Parent() != nil && obj.Parent() != obj.Pkg().Scope() {
				return "the type " + obj.Name() + ", which is declared inside a function"
			}
			if !l.canName(obj) {
				return "the type " + obj.Pkg().Name() + "." + obj.Name()
			}
		}
		for i := range t.TypeArgs().Len() {
			if h := l.hidden(t.TypeArgs().At(i)); h != "" {
				return h
			}
		}
	case *types.Pointer:
		return l.hidden(t.Elem())
	case *types.Slice:
		return l.hidden(t.Elem())
	case *types.Array:
		return l.hidden(t.Elem())
	case *types.Struct:
		for f := range t.Fields() {
			if !l.canName(f) {
				return "the field " + f.Name() + " of a struct type of package " + f.Pkg().Name()
			}
			if h := l.hidden(f.Type()); h != "" {
				return h
			}
		}
	}
	return ""
}

// canName reports whether the generated code can write the name of obj, an object of a package or a field.
func (l *Lowerer) canName(obj types.Object) bool {
	pkg := obj.Pkg()
	if pkg == nil || pkg == l.from || pkg.Path() == l.from.Path() {
		return true
	}
	return obj.Exported() && (isField(obj) || importable(l.from, pkg))
}

func isField(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	return ok && v.IsField()
}

// importable reports whether package from may import pkg: main packages can't be, internal ones only within
// the tree that they belong to.
func importable(from, pkg *types.Package) bool {
	if pkg.Name() == "main" {
		return false
	}
	path := "/" + pkg.Path() + "/"
	i := strings.LastIndex(path, "/internal/")
	if i < 0 {
		return true
	}
	root := path[:i+1]
	return strings.HasPrefix("/"+from.Path()+"/", root)
}
