//go:build amd64.v3

package kernel

// irregular is whether the compiler fuses x*y + z in some loops and not in others, so that there are no bits to compare with.
const irregular = true
