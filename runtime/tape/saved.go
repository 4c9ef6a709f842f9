package tape

// savesArgs are all operands, where there may be more than two.
const savesArgs saved = 1 << 7

// saves are the values that the pullbacks of the operations read which don't come from the rules of package math.
var saves = [firstElementary]saved{
	opMul: savesA | savesB, opDiv: savesB | savesOut, opScale: savesB, opPow: savesA | savesB,
	opSigmoid: savesOut, opSoftplus: savesA, opRelu: savesOut, opElu: savesA,
	opLogSumExp: savesA | savesOut, opSoftmax: savesOut,
	opMatMul: savesA | savesB, opCholesky: savesOut, opTriSolve: savesA | savesOut,
	opCall: savesArgs,
}

// eachSaved calls f with the nodes whose values the pullback of node i reads.
func (t *Tape) eachSaved(i int32, f func(j int32)) {
	n := &t.nodes[i]
	var s saved
	if n.op >= firstElementary {
		s = n.op.elementary().saves
	} else {
		s = saves[n.op]
	}
	if s&savesOut != 0 {
		f(i)
	}
	if n.op == opWhere {
		f(t.exts[n.ext].args[0])
		return
	}
	active := func(j int32) bool { return t.nodes[j].flags&flagActive != 0 }
	t.args(i, func(k int, j int32) {
		switch {
		case s&savesArgs != 0:
			f(j)
		case n.op == opMul || n.op == opMatMul: // each is the partial derivative of the other
			if other := n.a + n.b - j; active(other) {
				f(j)
			}
		case k == 0 && s&savesA != 0, k == 1 && s&savesB != 0:
			f(j)
		}
	})
}
