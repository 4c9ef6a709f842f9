package pass

import (
	"go/token"
	"go/types"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gograd/gograd/analyzer/ir"
)

// sumName is a name for what is added up for the place e: dcam6 for dcam[6], daMass for da.Mass, dwSum for dw[i].
func sumName(e ir.Expr) string {
	if x, ok := e.(*ir.Index); ok && isConst(x.I) == nil {
		return short(pathWords(x.X)+"Sum", "sum")
	}
	return short(pathWords(e), "sum")
}

// hoistName is a name for the value of e.
func hoistName(e ir.Expr) string {
	switch x := e.(type) {
	case *ir.Index:
		if isConst(x.I) != nil && ir.IsFloat(x.Type()) {
			return short(pathWords(e), "v")
		}
		switch x.Type().Underlying().(type) {
		case *types.Slice:
			return "row"
		}
		return short(pathWords(x.X)+"Val", "v")
	case *ir.Field:
		if ir.IsFloat(x.Type()) {
			return short(pathWords(e), "v")
		}
		return lowerFirst(x.X.Type().Underlying().(*types.Struct).Field(x.F).Name())
	case *ir.Deref:
		return short(pathWords(e), "v")
	case *ir.Conv:
		if r, ok := x.X.(*ir.Ref); ok {
			return r.Var.Name
		}
		return "n"
	case *ir.Call:
		return lowerFirst(x.Fn.Name)
	case *ir.Binary:
		switch x.Op {
		case token.QUO:
			return "q"
		case token.MUL:
			return "p"
		}
	}
	return "v"
}

// destination reports whether the place e is found by a variable that is called as another one with a d in front: an adjoint of that.
func (l *lengths) destination(e ir.Expr) bool {
	r, ok := baseOf(e).(*ir.Ref)
	if !ok {
		return false
	}
	primal, ok := strings.CutPrefix(r.Var.Name, "d")
	for v := range l.use.reads {
		if ok && v.Name == primal {
			return true
		}
	}
	return false
}

// baseOf is the slice variable, or what else, that the elements that lead to e are of.
func baseOf(e ir.Expr) ir.Expr {
	for {
		x, ok := e.(*ir.Index)
		if !ok {
			return e
		}
		e = x.X
	}
}

// short is name, or another where that is too long to be read.
func short(name, other string) string {
	if name == "" || len(name) > 16 {
		return other
	}
	return name
}

func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

// pathWords puts the names on the way to the place e into one.
func pathWords(e ir.Expr) string {
	switch e := e.(type) {
	case *ir.Ref:
		return e.Var.Name
	case *ir.Deref:
		return pathWords(e.X)
	case *ir.Field:
		return joinWords(pathWords(e.X), e.X.Type().Underlying().(*types.Struct).Field(e.F).Name())
	case *ir.Index:
		switch i := e.I.(type) {
		case *ir.Const:
			return pathWords(e.X) + i.Val.ExactString()
		case *ir.Ref:
			return joinWords(pathWords(e.X), i.Var.Name)
		}
		return pathWords(e.X)
	}
	return ""
}

// joinWords is xi for x and i, centeredK for centered and k.
func joinWords(a, b string) string {
	if a == "" || len(a) <= 3 && len(b) == 1 && strings.ToLower(b) == b {
		return a + b
	}
	r, n := utf8.DecodeRuneInString(b)
	return a + string(unicode.ToUpper(r)) + b[n:]
}
