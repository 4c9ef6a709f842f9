package runtime

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
)

// region is memory that a slice or a pointer refers to: n elements of a type, from an address. Addresses stay what they
// are, because what reflect has seen lies on the heap.
type region struct {
	addr uintptr
	elem reflect.Type
	n    int
}

func (r region) size() uintptr { return uintptr(r.n) * r.elem.Size() }
func (r region) end() uintptr  { return r.addr + r.size() }

// flat is r as elements that are not arrays.
func (r region) flat() region {
	for r.elem.Kind() == reflect.Array {
		r.elem, r.n = r.elem.Elem(), r.n*r.elem.Len()
	}
	return r
}

// island is memory that hangs together: regions, each of which overlaps another. Copy, a slice, is its counterpart.
type island struct {
	region
	copy reflect.Value
}

// allot groups the regions into islands, and makes and fills the counterpart of each.
//
// Regions of an island overlap in one of two ways: as subslices of one array, or as a part of a larger element (a field, an
// array in a struct). So the type of the largest element gives the type of the island.
func (l *liker) allot() {
	var all []region
	for r := range l.found {
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b region) int {
		return cmp.Or(cmp.Compare(a.addr, b.addr), -cmp.Compare(a.size(), b.size()))
	})
	for len(all) > 0 {
		n, end := 1, all[0].end()
		for n < len(all) && all[n].addr < end {
			end = max(end, all[n].end())
			n++
		}
		l.islands = append(l.islands, newIsland(all[:n:n]))
		all = all[n:]
	}
	for r, v := range l.found {
		if onlyFloats(r.elem) {
			continue
		}
		if v.Kind() == reflect.Pointer {
			l.fill(l.pointer(v).Elem(), v.Elem())
			continue
		}
		dst := l.slice(v)
		for i := range v.Len() {
			l.fill(dst.Index(i), v.Index(i))
		}
	}
}

func newIsland(rs []region) *island {
	big := rs[0].flat()
	for _, r := range rs {
		if f := r.flat(); f.elem.Size() > big.elem.Size() {
			big = f
		}
	}
	// The island reaches over all regions of such elements, and these over the others.
	lo, hi := big.addr, big.end()
	for _, r := range rs {
		if f := r.flat(); f.elem.Size() == big.elem.Size() {
			lo, hi = min(lo, f.addr), max(hi, f.end())
		}
	}
	for _, r := range rs {
		if r.addr < lo || r.end() > hi {
			panic(fmt.Sprintf("gograd: Like: a %v and a %v overlap in a way that Go's types don't allow", big.elem, r.elem))
		}
	}
	n := int((hi - lo) / big.elem.Size())
	return &island{region{lo, big.elem, n}, reflect.MakeSlice(reflect.SliceOf(big.elem), n, n)}
}

// island is the island that addr lies in.
func (l *liker) island(addr uintptr) *island {
	i, found := slices.BinarySearchFunc(l.islands, addr, func(is *island, addr uintptr) int {
		return cmp.Compare(is.addr, addr)
	})
	if !found {
		i--
	}
	return l.islands[i]
}

// pointer is the counterpart of a pointer that is not nil.
func (l *liker) pointer(p reflect.Value) reflect.Value {
	t := p.Type().Elem()
	if t.Size() == 0 {
		return reflect.New(t).Convert(p.Type())
	}
	return reflect.NewAt(t, l.at(p.Pointer()).Addr().UnsafePointer()).Convert(p.Type())
}

// slice is the counterpart of a slice that is not nil.
func (l *liker) slice(s reflect.Value) reflect.Value {
	if s.Cap() == 0 || s.Type().Elem().Size() == 0 {
		return reflect.MakeSlice(s.Type(), s.Len(), s.Cap())
	}
	is := l.island(s.Pointer())
	if is.copy.Type().Elem() == s.Type().Elem() {
		i := int((s.Pointer() - is.addr) / is.elem.Size())
		return is.copy.Slice3(i, i+s.Len(), i+s.Cap()).Convert(s.Type())
	}
	whole := reflect.ArrayOf(s.Cap(), s.Type().Elem())
	a := reflect.NewAt(whole, l.at(s.Pointer()).Addr().UnsafePointer()).Elem()
	return a.Slice3(0, s.Len(), s.Cap()).Convert(s.Type())
}

// at is the counterpart of the memory at addr: the outermost variable that begins there.
func (l *liker) at(addr uintptr) reflect.Value {
	is := l.island(addr)
	off := addr - is.addr
	v := is.copy.Index(int(off / is.elem.Size()))
	off %= is.elem.Size()
	for off > 0 {
		switch v.Kind() {
		case reflect.Array:
			size := v.Type().Elem().Size()
			v, off = v.Index(int(off/size)), off%size
		case reflect.Struct:
			i := v.NumField() - 1
			for v.Type().Field(i).Offset > off || v.Field(i).Type().Size() == 0 {
				i--
			}
			v, off = settable(v.Field(i)), off-v.Type().Field(i).Offset
		default:
			panic(fmt.Sprintf("gograd: Like: a pointer into the middle of a %v", v.Type()))
		}
	}
	return v
}
