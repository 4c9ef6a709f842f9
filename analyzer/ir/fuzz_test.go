package ir

import "testing"

// FuzzParse: Parse and Verify never panic, and what is well formed prints as something that prints the same.
func FuzzParse(f *testing.F) {
	f.Add(everything)
	f.Add(sound)
	f.Fuzz(func(t *testing.T, src string) {
		p, err := Parse(src)
		if err != nil {
			return
		}
		if err := Verify(p); err != nil {
			return
		}
		text := Print(p)
		q, err := Parse(text)
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		if again := Print(q); again != text {
			t.Fatalf("printed\n%s\nand then\n%s", text, again)
		}
	})
}
