//go:build amd64 && !purego

package kernel

import (
	"os"
	"strings"
	"testing"
)

// What the processor says is what Linux says that it says.
func TestHasAVX2(t *testing.T) {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		t.Skip(err)
	}
	for line := range strings.Lines(string(info)) {
		if name, flags, _ := strings.Cut(line, ":"); strings.TrimSpace(name) == "flags" {
			flags = " " + strings.TrimSpace(flags) + " "
			want := strings.Contains(flags, " avx2 ") && strings.Contains(flags, " fma ")
			if got := hasAVX2(); got != want {
				t.Errorf("hasAVX2 = %v, want %v", got, want)
			}
			return
		}
	}
	t.Skip("no flags")
}
