package diag

// lowerCodes are the constructs that lowering refuses.
var lowerCodes = []Code{
	{"GG030", "goroutine", "the order in which goroutines run is not fixed, so it can't be run backwards", "do the work in a loop, and run the generated functions in goroutines instead"},
	{"GG031", "channel", "what passes through a channel depends on the order in which goroutines run", "pass the values as arguments"},
	{"GG032", "defer or recover", "a deferred call runs at a place that depends on how the function ends", "make the call where the function ends"},
	{"GG033", "goto", "the adjoint runs loops backwards, and a goto makes loops that have no shape", "use for, break and continue, with labels where needed"},
	{"GG034", "map", "maps are not differentiated yet", "use a slice with an index"},
	{"GG035", "append", "append may or may not move the elements, and is not differentiated yet", "make the slice with its final length and assign to the elements"},
	{"GG036", "function value", "which function runs is only known when the program runs", "call the function by its name"},
	{"GG037", "method value", "which receiver it is bound to is only known when the program runs", "call the method directly"},
	{"GG038", "call of an interface method", "which method runs is only known when the program runs", "take the concrete type, or a type parameter, instead of the interface"},
	{"GG039", "type switch or assertion", "which type an interface holds is only known when the program runs", "take the concrete type instead of the interface"},
	{"GG040", "range over a function", "what it calls back can't be followed", "write the loop with an index"},
	{"GG041", "complex number", "complex numbers are not differentiated", "compute with real and imaginary parts"},
	{"GG042", "unsafe or cgo", "what happens behind an unsafe pointer or in C can't be seen", "write it in Go, or give the function a rule with //gograd:rule"},
	{"GG043", "write to a package-level variable", "a package-level variable outlives the call, and is shared by all of them", "pass it as a parameter, or return it"},
	{"GG044", "call of a function without source", "what it computes can't be seen", "give it a derivative rule with //gograd:rule, or one that says inactive"},
	{"GG045", "call of a function without a body", "what is written in assembly or linked in from elsewhere can't be read", "give it a derivative rule with //gograd:rule"},
	{"GG046", "name that generated code can't write", "an unexported name belongs to its package, and a local type to its function", "export it, or annotate a function in its package"},
	{"GG047", "address of a loop variable", "each iteration has a variable of its own, copied from the last", "copy it to a variable declared in the loop's body"},
	{"GG048", "address of a package-level variable", "through its address the variable could be written", "copy it to a local variable"},
	{"GG049", "conversion that copies or changes the structure", "only numbers, and types of the same structure, are converted", "convert outside of the differentiated function"},
	{"GG050", "memory of a package-level variable written", "the memory outlives the call, and is shared by all of them", "pass it as a parameter"},
	{"GG051", "construct that is not supported", "", "rewrite it with the constructs that the documentation lists"},
	{"GG052", "call of a library function that can't be differentiated", "what it does is not within the constructs that are supported", "give it a derivative rule with //gograd:rule, or one that says inactive"},
}
