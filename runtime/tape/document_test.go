package tape_test

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const documentFile = "../../docs/tape.md"

// TestDocument holds docs/tape.md to the examples of this package, which run: each block of Go in it is a part of one of them,
// what it shows as the output is that of the example, and all examples are there.
func TestDocument(t *testing.T) {
	text, err := os.ReadFile(documentFile)
	if err != nil {
		t.Fatal(err)
	}
	functions := exampleFunctions(t)
	blocks, outside := documentBlocks(t, string(text))
	shown := map[string]bool{}
	var last []string // the functions of which the last block of Go is a part
	for _, b := range blocks {
		switch b.language {
		case "go":
			last = nil
			for name, f := range functions {
				if holds(f.code, b.text) {
					last = append(last, name)
					shown[name] = true
				}
			}
			if last == nil {
				t.Errorf("%s:%d: this is in none of the examples:\n%s", documentFile, b.line, b.text)
			}
		case "text":
			if !slices.ContainsFunc(last, func(name string) bool { return holds(functions[name].output, b.text) }) {
				t.Errorf("%s:%d: this is not in the output of %v:\n%s", documentFile, b.line, last, b.text)
			}
		default:
			t.Errorf("%s:%d: a block in %q: only go and text are checked", documentFile, b.line, b.language)
		}
	}
	for name := range functions {
		if strings.HasPrefix(name, "Example") && !shown[name] {
			t.Errorf("%s does not show %s", documentFile, name)
		}
	}
	for _, line := range outside {
		if strings.HasPrefix(line, "    ") && !strings.HasPrefix(line, "    go ") {
			t.Errorf("%s: code that is not in a block: %s", documentFile, line)
		}
	}
}

// Without this, a document in which nothing is found would pass.
func TestDocumentFindsWhatIsWrong(t *testing.T) {
	functions := exampleFunctions(t)
	first := functions["ExampleTape_Gradient"]
	if !holds(first.code, "x := tp.Watch(tensor.Scalar(3))\ny := tape.Square(x)") {
		t.Errorf("the code of ExampleTape_Gradient is not found in it:\n%s", first.code)
	}
	for _, wrong := range []string{"x := tp.Watch(tensor.Scalar(4))", "tp.Watch(tensor.Scalar(3))", "// Output: [6] <nil>", ""} {
		if holds(first.code, wrong) {
			t.Errorf("%q is found in ExampleTape_Gradient", wrong)
		}
	}
	if first.output != "[6] <nil>" || holds(first.output, "[7] <nil>") {
		t.Errorf("the output is %q", first.output)
	}
	blocks, outside := documentBlocks(t, "a\n```go\nx := 1\n```\nb\n```text\n1\n2\n```\n")
	want := []documentBlock{{"go", "x := 1", 3}, {"text", "1\n2", 7}}
	if !slices.Equal(blocks, want) || !slices.Equal(outside, []string{"a", "b", ""}) {
		t.Errorf("blocks %+v, outside %q", blocks, outside)
	}
}

// holds tells whether part is a run of whole lines of text.
func holds(text, part string) bool {
	return strings.TrimSpace(part) != "" && strings.Contains("\n"+text+"\n", "\n"+part+"\n")
}

// documentBlock is what stands between two lines of ```.
type documentBlock struct {
	language, text string
	line           int // of its beginning
}

func documentBlocks(t *testing.T, text string) (blocks []documentBlock, outside []string) {
	t.Helper()
	open := false
	var lines []string
	var b documentBlock
	for i, line := range strings.Split(text, "\n") {
		language, fence := strings.CutPrefix(line, "```")
		switch {
		case fence && !open:
			open, lines, b = true, nil, documentBlock{language: language, line: i + 2}
		case fence:
			open, b.text = false, strings.Join(lines, "\n")
			blocks = append(blocks, b)
		case open:
			lines = append(lines, line)
		default:
			outside = append(outside, line)
		}
	}
	if open {
		t.Errorf("%s:%d: the block has no end", documentFile, b.line)
	}
	return blocks, outside
}

// exampleFunction is a function of the examples' files: of an example what is in its body, of others everything.
type exampleFunction struct {
	code, output string
}

var outputComment = regexp.MustCompile(`(?m)^// Output:`)

func exampleFunctions(t *testing.T) map[string]exampleFunction {
	t.Helper()
	files, err := filepath.Glob("example_*_test.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("found %v (%v)", files, err)
	}
	functions := map[string]exampleFunction{}
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, source, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		between := func(from, to token.Pos) string {
			return string(source[fset.Position(from).Offset:fset.Position(to).Offset])
		}
		outputs := map[string]string{}
		for _, e := range doc.Examples(file) {
			outputs["Example"+e.Name] = strings.TrimSuffix(e.Output, "\n")
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			output, isExample := outputs[f.Name.Name]
			if !isExample {
				functions[f.Name.Name] = exampleFunction{code: between(f.Pos(), f.End())}
				continue
			}
			code := regexp.MustCompile(`(?m)^\t`).ReplaceAllString(between(f.Body.Lbrace+1, f.Body.Rbrace), "")
			if at := outputComment.FindStringIndex(code); at != nil {
				code = code[:at[0]]
			}
			functions[f.Name.Name] = exampleFunction{strings.Trim(code, "\n"), output}
		}
	}
	return functions
}
