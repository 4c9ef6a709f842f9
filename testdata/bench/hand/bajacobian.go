package hand

import (
	"math"

	"github.com/gograd/gograd/testdata/bench/gradbench/ba"
)

// baRows returns the value of ba.Reproject and sets rx and ry to the derivatives of its two results. The
// primal and most of the way back are common to both.
func baRows(rx, ry []float64, cam, point []float64, w, fx, fy float64) (ex, ey float64) {
	rx, ry = rx[:ba.RowSize], ry[:ba.RowSize]
	cam, point = cam[:ba.CameraSize], point[:ba.PointSize]
	r0, r1, r2 := cam[0], cam[1], cam[2]
	p0, p1, p2 := point[0]-cam[3], point[1]-cam[4], point[2]-cam[5]
	sq := r0*r0 + r1*r1 + r2*r2
	var q0, q1, q2 float64
	var sin, cos, inv, a0, a1, a2, c0, c1, c2, dot float64
	if sq == 0 {
		q0, q1, q2 = p0+(r1*p2-r2*p1), p1+(r2*p0-r0*p2), p2+(r0*p1-r1*p0)
	} else {
		theta := math.Sqrt(sq)
		sin, cos = math.Sincos(theta)
		inv = 1 / theta
		a0, a1, a2 = r0*inv, r1*inv, r2*inv
		c0, c1, c2 = a1*p2-a2*p1, a2*p0-a0*p2, a0*p1-a1*p0
		dot = a0*p0 + a1*p1 + a2*p2
		along := dot * (1 - cos)
		q0, q1, q2 = p0*cos+c0*sin+a0*along, p1*cos+c1*sin+a1*along, p2*cos+c2*sin+a2*along
	}
	x, y := q0/q2, q1/q2
	k1, k2, f := cam[9], cam[10], cam[6]
	r := x*x + y*y
	l := 1 + k1*r + k2*r*r
	xl, yl := x*l, y*l
	ex, ey = w*((xl*f+cam[7])-fx), w*((yl*f+cam[8])-fy)

	// Behind the camera: focal length, principal point, distortion, weight.
	wf := w * f
	wfr := wf * r
	rx[6], rx[7], rx[8], rx[9], rx[10], rx[14] = w*xl, w, 0, wfr*x, wfr*r*x, (xl*f+cam[7])-fx
	ry[6], ry[7], ry[8], ry[9], ry[10], ry[14] = w*yl, 0, w, wfr*y, wfr*r*y, (yl*f+cam[8])-fy

	// Derivatives with respect to x, y, a symmetric matrix; then to q.
	g := 2*k1 + 4*k2*r
	fl, fg := wf*l, wf*g
	xx, xy, yy := fl+fg*x*x, fg*x*y, fl+fg*y*y
	iz := 1 / q2
	u0, u1 := xx*iz, xy*iz
	u2 := -(u0*x + u1*y)
	v0, v1 := u1, yy*iz
	v2 := -(v0*x + v1*y)
	if sq == 0 {
		baUnturned(rx, r0, r1, r2, p0, p1, p2, u0, u1, u2)
		baUnturned(ry, r0, r1, r2, p0, p1, p2, v0, v1, v2)
		return ex, ey
	}
	vers := 1 - cos
	// First row: the adjoint u of q back through Rodrigues' formula.
	au := a0*u0 + a1*u1 + a2*u2
	m := vers * au
	s0 := cos*u0 + sin*(u1*a2-u2*a1) + m*a0
	s1 := cos*u1 + sin*(u2*a0-u0*a2) + m*a1
	s2 := cos*u2 + sin*(u0*a1-u1*a0) + m*a2
	rx[3], rx[4], rx[5] = -s0, -s1, -s2
	rx[11], rx[12], rx[13] = s0, s1, s2
	t := vers * dot
	dtheta := cos*(c0*u0+c1*u1+c2*u2) + sin*(dot*au-(p0*u0+p1*u1+p2*u2))
	b0 := t*u0 + m*p0 + sin*(p1*u2-p2*u1)
	b1 := t*u1 + m*p1 + sin*(p2*u0-p0*u2)
	b2 := t*u2 + m*p2 + sin*(p0*u1-p1*u0)
	dtheta -= (a0*b0 + a1*b1 + a2*b2) * inv
	rx[0], rx[1], rx[2] = b0*inv+a0*dtheta, b1*inv+a1*dtheta, b2*inv+a2*dtheta
	// Second row: the same for v.
	au = a0*v0 + a1*v1 + a2*v2
	m = vers * au
	s0 = cos*v0 + sin*(v1*a2-v2*a1) + m*a0
	s1 = cos*v1 + sin*(v2*a0-v0*a2) + m*a1
	s2 = cos*v2 + sin*(v0*a1-v1*a0) + m*a2
	ry[3], ry[4], ry[5] = -s0, -s1, -s2
	ry[11], ry[12], ry[13] = s0, s1, s2
	dtheta = cos*(c0*v0+c1*v1+c2*v2) + sin*(dot*au-(p0*v0+p1*v1+p2*v2))
	b0 = t*v0 + m*p0 + sin*(p1*v2-p2*v1)
	b1 = t*v1 + m*p1 + sin*(p2*v0-p0*v2)
	b2 = t*v2 + m*p2 + sin*(p0*v1-p1*v0)
	dtheta -= (a0*b0 + a1*b1 + a2*b2) * inv
	ry[0], ry[1], ry[2] = b0*inv+a0*dtheta, b1*inv+a1*dtheta, b2*inv+a2*dtheta
	return ex, ey
}

// baUnturned takes the adjoint u of a rotated point back through p + r×p, the formula where r is 0.
func baUnturned(row []float64, r0, r1, r2, p0, p1, p2, u0, u1, u2 float64) {
	s0, s1, s2 := u0+(u1*r2-u2*r1), u1+(u2*r0-u0*r2), u2+(u0*r1-u1*r0)
	row[0], row[1], row[2] = p1*u2-p2*u1, p2*u0-p0*u2, p0*u1-p1*u0
	row[3], row[4], row[5] = -s0, -s1, -s2
	row[11], row[12], row[13] = s0, s1, s2
}

// WeightErrorGrad is the derivative of ba.WeightError.
func WeightErrorGrad(w float64) (e, dw float64) {
	return 1 - w*w, -2 * w
}

// BAJacobian computes the values of j.
func BAJacobian(j *ba.Jacobian, cams, points [][]float64, w []float64, obs []ba.Observation) {
	vals := j.Vals
	for i := range obs {
		o := &obs[i]
		baRows(vals[:ba.RowSize], vals[ba.RowSize:2*ba.RowSize], cams[o.Camera], points[o.Point], w[i], o.Feat[0], o.Feat[1])
		vals = vals[2*ba.RowSize:]
	}
	for i := range vals {
		vals[i] = -2 * w[i]
	}
}
