package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"gograd": main})
}

// goEnv is what the go command needs to know in a test that must not use the network.
func goEnv(t testing.TB) []string {
	t.Helper()
	names := []string{"GOROOT", "GOCACHE", "GOMODCACHE", "GOPATH"}
	out, err := exec.Command("go", append([]string{"env"}, names...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	env := []string{"GOFLAGS=-mod=mod", "GOPROXY=off", "GOSUMDB=off", "GOWORK=", "GOTOOLCHAIN=local"}
	for i, v := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		env = append(env, names[i]+"="+v)
	}
	return env
}

// TestScript runs the command line, end to end.
func TestScript(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	env := goEnv(t)
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join(root, "testdata", "script"),
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("UPDATE") != "",
		Setup: func(e *testscript.Env) error {
			e.Vars = append(e.Vars, env...)
			e.Vars = append(e.Vars, "GOGRAD_ROOT="+root)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": status,
			"module": module,
			"age":    age,
			"old":    old,
		},
	})
}

// status is the command "status n program args…": the program exits with n.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status code program args…")
	}
	got := "0"
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("exit status %s, want %s", got, args[0])
	}
}

// module is the command "module path": it writes a go.mod that finds gograd where it is tested.
func module(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: module path")
	}
	text := "module " + args[0] + "\n\ngo 1.26.0\n\nrequire github.com/gograd/gograd v0.0.0\n\nreplace github.com/gograd/gograd => " +
		ts.Getenv("GOGRAD_ROOT") + "\n"
	ts.Check(os.WriteFile(ts.MkAbs("go.mod"), []byte(text), 0o666))
}

// longAgo is when nobody wrote anything.
var longAgo = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)

// age is the command "age file…": the files were last written long ago.
func age(ts *testscript.TestScript, neg bool, args []string) {
	for _, name := range args {
		ts.Check(os.Chtimes(ts.MkAbs(name), longAgo, longAgo))
	}
}

// old is the command "[!] old file…": the files were not written since.
func old(ts *testscript.TestScript, neg bool, args []string) {
	for _, name := range args {
		st, err := os.Stat(ts.MkAbs(name))
		ts.Check(err)
		if st.ModTime().Equal(longAgo) == neg {
			ts.Fatalf("%s was last written %v", name, st.ModTime())
		}
	}
}

// output runs the command in a directory.
func output(t testing.TB, dir string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	a := &app{stdout: &o, stderr: &e, backend: theBackend, dir: dir, env: append(append(os.Environ(), goEnv(t)...), "GOFLAGS=")}
	code = a.run(args)
	return o.String(), e.String(), code
}
