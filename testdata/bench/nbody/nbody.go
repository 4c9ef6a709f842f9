// Package nbody is one time step of bodies that attract each other.
package nbody

import "math"

// Body is a point mass.
type Body struct {
	Pos, Vel [3]float64
	Mass     float64
}

// Step moves the bodies on by the time dt: first their velocities, by the attraction of all pairs,
// then their positions.
//
//gograd:vjp wrt=bodies
func Step(bodies []Body, dt float64) {
	for i := range bodies {
		a := &bodies[i]
		for j := i + 1; j < len(bodies); j++ {
			attract(a, &bodies[j], dt)
		}
	}
	for i := range bodies {
		b := &bodies[i]
		for c := range b.Pos {
			b.Pos[c] += dt * b.Vel[c]
		}
	}
}

// attract changes the velocities of a and b by their attraction over the time dt.
func attract(a, b *Body, dt float64) {
	dx := a.Pos[0] - b.Pos[0]
	dy := a.Pos[1] - b.Pos[1]
	dz := a.Pos[2] - b.Pos[2]
	sq := dx*dx + dy*dy + dz*dz
	pull := dt / (sq * math.Sqrt(sq))

	a.Vel[0] -= dx * b.Mass * pull
	a.Vel[1] -= dy * b.Mass * pull
	a.Vel[2] -= dz * b.Mass * pull
	b.Vel[0] += dx * a.Mass * pull
	b.Vel[1] += dy * a.Mass * pull
	b.Vel[2] += dz * a.Mass * pull
}
