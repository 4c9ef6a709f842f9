package gradtest

import (
	"fmt"
	"strings"
	"testing"
)

// recorder is a testing.TB that keeps what a check reports.
type recorder struct {
	testing.TB
	log []string
}

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.log = append(r.log, fmt.Sprintf(format, args...))
}

// expect runs check and wants a report that contains want, or none if want is "".
func expect(t *testing.T, name, want string, check func(tb testing.TB)) {
	t.Helper()
	r := &recorder{TB: t}
	check(r)
	got := strings.Join(r.log, "\n")
	switch {
	case want == "" && got != "":
		t.Errorf("%s: reported\n%s", name, got)
	case want != "" && !strings.Contains(got, want):
		t.Errorf("%s: reported\n%s\nwant a report with %q", name, got, want)
	}
}
