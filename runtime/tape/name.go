package tape

// opcodeNames are those of the functions that record an operation.
var opcodeNames = [firstElementary]string{
	opLeaf: "Watch", opAdd: "Add", opSub: "Sub", opMul: "Mul", opDiv: "Div", opNeg: "Neg", opScale: "Scale", opAddScalar: "AddScalar",
	opPow: "Pow", opSigmoid: "Sigmoid", opSoftplus: "Softplus", opRelu: "Relu", opElu: "Elu", opStop: "StopGradient",
	opMask: "a comparison", opWhere: "Where", opIdentity: "Identity", opReshape: "Reshape", opTranspose: "Transpose",
	opBroadcast: "Broadcast", opSumTo: "Sum", opSum: "Sum", opMax: "Max", opCumSum: "CumSum", opLogSumExp: "LogSumExp",
	opSoftmax: "Softmax", opArg: "ArgMax", opMatMul: "MatMul", opConcat: "Concat", opSlice: "Slice", opSliceAdd: "Pad",
	opGather: "Gather", opScatterAdd: "ScatterAdd", opPad: "Pad", opFlip: "Flip", opCholesky: "Cholesky",
	opTriSolve: "SolveTriangular", opCall: "Call", opOut: "Call", opNoGradient: "the gradient of Call",
}

func (op opcode) String() string {
	if op < firstElementary {
		return opcodeNames[op]
	}
	return op.elementary().name
}

// opName is the name of the operation that made node i.
func (t *Tape) opName(i int32) string {
	n := &t.nodes[i]
	switch n.op {
	case opOut:
		return t.opName(n.a)
	case opCall:
		return t.exts[n.ext].call.name()
	}
	return n.op.String()
}

// takesInt tells whether b of a node with this operation is a whole number, and not an operand.
func takesInt(op opcode) bool { return op >= firstElementary && op.elementary().fn != nil }

// table is elementaries, of which Go thinks that its rules, being operations, need it to be there already.
var table []elementary

func init() { table = elementaries[:] }

// elementary is what the tape knows of an elementary function.
func (op opcode) elementary() *elementary { return &table[op-firstElementary] }
