package diag

// Code is one kind of problem: what it is called, why it is one, and the way out.
type Code struct {
	ID     string
	Title  string
	Reason string
	Way    string
}

// Codes are all kinds of problems, by number. 1 to 19 are about directives, 20 to 29 about loading,
// 30 to 99 about constructs that can't be differentiated, 100 and above about rules.
var Codes = []Code{
	{"GG001", "unknown directive", "", "the directives are //gograd:grad, //gograd:vjp and //gograd:rule"},
}

// NotesOf gives the notes that a diagnostic with the given code carries.
func NotesOf(id string) []string {
	for _, c := range Codes {
		if c.ID != id {
			continue
		}
		var notes []string
		for _, s := range []string{c.Reason, c.Way} {
			if s != "" {
				notes = append(notes, s)
			}
		}
		return notes
	}
	return nil
}
