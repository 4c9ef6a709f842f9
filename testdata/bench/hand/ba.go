package hand

import (
	"math"

	"github.com/gograd/gograd/testdata/bench/gradbench/ba"
)

// ReprojectVJP is the derivative of ba.Reproject.
func ReprojectVJP(dcam, dpoint, cam, point []float64, w float64, feat []float64, dex, dey float64) (ex, ey, dw float64) {
	return baReverse(dcam, dpoint, cam, point, w, feat[0], feat[1], dex, dey, false)
}

// BALossGrad is the gradient of ba.Loss.
func BALossGrad(dcams, dpoints [][]float64, dw []float64, cams, points [][]float64, w []float64, obs []ba.Observation) float64 {
	for _, row := range dcams {
		clear(row)
	}
	for _, row := range dpoints {
		clear(row)
	}
	clear(dw)
	dw = dw[:len(obs)]
	sum := 0.0
	for i := range obs {
		o := &obs[i]
		wi := w[i]
		ex, ey, d := baReverse(dcams[o.Camera], dpoints[o.Point], cams[o.Camera], points[o.Point], wi, o.Feat[0], o.Feat[1], 0, 0, true)
		ew := 1 - wi*wi
		sum += ex*ex + ey*ey + ew*ew
		dw[i] = d - 4*ew*wi
	}
	return sum
}

// baReverse returns the value of ba.Reproject and its derivative for the adjoints dex and dey, or, for squares, that
// of the sum of the squares of its results.
func baReverse(dcam, dpoint, cam, point []float64, w, fx, fy, dex, dey float64, squares bool) (ex, ey, dw float64) {
	cam, point = cam[:ba.CameraSize], point[:ba.PointSize]
	dcam, dpoint = dcam[:ba.CameraSize], dpoint[:ba.PointSize]
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
	hx, hy := (xl*f+cam[7])-fx, (yl*f+cam[8])-fy
	ex, ey = w*hx, w*hy
	if squares {
		dex, dey = 2*ex, 2*ey
	}

	dw = dex*hx + dey*hy
	dex *= w
	dey *= w
	dcam[6] += dex*xl + dey*yl
	dcam[7] += dex
	dcam[8] += dey
	dex *= f
	dey *= f
	dl := dex*x + dey*y
	dcam[9] += dl * r
	dcam[10] += dl * r * r
	dr := 2 * dl * (k1 + 2*k2*r)
	iz := 1 / q2
	u0, u1 := (dex*l+dr*x)*iz, (dey*l+dr*y)*iz
	u2 := -(u0*x + u1*y)

	var s0, s1, s2 float64
	if sq == 0 {
		s0, s1, s2 = u0+(u1*r2-u2*r1), u1+(u2*r0-u0*r2), u2+(u0*r1-u1*r0)
		dcam[0] += p1*u2 - p2*u1
		dcam[1] += p2*u0 - p0*u2
		dcam[2] += p0*u1 - p1*u0
	} else {
		vers := 1 - cos
		au := a0*u0 + a1*u1 + a2*u2
		m, t := vers*au, vers*dot
		s0 = cos*u0 + sin*(u1*a2-u2*a1) + m*a0
		s1 = cos*u1 + sin*(u2*a0-u0*a2) + m*a1
		s2 = cos*u2 + sin*(u0*a1-u1*a0) + m*a2
		dtheta := cos*(c0*u0+c1*u1+c2*u2) + sin*(dot*au-(p0*u0+p1*u1+p2*u2))
		b0 := t*u0 + m*p0 + sin*(p1*u2-p2*u1)
		b1 := t*u1 + m*p1 + sin*(p2*u0-p0*u2)
		b2 := t*u2 + m*p2 + sin*(p0*u1-p1*u0)
		dtheta -= (a0*b0 + a1*b1 + a2*b2) * inv
		dcam[0] += b0*inv + a0*dtheta
		dcam[1] += b1*inv + a1*dtheta
		dcam[2] += b2*inv + a2*dtheta
	}
	dcam[3] -= s0
	dcam[4] -= s1
	dcam[5] -= s2
	dpoint[0] += s0
	dpoint[1] += s1
	dpoint[2] += s2
	return ex, ey, dw
}
