package randgo

import "fmt"

// triangle multiplies a vector by what stands below the diagonal of a matrix, column after column in a slice of its own.
func (f *fn) triangle() bool {
	x, ok := f.vector(false)
	if !ok || !f.roomFor(x.t.n*x.t.n) {
		return false
	}
	tri, out, t, i, j := f.newName("tri"), f.newName("out"), f.newName("t"), f.newName("i"), f.newName("j")
	f.line("%s := make([]%s, len(%[3]s)*(len(%[3]s)-1)/2)", tri, x.t.elem, x.s)
	f.line("%s := make([]%s, len(%s))", out, x.t.elem, x.s)
	f.block(fmt.Sprintf("for %s := range %s", i, tri), func() {
		f.line("%s[%s] = %s * %s[%[2]s%%len(%[4]s)]", tri, i, f.number(0.3, 0.8).s, x.s)
	})
	f.line("%s := 0", t)
	f.block(fmt.Sprintf("for %s := range %s", i, x.s), func() {
		f.block(fmt.Sprintf("for %s := %s + 1; %[1]s < len(%[3]s); %[1]s++", j, i, x.s), func() {
			f.line("%s[%s] += %s[%s] * %s[%s]", out, j, tri, t, x.s, i)
			f.line("%s++", t)
		})
	})
	f.cost += f.trips * x.t.n * x.t.n
	f.add(&variable{name: out, t: sliceOf(x.t.elem, x.t.n)})
	return true
}
