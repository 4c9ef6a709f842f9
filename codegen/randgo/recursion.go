package randgo

import "fmt"

// recursive makes a function that calls itself, or two that call each other.
func (g *gen) recursive(name string) {
	switch g.IntN(4) {
	case 0:
		g.listRecursion(name)
	case 1:
		g.halving(name)
	case 2:
		g.countdown(name)
	default:
		g.mutual(name)
	}
}

// part makes an expression over the given floats.
func (g *gen) part(limit float64, floats ...string) string {
	f := g.newFn("", 0)
	for _, s := range floats {
		f.add(&variable{name: s, t: g.ft})
	}
	return bare(f.squash(f.float(2), limit).s)
}

// listRecursion takes a slice apart from its head, and may change it on the way.
func (g *gen) listRecursion(name string) {
	h := &helper{name: name, params: []*typ{sliceOf(g.ft, -1), g.ft}, results: []*typ{g.ft}, cost: 8, mutates: g.chance(40)}
	change := ""
	if h.mutates {
		change = fmt.Sprintf("x[0] = %s\n", g.part(stored, "x[0]", "a"))
	}
	fmt.Fprintf(&g.decls, "func %[1]s(x []%[2]s, a %[2]s) %[2]s {\nif len(x) == 0 {\nreturn %[3]s\n}\n%[4]shead := %[2]s(%[5]s)\nrest := %[1]s(x[1:], %[6]s)\nreturn head + %[7]s*rest\n}\n\n",
		name, g.ft, g.part(2, "a"), change, g.part(stored, "x[0]", "a"), g.part(stored, "x[0]", "a", "head"), g.number(0.2, 0.8).s)
	g.helpers = append(g.helpers, h)
}

// halving recurs on the two halves of a slice.
func (g *gen) halving(name string) {
	h := &helper{name: name, params: []*typ{sliceOf(g.ft, -1)}, results: []*typ{g.ft}, cost: 15, mutates: g.chance(40)}
	change := ""
	if h.mutates {
		change = fmt.Sprintf("x[0], x[len(x)-1] = x[len(x)-1], %s\n", g.part(stored, "x[0]", "x[h]"))
	}
	fmt.Fprintf(&g.decls, "func %[1]s(x []%[2]s) %[2]s {\nswitch len(x) {\ncase 0:\nreturn %[3]s\ncase 1:\nreturn x[0] * x[0]\n}\nh := len(x) / 2\n%[4]sl, r := %[1]s(x[:h]), %[1]s(x[h:])\nif l > r {\nreturn %[5]s\n}\nreturn %[6]s\n}\n\n",
		name, g.ft, g.number(0.1, 1).s, change, g.part(2, "l", "r", "x[h]"), g.part(2, "l", "r", "x[0]"))
	g.helpers = append(g.helpers, h)
}

// depthArgument keeps the depth of a recursion small.
func depthArgument(at int) func(*fn, int) (string, bool) {
	return func(f *fn, i int) (string, bool) { return fmt.Sprint(f.between(1, 4)), i == at }
}

// countdown recurs once or twice until its counter is used up.
func (g *gen) countdown(name string) {
	h := &helper{name: name, params: []*typ{g.ft, intT}, results: []*typ{g.ft}, cost: 15, argument: depthArgument(1)}
	fmt.Fprintf(&g.decls, "func %[1]s(a %[2]s, n int) %[2]s {\nif n <= 0 {\nreturn %[3]s\n}\nif a > %[4]s {\nreturn %[1]s(%[5]s, n-1)\n}\na = %[6]s\nreturn %[7]s*%[1]s(a, n-1) + %[1]s(%[8]s, n-2)\n}\n\n",
		name, g.ft, g.part(2, "a"), g.number(-0.3, 1.2).s, g.part(stored, "a"), g.part(stored, "a"), g.number(0.2, 0.8).s, g.part(stored, "a"))
	g.helpers = append(g.helpers, h)
}

// mutual is two functions that call each other.
func (g *gen) mutual(name string) {
	h := &helper{name: name, params: []*typ{sliceOf(g.ft, 2), intT}, results: []*typ{g.ft}, cost: 8, mutates: true, argument: depthArgument(1)}
	fmt.Fprintf(&g.decls, "func %[1]s(x []%[2]s, n int) %[2]s {\nif n == 0 {\nreturn x[0]\n}\nx[0] = %[3]s\nreturn %[4]s * %[1]sOdd(x, n-1)\n}\n\n",
		name, g.ft, g.part(stored, "x[0]", "x[1]"), g.number(0.4, 0.9).s)
	fmt.Fprintf(&g.decls, "func %[1]sOdd(x []%[2]s, n int) (r %[2]s) {\nif n == 0 {\nr = x[1]\nreturn\n}\nr = %[3]s\nx[1] += %[4]s\nr += %[1]s(x, n-1)\nreturn r\n}\n\n",
		name, g.ft, g.part(2, "x[0]", "x[1]"), g.part(1, "x[0]", "r"))
	g.helpers = append(g.helpers, h)
}
