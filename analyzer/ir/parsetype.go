package ir

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
)

// typeSpecs declares the named types first, so that they may refer to each other.
func (p *progParser) typeSpecs(specs []*ast.TypeSpec) {
	for _, s := range specs {
		if s.TypeParams != nil || s.Assign.IsValid() {
			p.fail(s, "generic types and aliases have no text form")
		}
		if p.types[s.Name.Name] != nil {
			p.fail(s, "type %s declared twice", s.Name.Name)
		}
		p.types[s.Name.Name] = types.NewNamed(types.NewTypeName(token.NoPos, p.pkg, s.Name.Name, nil), nil, nil)
	}
	done := map[types.Type]bool{}
	for _, s := range specs {
		n := p.types[s.Name.Name].(*types.Named)
		t := p.typ(s.Type)
		if m, ok := t.(*types.Named); ok {
			if p.types[m.Obj().Name()] == m && !done[m] {
				p.fail(s, "declare %s before %s", m.Obj().Name(), s.Name.Name)
			}
			t = m.Underlying()
		}
		n.SetUnderlying(t)
		done[n] = true
	}
}

// typ reads a type or fails.
func (p *progParser) typ(e ast.Expr) types.Type {
	t := p.asType(e)
	if t == nil {
		p.fail(e, "unknown type %s", types.ExprString(e))
	}
	return t
}

// asType reads a type; nil where e is none.
func (p *progParser) asType(e ast.Expr) types.Type {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return p.asType(e.X)
	case *ast.Ident:
		if t := p.types[e.Name]; t != nil {
			return t
		}
		if tn, ok := types.Universe.Lookup(e.Name).(*types.TypeName); ok {
			return tn.Type()
		}
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok {
			return p.otherType(x.Name, e.Sel.Name)
		}
	case *ast.StarExpr:
		return types.NewPointer(p.typ(e.X))
	case *ast.ArrayType:
		return p.arrayType(e)
	case *ast.MapType:
		return types.NewMap(p.typ(e.Key), p.typ(e.Value))
	case *ast.InterfaceType:
		if len(e.Methods.List) == 0 {
			return types.NewInterfaceType(nil, nil)
		}
	case *ast.StructType:
		return p.structType(e)
	}
	return nil
}

// otherType is a type of one of the packages given to Parse.
func (p *progParser) otherType(pkg, name string) types.Type {
	for _, o := range p.pkgs {
		if o.Name() != pkg {
			continue
		}
		if tn, ok := o.Scope().Lookup(name).(*types.TypeName); ok {
			return tn.Type()
		}
	}
	return nil
}

func (p *progParser) arrayType(e *ast.ArrayType) types.Type {
	if e.Len == nil {
		return types.NewSlice(p.typ(e.Elt))
	}
	lit, ok := e.Len.(*ast.BasicLit)
	if !ok {
		p.fail(e, "the length of an array must be a literal")
	}
	n, err := strconv.ParseInt(lit.Value, 0, 32)
	if err != nil {
		p.fail(e, "%s is no array length", lit.Value)
	}
	return types.NewArray(p.typ(e.Elt), n)
}

func (p *progParser) structType(e *ast.StructType) types.Type {
	var fields []*types.Var
	var tags []string
	seen := map[string]bool{}
	for _, f := range e.Fields.List {
		tag := ""
		if f.Tag != nil {
			tag, _ = strconv.Unquote(f.Tag.Value)
		}
		t := p.typ(f.Type)
		add := func(name string, embedded bool) {
			if seen[name] {
				p.fail(f, "two fields %s", name)
			}
			seen[name] = name != "_"
			fields = append(fields, types.NewField(token.NoPos, p.pkg, name, t, embedded))
			tags = append(tags, tag)
		}
		for _, n := range f.Names {
			add(n.Name, false)
		}
		if len(f.Names) == 0 {
			add(embeddedName(f.Type), true)
		}
	}
	return types.NewStruct(fields, tags)
}

// embeddedName is the field name of an embedded type.
func embeddedName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.StarExpr:
		return embeddedName(e.X)
	case *ast.ParenExpr:
		return embeddedName(e.X)
	}
	return "_"
}
