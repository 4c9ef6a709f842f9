module github.com/gograd/gograd/testdata/hazards

go 1.26.0

require github.com/gograd/gograd v0.0.0

replace github.com/gograd/gograd => ../..
