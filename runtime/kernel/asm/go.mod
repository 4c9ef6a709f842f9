module github.com/gograd/gograd/runtime/kernel/asm

go 1.26.0

require github.com/mmcloughlin/avo v0.5.0

require (
	golang.org/x/mod v0.42.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
	golang.org/x/tools v0.52.0 // indirect
)

require (
	github.com/gograd/gograd v0.0.0-00010101000000-000000000000
	gonum.org/v1/gonum v0.17.0
)

replace github.com/gograd/gograd => ../../..
