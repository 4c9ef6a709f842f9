package runtime

// Bits is a stack of booleans, which takes one bit for each. Its zero value is an empty stack.
type Bits struct {
	word uint64   // the top bits, the last one pushed lowest
	n    int      // number of bits in word
	full []uint64 // words below, each of 64 bits
}

const wordBits = 64

// Push saves x.
func (b *Bits) Push(x bool) {
	if b.n == wordBits {
		b.full = append(b.full, b.word)
		b.n = 0
	}
	bit := uint64(0) // in this form the compiler makes no branch of it
	if x {
		bit = 1
	}
	b.word = b.word<<1 | bit
	b.n++
}

// Pop returns what was last pushed and takes it off. It panics if there is nothing.
func (b *Bits) Pop() bool {
	if b.n == 0 {
		last := len(b.full) - 1
		b.word, b.n = b.full[last], wordBits
		b.full = b.full[:last]
	}
	x := b.word&1 != 0
	b.word >>= 1
	b.n--
	return x
}

// Len is the number of booleans on the stack.
func (b *Bits) Len() int { return len(b.full)*wordBits + b.n }

// Reset empties the stack and keeps its memory.
func (b *Bits) Reset() { b.word, b.n, b.full = 0, 0, b.full[:0] }
