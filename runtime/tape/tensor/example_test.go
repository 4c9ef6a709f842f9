package tensor_test

import (
	"fmt"

	"github.com/gograd/gograd/runtime/tape/tensor"
)

func Example() {
	w := tensor.FromRows([][]float64{{1, 2}, {3, 4}, {5, 6}})
	b := tensor.FromSlice([]float64{10, 20})
	x := tensor.Of([]float64{1, 0, -1}, 1, 3)
	fmt.Println(x.MatMul(w).Add(b))
	// Output: [[ 6 16]]
}

func ExampleTensor_Add() {
	column := tensor.Of([]float64{0, 10}, 2, 1)
	row := tensor.FromSlice([]float64{1, 2, 3})
	fmt.Println(column.Add(row))
	// Output:
	// [[ 1  2  3]
	//  [11 12 13]]
}

func ExampleTensor_Sum() {
	t := tensor.FromRows([][]float64{{1, 2, 3}, {4, 5, 6}})
	fmt.Println(t.Sum(), t.Sum(0), t.Sum(-1))
	// Output: 21 [5 7 9] [ 6 15]
}

func ExampleTensor_Transpose() {
	t := tensor.FromRows([][]float64{{1, 2, 3}, {4, 5, 6}})
	fmt.Println(t.Transpose())
	// Output:
	// [[1 4]
	//  [2 5]
	//  [3 6]]
}

func ExampleTensor_Reshape() {
	t := tensor.Linspace(0, 5, 6)
	fmt.Println(t.Reshape(2, -1))
	// Output:
	// [[0 1 2]
	//  [3 4 5]]
}

func ExampleTensor_Format() {
	t := tensor.FromSlice([]float64{1. / 3, -2})
	fmt.Printf("%v\n%.2f\n%+.1e\n", t, t, t)
	// Output:
	// [0.33333333         -2]
	// [ 0.33 -2.00]
	// [+3.3e-01 -2.0e+00]
}

func ExampleOneHot() {
	fmt.Println(tensor.OneHot([]int{2, 0}, 3))
	// Output:
	// [[0 0 1]
	//  [1 0 0]]
}

func ExampleTensor_Data() {
	t := tensor.New(3)
	t.Data()[1] = 7
	fmt.Println(t)
	// Output: [0 7 0]
}
