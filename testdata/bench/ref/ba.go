package ref

import "github.com/gograd/gograd/testdata/bench/dual"

// Reproject is the weighted error of one observation. The rotation is the matrix
// I + sin θ·K + (1 - cos θ)·K², where K is the cross product with the unit axis; where θ is 0 it is
// I + K with the axis as it is.
func Reproject(cam, point []num, w num, feat [2]float64) (ex, ey num) {
	var p [3]num
	for i := range p {
		p[i] = dual.Sub(point[i], cam[3+i])
	}
	sq := dual.Dot(cam[:3], cam[:3])
	if sq.V == 0 {
		k := crossMatrix(cam[:3])
		p = sum3(p, apply(k, p))
	} else {
		theta := dual.Sqrt(sq)
		k := crossMatrix([]num{dual.Div(cam[0], theta), dual.Div(cam[1], theta), dual.Div(cam[2], theta)})
		once := apply(k, p)
		twice := apply(k, once)
		vers := dual.Shift(dual.Neg(dual.Cos(theta)), 1)
		for i := range p {
			p[i] = dual.Sum(p[i], dual.Mul(dual.Sin(theta), once[i]), dual.Mul(vers, twice[i]))
		}
	}
	x, y := dual.Div(p[0], p[2]), dual.Div(p[1], p[2])
	r := dual.Add(dual.Mul(x, x), dual.Mul(y, y))
	l := dual.Sum(dual.Const(1), dual.Mul(cam[9], r), dual.Mul(cam[10], dual.Mul(r, r)))
	fl := dual.Mul(cam[6], l)
	x = dual.Add(dual.Mul(x, fl), cam[7])
	y = dual.Add(dual.Mul(y, fl), cam[8])
	return dual.Mul(w, dual.Shift(x, -feat[0])), dual.Mul(w, dual.Shift(y, -feat[1]))
}

// BALoss is the sum of the squared errors of observations and weights; camera[i], point[i] and
// feats[i] belong to observation i.
func BALoss(cams, points [][]num, w []num, camera, point []int, feats [][2]float64) num {
	var s num
	for i := range w {
		ex, ey := Reproject(cams[camera[i]], points[point[i]], w[i], feats[i])
		ew := dual.Shift(dual.Neg(dual.Mul(w[i], w[i])), 1)
		s = dual.Sum(s, dual.Mul(ex, ex), dual.Mul(ey, ey), dual.Mul(ew, ew))
	}
	return s
}

func crossMatrix(a []num) [3][3]num {
	return [3][3]num{
		{{}, dual.Neg(a[2]), a[1]},
		{a[2], {}, dual.Neg(a[0])},
		{dual.Neg(a[1]), a[0], {}},
	}
}

func apply(m [3][3]num, p [3]num) (out [3]num) {
	for i := range out {
		out[i] = dual.Dot(m[i][:], p[:])
	}
	return out
}

func sum3(a, b [3]num) (out [3]num) {
	for i := range out {
		out[i] = dual.Add(a[i], b[i])
	}
	return out
}
