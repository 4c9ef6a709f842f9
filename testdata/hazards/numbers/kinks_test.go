package numbers

import (
	"fmt"
	"math"
	"testing"

	"github.com/gograd/gograd/testdata/hazards/check"
)

var (
	inf = math.Inf(1)
	nan = math.NaN()
	neg = math.Copysign(0, -1)
)

// kink is a function at a point where it has no derivative, or no finite one.
type kink struct {
	name string
	f, g any
	at   []float64
	want []float64
}

// run checks a table of kinks.
func run(t *testing.T, kinks []kink) {
	for _, k := range kinks {
		t.Run(fmt.Sprint(k.name, k.at), func(t *testing.T) {
			args := make([]any, len(k.at))
			for i, v := range k.at {
				args[i] = v
			}
			c := check.Case{F: k.f, G: k.g, Args: check.In(args...), Want: k.want, Kink: true}
			if len(k.want) < len(k.at) {
				c.Wrt = []int{0}
			}
			check.Grad(t, c)
		})
	}
}

func TestH84_Ties(t *testing.T) {
	run(t, []kink{
		{"Abs", h84Abs, h84AbsGrad, []float64{0}, []float64{0}},
		{"Abs", h84Abs, h84AbsGrad, []float64{neg}, []float64{0}},
		{"Abs", h84Abs, h84AbsGrad, []float64{-2}, []float64{-1}},
		{"Abs", h84Abs, h84AbsGrad, []float64{inf}, []float64{1}},
		{"Abs", h84Abs, h84AbsGrad, []float64{-inf}, []float64{-1}},
		{"Max", h84Max, h84MaxGrad, []float64{3, 3}, []float64{1, 0}},
		{"Max", h84Max, h84MaxGrad, []float64{inf, inf}, []float64{1, 0}},
		{"Max", h84Max, h84MaxGrad, []float64{1, inf}, []float64{0, 1}},
		{"Max", h84Max, h84MaxGrad, []float64{2, -3}, []float64{1, 0}},
		{"Min", h84Min, h84MinGrad, []float64{3, 3}, []float64{1, 0}},
		{"Min", h84Min, h84MinGrad, []float64{-inf, -inf}, []float64{1, 0}},
		{"Min", h84Min, h84MinGrad, []float64{2, -3}, []float64{0, 1}},
		{"max", h84BuiltinMax, h84BuiltinMaxGrad, []float64{1, 2, 2}, []float64{0, 1, 0}},
		{"max", h84BuiltinMax, h84BuiltinMaxGrad, []float64{2, 1, 2}, []float64{1, 0, 0}},
		{"max", h84BuiltinMax, h84BuiltinMaxGrad, []float64{2, 2, 2}, []float64{1, 0, 0}},
		{"max", h84BuiltinMax, h84BuiltinMaxGrad, []float64{1, 2, 3}, []float64{0, 0, 1}},
		{"min", h84BuiltinMin, h84BuiltinMinGrad, []float64{1, 1, 1}, []float64{1, 0, 0}},
		{"min", h84BuiltinMin, h84BuiltinMinGrad, []float64{2, 1, 3}, []float64{0, 0, 0}}, // the constant is the first
		{"min", h84BuiltinMin, h84BuiltinMinGrad, []float64{2, 0, 0}, []float64{0, 1, 0}},
		{"branch", h84Branch, h84BranchGrad, []float64{0}, []float64{5}},
		{"branch", h84Branch, h84BranchGrad, []float64{neg}, []float64{5}},
		{"branch", h84Branch, h84BranchGrad, []float64{nan}, []float64{-3}},
	})
}

func TestH84_Roots(t *testing.T) {
	run(t, []kink{
		{"Sqrt", h84Sqrt, h84SqrtGrad, []float64{0}, []float64{inf}},
		{"Sqrt", h84Sqrt, h84SqrtGrad, []float64{neg}, []float64{inf}},
		{"Sqrt", h84Sqrt, h84SqrtGrad, []float64{inf}, []float64{0}},
		{"Sqrt", h84Sqrt, h84SqrtGrad, []float64{-1}, []float64{nan}},
		{"Sqrt", h84Sqrt, h84SqrtGrad, []float64{nan}, []float64{nan}},
		{"Sqrt", h84Sqrt, h84SqrtGrad, []float64{4}, []float64{0.25}},
		{"Hypot", h84Hypot, h84HypotGrad, []float64{0, 0}, []float64{0, 0}},
		{"Hypot", h84Hypot, h84HypotGrad, []float64{neg, 0}, []float64{0, 0}},
		{"Hypot", h84Hypot, h84HypotGrad, []float64{-3, 4}, []float64{-0.6, 0.8}},
		{"Hypot", h84Hypot, h84HypotGrad, []float64{3e200, 4e200}, []float64{0.6, 0.8}},
		{"Atan2", h84Atan2, h84Atan2Grad, []float64{0, 0}, []float64{0, 0}},
		{"Atan2", h84Atan2, h84Atan2Grad, []float64{neg, neg}, []float64{0, 0}},
		{"Atan2", h84Atan2, h84Atan2Grad, []float64{0, -2}, []float64{-0.5, 0}},
	})
}

func TestH84_Pow(t *testing.T) {
	run(t, []kink{
		{"Pow", h84Pow, h84PowGrad, []float64{2, 3}, []float64{12, 8 * math.Ln2}},
		{"Pow", h84Pow, h84PowGrad, []float64{0, 2}, []float64{0, 0}},
		{"Pow", h84Pow, h84PowGrad, []float64{0, 1}, []float64{1, 0}},
		{"Pow", h84Pow, h84PowGrad, []float64{0, 0.5}, []float64{inf, 0}},
		{"Pow", h84Pow, h84PowGrad, []float64{0, 0}, []float64{0, -inf}},
		{"Pow", h84Pow, h84PowGrad, []float64{3, 0}, []float64{0, math.Log(3)}},
		{"Pow", h84Pow, h84PowGrad, []float64{-2, 3}, []float64{12, nan}},
		{"Pow", h84Pow, h84PowGrad, []float64{-2, 0}, []float64{0, nan}},
		{"Pow base", h84PowBase, h84PowBaseGrad, []float64{-2, 3}, []float64{12}},
		{"Pow base", h84PowBase, h84PowBaseGrad, []float64{0, 0}, []float64{0}},
		{"Pow base", h84PowBase, h84PowBaseGrad, []float64{0, 1}, []float64{1}},
		{"Pow constants", h84PowConstants, h84PowConstantsGrad, []float64{-2}, []float64{12 + 0.25 + math.Ln2/4}},
		{"Pow constants", h84PowConstants, h84PowConstantsGrad, []float64{1}, []float64{1 + 2*math.Ln2}},
	})
}

func TestH84_Steps(t *testing.T) {
	for _, x := range []float64{0, neg, 1, -1, 2.5, -2.5, 0.3, 1e15 + 0.5} {
		run(t, []kink{{"Steps", h84Steps, h84StepsGrad, []float64{x}, []float64{0.5}}})
	}
	run(t, []kink{
		{"Mod", h84Mod, h84ModGrad, []float64{7.5, 2}, []float64{1, -3}},
		{"Mod", h84Mod, h84ModGrad, []float64{-7.5, 2}, []float64{1, 3}},
		{"Mod", h84Mod, h84ModGrad, []float64{7.5, -2}, []float64{1, 3}},
		{"Mod", h84Mod, h84ModGrad, []float64{6, 2}, []float64{1, -3}},
		{"Mod", h84Mod, h84ModGrad, []float64{1, inf}, []float64{1, 0}},
		{"float32", h84Float32, h84Float32Grad, []float64{1.1}, []float64{float64(float32(0.1))}},
	})
}

func TestH84_ZeroAdjoint(t *testing.T) {
	run(t, []kink{
		{"Sqrt", h84ZeroSqrt, h84ZeroSqrtGrad, []float64{0, 0}, []float64{0, 0}},
		{"Sqrt", h84ZeroSqrt, h84ZeroSqrtGrad, []float64{0, 2}, []float64{inf, 0}},
		{"Sqrt", h84ZeroSqrt, h84ZeroSqrtGrad, []float64{-1, 0}, []float64{0, nan}},
		{"Log", h84ZeroLog, h84ZeroLogGrad, []float64{0, 0}, []float64{0, -1}},
		{"Log", h84ZeroLog, h84ZeroLogGrad, []float64{0, 2}, []float64{0, -1}},
		{"Log", h84ZeroLog, h84ZeroLogGrad, []float64{1, 2}, []float64{2, 0}},
		{"quotient", h84ZeroQuotient, h84ZeroQuotientGrad, []float64{0, 5, 3}, []float64{0, 0, 0}},
		{"quotient", h84ZeroQuotient, h84ZeroQuotientGrad, []float64{0, 0, 3}, []float64{0, 0, 0}},
		{"quotient", h84ZeroQuotient, h84ZeroQuotientGrad, []float64{1, 2, 0}, []float64{0, 1, -2}},
		{"product", h84ZeroProduct, h84ZeroProductGrad, []float64{2, inf, 3}, []float64{0, 0, 0}},
		{"product", h84ZeroProduct, h84ZeroProductGrad, []float64{1e200, 1e200, 3}, []float64{0, 0, 0}},
		{"product", h84ZeroProduct, h84ZeroProductGrad, []float64{1, 2, 4}, []float64{-2, -1, 0.5}},
		{"Pow", h84ZeroPow, h84ZeroPowGrad, []float64{-2, 3, 0}, []float64{0, 0, -8}},
		{"Pow", h84ZeroPow, h84ZeroPowGrad, []float64{0, 0.5, 0}, []float64{0, 0, 0}},
	})
	check.Grad(t, check.Case{F: h84ZeroElement, G: h84ZeroElementGrad, Args: check.In([]float64{3, inf, 1e200, 2}), Kink: true, Want: []float64{6, 0, 0, 4}})
	check.Grad(t, check.Case{F: h84ZeroBranch, G: h84ZeroBranchGrad, Args: check.In([]float64{0, 0}), Kink: true, Want: []float64{0, 0}})
	check.Grad(t, check.Case{F: h84ZeroBranch, G: h84ZeroBranchGrad, Args: check.In([]float64{3, 4}), Want: []float64{0.6, 0.8}})
	check.Grad(t, check.Case{F: h84ZeroBranch, G: h84ZeroBranchGrad, Args: check.In([]float64{}), Kink: true, Want: []float64{}})
}
