package emit

import (
	"go/types"

	"github.com/dave/jennifer/jen"
)

// typ is the Go text of t as seen from the file's package. note is told every name of an enclosing
// scope that it refers to; it may be nil.
func (w *writer) typ(t types.Type, note func(string)) *jen.Statement {
	switch t := t.(type) {
	case *types.Basic:
		return w.basic(t, note)
	case *types.Alias:
		return w.typeName(t.Obj(), t.TypeArgs(), note)
	case *types.Named:
		return w.typeName(t.Obj(), t.TypeArgs(), note)
	case *types.Pointer:
		return jen.Op("*").Add(w.typ(t.Elem(), note))
	case *types.Slice:
		return jen.Index().Add(w.typ(t.Elem(), note))
	case *types.Array:
		return jen.Index(jen.Lit(int(t.Len()))).Add(w.typ(t.Elem(), note))
	case *types.Map:
		return jen.Map(w.typ(t.Key(), note)).Add(w.typ(t.Elem(), note))
	case *types.Struct:
		if name := w.recordName(t); name != "" {
			return jen.Id(name)
		}
		return w.structType(t, note)
	case *types.Interface:
		if t.Empty() {
			return w.predeclared("any", note)
		}
	case *types.Signature:
		return jen.Func().Add(w.signatureType(t, note))
	case *types.Chan:
		switch t.Dir() {
		case types.SendOnly:
			return jen.Chan().Op("<-").Add(w.typ(t.Elem(), note))
		case types.RecvOnly:
			return jen.Op("<-").Chan().Add(w.typ(t.Elem(), note))
		}
		return jen.Chan().Parens(w.typ(t.Elem(), note))
	}
	w.fail("type %s can't be written", t)
	return jen.Id("_")
}

func (w *writer) predeclared(name string, note func(string)) *jen.Statement {
	if note != nil {
		note(name)
	}
	return jen.Id(name)
}

func (w *writer) basic(t *types.Basic, note func(string)) *jen.Statement {
	if t.Kind() == types.UnsafePointer || t.Kind() == types.Invalid || t.Kind() == types.UntypedNil {
		w.fail("type %s can't be written", t)
	}
	return w.predeclared(types.Default(t).(*types.Basic).Name(), note)
}

// typeName writes a declared type. Types declared inside functions and other packages' unexported types have no
// name here.
func (w *writer) typeName(obj *types.TypeName, args *types.TypeList, note func(string)) *jen.Statement {
	if obj.Pkg() != nil && (obj.Parent() != nil && obj.Parent() != obj.Pkg().Scope() || !w.visible(obj)) {
		w.fail("type %s can't be named in package %s", obj.Name(), w.Pkg.Name())
		return jen.Id("_")
	}
	s := w.object(obj, note)
	var list []jen.Code
	for i := range args.Len() {
		list = append(list, w.typ(args.At(i), note))
	}
	return s.Types(list...)
}

// visible reports whether the file may refer to obj by name.
func (w *writer) visible(obj types.Object) bool {
	return obj.Exported() || obj.Pkg() == nil || obj.Pkg().Path() == w.Pkg.Path()
}

// object writes a package-level or predeclared object, qualified where it has to be.
func (w *writer) object(obj types.Object, note func(string)) *jen.Statement {
	if obj.Pkg() == nil {
		return w.predeclared(obj.Name(), note)
	}
	return w.qualified(obj.Pkg().Path(), obj.Pkg().Name(), obj.Name(), note)
}

// qualified writes a package-level name of the package with the given path.
func (w *writer) qualified(path, pkg, name string, note func(string)) *jen.Statement {
	outer := name
	if path != w.Pkg.Path() {
		outer = w.importName(path, pkg)
	}
	if note != nil {
		note(outer)
	}
	return jen.Qual(path, name)
}

func (w *writer) structType(t *types.Struct, note func(string)) *jen.Statement {
	var fields []jen.Code
	for i := range t.NumFields() {
		f := t.Field(i)
		if !w.visible(f) {
			w.fail("field %s of an unnamed struct can't be named in package %s", f.Name(), w.Pkg.Name())
		}
		s := jen.Null()
		if !f.Embedded() {
			s = jen.Id(f.Name())
		}
		s.Add(w.typ(f.Type(), note))
		if tag := t.Tag(i); tag != "" {
			s.Lit(tag)
		}
		fields = append(fields, s)
	}
	if len(fields) == 0 {
		return jen.Struct()
	}
	return jen.Custom(jen.Options{Open: "struct{", Close: "}", Separator: ";"}, fields...)
}

func (w *writer) signatureType(t *types.Signature, note func(string)) *jen.Statement {
	list := func(tuple *types.Tuple, variadic bool) []jen.Code {
		var out []jen.Code
		for i := range tuple.Len() {
			typ := tuple.At(i).Type()
			if variadic && i == tuple.Len()-1 {
				out = append(out, jen.Op("...").Add(w.typ(typ.(*types.Slice).Elem(), note)))
				continue
			}
			out = append(out, w.typ(typ, note))
		}
		return out
	}
	s := jen.Params(list(t.Params(), t.Variadic())...)
	switch t.Results().Len() {
	case 0:
		return s
	case 1:
		return s.Add(w.typ(t.Results().At(0).Type(), note))
	}
	return s.Params(list(t.Results(), false)...)
}
