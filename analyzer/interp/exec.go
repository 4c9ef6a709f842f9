package interp

import (
	"fmt"
	"go/types"
	"strconv"

	"github.com/gograd/gograd/analyzer/ir"
)

// leaving is the exit that is under way, nil where statements run on one after the other.
type leaving = *ir.Exit

func (fr *frame) list(list []ir.Stmt) leaving {
	for _, s := range list {
		if x := fr.stmt(s); x != nil {
			return x
		}
	}
	return nil
}

func (fr *frame) stmt(s ir.Stmt) leaving {
	fr.step()
	switch s := s.(type) {
	case *ir.Block:
		x := fr.list(s.List)
		if x != nil && x.Kind == ir.Break && x.Target == s {
			return nil
		}
		return x
	case *ir.Decl:
		fr.cells[fr.slot(s.Var)] = fr.initial(s)
	case *ir.Assign:
		fr.assign(s)
	case *ir.CallStmt:
		fr.callStmt(s)
	case *ir.Copy:
		fr.copy(s)
	case *ir.Clear:
		w := fr.eval(s.X).Window()
		elem := s.X.Type().Underlying().(*types.Slice).Elem()
		for i := range w.Len {
			w.Base[w.Off+i].set(Zero(elem))
		}
	case *ir.If:
		if fr.eval(s.Cond).Bool() {
			return fr.list(s.Then.List)
		}
		if s.Else != nil {
			return fr.list(s.Else.List)
		}
	case *ir.Count:
		return fr.count(s)
	case *ir.While:
		return fr.while(s)
	case *ir.Exit:
		return s
	case *ir.Panic:
		v := fr.eval(s.X)
		panic(&Panic{v, message(v)})
	case *ir.Push:
		fr.bufs[s.Buf] = append(fr.bufs[s.Buf], fr.eval(s.X))
	case *ir.Pop:
		fr.pop(s)
	default:
		panic(fault{fmt.Sprintf("unknown statement %T", s)})
	}
	return nil
}

func (fr *frame) slot(v *ir.Var) int {
	i, ok := fr.slots[v]
	if !ok || i >= len(fr.cells) {
		panic(fault{"unknown variable " + v.Name})
	}
	return i
}

func (fr *frame) initial(s *ir.Decl) Value {
	if s.Init == nil {
		return Zero(s.Var.Type)
	}
	return fr.eval(s.Init)
}

func (fr *frame) assign(s *ir.Assign) {
	// The index and pointer operands of the place come first, but nothing on the right changes them: it is pure.
	src := fr.eval(s.Src)
	dst := fr.place(s.Dst)
	if s.Add {
		src = add(s.Dst.Type(), *dst, src)
	}
	dst.set(src)
}

func (fr *frame) callStmt(s *ir.CallStmt) {
	args := fr.evals(s.Args)
	var results []Value
	if s.Callee != nil {
		results = fr.call(s.Callee, args)
	} else {
		results = fr.external(s.Fn, args, s.Args)
	}
	if len(s.Dsts) == 0 {
		return
	}
	if len(results) != len(s.Dsts) {
		panic(fault{fmt.Sprintf("%d results for %d places: %s", len(results), len(s.Dsts), ir.String(s))})
	}
	cells := make([]*Value, len(s.Dsts))
	for i, d := range s.Dsts {
		if d != nil {
			cells[i] = fr.place(d)
		}
	}
	for i, c := range cells {
		if c != nil {
			c.set(results[i])
		}
	}
}

// copy copies through a temporary, so that overlapping slices come out as with memmove.
func (fr *frame) copy(s *ir.Copy) {
	dst, src := fr.eval(s.Dst).Window(), fr.eval(s.Src)
	n := min(dst.Len, src.Len())
	from := make([]Value, n)
	for i := range from {
		if src.K == String {
			from[i] = Integer(int64(src.Str()[i]))
		} else {
			from[i] = src.At(i).Copy()
		}
	}
	for i, v := range from {
		dst.Base[dst.Off+i].set(v)
	}
}

func (fr *frame) count(s *ir.Count) leaving {
	lo, hi := fr.eval(s.Lo).I, fr.eval(s.Hi).I
	slot := fr.slot(s.Var)
	for i := lo; s.Step > 0 && i < hi || s.Step < 0 && i > hi; {
		fr.step()
		fr.cells[slot] = Integer(i)
		if x := fr.list(s.Body.List); x != nil {
			if x.Target != s {
				return x
			}
			if x.Kind == ir.Break {
				return nil
			}
		}
		next := i + s.Step
		if (next > i) != (s.Step > 0) {
			panic(fault{"a loop's variable overflows"})
		}
		i = next
	}
	return nil
}

func (fr *frame) while(s *ir.While) leaving {
	for fr.eval(s.Cond).Bool() {
		fr.step()
		if x := fr.list(s.Body.List); x != nil {
			if x.Target != s {
				return x
			}
			if x.Kind == ir.Break {
				return nil
			}
		}
	}
	return nil
}

func (fr *frame) pop(s *ir.Pop) {
	b := fr.bufs[s.Buf]
	if len(b) == 0 {
		panic(fault{"pop of the empty buffer " + s.Buf.Name})
	}
	v := b[len(b)-1]
	fr.bufs[s.Buf] = b[:len(b)-1]
	fr.place(s.Dst).set(v)
}

// message is how Go prints a panic's value.
func message(v Value) string {
	switch v.K {
	case String:
		return v.Str()
	case Int:
		return strconv.FormatInt(v.I, 10)
	case Float64, Float32:
		return strconv.FormatFloat(v.F, 'e', 6, 64)
	case Bool:
		return strconv.FormatBool(v.Bool())
	case Opaque:
		if inner, ok := v.Ref.(Value); ok {
			return message(inner)
		}
	}
	return fmt.Sprint(v.Ref)
}
