// Package geom is the other package that package calls calls into.
package geom

import "math"

// Point is a point of the plane.
type Point struct{ X, Y float64 }

// weight stretches the second axis.
const weight = 1.5

// bias is added to every distance.
var bias = 0.25

// Sub is p-q.
func (p Point) Sub(q Point) Point { return Point{p.X - q.X, p.Y - q.Y} }

// Scale multiplies p by k in place.
func (p *Point) Scale(k float64) {
	p.X *= k
	p.Y *= k
}

// Dist is the weighted distance of two points.
func Dist(p, q Point) float64 {
	d := p.Sub(q)
	return length(&d) + bias
}

// Center moves the points so that their mean is the origin, and returns what the mean was.
func Center(ps []Point) Point {
	m := mean(ps)
	for i := range ps {
		ps[i] = ps[i].Sub(m)
	}
	return m
}

// pair is a type of the package's own.
type pair struct{ a, b float64 }

func length(p *Point) float64 {
	return math.Sqrt(square(pair{p.X, weight * p.Y}))
}

func square(v pair) float64 { return v.a*v.a + v.b*v.b }

func mean(ps []Point) (m Point) {
	for _, p := range ps {
		m.X += p.X
		m.Y += p.Y
	}
	m.Scale(1 / float64(len(ps)))
	return
}
