package ir

import (
	"go/types"
	"slices"
)

// Pure reports whether a call of fn may stand anywhere in an expression: builtins and package math.
func (f FuncRef) Pure() bool { return f.Pkg == "" || f.Pkg == "math" }

func (v *verifier) call(e *Call, ops []types.Type, whole bool) {
	v.require(e.Typ != nil, "a call without a type")
	v.require(whole || e.Fn.Pure() || e.Fn == Apart, "a call of %s inside an expression", e.Fn)
	if len(v.errs) > 0 && e.Typ == nil {
		return
	}
	if e.Fn.Pkg == "" {
		v.builtin(e, ops)
		return
	}
	params, results, known := signatureOf(e.Fn)
	if !known {
		v.require(e.Fn.Pkg != "math", "package math has no %s", e.Fn.Name)
		v.require(e.Fn.Pkg != KernelPath, "there is no kernel %s", e.Fn.Name)
		return
	}
	v.args(e.Fn.String(), params, ops)
	v.require(len(results) == 1 && types.Identical(results[0], e.Typ), "%s does not give one %s", e.Fn, e.Typ)
}

func (v *verifier) builtin(e *Call, ops []types.Type) {
	switch e.Fn.Name {
	case "len", "cap":
		ok := len(ops) == 1
		if ok {
			_, isMap := ops[0].Underlying().(*types.Map)
			ok = IsSlice(ops[0]) || isArray(ops[0]) || e.Fn.Name == "len" && (isMap || hasInfo(ops[0], types.IsString))
		}
		v.require(ok, "%s takes one slice, array or string", e.Fn)
		v.require(types.Identical(e.Typ, Int), "%s gives an int", e.Fn)
	case "min", "max":
		v.require(len(ops) > 0, "%s without arguments", e.Fn)
		for _, t := range ops {
			v.require(hasInfo(t, types.IsOrdered) && types.Identical(t, e.Typ), "a %s in a %s of %s", t, e.Fn, e.Typ)
		}
	default:
		v.fail("no builtin %s", e.Fn)
	}
}

// signatureOf gives the parameters, receiver first, and the results of a function outside the program.
func signatureOf(fn FuncRef) (params, results []types.Type, ok bool) {
	if fn.Obj == nil {
		return signature(fn)
	}
	sig := fn.Obj.Type().(*types.Signature)
	if sig.TypeParams() != nil || sig.RecvTypeParams() != nil {
		return nil, nil, false
	}
	if r := sig.Recv(); r != nil {
		params = append(params, r.Type())
	}
	for p := range sig.Params().Variables() {
		params = append(params, p.Type())
	}
	for r := range sig.Results().Variables() {
		results = append(results, r.Type())
	}
	return params, results, true
}

func (v *verifier) args(fn string, params, args []types.Type) {
	if len(params) != len(args) {
		v.fail("%s takes %d arguments, not %d", fn, len(params), len(args))
		return
	}
	for i, t := range args {
		// An interface parameter takes whatever implements it.
		ok := t == nil || types.Identical(t, params[i]) || types.IsInterface(params[i]) && types.AssignableTo(t, params[i])
		v.require(ok, "argument %d of %s is a %s, not a %s", i+1, fn, params[i], typeOrNone(t))
	}
}

func typeOrNone(t types.Type) string {
	if t == nil {
		return "nothing"
	}
	return TypeString(t)
}

func (v *verifier) callStmt(s *CallStmt) {
	args := make([]types.Type, len(s.Args))
	for i, a := range s.Args {
		args[i] = v.expr(a)
	}
	var params, results []types.Type
	var name string
	if s.Callee != nil {
		name = s.Callee.Name
		v.require(v.funcs[s.Callee], "%s is no function of the program", name)
		params, results = varTypes(s.Callee.Params), varTypes(s.Callee.Results)
	} else {
		name = s.Fn.String()
		var known bool
		v.require(s.Fn.Name != "" && s.Fn.Pkg != "", "a call of no function")
		if params, results, known = signatureOf(s.Fn); !known {
			v.require(s.Fn.Pkg != "math", "package math has no %s", s.Fn.Name)
			v.require(s.Fn.Pkg != KernelPath, "there is no kernel %s", s.Fn.Name)
			for _, d := range s.Dsts {
				if d != nil {
					v.place(d)
				}
			}
			return
		}
	}
	v.args(name, params, args)
	v.dsts(s, name, results)
}

func (v *verifier) dsts(s *CallStmt, name string, results []types.Type) {
	if len(s.Dsts) != 0 && len(s.Dsts) != len(results) {
		v.fail("%s gives %d results, %d are taken", name, len(results), len(s.Dsts))
		return
	}
	for i, d := range s.Dsts {
		if d == nil {
			continue
		}
		if t := v.place(d); t != nil && !types.Identical(t, results[i]) {
			v.fail("result %d of %s is a %s, stored to a %s", i+1, name, results[i], t)
		}
	}
}

func varTypes(vs []*Var) []types.Type {
	out := make([]types.Type, len(vs))
	for i, v := range vs {
		out[i] = v.Type
	}
	return out
}

func (v *verifier) composite(e *Composite, ops []types.Type) {
	if e.Typ == nil {
		v.fail("a composite value without a type")
		return
	}
	var want []types.Type
	switch u := e.Typ.Underlying().(type) {
	case *types.Struct:
		for i := range u.NumFields() {
			want = append(want, u.Field(i).Type())
		}
	case *types.Array:
		if u.Len() == int64(len(ops)) { // else the lengths differ below
			want = slices.Repeat([]types.Type{u.Elem()}, len(ops))
		}
	default:
		v.fail("a composite value of type %s", e.Typ)
		return
	}
	if a, ok := e.Typ.Underlying().(*types.Array); len(want) != len(ops) || ok && a.Len() != int64(len(ops)) {
		v.fail("%d elements for %s", len(ops), e.Typ)
		return
	}
	for i := range want {
		v.require(types.Identical(want[i], ops[i]), "element %d of %s is a %s", i, e.Typ, ops[i])
	}
}

func (v *verifier) make(e *Make, ops []types.Type, whole bool) {
	v.require(whole, "make inside an expression")
	if e.Typ == nil || !IsSlice(e.Typ) {
		v.fail("make of no slice")
		return
	}
	for _, t := range ops {
		v.require(IsInteger(t), "a length of type %s", t)
	}
	v.require(e.Len != nil, "make without a length")
	v.require(!e.Raw || e.Buf != nil && e.Cap == nil, "raw memory that is not of a buffer, or has a capacity")
	if e.Buf != nil {
		v.useBuf(e.Buf, asArena)
		v.fits(e.Buf, e.Typ.Underlying().(*types.Slice).Elem())
	}
}

func (v *verifier) new(e *New, ops []types.Type, whole bool) {
	v.require(whole, "new inside an expression")
	if e.Elem == nil {
		v.fail("new without a type")
		return
	}
	if len(ops) == 1 {
		v.require(types.Identical(ops[0], e.Elem), "a %s in a new %s", ops[0], e.Elem)
	}
	if e.Buf != nil {
		v.useBuf(e.Buf, asArena)
		v.fits(e.Buf, e.Elem)
	}
}
