package tape

import (
	"math"

	"github.com/gograd/gograd/runtime/tape/internal/nd"
)

// sweep goes over the tape backwards, from targets to sources, and gives every value on the way its adjoint: the derivative of the
// targets, weighted by their seeds, with respect to it. The adjoint of a value is complete when the sweep comes to
// it, because what was computed from it stands behind it; then the operation that made it passes it on to its operands.
//
// A recorded sweep computes with Vars, and so leaves on the tape what it does: its results can be differentiated. Any
// other works in a segment that is dropped at its end, and numbers go past Vars altogether.
type sweep struct {
	t        *Tape
	recorded bool
	masked   bool // adjoints that are zero make zero of partials that are infinite or not a number, see times
	nan      bool // that would have made a difference, perhaps
	check    bool // adjoints are to be finite
	scalar   []float64
	vars     []int32 // node that holds the adjoint, plus one; 0 for none
	into     []destination
	p        pull
}

// destination is where the adjoint of a source is to be in the end.
type destination struct {
	i    int32
	data []float64
}

// adjoints is the memory of sweeps.
type adjoints struct {
	scalar []float64
	vars   []int32
	spare  []float64
	next   []float64 // where the next result is to be
	busy   bool
}

// sweep prepares one.
func (t *Tape) sweep(recorded bool) *sweep {
	s := &sweep{t: t, recorded: recorded}
	if !t.adj.busy {
		t.adj.busy = true
		s.scalar, s.vars = t.adj.scalar[:0], t.adj.vars[:0]
	}
	s.cover()
	return s
}

// end gives the memory back.
func (s *sweep) end() {
	s.t.adj.next = nil
	if s.t.adj.busy && cap(s.vars) >= cap(s.t.adj.vars) {
		s.t.adj.scalar, s.t.adj.vars, s.t.adj.busy = s.scalar, s.vars, false
	}
}

// cover makes room for the adjoints of all nodes that there are now.
func (s *sweep) cover() {
	n := len(s.t.nodes)
	s.scalar = grown(s.scalar, n)
	s.vars = grown(s.vars, n)
}

// grown returns s with length n, what is new zero.
func grown[T any](s []T, n int) []T {
	old := len(s)
	if n > cap(s) {
		s = append(make([]T, 0, n+n/4), s...)
	}
	s = s[:n]
	if old < n {
		clear(s[old:])
	}
	return s
}

// run goes from node hi down to node lo.
func (s *sweep) run(hi, lo int32) {
	for i := hi; i >= lo; i-- {
		if !s.recorded {
			if i = s.numbers(i, lo); i < lo {
				return
			}
		}
		if s.t.err != nil {
			return
		}
		if s.reached(i) {
			s.node(i)
		}
	}
}

// reached tells whether node i has an adjoint to pass on.
func (s *sweep) reached(i int32) bool {
	n := &s.t.nodes[i]
	return n.flags&flagActive != 0 && (s.vars[i] != 0 || !s.recorded && n.flags&flagTensor == 0 && s.scalar[i] != 0)
}

// numbers goes down from node i as long as there are only numbers, each made from one or two others. It returns the node that is different.
func (s *sweep) numbers(i, lo int32) int32 {
	nodes, adj := s.t.nodes, s.scalar
	adj = adj[:len(adj):len(adj)]
	check := s.check
	for ; i >= lo; i-- {
		n := &nodes[i]
		if n.flags&(flagTensor|flagActive) != flagActive {
			if n.flags&flagTensor != 0 || n.op == opCall {
				return i
			}
			continue
		}
		d := adj[i]
		if d == 0 && n.op != opCall {
			continue // whatever the partials are
		}
		if check && !finite(d) {
			return i
		}
		switch n.op {
		case opLeaf:
		case opAdd:
			adj[n.a] += d
			adj[n.b] += d
		case opSub:
			adj[n.a] += d
			adj[n.b] -= d
		case opMul:
			x, y := nodes[n.a].x[0], nodes[n.b].x[0]
			adj[n.a] += d * y
			adj[n.b] += d * x
		case opDiv:
			q := d / nodes[n.b].x[0]
			adj[n.a] += q
			adj[n.b] -= q * n.x[0]
		case opNeg:
			adj[n.a] -= d
		case opScale:
			adj[n.a] += d * nodes[n.b].x[0]
		case opAddScalar:
			adj[n.a] += d
		case opPow:
			adj[n.a] += d * powPartial(nodes[n.a].x[0], nodes[n.b].x[0])
		case opSigmoid:
			adj[n.a] += d * (n.x[0] * (1 - n.x[0]))
		case opSoftplus:
			adj[n.a] += d * sigmoid(nodes[n.a].x[0])
		default:
			if n.op < firstElementary {
				return i
			}
			elementaryNumber(nodes, adj, n, d)
		}
	}
	return i
}

// elementaryNumber passes the adjoint d of n on, by the rules of package math.
func elementaryNumber(nodes []node, adj []float64, n *node, d float64) {
	e := n.op.elementary()
	x := nodes[n.a].x[0]
	switch {
	case e.rule1 != nil:
		adj[n.a] += e.rule1(x, n.x[0], d)
	case e.rulen != nil:
		adj[n.a] += e.rulen(int(n.b), x, n.x[0], d)
	default:
		da, db := e.rule2(x, nodes[n.b].x[0], n.x[0], d)
		adj[n.a] += da
		adj[n.b] += db
	}
}

// powPartial is the derivative of x to the power of p by x.
func powPartial(x, p float64) float64 {
	switch p {
	case 0:
		return 0
	case 2:
		return 2 * x
	}
	return p * math.Pow(x, p-1)
}

// node passes the adjoint of node i on.
func (s *sweep) node(i int32) {
	p := &s.p
	*p = pull{s: s, t: s.t, n: i}
	n := &s.t.nodes[i]
	if n.op != opCall {
		p.dy = s.adjoint(i)
		if s.check && !s.inspect(i, p.dy) {
			return
		}
	}
	if n.op >= firstElementary {
		p.elementary()
		return
	}
	pulls[n.op](p)
}

// adjoint returns that of node i as a Var, the zero Var if it has none.
func (s *sweep) adjoint(i int32) Var {
	if v := s.vars[i]; v != 0 {
		s.t.nodes[v-1].flags &^= flagOwned // it may now become that of an operand as it is
		return s.t.handle(v - 1)
	}
	if !s.recorded && s.t.nodes[i].flags&flagTensor == 0 {
		return s.t.handle(s.t.pushScalar(opLeaf, -1, -1, s.scalar[i], 0))
	}
	return Var{}
}

// add adds v to the adjoint of node i; v may have the shape to which i was broadcast.
func (s *sweep) add(i int32, v Var) {
	t := s.t
	if t.nodes[i].flags&flagActive == 0 || v.t == nil { // there is an error, or no contribution
		return
	}
	if !nd.Equal(v.shape(), t.shape(i)) {
		v = sumTo(v, t.shape(i))
		if v.t == nil {
			return
		}
	}
	switch {
	case !s.recorded && t.nodes[i].flags&flagTensor == 0:
		s.scalar[i] += v.data()[0]
	case s.vars[i] == 0:
		s.vars[i] = v.i + 1
	case s.recorded:
		if sum := Add(t.handle(s.vars[i]-1), v); sum.t != nil {
			s.vars[i] = sum.i + 1
		}
	default:
		s.vars[i] = t.accumulate(s.vars[i]-1, v.i) + 1
	}
}

func finite(x float64) bool { return x-x == 0 }
