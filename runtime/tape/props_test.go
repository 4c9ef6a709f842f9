package tape

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/gograd/gograd/runtime/tape/tensor"
)

// Every operation has properties in common: its derivatives are those that finite differences show, of any order; it does not matter whether
// they are computed backward or forward, in a recorded sweep or not, through checkpoints or not, on a new tape or on one that was
// used before. The operations, with arguments for them, are in props_ops_test.go.

// TestMain makes the random properties few, and the same in each run, unless flags say otherwise.
func TestMain(m *testing.M) {
	flag.Parse()
	given := map[string]bool{}
	flag.Visit(func(f *flag.Flag) { given[f.Name] = true })
	for name, value := range map[string]string{"rapid.seed": "1", "rapid.checks": "30", "rapid.nofailfile": "true"} {
		if !given[name] {
			flag.Set(name, value)
		}
	}
	os.Exit(m.Run())
}

// propMore makes a test check more, by a factor.
func propMore(t *testing.T, factor int) {
	checks := flag.Lookup("rapid.checks").Value
	usual := checks.String()
	n, err := strconv.Atoi(usual)
	if err != nil {
		t.Fatal(err)
	}
	checks.Set(strconv.Itoa(n * factor))
	t.Cleanup(func() { checks.Set(usual) })
}

// propFunc is a function on tapes.
type propFunc func(xs []Var) Var

// propDraw makes what a property needs: shapes by rapid, which can shrink them, and elements from a seed.
type propDraw struct {
	*rapid.T
	rng *rand.Rand
}

func newPropDraw(r *rapid.T) propDraw {
	return propDraw{r, rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "elements"), 1))}
}

func (d propDraw) n(lo, hi int, label string) int { return rapid.IntRange(lo, hi).Draw(d.T, label) }

func (d propDraw) flip(label string) bool { return rapid.Bool().Draw(d.T, label) }

// length is that of an axis, now and then 0.
func (d propDraw) length() int {
	return rapid.SampledFrom([]int{2, 1, 3, 2, 3, 1, 2, 0}).Draw(d.T, "length")
}

func (d propDraw) shape(lo, hi int) []int {
	shape := make([]int, d.n(lo, hi, "rank"))
	for k := range shape {
		shape[k] = d.length()
	}
	return shape
}

// part is a shape that is broadcast to the given one: without some of its first axes, and with 1 in place of some lengths.
func (d propDraw) part(shape []int) []int {
	p := slices.Clone(shape[d.n(0, len(shape), "without"):])
	for k := range p {
		if d.flip("one") {
			p[k] = 1
		}
	}
	return p
}

// parts are n shapes that are broadcast together. They need not all be smaller than what comes out.
func (d propDraw) parts(n int) [][]int {
	shape := d.shape(0, 4)
	ps := make([][]int, n)
	for k := range ps {
		ps[k] = d.part(shape)
	}
	return ps
}

// uniform has elements from lo to hi.
func (d propDraw) uniform(lo, hi float64, shape ...int) *tensor.Tensor {
	return tensor.New(shape...).Map(func(float64) float64 { return lo + (hi-lo)*d.rng.Float64() })
}

// apart has elements none of which is closer to another one, or to 0, than 0.06, of both signs.
func (d propDraw) apart(shape ...int) *tensor.Tensor {
	x := tensor.New(shape...)
	for k, p := range d.rng.Perm(x.Len()) {
		x.Data()[k] = 0.1*float64(p-x.Len()/2) + 0.03 + 0.04*d.rng.Float64()
	}
	return x
}

// axes are some of the axes of a shape, without a repetition, some counted from the end; sometimes none, which means all.
func (d propDraw) axes(rank int) (axes []int) {
	for k := range rank {
		if d.flip("axis") {
			if d.flip("negative") {
				k -= rank
			}
			axes = append(axes, k)
		}
	}
	d.rng.Shuffle(len(axes), func(i, j int) { axes[i], axes[j] = axes[j], axes[i] })
	return axes
}

// propTape is the tape that all properties use one after the other.
var propTape = New(Persistent())

// at records f(xs) on the tape, reset.
func (f propFunc) at(xs []*tensor.Tensor) ([]Var, Var) {
	propTape.Reset()
	vs := make([]Var, len(xs))
	for k, x := range xs {
		vs[k] = propTape.Watch(x)
	}
	return vs, f(vs)
}

// value is f(xs).
func (f propFunc) value(xs []*tensor.Tensor) *tensor.Tensor {
	_, y := f.at(xs)
	return y.Value()
}

// dot is the scalar product of all elements.
func propDot(as, bs []*tensor.Tensor) (sum float64) {
	for k := range as {
		for i, a := range as[k].Data() {
			sum += a * bs[k].Data()[i]
		}
	}
	return sum
}

// like are tensors of the same shapes with elements from -1 to 1.
func (d propDraw) like(xs ...*tensor.Tensor) []*tensor.Tensor {
	ys := make([]*tensor.Tensor, len(xs))
	for k, x := range xs {
		ys[k] = d.uniform(-1, 1, x.Shape()...)
	}
	return ys
}

// moved is xs + h·vs.
func propMoved(xs, vs []*tensor.Tensor, h float64) []*tensor.Tensor {
	ys := make([]*tensor.Tensor, len(xs))
	for k := range xs {
		ys[k] = xs[k].Add(vs[k].Scale(h))
	}
	return ys
}

// slope is the derivative at 0 by a central difference with an error of the fourth order.
func propSlope(f func(h float64) float64) float64 {
	const h = 5e-4
	return (8*(f(h)-f(-h)) - (f(2*h) - f(-2*h))) / (12 * h)
}

// derivative returns the scalar product of the derivative of f, for a seed, with the directions vs, as a function on tapes.
func (f propFunc) derivative(seed *tensor.Tensor, vs []*tensor.Tensor) propFunc {
	return func(xs []Var) Var {
		t := xs[0].Tape()
		y := f(xs)
		if y.t == nil {
			return y
		}
		gs, err := t.With(ZeroUnconnected()).vars([]Var{y}, []Var{t.Const(seed)}, xs)
		if err != nil {
			t.fail(err)
			return Var{}
		}
		sum := t.Scalar(0)
		for k, g := range gs {
			sum = Add(sum, Sum(Mul(g, t.Const(vs[k]))))
		}
		return sum
	}
}

func propNear(a, b, tol float64) bool {
	return a == b || math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= tol*(1+math.Abs(a)+math.Abs(b))
}

// same fails unless two lists of tensors are equal to within tol.
func (d propDraw) same(what string, got, want []*tensor.Tensor, tol float64) {
	d.Helper()
	for k := range want {
		if got[k] == nil || want[k] == nil {
			if got[k] != want[k] {
				d.Fatalf("%s: %d is %v, want %v", what, k, got[k], want[k])
			}
			continue
		}
		if !slices.Equal(got[k].Shape(), want[k].Shape()) {
			d.Fatalf("%s: %d has shape %v, want %v", what, k, got[k].Shape(), want[k].Shape())
		}
		for i, w := range want[k].Data() {
			if !propNear(got[k].Data()[i], w, tol) {
				d.Fatalf("%s: %d is\n%v\nwant\n%v", what, k, got[k], want[k])
			}
		}
	}
}

// backward checks the derivative of f against finite differences, and the ways of computing it against each other.
func (f propFunc) backward(d propDraw, what string, xs []*tensor.Tensor) (seed *tensor.Tensor, gs []*tensor.Tensor) {
	d.Helper()
	must := func(err error) {
		if err != nil {
			d.Helper()
			d.Fatalf("%s: %v", what, err)
		}
	}
	vars, y := f.at(xs)
	must(propTape.Err())
	seeds := d.like(y.Value())
	seed = seeds[0]
	gs, err := propTape.With(ZeroUnconnected()).VJPSum([]Var{y}, seeds, vars...)
	must(err)

	again, err := propTape.With(ZeroUnconnected()).VJPSum([]Var{y}, seeds, vars...)
	must(err)
	d.same(what+": asked again", again, gs, 0)

	recorded, err := propTape.With(ZeroUnconnected()).vars([]Var{y}, []Var{propTape.Const(seed)}, vars)
	must(err)
	values := make([]*tensor.Tensor, len(xs))
	for k, g := range recorded {
		values[k] = g.Value()
	}
	d.same(what+": recorded", values, gs, 1e-12)

	weighted := Sum(Mul(y, propTape.Const(seed)))
	into := d.like(xs...)
	must(propTape.GradientInto(into, weighted, vars...))
	d.same(what+": into", into, gs, 1e-13)

	tol := 1e-7
	if what == "order 3" { // where differences are of what is curved much
		tol = 2e-6
	}
	vs := d.like(xs...)
	kept := slices.Clone(gs)
	for k := range gs {
		kept[k] = gs[k].Clone()
	}
	want := propSlope(func(h float64) float64 {
		return propDot([]*tensor.Tensor{f.value(propMoved(xs, vs, h))}, seeds)
	})
	must(propTape.Err())
	if got := propDot(gs, vs); !propNear(got, want, tol) {
		d.Fatalf("%s: derivative %v, by finite differences %v", what, got, want)
	}
	d.same(what+": after Reset", gs, kept, 0)
	return seed, gs
}

// jacobians checks those computed backward and forward against each other and against the derivatives gs for a seed.
func (f propFunc) jacobians(d propDraw, what string, xs []*tensor.Tensor, seed *tensor.Tensor, gs []*tensor.Tensor) {
	vars, y := f.at(xs)
	var ways [2][]*tensor.Tensor
	for way := range ways {
		for _, x := range xs {
			ways[way] = append(ways[way], tensor.New(slices.Concat(y.Shape(), x.Shape())...))
		}
		fill := propTape.jacobianBackward
		if way == 1 {
			fill = propTape.jacobianForward
		}
		if err := fill(ways[way], y, vars); err != nil {
			d.Fatalf("%s: %v", what, err)
		}
	}
	d.same(what+": forward Jacobian", ways[1], ways[0], 1e-12)
	for k, x := range xs {
		sum := tensor.New(x.Shape()...)
		for r, w := range seed.Data() {
			for i := range sum.Data() {
				sum.Data()[i] += w * ways[0][k].Data()[r*x.Len()+i]
			}
		}
		d.same(what+": sum of the Jacobian", []*tensor.Tensor{sum}, gs[k:k+1], 1e-11)
	}
}

// checkpointed is f in a checkpoint, or in several, of which the inner ones read their arguments from outside.
func (f propFunc) checkpointed(depth int) propFunc {
	return func(xs []Var) Var {
		ys := Checkpoint(func(vs []Var) []Var {
			if depth > 1 {
				return []Var{f.checkpointed(depth - 1)(xs)}
			}
			return []Var{f(vs)}
		}, xs...)
		if len(ys) == 0 {
			return Var{}
		}
		return ys[0]
	}
}

// checkpoints checks that f in checkpoints is no different.
func (f propFunc) checkpoints(d propDraw, what string, xs []*tensor.Tensor, seed *tensor.Tensor, gs []*tensor.Tensor) {
	want := f.value(xs)
	for depth := 1; depth <= 2; depth++ {
		vars, y := f.checkpointed(depth).at(xs)
		if err := propTape.Err(); err != nil {
			d.Fatalf("%s: checkpointed: %v", what, err)
		}
		d.same(what+": checkpointed value", []*tensor.Tensor{y.Value()}, []*tensor.Tensor{want}, 0)
		got, err := propTape.With(ZeroUnconnected()).VJPSum([]Var{y}, []*tensor.Tensor{seed}, vars...)
		if err != nil {
			d.Fatalf("%s: checkpointed: %v", what, err)
		}
		d.same(what+": checkpointed", got, gs, 1e-13)
	}
}

// check checks f and its derivatives up to an order.
func (f propFunc) check(d propDraw, xs []*tensor.Tensor, order int) {
	for n := 1; n <= order; n++ {
		what := fmt.Sprintf("order %d", n)
		seed, gs := f.backward(d, what, xs)
		if n < 3 {
			f.jacobians(d, what, xs, seed, gs)
			f.checkpoints(d, what, xs, seed, gs)
		}
		f = f.derivative(seed, d.like(xs...))
	}
}

// propConstant is f with argument k a constant.
func propConstant(xs []*tensor.Tensor, f propFunc, k int) ([]*tensor.Tensor, propFunc) {
	c := xs[k]
	return slices.Delete(slices.Clone(xs), k, k+1), func(vs []Var) Var {
		return f(slices.Insert(slices.Clone(vs), k, vs[0].Tape().Const(c)))
	}
}

func TestOperationProperties(t *testing.T) {
	names := map[string]bool{}
	for _, op := range slices.Concat(propElementaries(), propOps) {
		if names[op.name] {
			t.Errorf("%s is there twice", op.name)
		}
		names[op.name] = true
		t.Run(op.name, func(t *testing.T) {
			rapid.Check(t, func(r *rapid.T) {
				d := newPropDraw(r)
				xs, f, want := op.draw(d)
				if want != nil {
					d.same("value", []*tensor.Tensor{propFunc(f).value(xs)}, []*tensor.Tensor{want}, 1e-13)
				}
				if len(xs) > 1 && d.flip("constant") {
					xs, f = propConstant(xs, f, d.n(0, len(xs)-1, "which"))
				}
				order := 2
				if op.order > 0 {
					order = op.order
				} else if d.n(0, 3, "third") == 0 {
					order = 3
				}
				// What is linear has no second derivative; its square has.
				curved := propFunc(func(xs []Var) Var {
					y := f(xs)
					return Add(y, Scale(Square(y), 0.5))
				})
				curved.check(d, xs, order)
			})
		})
	}
}
