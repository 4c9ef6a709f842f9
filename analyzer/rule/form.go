package rule

import (
	"fmt"
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/directive"
	"github.com/gograd/gograd/analyzer/ir"
)

// builtinForm is the form of a rule for min or max of two.
var builtinForm = types.NewSignatureType(nil, nil, nil,
	types.NewTuple(float("x"), float("y"), float("r"), float("dr")), types.NewTuple(float("dx"), float("dy")), false)

func float(name string) *types.Var { return types.NewVar(token.NoPos, nil, name, ir.Float64) }

// form is the signature that a rule for a function with the signature sig has. It has no destination and no result
// if nothing goes in that has a derivative.
func form(sig *types.Signature) *types.Signature {
	var dests, params, contributions []*types.Var
	add := func(list *[]*types.Var, name string, t types.Type) {
		*list = append(*list, types.NewVar(token.NoPos, nil, name, t))
	}
	in := make([]*types.Var, 0, sig.Params().Len()+1)
	if sig.Recv() != nil {
		in = append(in, sig.Recv())
	}
	for v := range sig.Params().Variables() {
		in = append(in, v)
	}
	for i, v := range in {
		name := nameOr(v, "p", i)
		add(&params, name, v.Type())
		switch {
		case ir.Refers(v.Type()):
			add(&dests, "d"+name, directive.DestType(v.Type()))
		case ir.Carries(v.Type()):
			add(&contributions, "d"+name, v.Type())
		}
	}
	var cotangents []*types.Var
	for i := range sig.Results().Len() {
		v := sig.Results().At(i)
		name := nameOr(v, "y", i)
		if sig.Results().Len() == 1 && name == "y0" {
			name = "y"
		}
		add(&params, name, v.Type())
		if ir.Carries(v.Type()) {
			add(&cotangents, "d"+name, v.Type())
		}
	}
	all := append(append(dests, params...), cotangents...)
	return types.NewSignatureType(nil, nil, nil, types.NewTuple(all...), types.NewTuple(contributions...), false)
}

func nameOr(v *types.Var, name string, i int) string {
	if v.Name() != "" && v.Name() != "_" {
		return v.Name()
	}
	return fmt.Sprintf("%s%d", name, i)
}

// differentiable reports whether derivatives go into and come out of a function.
func differentiable(sig *types.Signature) bool {
	in, out := false, false
	memory := func(v *types.Var) {
		in = in || ir.Carries(v.Type())
		out = out || ir.Refers(v.Type())
	}
	if sig.Recv() != nil {
		memory(sig.Recv())
	}
	for v := range sig.Params().Variables() {
		memory(v)
	}
	for v := range sig.Results().Variables() {
		out = out || ir.Carries(v.Type())
	}
	return in && out
}

// applied reports whether the adjoint builder applies rules for functions with this signature: floats go in and come out
// by themselves, not inside of something.
func applied(sig *types.Signature) bool {
	all := []*types.Tuple{sig.Params(), sig.Results()}
	if sig.Recv() != nil {
		all = append(all, types.NewTuple(sig.Recv()))
	}
	for _, t := range all {
		for v := range t.Variables() {
			if ir.Carries(v.Type()) && !ir.IsFloat(v.Type()) {
				return false
			}
		}
	}
	return true
}

// sameTypes reports whether two signatures have the same types; names don't count.
func sameTypes(a, b *types.Signature) bool {
	same := func(s, t *types.Tuple) bool {
		if s.Len() != t.Len() {
			return false
		}
		for i := range s.Len() {
			if !types.Identical(s.At(i).Type(), t.At(i).Type()) {
				return false
			}
		}
		return true
	}
	return same(a.Params(), b.Params()) && same(a.Results(), b.Results())
}
