package runtime

import "sync"

// Pool keeps workspaces of type W from one call of a generated function to the next. Its zero value is an empty
// pool; it must not be copied after first use. It is safe for concurrent use.
type Pool[W any] struct {
	pool sync.Pool
}

// Get returns a workspace that nobody else uses: one that was put back, as it was left, or a new one, zeroed.
func (p *Pool[W]) Get() *W {
	if w, ok := p.pool.Get().(*W); ok {
		return w
	}
	return new(W)
}

// Put gives w back. The caller must not use w, or memory that came from it, any more.
func (p *Pool[W]) Put(w *W) { p.pool.Put(w) }
