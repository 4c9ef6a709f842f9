package interp

import "math"

// mathCall applies a function of package math; nil where there is none of that name.
func mathCall(name string, a []Value) []Value {
	if u, ok := unaryFuncs[name]; ok {
		y := u.f(a[0].F)
		return []Value{Dual(y, along(a[0], func() float64 { return u.d(a[0].F, y) }))}
	}
	if b, ok := binaryFuncs[name]; ok {
		z := b.f(a[0].F, a[1].F)
		if a[0].D == 0 && a[1].D == 0 {
			return []Value{Float(z)}
		}
		dx, dy := b.d(a[0].F, a[1].F, z)
		return []Value{Dual(z, times(dx, a[0].D)+times(dy, a[1].D))}
	}
	if f, ok := otherFuncs[name]; ok {
		return f(a)
	}
	return nil
}

// along is the tangent of a function with the given slope; without a tangent of x the slope doesn't matter.
func along(x Value, slope func() float64) float64 {
	if x.D == 0 {
		return 0
	}
	return times(slope(), x.D)
}

// otherFuncs are the functions with other signatures.
var otherFuncs = map[string]func(a []Value) []Value{
	"FMA": func(a []Value) []Value {
		d := times(a[1].F, a[0].D) + times(a[0].F, a[1].D) + a[2].D
		return []Value{Dual(math.FMA(a[0].F, a[1].F, a[2].F), d)}
	},
	"Frexp": func(a []Value) []Value {
		frac, exp := math.Frexp(a[0].F)
		return []Value{Dual(frac, math.Ldexp(a[0].D, -exp)), Integer(int64(exp))}
	},
	"Ldexp": func(a []Value) []Value {
		exp := int(a[1].I)
		return []Value{Dual(math.Ldexp(a[0].F, exp), math.Ldexp(a[0].D, exp))}
	},
	"Jn": func(a []Value) []Value {
		n, x := int(a[0].I), a[1].F
		return []Value{Dual(math.Jn(n, x), along(a[1], func() float64 { return (math.Jn(n-1, x) - math.Jn(n+1, x)) / 2 }))}
	},
	"Yn": func(a []Value) []Value {
		n, x := int(a[0].I), a[1].F
		return []Value{Dual(math.Yn(n, x), along(a[1], func() float64 { return (math.Yn(n-1, x) - math.Yn(n+1, x)) / 2 }))}
	},
	"Lgamma": func(a []Value) []Value {
		y, s := math.Lgamma(a[0].F)
		return []Value{Dual(y, along(a[0], func() float64 { return digamma(a[0].F) })), Integer(int64(s))}
	},
	"Modf": func(a []Value) []Value {
		whole, frac := math.Modf(a[0].F)
		return []Value{Float(whole), Dual(frac, a[0].D)}
	},
	"Sincos": func(a []Value) []Value {
		s, c := math.Sincos(a[0].F)
		return []Value{Dual(s, times(c, a[0].D)), Dual(c, times(-s, a[0].D))}
	},
	"Ilogb":   func(a []Value) []Value { return []Value{Integer(int64(math.Ilogb(a[0].F)))} },
	"Inf":     func(a []Value) []Value { return []Value{Float(math.Inf(int(a[0].I)))} },
	"IsInf":   func(a []Value) []Value { return []Value{Boolean(math.IsInf(a[0].F, int(a[1].I)))} },
	"IsNaN":   func(a []Value) []Value { return []Value{Boolean(math.IsNaN(a[0].F))} },
	"NaN":     func([]Value) []Value { return []Value{Float(math.NaN())} },
	"Pow10":   func(a []Value) []Value { return []Value{Float(math.Pow10(int(a[0].I)))} },
	"Signbit": func(a []Value) []Value { return []Value{Boolean(math.Signbit(a[0].F))} },

	"Float64bits": func(a []Value) []Value {
		noTangent("Float64bits", a...)
		return []Value{Integer(int64(math.Float64bits(a[0].F)))}
	},
	"Float64frombits": func(a []Value) []Value { return []Value{Float(math.Float64frombits(uint64(a[0].I)))} },
	"Float32bits": func(a []Value) []Value {
		noTangent("Float32bits", a...)
		return []Value{Integer(int64(math.Float32bits(float32(a[0].F))))}
	},
	"Float32frombits": func(a []Value) []Value { return []Value{Single(math.Float32frombits(uint32(a[0].I)))} },
	"Nextafter": func(a []Value) []Value {
		noTangent("Nextafter", a...)
		return []Value{Float(math.Nextafter(a[0].F, a[1].F))}
	},
	"Nextafter32": func(a []Value) []Value {
		noTangent("Nextafter32", a...)
		return []Value{Single(math.Nextafter32(float32(a[0].F), float32(a[1].F)))}
	},
}

// noTangent refuses an active value where the contract does.
func noTangent(name string, a ...Value) {
	for _, x := range a {
		if x.D != 0 {
			panic(fault{"math." + name + " of an active value"})
		}
	}
}
