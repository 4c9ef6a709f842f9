//go:build !purego && (amd64 || arm64)

package kernel

// setSIMD switches the assembly on or off and returns what it was. Tests that use it do not run in parallel.
func setSIMD(on bool) bool {
	was := simd
	simd = on
	return was
}
