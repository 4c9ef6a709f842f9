package interp

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"math"

	"github.com/gograd/gograd/analyzer/ir"
)

func (fr *frame) evals(es []ir.Expr) []Value {
	out := make([]Value, len(es))
	for i, e := range es {
		out[i] = fr.eval(e)
	}
	return out
}

// eval gives a value that shares no fields or elements with any cell.
func (fr *frame) eval(e ir.Expr) Value {
	switch e := e.(type) {
	case *ir.Const:
		return fr.constant(e)
	case *ir.Zero:
		return Zero(e.Typ)
	case *ir.Ref, *ir.Deref:
		return fr.place(e).Copy()
	case *ir.Field:
		return fr.read(e, e.X).Copy()
	case *ir.Index:
		return fr.read(e, e.X).Copy()
	case *ir.Addr:
		if v := ir.Root(e.X); v != nil && v.Kind != ir.Global {
			panic(fault{"the address of a variable: " + ir.ExprString(e)})
		}
		return PointerTo(fr.place(e.X))
	case *ir.Slice:
		return fr.slice(e)
	case *ir.Unary:
		return unary(e, fr.eval(e.X))
	case *ir.Binary:
		return fr.binary(e)
	case *ir.Conv:
		return convert(fr.eval(e.X), e.X.Type(), e.Typ)
	case *ir.Call:
		r := fr.external(e.Fn, fr.evals(e.Args), e.Args)
		if len(r) != 1 {
			panic(fault{fmt.Sprintf("%s gives %d results", e.Fn, len(r))})
		}
		return r[0]
	case *ir.Composite:
		v := Zero(e.Typ)
		for i, x := range e.Elems {
			v.Elems[i].set(fr.eval(x))
		}
		return v
	case *ir.Make:
		return fr.make(e)
	case *ir.New:
		cell := new(Value)
		*cell = Zero(e.Elem)
		if e.Init != nil {
			cell.set(fr.eval(e.Init))
		}
		if e.Buf != nil {
			fr.arenas = append(fr.arenas, cell)
		}
		return PointerTo(cell)
	}
	panic(fault{fmt.Sprintf("unknown expression %T", e)})
}

func (fr *frame) constant(c *ir.Const) Value {
	if v, ok := fr.consts[c]; ok {
		return v
	}
	v := Zero(c.Typ)
	switch v.K {
	case Float64:
		v.F, _ = constant.Float64Val(constant.ToFloat(c.Val))
	case Float32:
		f, _ := constant.Float32Val(constant.ToFloat(c.Val))
		v.F = float64(f)
	case Int:
		if i, ok := constant.Int64Val(constant.ToInt(c.Val)); ok {
			v.I = i
		} else {
			u, _ := constant.Uint64Val(constant.ToInt(c.Val))
			v.I = int64(u)
		}
	case Bool:
		v = Boolean(constant.BoolVal(c.Val))
	case String:
		v = Text(constant.StringVal(c.Val))
	default:
		panic(fault{"a constant of type " + typeString(c.Typ)})
	}
	fr.consts[c] = v
	return v
}

// read is the cell of e, a field or element of x, which may itself be no place.
func (fr *frame) read(e, x ir.Expr) *Value {
	if ir.IsPlace(e) && !isString(x) {
		return fr.place(e)
	}
	whole := fr.eval(x)
	switch e := e.(type) {
	case *ir.Field:
		return &whole.Elems[e.F]
	case *ir.Index:
		i := fr.index(e.I, whole.Len())
		if whole.K == String {
			return &Value{K: Int, I: int64(whole.Str()[i])}
		}
		return whole.At(i)
	}
	panic(fault{"no place: " + ir.ExprString(e)})
}

// place is the cell that e names.
func (fr *frame) place(e ir.Expr) *Value {
	switch e := e.(type) {
	case *ir.Ref:
		if e.Var.Kind == ir.Global {
			return fr.global(e.Var)
		}
		return &fr.cells[fr.slot(e.Var)]
	case *ir.Field:
		return &fr.place(e.X).Elems[e.F]
	case *ir.Deref:
		p := fr.eval(e.X).Target()
		if p == nil {
			throw("invalid memory address or nil pointer dereference")
		}
		return p
	case *ir.Index:
		if _, slice := e.X.Type().Underlying().(*types.Slice); !slice {
			c := fr.place(e.X)
			return &c.Elems[fr.index(e.I, len(c.Elems))]
		}
		w := fr.eval(e.X).Window()
		return &w.Base[w.Off+fr.index(e.I, w.Len)]
	}
	panic(fault{"no place: " + ir.ExprString(e)})
}

func (fr *frame) global(v *ir.Var) *Value {
	name := v.Name
	if v.Obj != nil {
		name = v.Obj.Pkg().Path() + "." + name
	}
	g, ok := fr.Globals[name]
	if !ok {
		panic(fault{"no value for the package-level variable " + name})
	}
	return &g
}

// index evaluates an index and checks it against the length.
func (fr *frame) index(e ir.Expr, n int) int {
	i := fr.eval(e).I
	if isUnsigned(e.Type()) && uint64(i) >= uint64(n) {
		throw("index out of range [%d] with length %d", uint64(i), n)
	}
	if i < 0 {
		throw("index out of range [%d]", i)
	}
	if i >= int64(n) {
		throw("index out of range [%d] with length %d", i, n)
	}
	return int(i)
}

func (fr *frame) make(e *ir.Make) Value {
	n := fr.eval(e.Len).I
	c := n
	if e.Cap != nil {
		c = fr.eval(e.Cap).I
	}
	const limit = 1 << 24 // far more than a test needs
	if n < 0 || n > limit {
		throw("makeslice: len out of range")
	}
	if c < n || c > limit {
		throw("makeslice: cap out of range")
	}
	base, elem := make([]Value, c), e.Typ.Underlying().(*types.Slice).Elem()
	for i := range base {
		base[i] = Zero(elem)
		if e.Raw {
			spoil(&base[i])
		}
		if e.Buf != nil {
			fr.arenas = append(fr.arenas, &base[i])
		}
	}
	return Value{K: Slice, Ref: &Window{base, 0, int(n), int(c)}}
}

// spoil makes v something that shows where it is read before it is stored to.
func spoil(v *Value) {
	switch v.K {
	case Float64, Float32:
		v.F, v.D = math.NaN(), math.NaN()
	case Int:
		v.I = 1 << 40
	}
	for i := range v.Elems {
		spoil(&v.Elems[i])
	}
}

func (fr *frame) slice(e *ir.Slice) Value {
	if isString(e.X) {
		s := fr.eval(e.X).Str()
		lo, hi := 0, len(s)
		if e.Hi != nil {
			hi = int(fr.eval(e.Hi).I)
		}
		if e.Lo != nil {
			lo = int(fr.eval(e.Lo).I)
		}
		if hi < 0 || hi > len(s) {
			throw("slice bounds out of range [:%d] with length %d", hi, len(s))
		}
		if lo < 0 || lo > hi {
			throw("slice bounds out of range [%d:%d]", lo, hi)
		}
		return Text(s[lo:hi])
	}
	var w Window
	array := false
	if _, array = e.X.Type().Underlying().(*types.Array); array {
		if ir.Root(e.X) != nil {
			panic(fault{"a slice of a variable: " + ir.ExprString(e)})
		}
		elems := fr.place(e.X).Elems
		w = Window{elems, 0, len(elems), len(elems)}
	} else {
		x := fr.eval(e.X)
		w = x.Window()
		if x.IsNil() && w.Cap == 0 {
			fr.bounds(e, w)
			return x // a slice of nil is nil
		}
	}
	lo, hi, limit := fr.bounds(e, w)
	return Value{K: Slice, Ref: &Window{w.Base, w.Off + lo, hi - lo, limit - lo}}
}

func isString(e ir.Expr) bool {
	b, ok := e.Type().Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

// bounds evaluates and checks slice bounds in the order in which Go reports them.
func (fr *frame) bounds(e *ir.Slice, w Window) (lo, hi, limit int) {
	hi, limit = w.Len, w.Cap
	get := func(x ir.Expr, dst *int) {
		if x != nil {
			*dst = int(fr.eval(x).I)
		}
	}
	get(e.Lo, &lo)
	get(e.Hi, &hi)
	get(e.Max, &limit)
	switch {
	case e.Max != nil && (limit < 0 || limit > w.Cap):
		throw("slice bounds out of range [::%d] with capacity %d", limit, w.Cap)
	case e.Max != nil && (hi < 0 || hi > limit):
		throw("slice bounds out of range [:%d:%d]", hi, limit)
	case e.Max != nil && (lo < 0 || lo > hi):
		throw("slice bounds out of range [%d:%d:]", lo, hi)
	case hi < 0 || hi > limit:
		throw("slice bounds out of range [:%d] with capacity %d", hi, w.Cap)
	case lo < 0 || lo > hi:
		throw("slice bounds out of range [%d:%d]", lo, hi)
	}
	return lo, hi, limit
}

// binary evaluates the right operand of && and || only where Go does.
func (fr *frame) binary(e *ir.Binary) Value {
	x := fr.eval(e.X)
	switch {
	case e.Op == token.LAND && !x.Bool(), e.Op == token.LOR && x.Bool():
		return x
	case e.Op == token.LAND, e.Op == token.LOR:
		return fr.eval(e.Y)
	}
	return binary(e, x, fr.eval(e.Y))
}
