package rule

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/gograd/gograd/analyzer/diag"
	"github.com/gograd/gograd/analyzer/directive"
	"golang.org/x/tools/go/packages"
)

// reader reads the rules of one package.
type reader struct {
	*Finder
	pkg     *packages.Package
	builtin bool // the package is gograd's own
	file    *ast.File
	out     *collection
}

func (r *reader) errorf(pos token.Pos, code, format string, args ...any) {
	r.out.failed = true
	r.diags.Addf(r.prog.Fset.Position(pos), code, format, args...)
}

func (r *reader) read() {
	for _, file := range r.pkg.Syntax {
		r.file = file
		// What only looks like a directive has been reported by package directive.
		for _, l := range directive.Lines(r.prog.Fset, file, &diag.List{}) {
			if l.Name != "rule" {
				continue
			}
			rule := r.rule(l)
			if rule == nil {
				continue
			}
			if o := r.out.rules[rule.Target]; o != nil {
				r.out.failed = true
				r.twice(o, rule)
				continue
			}
			r.out.rules[rule.Target] = rule
		}
	}
}

// rule reads one directive; nil if it has a problem, or is for a package that is not there.
func (r *reader) rule(l directive.Line) *Rule {
	args, err := l.ParseArgs()
	switch {
	case err != nil:
		r.errorf(l.ArgsPos, "GG100", "%v", err)
		return nil
	case len(args) == 0:
		r.errorf(l.Slash, "GG100", "//gograd:rule needs the name of a function")
		return nil
	}
	rule := &Rule{Pos: l.Slash}
	if !r.words(rule, args[1:]) {
		return nil
	}
	if l.Node == nil {
		r.errorf(l.Slash, "GG100", "//gograd:rule stands in no doc comment")
		return nil
	}
	target, name := r.target(args[0].Arg, args[0].Pos)
	if name == "" {
		return nil
	}
	rule.Target = name
	if rule.Kind == Active && !r.function(rule, l, target) {
		return nil
	}
	return rule
}

// words reads what a directive says behind the function's name.
func (r *reader) words(rule *Rule, args []ast.DirectiveArg) bool {
	for i, a := range args {
		var set *bool
		switch a.Arg {
		case "inactive", "refused":
			if len(args) == 1 {
				rule.Kind = Inactive
				if a.Arg == "refused" {
					rule.Kind = Refused
				}
				return true
			}
		case "bounded":
			set = &rule.Bounded
		case "regular":
			set = &rule.Regular
		case "nonzero":
			set = &rule.Nonzero
		case "strict":
			set = &rule.Strict
		default:
			if i == 0 {
				r.errorf(a.Pos, "GG100", "%s is none of inactive, refused, bounded, regular, nonzero and strict", a.Arg)
				return false
			}
		}
		if set == nil || *set {
			r.errorf(a.Pos, "GG100", "%s is one word too many", a.Arg)
			return false
		}
		*set = true
	}
	return true
}

// inTestFile reports whether the file is a test file of a package that has others.
func (r *reader) inTestFile() bool {
	return r.pkg.ForTest == r.pkg.PkgPath && strings.HasSuffix(r.prog.Fset.Position(r.file.Package).Filename, "_test.go")
}

// function checks the function of an active rule. The target is nil for a builtin.
func (r *reader) function(rule *Rule, l directive.Line, target *types.Func) bool {
	decl := l.Func()
	switch {
	case decl == nil:
		r.errorf(l.Slash, "GG100", "the rule for %s stands on something that is not a function", rule.Target)
		return false
	case r.inTestFile():
		r.errorf(l.Slash, "GG104", "the rule for %s stands in a test file, and would hold for code that is built without it", rule.Target)
		return false
	case decl.Body == nil:
		r.errorf(l.Slash, "GG104", "the rule for %s has no body", rule.Target)
		return false
	case decl.Recv != nil:
		r.errorf(l.Slash, "GG104", "the rule for %s is a method", rule.Target)
		return false
	case decl.Type.TypeParams != nil:
		r.errorf(l.Slash, "GG104", "the rule for %s has type parameters", rule.Target)
		return false
	}
	fn, ok := r.pkg.TypesInfo.Defs[decl.Name].(*types.Func)
	if !ok {
		r.out.failed = true // a type error has been reported
		return false
	}
	rule.Fn, rule.Decl, rule.Pkg = fn, decl, r.pkg
	want := builtinForm
	if target != nil {
		sig := target.Signature()
		if sig.TypeParams().Len()+sig.RecvTypeParams().Len() > 0 {
			r.errorf(l.Slash, "GG104", "%s has type parameters", rule.Target)
			return false
		}
		if !differentiable(sig) {
			r.errorf(l.Slash, "GG102", "no derivative goes through %s: the rule for it can only be inactive", rule.Target)
			return false
		}
		want = form(sig)
	}
	if !sameTypes(fn.Signature(), want) {
		r.errorf(l.Slash, "GG102", "the rule for %s must be %s", rule.Target, types.TypeString(want, types.RelativeTo(r.pkg.Types)))
		return false
	}
	if target != nil && !applied(target.Signature()) {
		r.errorf(l.Slash, "GG105", "%s takes or gives floats inside of slices, arrays, structs or pointers; rules for that are not applied yet", rule.Target)
		return false
	}
	return true
}
