package main

import (
	"math/rand/v2"
	"testing"

	gograd "github.com/gograd/gograd/runtime"
	"github.com/gograd/gograd/runtime/gradtest"
)

func TestLossGrad(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	net := &Network{Hidden: newLayer(4, 1, r), Output: newLayer(2, 4, r)}
	angles, points := circle(5)
	d := gograd.Like(net)
	gradtest.CheckFunc(t,
		func() float64 { return net.loss(angles, points) },
		func() float64 { return net.lossGrad(d, angles, points) },
		[]gradtest.Var{gradtest.Wrt("net", net, d)})
}
