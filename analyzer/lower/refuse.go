package lower

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/gograd/gograd/analyzer/diag"
)

// refuse records a problem. What is lowered after it only serves to find more of them.
func (b *body) refuse(pos token.Pos, code, format string, args ...any) {
	b.in.failed = true
	notes := slices.Clone(diag.NotesOf(code))
	if c := b.in.caller; c != nil {
		at := b.l.src.Fset.Position(b.in.callAt)
		notes = append(notes, fmt.Sprintf("in %s, which %s calls at %s", b.in.fn.Name(), c.fn.Name(), at))
	}
	b.l.diags.Add(diag.Diagnostic{
		Pos: b.l.src.Fset.Position(pos), Code: code, Message: fmt.Sprintf(format, args...), Notes: notes,
	})
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
