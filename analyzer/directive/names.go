package directive

import (
	"fmt"
	"go/token"
	"go/types"
	"strings"
	"unicode"

	"github.com/gograd/gograd/analyzer/ir"
)

// namer gives out names that are not taken.
type namer struct {
	used     map[string]bool
	reserved func(string) bool
}

func newNamer(reserved func(string) bool) *namer {
	return &namer{map[string]bool{}, reserved}
}

// first is the first of the names that is free, or else the last one made fresh.
func (n *namer) first(names ...string) string {
	for _, name := range names {
		if n.free(name) {
			return n.fresh(name)
		}
	}
	return n.fresh(names[len(names)-1])
}

func (n *namer) free(name string) bool {
	return !n.used[name] && !isPredeclared(name) && !token.IsKeyword(name) && (n.reserved == nil || !n.reserved(name))
}

// fresh is name, with as many _ behind it as it takes to be free.
func (n *namer) fresh(name string) string {
	for !n.free(name) {
		name += "_"
	}
	n.used[name] = true
	return name
}

func named(v *types.Var) bool { return v.Name() != "" && v.Name() != "_" }

func isPredeclared(name string) bool { return types.Universe.Lookup(name) != nil }

func numbered(name string, i int) string { return fmt.Sprintf("%s%d", name, i) }

// resultNames says what the results of fn are called where they have no names, each in order of preference.
func resultNames(fn *types.Func) [][]string {
	results := fn.Type().(*types.Signature).Results()
	carrying := 0
	for v := range results.Variables() {
		if ir.Carries(v.Type()) {
			carrying++
		}
	}
	names := make([][]string, results.Len())
	k := 0
	for i := range names {
		t := results.At(i).Type()
		switch {
		case ir.Carries(t) && carrying == 1:
			names[i] = []string{lastWord(fn.Name()), "y"}
		case ir.Carries(t):
			names[i] = []string{numbered("y", k)}
			k++
		case types.Identical(t, types.Universe.Lookup("error").Type()):
			names[i] = []string{"err"}
		case isBool(t):
			names[i] = []string{"ok"}
		default:
			names[i] = []string{numbered("r", i)}
		}
	}
	return names
}

func isBool(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsBoolean != 0
}

// lastWord is the last word of a name in mixed caps, in lower case: loss of logLoss, nll of NLL, mse of PlainMSE.
func lastWord(name string) string {
	r := []rune(name)
	i := len(r) - 1
	for i > 0 && !(unicode.IsUpper(r[i]) && !unicode.IsUpper(r[i-1])) && r[i-1] != '_' &&
		!(unicode.IsUpper(r[i]) && i+1 < len(r) && unicode.IsLower(r[i+1])) {
		i--
	}
	w := strings.ToLower(string(r[i:]))
	if !token.IsIdentifier(w) || strings.Trim(w, "_") == "" {
		return "y"
	}
	return w
}
