package runtime

// Arena hands out slices and variables that live until the arena is reset. What it has handed out
// stays where it is while the arena grows. Its zero value is an empty arena.
//
// The arena keeps the values that it last held, and so what they refer to, until they are overwritten or it is dropped
// itself.
type Arena[T any] struct {
	cur    []T   // the chunk that is being handed out, chunks[k]
	off    int   // of cur, what is taken
	k      int   // number of cur
	chunks [][]T // all chunks; those after cur are free
}

// minChunk is the length of the first chunk where less is asked for.
const minChunk = 64

// Make returns a slice of n zeroed elements, without room to append. Like make, it panics if n is negative, and never
// gives nil. It is inlined, so that the compiler knows the length of what it gives.
func (a *Arena[T]) Make(n int) []T { return a.zeroed(n)[:n] }

// Raw is Make without the zeros: the elements hold whatever was there before.
func (a *Arena[T]) Raw(n int) []T { return a.take(n)[:n] }

//go:noinline
func (a *Arena[T]) zeroed(n int) []T {
	s := a.take(n)
	clear(s)
	return s
}

func (a *Arena[T]) take(n int) []T {
	if a.cur == nil || uint(n) > uint(len(a.cur)-a.off) {
		a.next(n)
	}
	end := a.off + n
	s := a.cur[a.off:end:end]
	a.off = end
	return s
}

// MakeCap is Make with capacity c, all of it zeroed.
func (a *Arena[T]) MakeCap(n, c int) []T {
	if n < 0 || n > c {
		_ = make([]T, n, c) // panics as the make that it stands for
	}
	return a.zeroed(c)[:n]
}

// New returns a zeroed variable.
func (a *Arena[T]) New() *T {
	if a.off == len(a.cur) {
		a.next(1)
	}
	p := &a.cur[a.off]
	a.off++
	var zero T
	*p = zero
	return p
}

// next goes on to a chunk that has room for n elements.
//
//go:noinline
func (a *Arena[T]) next(n int) {
	for a.k+1 < len(a.chunks) {
		a.k++
		a.cur, a.off = a.chunks[a.k], 0
		if n <= len(a.cur) && n >= 0 {
			return
		}
	}
	// Doubling keeps the number of chunks, and so the work of a cold run, small.
	size := max(n, minChunk, 2*len(a.cur))
	if n < 0 {
		size = n // make panics
	}
	a.cur, a.off, a.k = make([]T, size), 0, len(a.chunks)
	a.chunks = append(a.chunks, a.cur)
}

// Mark is a state of an arena, to go back to.
type Mark struct{ k, off int }

// Mark returns the present state of the arena.
func (a *Arena[T]) Mark() Mark { return Mark{a.k, a.off} }

// Release takes back all that was handed out since m. The arena must not have been reset since.
func (a *Arena[T]) Release(m Mark) {
	a.off = m.off
	if a.k != m.k {
		a.k = m.k
		a.cur = a.chunks[m.k]
	}
}

// Reset takes back all that was handed out, and keeps the memory. Where there are several chunks, they are replaced by one
// of their total length, so that what has run once fits in it the next time.
func (a *Arena[T]) Reset() {
	if len(a.chunks) > 1 {
		a.coalesce()
	}
	a.off = 0
}

func (a *Arena[T]) coalesce() {
	total := 0
	for _, c := range a.chunks {
		total += len(c)
	}
	clear(a.chunks)
	a.cur, a.k = make([]T, total), 0
	a.chunks = append(a.chunks[:0], a.cur)
}
