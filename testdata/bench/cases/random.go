package cases

// Random is the Mersenne twister MT19937, which GradBench's own inputs are drawn from.
type Random struct {
	state [624]uint32
	at    int
}

// NewRandom returns a twister with the given seed.
func NewRandom(seed uint32) *Random {
	r := &Random{at: 624}
	r.state[0] = seed
	for i := 1; i < len(r.state); i++ {
		prev := r.state[i-1]
		r.state[i] = 1812433253*(prev^prev>>30) + uint32(i)
	}
	return r
}

// Uint32 returns the next number.
func (r *Random) Uint32() uint32 {
	if r.at == len(r.state) {
		r.twist()
	}
	y := r.state[r.at]
	r.at++
	y ^= y >> 11
	y ^= y << 7 & 0x9d2c5680
	y ^= y << 15 & 0xefc60000
	return y ^ y>>18
}

func (r *Random) twist() {
	const n, m = 624, 397
	for i := range r.state {
		y := r.state[i]&(1<<31) | r.state[(i+1)%n]&(1<<31-1)
		next := r.state[(i+m)%n] ^ y>>1
		if y&1 != 0 {
			next ^= 0x9908b0df
		}
		r.state[i] = next
	}
	r.at = 0
}

// Float returns a number of [0, 1) with 53 random bits.
func (r *Random) Float() float64 {
	high, low := r.Uint32()>>5, r.Uint32()>>6
	return (float64(high)*(1<<26) + float64(low)) / (1 << 53)
}

// Normal returns a number that is near enough to normally distributed: a sum of twelve.
func (r *Random) Normal() float64 {
	s := -6.0
	for range 12 {
		s += r.Float()
	}
	return s
}

// fill sets x to numbers drawn from next.
func fill(x []float64, next func() float64) {
	for i := range x {
		x[i] = next()
	}
}
