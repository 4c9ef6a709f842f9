//go:build purego || (!amd64 && !arm64)

package kernel

func setSIMD(bool) bool { return simd }
