package calls

import "github.com/gograd/gograd/testdata/hazards/calls/geom"

// polar gives three results of which one is an int.
func polar(x, y float64) (r2 float64, quadrant int, ratio float64) {
	r2 = x*x + y*y
	switch {
	case x > 0 && y > 0:
		quadrant = 1
	case x < 0 && y > 0:
		quadrant = 2
	default:
		return r2, 0, x - y
	}
	return r2, quadrant, x / y
}

// h77SeveralResults uses all, some, and none, of a callee's results, and passes them straight on. Trap: each has an adjoint of its own, which may be zero.
//
//gograd:vjp
func h77SeveralResults(x []float64) (a float64, b []float64) {
	r, q, t := polar(x[0], x[1])
	_, _, u := polar(x[1], x[0])
	r2, _, _ := polar(t, u)
	x[0], x[1] = both(x[1], x[0])
	s, p := both(both(r, t))
	b = make([]float64, 2)
	b[0], b[1] = s*x[0], p+float64(q)*x[1]
	return r2 * u, b
}

// h78CrossPackage calls into another package. Trap: its unexported helpers, types and variables can't be named from here.
//
//gograd:grad
func h78CrossPackage(ps []geom.Point, origin geom.Point) float64 {
	m := geom.Center(ps)
	s := geom.Dist(m, origin)
	for _, p := range ps {
		p.Scale(s)
		s += geom.Dist(p, origin) * p.Sub(m).X
	}
	return s
}

// Body is something that moves.
type Body struct {
	Mass float64
	Pos  [2]float64
	Vel  [2]float64
}

func (b *Body) step(force, dt float64) {
	for i := range b.Vel {
		b.Vel[i] += force / b.Mass * dt
		b.Pos[i] += b.Vel[i] * dt
		force *= 0.5
	}
}

func (b Body) kinetic() float64 {
	b.Mass /= 2 // a copy
	return b.Mass * (b.Vel[0]*b.Vel[0] + b.Vel[1]*b.Vel[1])
}

// Engine is embedded by pointer.
type Engine struct {
	Power float64
	Heat  []float64
}

func (e *Engine) pull(i int) float64 {
	e.Heat[i] += 0.1 * e.Power * e.Power
	e.Power *= 0.9
	return e.Power / (1 + e.Heat[i])
}

// Car has all of Body's and Engine's methods.
type Car struct {
	Body
	*Engine
	Drag float64
}

// h79Run drives. Trap: promoted methods change the embedded parts, one of them through a pointer.
//
//gograd:grad wrt=c,dt
func (c *Car) h79Run(dt float64, n int) float64 {
	for i := range n {
		c.step(c.pull(i)-c.Drag*c.Vel[0], dt)
	}
	return c.kinetic() + c.Body.Mass*c.Pos[1] + c.Engine.Power
}

// h79ByValue has a value receiver that holds a pointer. Trap: the copy's own fields are its own, what they point to is not.
//
//gograd:vjp wrt=c
func (c Car) h79ByValue() (power, mass float64) {
	c.Power *= c.Drag
	c.Mass *= c.Power
	return c.Engine.Power, c.Mass
}
