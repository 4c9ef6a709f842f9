// Package ba is GradBench's bundle adjustment: the errors with which cameras see points, and the
// sparse Jacobian of all of them.
//
// A camera has 11 parameters: rotation (axis times angle), centre, focal length, principal point and
// two coefficients of radial distortion. The model is ADBench's.
package ba

import "math"

// Numbers of parameters.
const (
	CameraSize = 11
	PointSize  = 3
)

// Reproject returns the weighted difference between where the camera sees the point and feat, where
// it was seen.
//
//gograd:vjp wrt=cam,point,w
//gograd:jacobian wrt=cam,point,w
func Reproject(cam, point []float64, w float64, feat []float64) (ex, ey float64) {
	px, py := project(cam, point)
	return w * (px - feat[0]), w * (py - feat[1])
}

// WeightError returns the error of a weight, which ought to be 1.
//
//gograd:grad
func WeightError(w float64) float64 {
	return 1 - w*w
}

// project returns where in the image the camera sees the point.
func project(cam, point []float64) (x, y float64) {
	var rot, from [3]float64
	for i := range from {
		rot[i] = cam[i]
		from[i] = point[i] - cam[3+i]
	}
	p := rotate(rot, from)
	x, y = distort(cam[9:11], p[0]/p[2], p[1]/p[2])
	return x*cam[6] + cam[7], y*cam[6] + cam[8]
}

// distort applies the radial distortion k to the point x, y.
func distort(k []float64, x, y float64) (float64, float64) {
	r := x*x + y*y
	l := 1 + k[0]*r + k[1]*r*r
	return x * l, y * l
}

// rotate turns p round the axis rot by the length of rot, by Rodrigues' formula; when there is
// nothing to turn, by what the formula is to first order.
func rotate(rot, p [3]float64) [3]float64 {
	sq := dot(rot, rot)
	if sq == 0 {
		c := cross(rot, p)
		return [3]float64{p[0] + c[0], p[1] + c[1], p[2] + c[2]}
	}
	theta := math.Sqrt(sq)
	sin, cos := math.Sin(theta), math.Cos(theta)
	inv := 1 / theta
	axis := [3]float64{rot[0] * inv, rot[1] * inv, rot[2] * inv}
	c := cross(axis, p)
	along := dot(axis, p) * (1 - cos)
	var out [3]float64
	for i := range out {
		out[i] = p[i]*cos + c[i]*sin + axis[i]*along
	}
	return out
}

func dot(a, b [3]float64) float64 {
	return a[0]*b[0] + a[1]*b[1] + a[2]*b[2]
}

func cross(a, b [3]float64) [3]float64 {
	return [3]float64{
		a[1]*b[2] - a[2]*b[1],
		a[2]*b[0] - a[0]*b[2],
		a[0]*b[1] - a[1]*b[0],
	}
}
