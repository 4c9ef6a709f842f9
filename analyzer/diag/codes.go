package diag

import "slices"

// Code is one kind of problem: what it is called, why it is one, and the way out.
type Code struct {
	ID     string
	Title  string
	Reason string
	Way    string
}

// Codes are all kinds of problems, by number. 1 to 19 are about directives, 20 to 29 about loading,
// 30 to 89 about constructs that can't be
// differentiated, 90 to 99 about derivatives that can't be written, 100 and above about rules. Each has a file
// of its name in testdata/diag, whose prose is what `gograd explain` prints.
var Codes = slices.Concat(directiveCodes, loadCodes, lowerCodes, adjointCodes, ruleCodes)

var directiveCodes = []Code{
	{"GG001", "unknown directive", "", "the directives are //gograd:grad, //gograd:vjp, //gograd:jacobian and //gograd:rule"},
	{"GG002", "comment that only looks like a directive", "a directive is //gograd:, without a space, and a name in lower case", "write it as in //gograd:grad wrt=x"},
	{"GG003", "unknown argument", "", "the arguments are wrt=a,b name=Ident and fast"},
	{"GG004", "malformed argument", "", "write wrt=a,b name=Ident fast, separated by spaces"},
	{"GG005", "argument given twice", "", "say each thing once"},
	{"GG006", "wrt names nothing", "", "wrt names parameters, the receiver, or fields of them, as in wrt=x,p.W"},
	{"GG007", "wrt names something that has no derivative", "only float32 and float64 carry derivatives, by themselves or inside arrays, slices, structs, pointers and map values", "leave it out of wrt"},
	{"GG008", "nothing to differentiate", "", "a derivative goes from floats to floats: the function needs both"},
	{"GG009", "name that a function can't have", "", "name= takes a Go identifier that generated code can declare"},
	{"GG010", "name already taken", "", "give the generated function another one with name="},
	{"GG011", "directive that belongs to no function", "", "put it in the doc comment of a function or method declaration, with no blank line between"},
	{"GG012", "function without a body", "what is written in assembly or linked in from elsewhere can't be read", "write it in Go, or give it a derivative rule with //gograd:rule and differentiate what calls it"},
	{"GG013", "grad of a function that has not exactly one float result", "a gradient belongs to one number", "use //gograd:jacobian, which gives a gradient for each float result, or //gograd:vjp, which takes a seed for each result"},
	{"GG014", "generic function", "a generated function has the types of its source, and those of a generic one are not known", "annotate a function that calls it with the types you need"},
	{"GG015", "output file that is not gograd's", "the file has no gograd header, so it is yours, and gograd overwrites only its own", "rename the file"},
	{"GG016", "field that the generated code can't name", "an unexported field belongs to its package", "name something that this package can write"},
	{"GG017", "grad, vjp or jacobian in a file that uses cgo", "cgo rewrites such a file before it is compiled", "move the function to a file without import \"C\""},
	{"GG018", "jacobian of a function whose results are not floats", "a Jacobian has a row for each float result", "return each of them as a float of its own, or use //gograd:vjp, which takes a seed of any type"},
}

var loadCodes = []Code{
	{"GG020", "syntax error", "", ""},
	{"GG021", "type error", "", ""},
	{"GG022", "package that can't be loaded", "", ""},
	{"GG023", "pattern that matches no package", "", "see 'go help packages' for how packages are named"},
}

var adjointCodes = []Code{
	{"GG090", "derivative that can't be written", "", ""},
	{"GG099", "failure of gograd itself", "this is a mistake in gograd, not in your code", "please report it, with the function"},
}

var ruleCodes = []Code{
	{"GG100", "malformed rule", "", "write //gograd:rule pkg.Func, or //gograd:rule pkg.Func inactive"},
	{"GG101", "rule for a function that is not there", "", "name a function of this package or of one that the file imports: pkg.Func, (pkg.T).Method or (*pkg.T).Method"},
	{"GG102", "rule that doesn't fit its function", "a rule takes destinations for the parameters that refer to memory, the parameters, the results and their cotangents, and gives the contributions to the other parameters", ""},
	{"GG103", "two rules for one function", "", "keep one of them"},
	{"GG104", "rule that can't be compiled into generated code", "", "a rule is a function with a body, without receiver and type parameters"},
	{"GG105", "rule for a function on memory", "", "write the function in Go, so that gograd differentiates it"},
}

// Lookup gives the row with the given number.
func Lookup(id string) (Code, bool) {
	i := slices.IndexFunc(Codes, func(c Code) bool { return c.ID == id })
	if i < 0 {
		return Code{}, false
	}
	return Codes[i], true
}

// NotesOf gives the notes that a diagnostic with the given code carries.
func NotesOf(id string) []string {
	c, _ := Lookup(id)
	var notes []string
	for _, s := range []string{c.Reason, c.Way} {
		if s != "" {
			notes = append(notes, s)
		}
	}
	return notes
}
