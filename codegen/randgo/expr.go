package randgo

import (
	"fmt"
	"strconv"
	"strings"
)

// expr is a float expression in the program's float type.
type expr struct {
	s   string
	mag float64 // about how large its value gets
	c   bool    // it is an untyped constant
}

// stored is how large a stored value is taken to be.
const stored = 2.5

// number is a literal between lo and hi that is no whole number.
func (g *gen) number(lo, hi float64) expr {
	v := lo + (hi-lo)*g.Float64()
	s := strconv.FormatFloat(v, 'f', 2, 64)
	if strings.HasSuffix(s, "0") {
		s = s[:len(s)-1] + "3"
	}
	return expr{s, max(hi, -lo), true}
}

// to converts an expression in the program's float type to another.
func (f *fn) to(t *typ, e expr) string {
	if t == f.ft || t.name == f.ft.name {
		return e.s
	}
	return t.name + "(" + bare(e.s) + ")"
}

// typed is e as an expression that has the program's float type even where Go would give a constant its default one.
func (f *fn) typed(e expr) string {
	if e.c && (f.ft.name != "float64" || !strings.Contains(e.s, ".")) {
		return f.ft.name + "(" + bare(e.s) + ")"
	}
	return bare(e.s)
}

// bare takes off parentheses around the whole of an expression.
func bare(s string) string {
	if !strings.HasPrefix(s, "(") || !strings.HasSuffix(s, ")") {
		return s
	}
	depth := 0
	for i, c := range s {
		switch c {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 && i < len(s)-1 {
			return s
		}
	}
	return s[1 : len(s)-1]
}

// tame is an expression whose value may be stored.
func (f *fn) tame(depth int) expr { return f.squash(f.float(depth), stored) }

// squash bounds an expression.
func (f *fn) squash(e expr, limit float64) expr {
	if e.mag <= limit {
		return e
	}
	switch f.IntN(4) {
	case 0:
		return f.math(1, "Tanh", e)
	case 1:
		return f.math(1.6, "Atan", e)
	case 2:
		return f.math(1, "Cos", e)
	}
	return f.math(1, "Sin", e)
}

// math is a call of a function of package math.
func (f *fn) math(mag float64, name string, args ...expr) expr {
	var list []string
	for _, a := range args {
		list = append(list, bare(f.to(f64, a)))
	}
	s := fmt.Sprintf("math.%s(%s)", name, strings.Join(list, ", "))
	if f.ft != f64 {
		s = f.ft.name + "(" + s + ")"
	}
	return expr{s: s, mag: mag}
}

func (f *fn) leaf() expr {
	switch k := f.IntN(100); {
	case k < 12:
		return f.constant()
	case k < 20:
		if v, ok := f.intVar(); ok {
			return expr{s: f.ft.name + "(" + v.name + ")", mag: max(float64(v.hi), 4)}
		}
	}
	sp, ok := f.find(isFloat, false)
	if !ok {
		return f.constant()
	}
	if sp.t.name != f.ft.name {
		return expr{s: f.ft.name + "(" + sp.s + ")", mag: stored}
	}
	return expr{s: sp.s, mag: stored}
}

func (f *fn) constant() expr {
	switch k := f.IntN(100); {
	case k < 6:
		return expr{"math.Pi", 3.2, true}
	case k < 12:
		return expr{f.prefix + "K", 1, true}
	case k < 16:
		return expr{f.prefix + "Two", 3, true}
	case k < 20:
		return expr{"-" + f.number(0.1, 1.5).s, 1.5, true}
	case k < 26:
		return expr{"2", 2, true}
	}
	return f.number(0.1, 1.9)
}

// float makes an expression of the given depth.
func (f *fn) float(depth int) expr {
	if depth <= 0 || f.chance(12) {
		return f.leaf()
	}
	switch k := f.IntN(100); {
	case k < 22:
		a, b := f.float(depth-1), f.float(depth-1)
		return expr{"(" + a.s + pickOne(f.gen, []string{" + ", " - "}) + b.s + ")", a.mag + b.mag, a.c && b.c}
	case k < 48:
		a, b := f.float(depth-1), f.float(depth-1)
		return expr{"(" + a.s + " * " + b.s + ")", a.mag * b.mag, a.c && b.c}
	case k < 56:
		a, b, c := f.float(depth-1), f.leaf(), f.number(0.6, 2.2)
		return expr{"(" + a.s + " / (" + c.s + " + " + b.s + "*" + b.s + "))", a.mag / 0.6, a.c && b.c}
	case k < 60:
		a, c := f.float(depth-1), f.number(0.6, 2.2)
		return expr{"(" + a.s + " / " + c.s + ")", a.mag / 0.6, a.c}
	case k < 64:
		a := f.float(depth - 1)
		if strings.HasPrefix(a.s, "-") {
			return a
		}
		return expr{"(-" + a.s + ")", a.mag, a.c}
	case k < 70:
		if e, ok := f.callExpr(); ok {
			return e
		}
	case k < 72:
		a := f.leaf()
		if !a.c && f.ft == f64 && f.rounds {
			return expr{s: "float64(float32(" + a.s + "))", mag: a.mag}
		}
		return a
	case k < 76:
		a, b := f.leaf(), f.float(depth-1)
		if !a.c && f.ft == f64 {
			return expr{s: "(float64(" + a.s + "*" + b.s + ") + " + f.leaf().s + ")", mag: a.mag*b.mag + stored}
		}
	}
	return f.function(depth)
}

// function makes a call of package math or of min or max, with arguments where the function is smooth.
func (f *fn) function(depth int) expr {
	a := f.float(depth - 1)
	plus := func(c float64, e expr) expr {
		return expr{"(" + f.number(c, c+1).s + " + " + e.s + "*" + e.s + ")", e.mag*e.mag + c + 1, e.c}
	}
	times := func(c string, e expr) expr { return expr{"(" + c + " * " + e.s + ")", e.mag, e.c} }
	small := func() expr { return f.squash(a, 1.6) }
	switch k := f.IntN(100); {
	case k < 30:
		return f.math(1, pickOne(f.gen, []string{"Sin", "Cos", "Tanh", "Erf"}), a)
	case k < 36:
		return f.math(1.6, pickOne(f.gen, []string{"Atan", "Asinh"}), a)
	case k < 44:
		return f.math(5, pickOne(f.gen, []string{"Exp", "Expm1", "Exp2", "Sinh", "Cosh"}), small())
	case k < 52:
		return f.math(a.mag, pickOne(f.gen, []string{"Log", "Sqrt", "Cbrt", "Log2", "Log10", "Log1p"}), plus(0.7, f.leaf()))
	case k < 57:
		return f.math(a.mag, "Abs", a)
	case k < 61:
		return f.math(4, "Pow", plus(0.6, f.leaf()), f.squash(a, 1.6))
	case k < 64:
		return f.math(a.mag*a.mag, "Pow", a, expr{pickOne(f.gen, []string{"2", "3", "2.0"}), 2, true})
	case k < 68:
		return f.math(a.mag+stored, "Hypot", a, f.leaf())
	case k < 71:
		return f.math(3.2, "Atan2", a, plus(0.5, f.leaf()))
	case k < 76:
		return f.math(max(a.mag, stored), pickOne(f.gen, []string{"Max", "Min"}), a, f.leaf())
	case k < 79:
		return f.math(a.mag, pickOne(f.gen, []string{"Mod", "Remainder", "Copysign", "Dim"}), a, plus(0.9, f.leaf()))
	case k < 82:
		return f.math(a.mag*stored+stored, "FMA", a, f.leaf(), f.leaf())
	case k < 84:
		return f.math(1.6, pickOne(f.gen, []string{"Asin", "Acos", "Atanh"}), times("0.8", f.math(1, "Sin", a)))
	case k < 86:
		return f.math(1, pickOne(f.gen, []string{"J0", "J1", "Erfc", "Tan"}), f.squash(a, 1.2))
	case k < 88:
		return f.math(a.mag+1, pickOne(f.gen, []string{"Floor", "Ceil", "Round", "Trunc", "RoundToEven"}), a)
	}
	b := f.leaf()
	if a.c && b.c {
		return a
	}
	list := bare(a.s) + ", " + bare(b.s)
	if f.chance(25) {
		list += ", " + bare(f.constant().s)
	}
	return expr{s: pickOne(f.gen, []string{"min", "max"}) + "(" + list + ")", mag: max(a.mag, b.mag)}
}

// cond makes a condition.
func (f *fn) cond(depth int) string {
	k := f.IntN(100)
	if depth > 0 && k < 20 {
		return f.cond(depth-1) + pickOne(f.gen, []string{" && ", " || "}) + f.atom()
	}
	if depth > 0 && k < 25 {
		return "!(" + f.cond(depth-1) + ")"
	}
	return f.atom()
}

// atom is a condition that is neither a conjunction nor a disjunction.
func (f *fn) atom() string {
	if f.chance(45) {
		if v, ok := f.intVar(); ok {
			switch f.IntN(4) {
			case 0:
				return fmt.Sprintf("%s%%%d == %d", v.name, f.between(2, 3), f.IntN(2))
			case 1:
				return fmt.Sprintf("%s > %d", v.name, f.IntN(3))
			case 2:
				w, _ := f.intVar()
				return fmt.Sprintf("%s <= %s", v.name, w.name)
			}
			return fmt.Sprintf("%s != %d", v.name, f.IntN(4))
		}
	}
	if sp, ok := f.find(func(t *typ) bool { return t.k == kBool }, false); ok && f.chance(30) {
		return sp.s
	}
	a := f.leaf()
	if !a.c && f.chance(4) {
		return a.s + pickOne(f.gen, []string{" != 0", " == 0"})
	}
	for range 4 {
		if !a.c {
			break
		}
		a = f.leaf()
	}
	b := f.float(1)
	if f.chance(60) || b.s == a.s {
		b = f.number(-0.5, 1.2)
	}
	return a.s + pickOne(f.gen, []string{" < ", " > ", " <= ", " >= "}) + b.s
}
