package term

import (
	"iter"
	"math"
	"regexp"
	"strings"

	"github.com/chatcb/chatcb/internal/lazy"
	"github.com/chatcb/chatcb/outcome"
)

// Entry prints a line of a list: head, who asks for whom, and what there is to say of it. For who watches a terminal the
// people are cut to a column that leaves room, and what does not fit beside them goes on below, broken at its blanks.
// Elsewhere nothing is cut, and a line stays one, to be found again.
func (t *Terminal) Entry(head Text, people string, column, leave int, rest ...any) {
	line := Text{}
	for _, v := range rest {
		line.s += Harmless(v).s
	}
	indent := head.Width()
	column = min(column, max(t.room()-indent-leave, 20))
	t.hang(Textf("%s%-*s", head, column, t.Fit(people, column)), indent, t.room(), words(line.s))
}

// room is how many columns a line may have: for who does not watch, as many as it takes.
func (t *Terminal) room() int {
	if !t.TTY {
		return math.MaxInt32
	}
	return t.Width
}

// hang prints pieces behind start, goes on at the indent where a line of n columns is full, and ends the line.
func (t *Terminal) hang(start Text, indent, n int, pieces iter.Seq[string]) {
	t.Printf("%s%s\n", start, stack(fill(pieces, start.Width()-indent, n-indent), strings.Repeat(" ", indent)))
}

// Below prints text under the entry that it is about.
func (t *Terminal) Below(head string, v any) {
	t.hang(Text{head}, len(head), t.room(), words(Harmless(v).s))
}

// Titled prints a title and parts between middle dots, in as many lines as it takes for who watches a terminal, and in
// one elsewhere, to be found again. The title may be "".
func (t *Terminal) Titled(title any, parts ...any) {
	start := Harmless(title)
	if start.s != "" {
		start.s += " "
	}
	t.hang(start, start.Width(), t.room(), dotted(parts))
}

// Flow prints parts between middle dots behind a title of one word, no matter who watches, and goes on under itself where a line
// is full.
func (t *Terminal) Flow(title Text, parts ...any) {
	t.hang(Text{title.s + " "}, title.Width()+1, t.Width, dotted(parts))
}

// dotted are parts with the dots before them, that do not begin a line.
func dotted(parts []any) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i, part := range parts {
			dot := " · "
			if i == 0 {
				dot = ""
			}
			if !yield(dot + Harmless(part).s) {
				return
			}
		}
	}
}

// Field prints a named text, if there is one, wrapped under itself. The name is one of label.txt, or a word that is the same in all
// languages.
func (t *Terminal) Field(name string, v any) {
	text := Harmless(v)
	if text.s == "" {
		return
	}
	const indent = 14
	name = t.Words.Label(name)
	for _, line := range Wrap(text, max(t.Width-indent, 30)) {
		t.Printf("     %-*s%s\n", indent-5, t.Faint(name), line)
		name = ""
	}
}

const joint = "\ue000" // keeps a number, its name and its unit in one line, and is as wide as a blank

var (
	numberUnit = lazy.Regexp("([0-9]) (ms|s|%)")
	nameNumber = lazy.Regexp("(p[0-9.]+|max) ([0-9])")
)

// Row prints text behind a word in a column of its own; the word is as the name of a Field is.
func (t *Terminal) Row(word string, v any) {
	word = t.Words.Label(word)
	text := Harmless(v)
	for _, pair := range []*regexp.Regexp{numberUnit(), nameNumber()} {
		text.s = pair.ReplaceAllString(text.s, "${1}"+joint+"${2}")
	}
	for _, line := range Wrap(text, t.Width-10) {
		t.Printf("%-10s%s\n", t.Faint(word), Text{strings.ReplaceAll(line.s, joint, " ")})
		word = ""
	}
}

// Lines prints text in as many lines as it takes, all but the first behind an indent.
func (t *Terminal) Lines(v any, indent string) {
	t.Printf("%s\n", stack(Wrap(v, max(t.Width-len(indent), 30)), indent))
}

// Closing prints parts behind the verdict on a run, under one another where a line is full.
func (t *Terminal) Closing(verdict Text, parts []string) {
	indent := strings.Repeat(" ", verdict.Width()+1)
	t.Printf("%s %s\n", verdict, stack(Parts(parts, t.Width-len(indent)), indent))
}

// Verdict paints the word for a verdict.
func (t *Terminal) Verdict(word string) Text {
	switch strings.TrimSpace(word) {
	case "PASS", "OK":
		return t.Good(word)
	case "NOTE", "WARN":
		return t.Doubtful(word)
	case "-":
		return t.Faint(word)
	}
	return t.Bad(word)
}

// PassOrFail is the verdict that an exit status means.
func (t *Terminal) PassOrFail(status outcome.Status) Text {
	if status == 0 {
		return t.Good("PASS")
	}
	return t.Bad("FAIL")
}
