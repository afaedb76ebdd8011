package term

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/safe"
)

// Field prints a named text, wrapped under itself.
func (t *Terminal) Field(name, text string) {
	if text == "" {
		return
	}
	const indent = 14
	for i, line := range Wrap(safe.Text(text), max(t.Width-indent, 30)) {
		label := ""
		if i == 0 {
			label = name
		}
		t.Printf("     %s%s\n", Pad(t.Faint(label), label, indent-5), line)
	}
}

func (t *Terminal) Paragraph(text string) {
	for _, line := range Wrap(safe.Text(text), max(t.Width-5, 30)) {
		t.Printf("     %s\n", line)
	}
}

// Row prints text behind a word in a column of its own.
func (t *Terminal) Row(word, text string) {
	const joint = "\ue000" // keeps a number, its name and its unit in one line, and is as wide as a blank
	text = regexp.MustCompile("([0-9]) (ms|s|%)").ReplaceAllString(text, "${1}"+joint+"${2}")
	text = regexp.MustCompile("(p[0-9.]+|max) ([0-9])").ReplaceAllString(text, "${1}"+joint+"${2}")
	for i, line := range Wrap(text, t.Width-10) {
		if i > 0 {
			word = ""
		}
		t.Printf("%s%s\n", t.Faint(fmt.Sprintf("%-10s", word)), strings.ReplaceAll(line, joint, " "))
	}
}

// Lines prints text in as many lines as it takes.
func (t *Terminal) Lines(text string) {
	for _, line := range Wrap(text, t.Width) {
		t.Printf("%s\n", line)
	}
}

// Verdict paints a word of four letters.
func (t *Terminal) Verdict(word string) string {
	switch word {
	case "PASS":
		return t.Good(word)
	case "NOTE":
		return t.Doubtful(word)
	}
	return t.Bad(word)
}

func (t *Terminal) PassOrFail(status outcome.Status) string {
	if status == 0 {
		return t.Good("PASS")
	}
	return t.Bad("FAIL")
}

// WrapParts joins plain parts with middle dots into lines of at most n columns, and breaks no part.
func WrapParts(parts []string, n int) []string {
	var lines []string
	line := ""
	for _, p := range parts {
		switch {
		case line == "":
			line = p
		case Width(line)+3+Width(p)+2 > n: // room for the dot at the end
			lines, line = append(lines, line+" ·"), p
		default:
			line += " · " + p
		}
	}
	return append(lines, line)
}
