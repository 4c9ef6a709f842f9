package tensor

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// counting is a tensor with the elements 1, 2, 3, ...
func counting(shape ...int) *Tensor {
	t := New(shape...)
	for i := range t.data {
		t.data[i] = float64(i + 1)
	}
	return t
}

func TestConstructors(t *testing.T) {
	tests := []struct {
		name  string
		got   *Tensor
		shape string
		data  string
	}{
		{"Scalar", Scalar(3), "[]", "[3]"},
		{"New", New(2, 2), "[2 2]", "[0 0 0 0]"},
		{"New scalar", New(), "[]", "[0]"},
		{"New empty", New(2, 0), "[2 0]", "[]"},
		{"Of", Of([]float64{1, 2}, 2, 1), "[2 1]", "[1 2]"},
		{"Of scalar", Of([]float64{1}), "[]", "[1]"},
		{"FromSlice", FromSlice([]float64{1, 2}), "[2]", "[1 2]"},
		{"FromRows", FromRows([][]float64{{1, 2}, {3, 4}, {5, 6}}), "[3 2]", "[1 2 3 4 5 6]"},
		{"FromRows none", FromRows(nil), "[0 0]", "[]"},
		{"Full", Full(2.5, 3), "[3]", "[2.5 2.5 2.5]"},
		{"Ones", Ones(1, 2), "[1 2]", "[1 1]"},
		{"Eye", Eye(2), "[2 2]", "[1 0 0 1]"},
		{"Linspace", Linspace(-1, 1, 5), "[5]", "[-1 -0.5 0 0.5 1]"},
		{"Linspace 1", Linspace(3, 4, 1), "[1]", "[3]"},
		{"Linspace 0", Linspace(3, 4, 0), "[0]", "[]"},
		{"OneHot", OneHot([]int{1, 0}, 3), "[2 3]", "[0 1 0 1 0 0]"},
		{"Map", counting(2).Map(math.Sqrt).Mul(counting(2).Map(math.Sqrt)).Map(math.Round), "[2]", "[1 2]"},
		{"Scale", counting(2).Scale(-2), "[2]", "[-2 -4]"},
		{"Sub", counting(2).Sub(Scalar(1)), "[2]", "[0 1]"},
		{"Div", Scalar(2).Div(counting(2)), "[2]", "[2 1]"},
		{"Reshape", counting(2, 3).Reshape(3, -1), "[3 2]", "[1 2 3 4 5 6]"},
		{"Reshape empty", New(0, 3).Reshape(-1, 0), "[1 0]", "[]"},
		{"Sum 0 2", counting(2, 2, 2).Sum(0, -1), "[2]", "[14 22]"},
		{"Transpose", counting(1, 2, 3).Transpose(1, -1, 0), "[2 3 1]", "[1 2 3 4 5 6]"},
	}
	for _, tt := range tests {
		if shape, data := fmt.Sprint(tt.got.Shape()), fmt.Sprint(tt.got.Data()); shape != tt.shape || data != tt.data {
			t.Errorf("%s: %s of shape %s, want %s of shape %s", tt.name, data, shape, tt.data, tt.shape)
		}
	}
}

func TestPanics(t *testing.T) {
	tests := []struct {
		want string
		do   func()
	}{
		{"tensor: New: shape [2 -1] has a negative length", func() { New(2, -1) }},
		{"tensor: 3 elements for shape [2 2], which has 4", func() { Of(make([]float64, 3), 2, 2) }},
		{"tensor: 2 elements for shape [], which has 1", func() { Of(make([]float64, 2)) }},
		{"tensor: 2 elements for shape [-1 -2], which has 2", func() { Wrap(make([]float64, 2), -1, -2) }},
		{"tensor: FromRows: row 1 has 1 elements, row 0 has 2", func() { FromRows([][]float64{{1, 2}, {3}}) }},
		{"tensor: OneHot: class 3 of 3", func() { OneHot([]int{3}, 3) }},
		{"tensor: At: index [1] of shape [2 2]", func() { New(2, 2).At(1) }},
		{"tensor: Set: index [0 2] of shape [2 2]", func() { New(2, 2).Set(1, 0, 2) }},
		{"tensor: At: index [-1] of shape [2]", func() { New(2).At(-1) }},
		{"tensor: Dim: axis 2 of shape [2 2]", func() { New(2, 2).Dim(2) }},
		{"tensor: Item: shape [2] has 2 elements, not one", func() { New(2).Item() }},
		{"tensor: Reshape: shape [2 3] has 6 elements, which do not fit shape [4]", func() { New(2, 3).Reshape(4) }},
		{"tensor: Reshape: shape [2 3] has 6 elements, which do not fit shape [4 -1]", func() { New(2, 3).Reshape(4, -1) }},
		{"tensor: Reshape: shape [2 3] has 6 elements, which do not fit shape [-1 -1]", func() { New(2, 3).Reshape(-1, -1) }},
		{"tensor: Add: shapes [2 3] and [2] do not fit", func() { New(2, 3).Add(New(2)) }},
		{"tensor: MatMul: shapes [2 3] and [2 3] do not fit", func() { New(2, 3).MatMul(New(2, 3)) }},
		{"tensor: MatMul: shapes [] and [2 3] do not fit", func() { New().MatMul(New(2, 3)) }},
		{"tensor: MatMul: shapes [4 2 3] and [5 3 2] do not fit", func() { New(4, 2, 3).MatMul(New(5, 3, 2)) }},
		{"tensor: Transpose: order [0 0] of shape [2 3]", func() { New(2, 3).Transpose(0, 0) }},
		{"tensor: Transpose: order [0] of shape [2 3]", func() { New(2, 3).Transpose(0) }},
		{"tensor: Transpose: order [0 1 0] of shape [2 3]", func() { New(2, 3).Transpose(0, 1, 0) }},
		{"tensor: Sum: axis 1 of shape [2]", func() { New(2).Sum(1) }},
		{"tensor: Sum: axis -1 twice", func() { New(2).Sum(0, -1) }},
	}
	for _, tt := range tests {
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); got != tt.want {
					t.Errorf("got %s\nwant %s", got, tt.want)
				}
			}()
			tt.do()
		}()
	}
}

func TestMemory(t *testing.T) {
	data := []float64{1, 2, 3, 4}
	of, wrapped := Of(data, 2, 2), Wrap(data, 2, 2)
	data[0] = 9
	if of.At(0, 0) != 1 || wrapped.At(0, 0) != 9 {
		t.Error("Of must copy, Wrap must not")
	}
	of.Reshape(4).Set(7, 3)
	if of.At(1, 1) != 7 {
		t.Error("Reshape must not copy")
	}
	of.Clone().Set(8, 1, 1)
	of.Shape()[0] = 5
	if of.At(1, 1) != 7 || of.Dim(0) != 2 || of.Dim(-1) != 2 || of.Rank() != 2 || of.Len() != 4 {
		t.Error("Clone and Shape must copy")
	}
	shape := []int{2}
	made := New(shape...)
	shape[0] = 3
	if made.Dim(0) != 2 {
		t.Error("New must copy its shape")
	}
	if n := testing.AllocsPerRun(10, func() { of.Set(of.At(0, 1), 1, 0) }); n != 0 {
		t.Errorf("At and Set allocate %v times", n)
	}
}

func TestEqual(t *testing.T) {
	a := counting(2, 2)
	if !a.Equal(a.Clone()) || a.Equal(counting(4)) || a.Equal(a.Scale(2)) || a.Equal(nil) || !(*Tensor)(nil).Equal(nil) {
		t.Error("Equal")
	}
	if Scalar(math.NaN()).Equal(Scalar(math.NaN())) {
		t.Error("NaN is equal to NaN")
	}
	if cmp.Diff(a, a.Clone()) != "" || cmp.Diff(a, New(2, 2)) == "" {
		t.Error("go-cmp does not use Equal")
	}
}

func TestNorms(t *testing.T) {
	v := FromSlice([]float64{3, -4})
	if v.Norm() != 5 || v.MaxAbs() != 4 || New(0).Norm() != 0 || New(0).MaxAbs() != 0 {
		t.Error(v.Norm(), v.MaxAbs())
	}
	if n := FromSlice([]float64{3e200, 4e200}).Norm(); math.Abs(n-5e200) > 1e186 {
		t.Error("overflow", n)
	}
	if !math.IsNaN(FromSlice([]float64{1, math.NaN(), 2}).MaxAbs()) {
		t.Error("MaxAbs hides NaN")
	}
	if Scalar(4).Reshape(1, 1).Item() != 4 {
		t.Error("Item")
	}
}

func TestString(t *testing.T) {
	tests := []struct {
		t    *Tensor
		want string
	}{
		{Scalar(1.5), "1.5"},
		{New(0), "[]"},
		{New(2, 0), "[[]\n []]"},
		{New(0, 2), "[]"},
		{counting(2, 2, 2), "[[[1 2]\n  [3 4]]\n\n [[5 6]\n  [7 8]]]"},
		{FromSlice([]float64{math.Inf(-1), math.NaN(), 0.1}), "[-Inf  NaN  0.1]"},
		{counting(1001), "[   1    2    3 ...  999 1000 1001]"},
		{nil, "<nil>"},
	}
	for _, tt := range tests {
		if got := fmt.Sprint(tt.t); got != tt.want {
			t.Errorf("got\n%s\nwant\n%s", got, tt.want)
		}
	}
	if got := counting(2).String(); got != "[1 2]" {
		t.Error(got)
	}
	if got := counting(100, 100).String(); strings.Count(got, "...") != 7 {
		t.Error(got)
	}
	if got := fmt.Sprintf("%g|%6.2f|%+v|%s", Scalar(1./3), counting(2), counting(2), counting(1)); got != "0.3333333333333333|[  1.00   2.00]|[+1 +2]|[1]" {
		t.Error(got)
	}
}

// MatMul of every pair of ranks, against the definition.
func TestMatMul(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dim := rapid.IntRange(0, 3)
		m, k, n, p := dim.Draw(t, "m"), dim.Draw(t, "k"), dim.Draw(t, "n"), dim.Draw(t, "batch")
		as := [][]int{{k}, {m, k}, {p, m, k}, {1, m, k}}
		bs := [][]int{{k}, {k, n}, {p, k, n}, {1, k, n}}
		a := counting(rapid.SampledFrom(as).Draw(t, "a")...)
		b := counting(rapid.SampledFrom(bs).Draw(t, "b")...)
		got := a.MatMul(b)

		// The product as a sum over the second axis of products of the shape [batch m k n].
		la, lb := a.shape, b.shape
		rows, columns := len(la) > 1, len(lb) > 1
		if !rows {
			la = []int{1, k}
		}
		if !columns {
			lb = []int{k, 1}
		}
		left := a.Reshape(append(slices.Clone(la), 1)...)
		right := b.Reshape(slices.Insert(slices.Clone(lb), len(lb)-2, 1)...)
		want := left.Mul(right).Sum(-2)
		shape := want.shape
		if !columns {
			shape = shape[:len(shape)-1]
		}
		if !rows {
			at := len(want.shape) - 2
			shape = slices.Delete(slices.Clone(shape), at, at+1)
		}
		if want = want.Reshape(shape...); !got.Equal(want) {
			t.Fatalf("%v and %v:\n%v of shape %v\nwant\n%v of shape %v", a.shape, b.shape, got, got.shape, want, want.shape)
		}
	})
}

func TestTransposeTwice(t *testing.T) {
	a := counting(2, 3, 4)
	if b := a.Transpose(2, 0, 1); b.At(3, 1, 2) != a.At(1, 2, 3) || !b.Transpose(1, 2, 0).Equal(a) {
		t.Error(b)
	}
	if b := a.Transpose(); b.At(3, 2, 1) != a.At(1, 2, 3) {
		t.Error(b)
	}
	if !Scalar(2).Transpose().Equal(Scalar(2)) {
		t.Error("scalar")
	}
}
