package hand

import (
	"math"
	"sync"
)

// lstmCell is what the reverse sweep needs of one bit of one layer after one character.
type lstmCell struct {
	forget, ingate, outgate, change float64
	cell, tanh                      float64 // the latter of the former; times outgate it is the hidden state
}

func (c *lstmCell) hidden() float64 { return c.outgate * c.tanh }

// lstmLane is one bit of one layer: the weights, and what is summed backwards through time.
type lstmLane struct {
	wf, wi, wo, wc                         float64
	bf, bi, bo, bc                         float64
	dwf, dwi, dwo, dwc, dbf, dbi, dbo, dbc float64
	dhidden, dcell                         float64 // adjoints of the state, from later characters
}

type lstmWork struct {
	cells []lstmCell // characters × layers × bits, the initial state first
	lanes []lstmLane // layers × bits
	dtop  []float64  // characters × bits: adjoint of the last layer's output, from the prediction
	in    []float64
}

var lstmPool = sync.Pool{New: func() any { return new(lstmWork) }}

// LSTMGrad is the gradient of lstm.Loss.
func LSTMGrad(dmain, dextra, mainParams, extraParams, state, sequence [][]float64) float64 {
	w := lstmPool.Get().(*lstmWork)
	layers, bits := len(state)/2, len(extraParams[0])
	w.prepare(layers, bits, len(sequence), mainParams, state)
	for _, row := range dextra {
		clear(row)
	}

	dpred := -1 / float64(bits*(len(sequence)-1)) // adjoint of the total
	total := 0.0
	for t := 0; t+1 < len(sequence); t++ {
		w.forward(t, extraParams[0], sequence[t])
		total = w.predict(t, total, dpred, dextra, extraParams, sequence[t+1])
	}
	for t := len(sequence) - 2; t >= 0; t-- {
		w.reverse(t, dextra[0], extraParams[0], sequence[t])
	}

	for i := range layers {
		dw, db := dmain[2*i], dmain[2*i+1]
		for b, lane := range w.lanes[i*bits:][:bits] {
			dw[b], dw[bits+b], dw[2*bits+b], dw[3*bits+b] = lane.dwf, lane.dwi, lane.dwo, lane.dwc
			db[b], db[bits+b], db[2*bits+b], db[3*bits+b] = lane.dbf, lane.dbi, lane.dbo, lane.dbc
		}
	}
	lstmPool.Put(w)
	return -total / float64(bits*(len(sequence)-1))
}

func (w *lstmWork) prepare(layers, bits, chars int, mainParams, state [][]float64) {
	width := layers * bits
	if cap(w.cells) < chars*width {
		w.cells = make([]lstmCell, chars*width)
	}
	w.cells = w.cells[:chars*width]
	if cap(w.lanes) < width {
		w.lanes = make([]lstmLane, width)
	}
	w.lanes = w.lanes[:width]
	w.dtop = grow(w.dtop, chars*bits)
	w.in = grow(w.in, bits)
	for i := range layers {
		p, q := mainParams[2*i], mainParams[2*i+1]
		for b := range bits {
			lane := &w.lanes[i*bits+b]
			*lane = lstmLane{}
			lane.wf, lane.wi, lane.wo, lane.wc = p[b], p[bits+b], p[2*bits+b], p[3*bits+b]
			lane.bf, lane.bi, lane.bo, lane.bc = q[b], q[bits+b], q[2*bits+b], q[3*bits+b]
			start := &w.cells[i*bits+b]
			start.outgate, start.tanh = 1, state[2*i][b]
			start.cell = state[2*i+1][b]
		}
	}
}

// forward computes the cells after character t.
func (w *lstmWork) forward(t int, inWeight, char []float64) {
	bits := len(inWeight)
	width := len(w.lanes)
	char = char[:bits]
	in := w.in[:bits]
	for b, v := range inWeight {
		in[b] = char[b] * v
	}
	old, cur := w.cells[t*width:][:width], w.cells[(t+1)*width:][:width]
	for first := 0; first < width; first += bits {
		lanes := w.lanes[first:][:bits]
		old, cur := old[first:][:bits], cur[first:][:bits]
		for b, x := range in {
			p, o, c := &lanes[b], &old[b], &cur[b]
			h := o.hidden()
			f := 1 / (1 + math.Exp(-(x*p.wf + p.bf)))
			i := 1 / (1 + math.Exp(-(h*p.wi + p.bi)))
			u := 1 / (1 + math.Exp(-(x*p.wo + p.bo)))
			g := math.Tanh(h*p.wc + p.bc)
			c.forget, c.ingate, c.outgate, c.change = f, i, u, g
			cell := o.cell*f + i*g
			th := math.Tanh(cell)
			c.cell, c.tanh = cell, th
			in[b] = u * th
		}
	}
}

// predict adds the log-likelihood of the character gold, which follows character t, to total. The
// prediction's derivatives need nothing that comes later: they are taken at once.
func (w *lstmWork) predict(t int, total, dtotal float64, dextra, extra [][]float64, gold []float64) float64 {
	top := w.in // the last layer's output
	bits := len(top)
	weight, bias := extra[1][:bits], extra[2][:bits]
	dweight, dbias := dextra[1][:bits], dextra[2][:bits]
	dtop := w.dtop[t*bits:][:bits]
	s := 0.0
	for b, v := range top {
		e := math.Exp(v*weight[b] + bias[b])
		dtop[b] = e
		s += e
	}
	s += 2
	lse := math.Log(s)
	sum := 0.0
	gold = gold[:bits]
	for b, v := range top {
		total += gold[b] * (v*weight[b] + bias[b] - lse)
		sum += gold[b]
	}
	scale := sum / s
	for b, v := range top {
		d := dtotal * (gold[b] - scale*dtop[b])
		dbias[b] += d
		dweight[b] += d * v
		dtop[b] = d * weight[b]
	}
	return total
}

// reverse takes the adjoints back from after character t to before it.
func (w *lstmWork) reverse(t int, dinWeight, inWeight, char []float64) {
	bits := len(inWeight)
	width := len(w.lanes)
	char, dinWeight = char[:bits], dinWeight[:bits]
	din := w.dtop[t*bits:][:bits] // adjoint of a layer's output, then of its input
	in := w.in[:bits]
	oldAll, curAll := w.cells[t*width:][:width], w.cells[(t+1)*width:][:width]
	for first := width - bits; first >= 0; first -= bits {
		if first == 0 {
			for b, v := range inWeight {
				in[b] = char[b] * v
			}
		} else {
			for b := range in {
				in[b] = curAll[first-bits+b].hidden()
			}
		}
		lanes := w.lanes[first:][:bits]
		old, cur := oldAll[first:][:bits], curAll[first:][:bits]
		for b, x := range in {
			p, o, c := &lanes[b], &old[b], &cur[b]
			f, i, u, g, th := c.forget, c.ingate, c.outgate, c.change, c.tanh
			dh := din[b] + p.dhidden
			dc := p.dcell + dh*u*(1-th*th)
			du := dh * th * u * (1 - u)
			p.dcell = dc * f
			df := dc * o.cell * f * (1 - f)
			di := dc * g * i * (1 - i)
			dg := dc * i * (1 - g*g)
			h := o.hidden()
			p.dwf += df * x
			p.dbf += df
			p.dwo += du * x
			p.dbo += du
			p.dwi += di * h
			p.dbi += di
			p.dwc += dg * h
			p.dbc += dg
			p.dhidden = di*p.wi + dg*p.wc
			din[b] = df*p.wf + du*p.wo
		}
	}
	for b, v := range din {
		dinWeight[b] += v * char[b]
	}
}
