package ba

// Observation says that a camera saw a point at Feat of its image.
type Observation struct {
	Camera, Point int
	Feat          [2]float64
}

// Objective sets reproj to the two errors of each observation and weightErr to those of the weights.
func Objective(reproj, weightErr []float64, cams, points [][]float64, w []float64, obs []Observation) {
	for i := range obs {
		o := &obs[i]
		reproj[2*i], reproj[2*i+1] = Reproject(cams[o.Camera], points[o.Point], w[i], o.Feat[:])
		weightErr[i] = WeightError(w[i])
	}
}

// Loss returns the sum of all squared errors.
//
//gograd:grad wrt=cams,points,w
func Loss(cams, points [][]float64, w []float64, obs []Observation) float64 {
	sum := 0.0
	for i := range obs {
		o := &obs[i]
		ex, ey := Reproject(cams[o.Camera], points[o.Point], w[i], o.Feat[:])
		ew := WeightError(w[i])
		sum += ex*ex + ey*ey + ew*ew
	}
	return sum
}

// RowSize is the number of non-zeros in a row of the Jacobian that belongs to a reprojection.
const RowSize = CameraSize + PointSize + 1

// Jacobian is a matrix in compressed sparse row form: the non-zeros of row i are
// Vals[Rows[i]:Rows[i+1]], in the columns Cols[Rows[i]:Rows[i+1]].
type Jacobian struct {
	Rows, Cols []int
	Vals       []float64
}

// NewJacobian returns the Jacobian of the objective with its pattern and without values. There are
// two rows for each observation, then one for each weight; columns for the cameras, the points
// and the weights.
func NewJacobian(cams, points int, obs []Observation) *Jacobian {
	p := len(obs)
	j := &Jacobian{
		Rows: make([]int, 3*p+1),
		Cols: make([]int, (2*RowSize+1)*p),
		Vals: make([]float64, (2*RowSize+1)*p),
	}
	firstPoint := CameraSize * cams
	firstWeight := firstPoint + PointSize*points
	at := 0
	for i, o := range obs {
		for row := range 2 {
			for c := range CameraSize {
				j.Cols[at+c] = CameraSize*o.Camera + c
			}
			for c := range PointSize {
				j.Cols[at+CameraSize+c] = firstPoint + PointSize*o.Point + c
			}
			j.Cols[at+RowSize-1] = firstWeight + i
			at += RowSize
			j.Rows[2*i+row+1] = at
		}
	}
	for i := range obs {
		j.Cols[at] = firstWeight + i
		at++
		j.Rows[2*p+i+1] = at
	}
	return j
}

// ReprojectFunc is the type of the derivative of Reproject.
type ReprojectFunc func(dcam, dpoint, cam, point []float64, w float64, feat []float64, dex, dey float64) (ex, ey, dw float64)

// ReprojectRowsFunc is the type of the Jacobian of Reproject.
type ReprojectRowsFunc func(dexdcam, dexdpoint, deydcam, deydpoint, cam, point []float64, w float64, feat []float64) (ex, ey, dexdw, deydw float64)

// WeightErrorFunc is the type of the derivative of WeightError.
type WeightErrorFunc func(w float64) (e, dw float64)

// FillJacobian computes the values of j row by row from the derivatives of a single observation.
func FillJacobian(j *Jacobian, cams, points [][]float64, w []float64, obs []Observation, rows ReprojectRowsFunc, grad WeightErrorFunc) {
	for i := range obs {
		o := &obs[i]
		vals := j.Vals[2*RowSize*i:][:2*RowSize]
		x, y := vals[:RowSize], vals[RowSize:]
		cam, point := cams[o.Camera], points[o.Point]
		_, _, x[RowSize-1], y[RowSize-1] = rows(x[:CameraSize], x[CameraSize:RowSize-1], y[:CameraSize], y[CameraSize:RowSize-1],
			cam, point, w[i], o.Feat[:])
	}
	rest := j.Vals[2*RowSize*len(obs):]
	for i := range rest {
		_, rest[i] = grad(w[i])
	}
}
