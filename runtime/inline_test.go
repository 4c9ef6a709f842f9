package runtime

import (
	"os/exec"
	"strings"
	"testing"
)

// What generated code calls in its loops, and the checks that guard its destinations, must cost no call.
func TestInlined(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the compiler")
	}
	out, err := exec.Command("go", "test", "-c", "-o", t.TempDir()+"/t", "-gcflags=-m", ".").CombinedOutput()
	if err != nil {
		t.Skipf("go test -c: %v\n%s", err, out)
	}
	for _, f := range []string{
		"(*Stack[go.shape.float64]).Push", "(*Stack[go.shape.float64]).Pop",
		"(*Stack[go.shape.[]float64]).Push", "(*Stack[go.shape.[]float64]).Pop",
		"(*Bits).Push", "(*Bits).Pop",
		"(*Arena[go.shape.float64]).Release", "(*Arena[go.shape.float64]).Reset",
		"(*Arena[go.shape.float64]).Make", "(*Arena[go.shape.float64]).Raw", "CheckLen", "CheckNotNil",
		"CheckNotSame[go.shape.float64]", "CheckNotSamePointer[go.shape.float64]",
	} {
		if !strings.Contains(string(out), "can inline "+f) {
			t.Errorf("%s is not inlined", f)
		}
	}
}
