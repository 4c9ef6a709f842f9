package main

import (
	"fmt"
	"math"

	"github.com/gograd/gograd/testdata/bench/cases"
)

// scalings are problems that grow in one number, with the smallest that it takes. It is multiplied by 10 three times.
var scalings = []struct {
	name string
	from int
	make func(n int) *cases.Case
}{
	{"gaussian n", 1000, cases.Gaussian},
	{"logistic d=10 n", 100, func(n int) *cases.Case { return cases.Logistic(10, n) }},
	{"lse n", 1000, cases.LSE},
	{"ode n=5 s", 100, func(s int) *cases.Case { return cases.ODE(5, s) }},
	{"llsq m=128 n", 16, func(n int) *cases.Case { return cases.LLSQ(n, 128) }},
}

// scalingTable prints how the cost of derivatives grows.
func (b *bench) scalingTable() error {
	t, err := b.scaling()
	if err == nil {
		t.print(b.stdout)
	}
	return err
}

// scaling measures generated ÷ primal for growing problems.
func (b *bench) scaling() (text, error) {
	t := text{{"case", "from", "×1", "×10", "×100", "×1000", "largest ÷ smallest"}}
	for _, s := range scalings {
		if !b.match.MatchString(s.name) {
			continue
		}
		row := []string{s.name, fmt.Sprint(s.from)}
		least, most := math.Inf(1), 0.0
		for n, k := s.from, 0; k < 4; n, k = n*10, k+1 {
			b.progress("%s=%d", s.name, n)
			r, err := measure(s.make(n), b.rounds, b.slice)
			if err != nil {
				return nil, err
			}
			v := generatedToPrimal(r)
			least, most = min(least, v), max(most, v)
			row = append(row, number("%.2f", v))
		}
		t = append(t, append(row, number("%.2f", most/least)))
	}
	b.progress("")
	if len(t) == 1 {
		return nil, usageError{fmt.Errorf("no case that grows matches %q", b.match)}
	}
	return t, nil
}
