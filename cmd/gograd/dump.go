package main

import (
	"flag"
	"fmt"
	"go/types"
	"strings"

	"github.com/gograd/gograd/analyzer/directive"
)

func (a *app) dumpFlags(fs *flag.FlagSet) func([]string) int {
	var opts options
	opts.declare(fs)
	stage := fs.String("stage", "", "the `stage`: "+strings.Join(dumpStages, ", "))
	name := fs.String("func", "", "only the function with this `name`, that of the source or that of the output")
	return func(args []string) int {
		switch {
		case *stage == "":
			return a.usage("dump needs -stage=…, one of %s", strings.Join(dumpStages, ", "))
		case !isStage(*stage):
			return a.usage("unknown stage %s; the stages are %s", *stage, strings.Join(dumpStages, ", "))
		}
		s, err := a.start(opts, args)
		if err != nil {
			return a.fail(err)
		}
		return s.dump(*stage, *name)
	}
}

// dump prints one stage.
func (s *session) dump(stage, name string) int {
	found := false
	s.each(func(j *job) bool {
		names := map[string]bool{}
		for _, f := range j.pkg.Files {
			for _, fn := range f.Functions {
				if name == "" || name == fn.Name || name == fn.Obj.Name() {
					names[fn.Name], found = true, true
				}
			}
		}
		want := func(n string) bool { return names[n] }
		if stage == dumpStages[0] {
			s.dumpDirectives(j, want)
			return true
		}
		return len(names) == 0 || s.backend.Dump(j, stage, want, s.stdout)
	})
	if code := s.finish(); code != exitDone || found || name == "" {
		return code
	}
	return s.usage("no directive asks for a function called %s, or stands on one", name)
}

// dumpDirectives prints what is asked for.
func (s *session) dumpDirectives(j *job, want func(string) bool) {
	for _, f := range j.pkg.Files {
		for _, fn := range f.Functions {
			if !want(fn.Name) {
				continue
			}
			pos := s.prog.Fset.Position(fn.Pos)
			pos.Filename = s.relative(pos.Filename)
			fmt.Fprintf(s.stdout, "%s: //gograd:%s of %s in %s\n", pos, fn.Kind, fn.Obj.Name(), s.relative(f.Output))
			if f.Constraint != "" {
				fmt.Fprintf(s.stdout, "\t%s\n", f.Constraint)
			}
			fmt.Fprintf(s.stdout, "\t%s\n", signatureText(fn))
			for _, w := range fn.Wrt {
				fmt.Fprintf(s.stdout, "\twrt %s %s\n", w.Name, types.TypeString(w.Type(), types.RelativeTo(fn.Obj.Pkg())))
			}
		}
	}
}

// signatureText is the declaration of the function to be generated.
func signatureText(fn *directive.Function) string {
	rel := types.RelativeTo(fn.Obj.Pkg())
	recv := ""
	if r := fn.Sig.Recv; r != nil {
		recv = fmt.Sprintf("(%s %s) ", r.Name, types.TypeString(r.Type, rel))
	}
	t := fn.Sig.Type()
	if !fn.Sig.NamedResults {
		var results []*types.Var
		for v := range t.Results().Variables() {
			results = append(results, types.NewVar(v.Pos(), v.Pkg(), "", v.Type()))
		}
		t = types.NewSignatureType(nil, nil, nil, t.Params(), types.NewTuple(results...), t.Variadic())
	}
	return "func " + recv + fn.Sig.Name + strings.TrimPrefix(types.TypeString(t, rel), "func")
}
