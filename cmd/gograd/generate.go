package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"
)

func (a *app) generateFlags(fs *flag.FlagSet) func([]string) int {
	var opts options
	opts.declare(fs)
	return func(args []string) int {
		s, err := a.start(opts, args)
		if err != nil {
			return a.fail(err)
		}
		return s.generate()
	}
}

// generate writes the outputs of the packages that have no problem.
func (s *session) generate() int {
	var failure error
	wanted := false
	s.eachMade(func(j *job, files map[string][]byte) bool {
		wanted = true
		if err := s.write(j, files); err != nil && failure == nil {
			failure = err
		}
		return true
	})
	if failure != nil {
		s.finish()
		return s.fail(failure)
	}
	s.hint()
	code := s.finish()
	if code == exitDone && !wanted {
		fmt.Fprintln(s.stderr, "gograd: no //gograd: directives in these packages")
	}
	return code
}

// runtimePath is what generated code imports.
const runtimePath = "github.com/gograd/gograd/runtime"

// hint says how to get the runtime where new outputs import it and it can't be found.
func (s *session) hint() {
	if s.prog.ByPath(runtimePath) != nil {
		return
	}
	for _, name := range s.wrote {
		content, err := os.ReadFile(name)
		if err != nil || !strings.Contains(string(content), strconv.Quote(runtimePath)) {
			continue
		}
		cfg := &packages.Config{Mode: packages.NeedName | packages.NeedFiles, Dir: filepath.Dir(name), Env: s.env}
		found, err := packages.Load(cfg, runtimePath)
		if err == nil && len(found) == 1 && len(found[0].GoFiles) == 0 {
			fmt.Fprintf(s.stderr, "gograd: the generated code imports %s; get it with\n\tgo get %s\n", runtimePath, runtimePath)
		}
		return
	}
}

// write brings the files of one package up to date.
func (s *session) write(j *job, files map[string][]byte) error {
	for _, f := range j.pkg.Files {
		content, ok := files[f.Output]
		if !ok {
			continue
		}
		changed, err := writeFile(f.Output, content)
		if err != nil {
			return err
		}
		if changed {
			s.wrote = append(s.wrote, f.Output)
			j.log("wrote %s", s.relative(f.Output))
		} else {
			j.log("%s is up to date", s.relative(f.Output))
		}
	}
	for _, name := range j.pkg.Stale {
		if err := os.Remove(name); err != nil {
			return err
		}
		j.log("removed %s: nothing asks for it", s.relative(name))
	}
	return nil
}

// writeFile gives a file its content, by a temporary file and a rename, so that nobody sees half of it. A file that has the
// content already is left alone.
func writeFile(name string, content []byte) (changed bool, err error) {
	old, err := os.ReadFile(name)
	if err == nil && string(old) == string(content) {
		return false, nil
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), ".gograd-*")
	if err != nil {
		return false, err
	}
	defer func() {
		if err != nil {
			os.Remove(tmp.Name())
		}
	}()
	_, err = tmp.Write(content)
	if cerr := tmp.Chmod(0o644); err == nil {
		err = cerr
	}
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(tmp.Name(), name)
	}
	return err == nil, err
}
