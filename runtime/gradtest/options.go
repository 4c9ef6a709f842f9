package gradtest

import "math/rand/v2"

// Option changes how a check is done.
type Option func(*config)

type config struct {
	tolerance      float64
	valueTolerance float64
	components     int
	seed           uint64
	overwrites     bool
}

func configure(opts []Option) config {
	c := config{tolerance: 1e-6, components: 200, seed: 1}
	for _, o := range opts {
		o(&c)
	}
	return c
}

func (c *config) rand() *rand.Rand { return rand.New(rand.NewPCG(c.seed, 0)) }

// Tolerance sets the relative difference that is allowed between a derivative and a finite difference, besides the
// estimated error of the latter. It is 1e-6 unless set, and at least 1e-3 for components that are float32.
func Tolerance(rel float64) Option { return func(c *config) { c.tolerance = rel } }

// ValueTolerance sets the relative difference that is allowed between the value that comes with a gradient and that of the
// function. It is 0 unless set: they must be the same bit for bit.
func ValueTolerance(rel float64) Option { return func(c *config) { c.valueTolerance = rel } }

// Components sets how many components are compared, chosen at random where there are more. It is 200
// unless set.
func Components(n int) Option { return func(c *config) { c.components = n } }

// Seed sets the seed of what is chosen at random. The same seed gives the same check.
func Seed(seed uint64) Option { return func(c *config) { c.seed = seed } }

// Overwrites tells CheckVJP that the product overwrites its destination. Unless it is given, the product must add
// to it, as generated ones do.
func Overwrites() Option { return func(c *config) { c.overwrites = true } }
