package directive

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/gograd/gograd/analyzer/diag"
	"github.com/gograd/gograd/analyzer/ir"
)

// Wrt is a variable that a function is derived with respect to: a parameter, the receiver, or a field of one.
type Wrt struct {
	Param *types.Var
	Path  []int  // field numbers from Param on; pointers on the way are followed
	Name  string // as written: "x", "p.W"
}

// Type is the type of what w names.
func (w Wrt) Type() types.Type {
	if len(w.Path) == 0 {
		return w.Param.Type()
	}
	return w.field().Type()
}

// overlaps reports whether one of w and o is the other or part of it. Names need not show it: a field of an embedded
// struct has two.
func (w Wrt) overlaps(o Wrt) bool {
	n := min(len(w.Path), len(o.Path))
	return w.Param == o.Param && slices.Equal(w.Path[:n], o.Path[:n])
}

// field is the last field of the path.
func (w Wrt) field() *types.Var {
	t := w.Param.Type()
	var f *types.Var
	for _, i := range w.Path {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		f = t.Underlying().(*types.Struct).Field(i)
		t = f.Type()
	}
	return f
}

// Function is a request whose names have been found.
type Function struct {
	*Request
	Obj *types.Func
	Wrt []Wrt
	Sig *Signature
}

// Package is what Resolve needs to know of a type-checked package.
type Package struct {
	Fset  *token.FileSet
	Types *types.Package
	Info  *types.Info // Defs, Scopes
	Files []*ast.File

	// Generated reports whether pos lies in one of gograd's own files; what is declared there takes no name.
	Generated func(pos token.Pos) bool
}

// Resolve finds what the requests of one package name. Problems are added to diags; a request with a problem
// becomes Bad and gives no function.
func Resolve(pkg *Package, reqs []*Request, diags *diag.List) []*Function {
	var fns []*Function
	names := map[string]*Request{}
	for _, req := range reqs {
		r := &resolver{pkg: pkg, req: req, diags: diags, failed: req.Bad}
		var fn *Function
		if !req.unfit {
			fn = r.resolve()
		}
		r.checkName(names)
		req.Bad = r.failed
		if !r.failed {
			fns = append(fns, fn)
		}
	}
	return fns
}

// resolver resolves one request.
type resolver struct {
	pkg    *Package
	req    *Request
	fn     *types.Func
	diags  *diag.List
	failed bool
}

func (r *resolver) errorf(pos token.Pos, code, format string, args ...any) {
	r.failed = true
	r.diags.Addf(r.pkg.Fset.Position(pos), code, format, args...)
}

func (r *resolver) resolve() *Function {
	r.fn, _ = r.pkg.Info.Defs[r.req.Decl.Name].(*types.Func)
	if r.fn == nil {
		r.failed = true // a type error has been reported
		return nil
	}
	var wrt []Wrt
	if r.req.WrtNames == nil && !r.req.Bad {
		wrt = r.everything()
	}
	for _, n := range r.req.WrtNames {
		w, ok := r.wrt(n)
		if !ok {
			continue
		}
		for _, o := range wrt {
			if !r.req.Bad && w.overlaps(o) {
				r.errorf(n.Pos, "GG005", "%s and %s are the same, or one is part of the other", o.Name, w.Name)
			}
		}
		wrt = append(wrt, w)
	}
	r.results()
	if r.failed {
		return nil
	}
	sig := NewSignature(r.fn, r.req.Kind, r.req.Name, wrt, r.reserved())
	return &Function{r.req, r.fn, wrt, sig}
}

// everything is what wrt means when it is left out.
func (r *resolver) everything() []Wrt {
	var wrt []Wrt
	for v := range r.signature().Params().Variables() {
		if ir.Carries(v.Type()) {
			wrt = append(wrt, Wrt{Param: v, Name: v.Name()})
		}
	}
	if len(wrt) == 0 {
		r.errorf(r.req.Pos, "GG008", "%s has no parameter that carries a derivative%s", r.fn.Name(), r.receiverHint())
	}
	return wrt
}

func (r *resolver) receiverHint() string {
	if v := r.signature().Recv(); v != nil && named(v) && ir.Carries(v.Type()) {
		return "; its receiver counts only when it is named: wrt=" + v.Name()
	}
	return ""
}

// wrt finds what a name of wrt= means.
func (r *resolver) wrt(n Name) (Wrt, bool) {
	base, path, _ := strings.Cut(n.Text, ".")
	v := r.variable(base)
	if v == nil {
		what := "parameter"
		if r.signature().Recv() != nil {
			what = "parameter or receiver"
		}
		r.errorf(n.Pos, "GG006", "%s has no %s called %s", r.fn.Name(), what, base)
		return Wrt{}, false
	}
	w := Wrt{Param: v, Name: n.Text}
	if len(n.Text) > len(base) && !r.path(&w, path, n.Pos+token.Pos(len(base)+1)) {
		return Wrt{}, false
	}
	if !ir.Carries(w.Type()) {
		r.errorf(n.Pos, "GG007", "%s is %s, which carries no derivative", n.Text, types.TypeString(w.Type(), types.RelativeTo(r.pkg.Types)))
		return Wrt{}, false
	}
	return w, true
}

// variable finds a parameter or the receiver.
func (r *resolver) variable(name string) *types.Var {
	if v := r.signature().Recv(); v != nil && named(v) && v.Name() == name {
		return v
	}
	for v := range r.signature().Params().Variables() {
		if named(v) && v.Name() == name {
			return v
		}
	}
	return nil
}

// path follows the fields of a dotted path.
func (r *resolver) path(w *Wrt, path string, pos token.Pos) bool {
	t := w.Param.Type()
	sofar := w.Param.Name()
	for _, name := range strings.Split(path, ".") {
		obj, index, _ := types.LookupFieldOrMethod(t, true, r.pkg.Types, name)
		f, ok := obj.(*types.Var)
		if !ok {
			if r.foreign(t, name) {
				r.errorf(pos, "GG016", "field %s of %s is not exported by its package", name, sofar)
			} else {
				r.errorf(pos, "GG006", "%s has no field called %s", sofar, name)
			}
			return false
		}
		w.Path = append(w.Path, index...)
		t = f.Type()
		sofar += "." + name
		pos += token.Pos(len(name) + 1)
	}
	return true
}

// foreign reports whether t has a field of that name which only another package can use.
func (r *resolver) foreign(t types.Type, name string) bool {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for f := range s.Fields() {
		if f.Name() == name {
			return true
		}
	}
	return false
}

// results checks that there is something to differentiate.
func (r *resolver) results() {
	sig := r.signature()
	floats, carrying, memory := 0, 0, false
	for v := range sig.Results().Variables() {
		if ir.IsFloat(v.Type()) {
			floats++
		}
		if ir.Carries(v.Type()) {
			carrying++
		}
	}
	for v := range sig.Params().Variables() {
		memory = memory || ir.Refers(v.Type())
	}
	memory = memory || sig.Recv() != nil && ir.Refers(sig.Recv().Type())
	name := r.fn.Name()
	switch {
	case r.req.Kind == VJP && carrying == 0 && !memory:
		r.errorf(r.req.Pos, "GG008", "%s has no result that carries a derivative, and no parameter to write one to", name)
	case r.req.Kind == Jacobian && floats == 0:
		r.errorf(r.req.Pos, "GG018", "%s has no float result", name)
	case r.req.Kind == Jacobian && carrying > floats:
		r.errorf(r.req.Pos, "GG018", "%s has results that carry derivatives and are no floats", name)
	case r.req.Kind == Grad && floats == 0:
		r.errorf(r.req.Pos, "GG013", "%s has no float result", name)
	case r.req.Kind == Grad && floats > 1:
		r.errorf(r.req.Pos, "GG013", "%s has %d float results", name, floats)
	case r.req.Kind == Grad && carrying > 1:
		r.errorf(r.req.Pos, "GG013", "%s has other results that carry derivatives", name)
	}
}

func (r *resolver) signature() *types.Signature { return r.fn.Type().(*types.Signature) }

// reserved says which names the package, the file and the imports of generated code use.
func (r *resolver) reserved() func(string) bool {
	scope := r.pkg.Types.Scope()
	file := r.pkg.Info.Scopes[r.req.File]
	return func(name string) bool {
		return name == "math" || name == "gograd" || scope.Lookup(name) != nil || file != nil && file.Lookup(name) != nil
	}
}
