package mathrule

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// rule is a directive, with the function that it stands on where that is a rule.
type rule struct {
	kind  string   // "", "inactive", "refused"
	words []string // what stands behind the name
	decl  *ast.FuncDecl
}

// readRules reads the rules in Source as the tool does: by their directives.
func readRules(t *testing.T) map[string]rule {
	rules := map[string]rule{}
	fset := token.NewFileSet()
	names, err := fs.Glob(Source, "*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		src, err := Source.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(fset, name, src, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			fn, _ := decl.(*ast.FuncDecl)
			for _, fields := range directives(decl) {
				target, kind := fields[0], ""
				if len(fields) == 2 && (fields[1] == "inactive" || fields[1] == "refused") {
					kind = fields[1]
				}
				if _, twice := rules[target]; twice {
					t.Errorf("%s has two rules", target)
				}
				rules[target] = rule{kind, fields[1:], fn}
			}
		}
	}
	return rules
}

// directives are the arguments of the rule directives on a declaration.
func directives(decl ast.Decl) (args [][]string) {
	doc := (*ast.CommentGroup)(nil)
	switch d := decl.(type) {
	case *ast.FuncDecl:
		doc = d.Doc
	case *ast.GenDecl:
		doc = d.Doc
	}
	if doc == nil {
		return nil
	}
	for _, c := range doc.List {
		if rest, ok := strings.CutPrefix(c.Text, "//gograd:rule "); ok {
			args = append(args, strings.Fields(rest))
		}
	}
	return args
}

// Every function of package math has a rule, of the right signature, and no rule is for anything else.
func TestComplete(t *testing.T) {
	rules := readRules(t)
	pkg, err := importer.ForCompiler(token.NewFileSet(), "source", nil).Import("math")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range pkg.Scope().Names() {
		fn, ok := pkg.Scope().Lookup(name).(*types.Func)
		if !ok || !fn.Exported() {
			continue
		}
		r, ok := rules["math."+name]
		delete(rules, "math."+name)
		switch {
		case !ok:
			t.Errorf("math.%s has no rule", name)
		case r.kind == "inactive" || r.kind == "refused":
			if r.decl != nil {
				t.Errorf("math.%s is %s, but has a body", name, r.kind)
			}
		case r.decl == nil:
			t.Errorf("math.%s: the directive stands on no function", name)
		default:
			if got, want := signature(r.decl), wanted(fn.Signature()); got != want {
				t.Errorf("math.%s: the rule has the signature %s, want %s", name, got, want)
			}
		}
	}
	for _, builtin := range []string{"min", "max"} {
		if got, want := signature(rules[builtin].decl), "float64 float64 float64 float64 -> float64 float64"; got != want {
			t.Errorf("%s: the rule has the signature %s, want %s", builtin, got, want)
		}
		delete(rules, builtin)
	}
	for name := range rules {
		t.Errorf("there is a rule for %s, which doesn't exist", name)
	}
}

// Each rule with a body for a function of package math is exported, with the signature that it has.
func TestExported(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "rules_gen.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	exported := map[string]*ast.FuncDecl{}
	for _, decl := range file.Decls {
		fn := decl.(*ast.FuncDecl)
		exported[fn.Name.Name] = fn
	}
	delete(exported, "Digamma")
	for target, r := range readRules(t) {
		name, ok := strings.CutPrefix(target, "math.")
		if !ok || r.decl == nil {
			continue
		}
		fn := exported[name]
		delete(exported, name)
		if fn == nil {
			t.Errorf("%s is not exported: run go generate in runtime/tape", target)
			continue
		}
		if got, want := signature(fn), signature(r.decl); got != want {
			t.Errorf("%s has the signature %s, want %s", name, got, want)
		}
		call := fn.Body.List[0].(*ast.ReturnStmt).Results[0].(*ast.CallExpr)
		if got := call.Fun.(*ast.Ident).Name; got != r.decl.Name.Name {
			t.Errorf("%s calls %s, want %s", name, got, r.decl.Name.Name)
		}
	}
	for name := range exported {
		t.Errorf("%s is exported and no rule", name)
	}
}

// signature is the types of a declared function's parameters and results.
func signature(decl *ast.FuncDecl) string {
	list := func(fields *ast.FieldList) (types []string) {
		for _, f := range fields.List {
			for range f.Names {
				types = append(types, f.Type.(*ast.Ident).Name)
			}
		}
		return types
	}
	return strings.Join(list(decl.Type.Params), " ") + " -> " + strings.Join(list(decl.Type.Results), " ")
}

// wanted is the signature that a rule for a function of signature sig must have: parameters, results, a cotangent for
// each float result; a contribution for each float parameter.
func wanted(sig *types.Signature) string {
	var params, results []string
	for v := range sig.Params().Variables() {
		params = append(params, v.Type().String())
		if v.Type() == types.Typ[types.Float64] {
			results = append(results, "float64")
		}
	}
	var cotangents []string
	for v := range sig.Results().Variables() {
		params = append(params, v.Type().String())
		if v.Type() == types.Typ[types.Float64] {
			cotangents = append(cotangents, "float64")
		}
	}
	return strings.Join(append(params, cotangents...), " ") + " -> " + strings.Join(results, " ")
}

// Each rule with a body is run against finite differences.
func TestEachRuleIsChecked(t *testing.T) {
	src, err := os.ReadFile("rules_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for target, r := range readRules(t) {
		if r.kind == "" && !regexp.MustCompile(`\b`+r.decl.Name.Name+`\b`).Match(src) {
			t.Errorf("the rule of %s is not tested", target)
		}
	}
}

// Source must hold all files with rules, and no others.
func TestSource(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		name := e.Name()
		want := strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") && name != "source.go" && name != "rules_gen.go"
		if _, err := Source.Open(name); (err == nil) != want {
			t.Errorf("%s in Source: %v, want %v", name, err == nil, want)
		}
	}
}
