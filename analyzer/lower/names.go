package lower

import (
	"fmt"
	"go/types"
	"strings"
	"unicode"
	"unicode/utf8"
)

// unique is name, with a number where it is taken; it takes what it returns.
func unique(taken map[string]bool, name string) string {
	n := name
	for k := 2; taken[n]; k++ {
		n = fmt.Sprintf("%s%d", name, k)
	}
	taken[n] = true
	return n
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// lowerFirst makes an exported name a local one: Dot gives dot, NLL gives nll, URLFor gives urlFor.
func lowerFirst(s string) string {
	rs := []rune(s)
	for i, r := range rs {
		if !unicode.IsUpper(r) || i > 0 && i+1 < len(rs) && unicode.IsLower(rs[i+1]) {
			break
		}
		rs[i] = unicode.ToLower(r)
	}
	return string(rs)
}

// baseName is the name of the type, pointers and type arguments left off.
func baseName(t types.Type) string {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	if n, ok := types.Unalias(t).(*types.Named); ok {
		return n.Obj().Name()
	}
	return ""
}

// identOf makes an identifier of a type: float64, floatSlice.
func identOf(t types.Type) string {
	switch u := types.Unalias(t).(type) {
	case *types.Slice:
		return identOf(u.Elem()) + "Slice"
	case *types.Pointer:
		return identOf(u.Elem()) + "Ptr"
	case *types.Array:
		return fmt.Sprintf("%sArray%d", identOf(u.Elem()), u.Len())
	case *types.Named:
		name := u.Obj().Name()
		for i := range u.TypeArgs().Len() {
			name += upperFirst(identOf(u.TypeArgs().At(i)))
		}
		return name
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, types.TypeString(t, func(*types.Package) string { return "" }))
}
