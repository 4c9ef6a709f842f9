package lower

import "go/types"

// reveal replaces, in t, the named types that the generated code can't name by what they are made of: a type of
// another package's own, or one declared inside a function. Fields of such structs become fields of the package that the code is for. All of
// the program is lowered, so no value of such a type comes from elsewhere, except out of a field or a variable, where it is refused.
// A type that refers to itself stays as it is, and is refused.
func (l *Lowerer) reveal(t types.Type) types.Type {
	if r, ok := l.revealed[t]; ok {
		return r
	}
	l.revealed[t] = t // what a recursive type sees of itself
	r := l.findRevealed(t)
	if l.mentions(r, t) {
		r = t
	}
	l.revealed[t] = r
	return r
}

// mentions reports whether the hidden type t was kept inside its own replacement r.
func (l *Lowerer) mentions(r, t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || r == t {
		return false
	}
	found := false
	var in func(u types.Type)
	in = func(u types.Type) {
		switch u := types.Unalias(u).(type) {
		case *types.Named:
			found = found || types.Identical(u, n)
		case *types.Pointer:
			in(u.Elem())
		case *types.Slice:
			in(u.Elem())
		case *types.Array:
			in(u.Elem())
		case *types.Struct:
			for f := range u.Fields() {
				in(f.Type())
			}
		}
	}
	in(r)
	return found
}

func (l *Lowerer) findRevealed(t types.Type) types.Type {
	switch u := t.(type) {
	case *types.Alias:
		return l.reveal(types.Unalias(u))
	case *types.Named:
		return l.revealNamed(u)
	case *types.Pointer:
		if e := l.reveal(u.Elem()); e != u.Elem() {
			return types.NewPointer(e)
		}
	case *types.Slice:
		if e := l.reveal(u.Elem()); e != u.Elem() {
			return types.NewSlice(e)
		}
	case *types.Array:
		if e := l.reveal(u.Elem()); e != u.Elem() {
			return types.NewArray(e, u.Len())
		}
	case *types.Struct:
		return l.revealStruct(u, false)
	case *types.Tuple:
		var vars []*types.Var
		for v := range u.Variables() {
			vars = append(vars, types.NewParam(v.Pos(), v.Pkg(), v.Name(), l.reveal(v.Type())))
		}
		return types.NewTuple(vars...)
	case *types.Signature:
		return types.NewSignatureType(nil, nil, nil, l.reveal(u.Params()).(*types.Tuple), l.reveal(u.Results()).(*types.Tuple), u.Variadic())
	}
	return t
}

func (l *Lowerer) revealNamed(t *types.Named) types.Type {
	obj := t.Obj()
	if obj.Pkg() == nil || types.IsInterface(t) {
		return t
	}
	local := obj.Parent() != nil && obj.Parent() != obj.Pkg().Scope()
	if local || !l.canName(obj) {
		if s, ok := t.Underlying().(*types.Struct); ok {
			return l.revealStruct(s, true)
		}
		return l.reveal(t.Underlying())
	}
	var args []types.Type
	changed := false
	for i := range t.TypeArgs().Len() {
		a := t.TypeArgs().At(i)
		args = append(args, l.reveal(a))
		changed = changed || args[i] != a
	}
	if changed {
		if inst, err := types.Instantiate(nil, t.Origin(), args, false); err == nil {
			return inst
		}
	}
	return t
}

// revealStruct reveals the fields' types; own makes the fields those of the package that the code is for.
func (l *Lowerer) revealStruct(s *types.Struct, own bool) types.Type {
	var fields []*types.Var
	changed := own
	for f := range s.Fields() {
		ft := l.reveal(f.Type())
		if ft != f.Type() {
			changed = true
		}
		pkg, embedded := f.Pkg(), f.Embedded()
		if own {
			pkg, embedded = l.from, false
		}
		fields = append(fields, types.NewField(f.Pos(), pkg, f.Name(), ft, embedded && ft == f.Type()))
	}
	if !changed {
		return s
	}
	return types.NewStruct(fields, nil)
}
