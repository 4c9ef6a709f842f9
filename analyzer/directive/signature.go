package directive

import (
	"go/token"
	"go/types"

	"github.com/gograd/gograd/analyzer/ir"
)

// Var is a variable of a generated function's signature.
type Var struct {
	Name string
	Type types.Type
	Obj  *types.Var // the parameter or result of the primal, or nil
}

// Deriv is a derivative: a destination, or a result by value.
type Deriv struct {
	Var
	Wrt    Wrt
	Result int // for a jacobian, number of the result whose derivative it is
}

// Seed is the cotangent of a result that the caller gives.
type Seed struct {
	Var
	Result int // number of the result
}

// Signature is what a generated function takes and gives, in the order of the fields.
type Signature struct {
	Kind     Kind
	Name     string
	Recv     *Var    // nil for a function
	Dests    []Deriv // parameters that receive derivatives
	Params   []Var   // the primal's own
	Seeds    []Seed  // for a vjp
	Results  []Var   // the primal's own
	Derivs   []Deriv // derivatives by value
	Variadic bool    // the last parameter is variadic

	// NamedResults says that the results are to be named in the source: the primal names
	// them, or there are derivatives among them.
	NamedResults bool
}

// NewSignature gives the signature of the function with the given name that derives fn with respect to
// wrt. A variable that would be called something for which reserved holds gets another name, unless the primal
// calls it so; reserved may be nil.
func NewSignature(fn *types.Func, kind Kind, name string, wrt []Wrt, reserved func(string) bool) *Signature {
	primal := fn.Type().(*types.Signature)
	n := newNamer(reserved)
	s := &Signature{Kind: kind, Name: name, Variadic: primal.Variadic()}
	s.own(n, fn)
	rows := s.rows()
	for _, r := range rows {
		for _, w := range wrt {
			if t := w.Type(); ir.Refers(t) {
				s.Dests = append(s.Dests, Deriv{Var{Name: n.fresh(r.prefix + "d" + s.derivName(w)), Type: DestType(t)}, w, r.result})
			}
		}
	}
	if kind == VJP {
		for i, r := range s.Results {
			if ir.Carries(r.Type) {
				s.Seeds = append(s.Seeds, Seed{Var{Name: n.fresh("d" + r.Name), Type: r.Type}, i})
			}
		}
		s.Variadic = s.Variadic && len(s.Seeds) == 0
	}
	for _, r := range rows {
		for _, w := range wrt {
			if t := w.Type(); !ir.Refers(t) {
				s.Derivs = append(s.Derivs, Deriv{Var{Name: n.fresh(r.prefix + "d" + s.derivName(w)), Type: t}, w, r.result})
			}
		}
	}
	s.NamedResults = len(s.Derivs) > 0 || primal.Results().Len() > 0 && primal.Results().At(0).Name() != ""
	return s
}

// row is a result to be differentiated, and what the names of its derivatives begin with.
type row struct {
	result int
	prefix string
}

// rows are the results that have derivatives of their own: the float ones of a jacobian. Otherwise it is one for all.
func (s *Signature) rows() []row {
	if s.Kind != Jacobian {
		return []row{{}}
	}
	var out []row
	for i, r := range s.Results {
		if ir.IsFloat(r.Type) {
			out = append(out, row{i, "d" + r.Name})
		}
	}
	return out
}

// DestType is the type of a destination for a primal of type t that refers to memory.
func DestType(t types.Type) types.Type {
	switch t.Underlying().(type) {
	case *types.Slice, *types.Pointer, *types.Map:
		return t
	}
	return types.NewPointer(t)
}

// own names the receiver, the parameters and the results of the primal.
func (s *Signature) own(n *namer, fn *types.Func) {
	primal := fn.Type().(*types.Signature)
	for _, t := range []*types.Tuple{types.NewTuple(primal.Recv()), primal.Params(), primal.Results()} {
		for v := range t.Variables() {
			if v != nil && named(v) {
				n.used[v.Name()] = true
			}
		}
	}
	keep := func(v *types.Var, other ...string) Var {
		if named(v) {
			return Var{v.Name(), v.Type(), v}
		}
		return Var{n.first(other...), v.Type(), v}
	}
	if r := primal.Recv(); r != nil {
		v := keep(r, "recv")
		s.Recv = &v
	}
	for i := range primal.Params().Len() {
		s.Params = append(s.Params, keep(primal.Params().At(i), numbered("p", i)))
	}
	names := resultNames(fn)
	for i := range primal.Results().Len() {
		s.Results = append(s.Results, keep(primal.Results().At(i), names[i]...))
	}
}

// derivName is what a derivative is called after: a field, or the variable's name in the signature.
func (s *Signature) derivName(w Wrt) string {
	if len(w.Path) > 0 {
		return w.field().Name()
	}
	if s.Recv != nil && s.Recv.Obj == w.Param {
		return s.Recv.Name
	}
	for _, p := range s.Params {
		if p.Obj == w.Param {
			return p.Name
		}
	}
	return w.Param.Name()
}

// Type is the signature as a type, without the receiver.
func (s *Signature) Type() *types.Signature {
	var params, results []*types.Var
	add := func(list *[]*types.Var, v Var) {
		*list = append(*list, types.NewVar(token.NoPos, nil, v.Name, v.Type))
	}
	for _, d := range s.Dests {
		add(&params, d.Var)
	}
	for _, p := range s.Params {
		add(&params, p)
	}
	for _, d := range s.Seeds {
		add(&params, d.Var)
	}
	for _, r := range s.Results {
		add(&results, r)
	}
	for _, d := range s.Derivs {
		add(&results, d.Var)
	}
	return types.NewSignatureType(nil, nil, nil, types.NewTuple(params...), types.NewTuple(results...), s.Variadic)
}
