module github.com/gograd/gograd/testdata/bench

go 1.26.0

require github.com/gograd/gograd v0.0.0-00010101000000-000000000000

require (
	github.com/dave/jennifer v1.7.1 // indirect
	github.com/rogpeppe/go-internal v1.16.0 // indirect
	golang.org/x/mod v0.42.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
	golang.org/x/tools v0.52.0 // indirect
)

// The generator, for go generate.
tool github.com/gograd/gograd/cmd/gograd

replace github.com/gograd/gograd => ../..
