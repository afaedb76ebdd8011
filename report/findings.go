package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/chatcb/chatcb/conformance"
)

// findings shows each finding with what was expected, what came, the sentence behind it and the fix.
func (t *Terminal) findings(findings []conformance.Finding) {
	for i := range findings {
		t.finding(&findings[i])
	}
}

func (t *Terminal) finding(f *conformance.Finding) {
	title := f.Rule.ID + " " + f.Rule.Title
	where := ""
	if f.Account != "" {
		where = " · " + t.fit(f.Account, 34)
	}
	t.printf("%s %s%s\n", t.level(f.Level), t.Strong(title), where)
	t.field("what", f.Message)
	t.field("expected", f.Expected)
	t.field("received", clip(f.Received, 240))
	t.field(string(f.Rule.Severity), f.Rule.Sentence+" ("+string(f.Rule.Source)+")")
	t.field("fix", f.Remedy())
	t.printf("\n")
}

func (t *Terminal) level(l conformance.Level) string {
	word := fmt.Sprintf("%-4s", strings.ToUpper(string(l)))
	switch l {
	case conformance.Fail:
		return t.Bad(word)
	case conformance.Warn:
		return t.Doubtful(word)
	case conformance.Note:
	}
	return t.Faint(word)
}

// field prints a named text, wrapped under itself.
func (t *Terminal) field(name, text string) {
	if text == "" {
		return
	}
	const indent = 14
	for i, line := range wrap(Safe(text), max(t.Width-indent, 30)) {
		label := ""
		if i == 0 {
			label = name
		}
		t.printf("     %s%s\n", pad(t.Faint(label), label, indent-5), line)
	}
}

// clip shortens a long text in its middle and says by how much.
func clip(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	head, tail := text[:runeStart(text, limit*2/3)], text[runeStart(text, len(text)-limit/3):]
	return fmt.Sprintf("%s … %d bytes … %s", head, len(text)-len(head)-len(tail), tail)
}

// runeStart is i, or a little less where that would cut a character.
func runeStart(text string, i int) int {
	for back := range utf8.UTFMax {
		if i-back >= 0 && utf8.RuneStart(text[i-back]) {
			return i - back
		}
	}
	return i
}
