package hand

import (
	"math"

	"github.com/gograd/gograd/testdata/bench/nbody"
)

// NBodyVJP is the derivative of nbody.Step. The adjoints of the velocities are known before the pairs are
// gone through, and the pairs only add to the velocities; so each pair goes forward and backward at once.
func NBodyVJP(dbodies, bodies []nbody.Body, dt float64) {
	dbodies = dbodies[:len(bodies)]
	for i := range dbodies {
		d := &dbodies[i]
		d.Vel[0] += dt * d.Pos[0]
		d.Vel[1] += dt * d.Pos[1]
		d.Vel[2] += dt * d.Pos[2]
	}
	for i := range bodies {
		nbodyPairs(&dbodies[i], &bodies[i], dbodies[i+1:], bodies[i+1:], dt)
	}
	for i := range bodies {
		b := &bodies[i]
		b.Pos[0] += dt * b.Vel[0]
		b.Pos[1] += dt * b.Vel[1]
		b.Pos[2] += dt * b.Vel[2]
	}
}

// nbodyPairs does the pairs of a with the bodies after it. What concerns a is held in locals.
func nbodyPairs(da, a *nbody.Body, dbs, bs []nbody.Body, dt float64) {
	ma := a.Mass
	vx, vy, vz := a.Vel[0], a.Vel[1], a.Vel[2]
	sx, sy, sz, dma := da.Pos[0], da.Pos[1], da.Pos[2], da.Mass
	dbs = dbs[:len(bs)]
	for j := range bs {
		b, db := &bs[j], &dbs[j]
		mb := b.Mass
		x, y, z := a.Pos[0]-b.Pos[0], a.Pos[1]-b.Pos[1], a.Pos[2]-b.Pos[2]
		sq := x*x + y*y + z*z
		pull := dt / (sq * math.Sqrt(sq))
		vx -= x * mb * pull
		vy -= y * mb * pull
		vz -= z * mb * pull
		b.Vel[0] += x * ma * pull
		b.Vel[1] += y * ma * pull
		b.Vel[2] += z * ma * pull

		// What does not need pull comes first: it waits for a root and a division.
		wx, wy, wz := db.Vel[0], db.Vel[1], db.Vel[2]
		ux, uy, uz := da.Vel[0], da.Vel[1], da.Vel[2]
		du := x*ux + y*uy + z*uz
		dw := x*wx + y*wy + z*wz
		db.Mass -= pull * du
		dma += pull * dw
		c := 3 / sq * (mb*du - ma*dw) // pull goes with the distance to the power of -3
		gx := pull * (ma*wx - mb*ux + c*x)
		gy := pull * (ma*wy - mb*uy + c*y)
		gz := pull * (ma*wz - mb*uz + c*z)
		sx += gx
		sy += gy
		sz += gz
		db.Pos[0] -= gx
		db.Pos[1] -= gy
		db.Pos[2] -= gz
	}
	a.Vel[0], a.Vel[1], a.Vel[2] = vx, vy, vz
	da.Pos[0], da.Pos[1], da.Pos[2], da.Mass = sx, sy, sz, dma
}
