package term

import (
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"github.com/chatcb/chatcb/internal/lazy"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report/safe"
)

// Text is what a terminal can be given: harmless, and perhaps painted. A width in a format counts its columns.
type Text struct{ s string }

// Harmless makes text of a value: itself where it is one, and else its words with what acts on a terminal escaped.
func Harmless(v any) Text {
	if text, ok := v.(Text); ok {
		return text
	}
	return Text{safe.Text(fmt.Sprint(v))}
}

// Textf makes text by a format. Its arguments are made harmless.
func Textf(format string, args ...any) Text {
	return Text{fmt.Sprintf(format, safe.Args(args, func(s string) Text { return Harmless(s) })...)}
}

// Format writes the text, padded to the width of the format.
func (x Text) Format(f fmt.State, _ rune) {
	n, _ := f.Width()
	blank := strings.Repeat(" ", max(0, n-x.Width()))
	if f.Flag('-') {
		io.WriteString(f, x.s+blank)
		return
	}
	io.WriteString(f, blank+x.s)
}

// String is the text as it is written.
func (x Text) String() string { return x.s }

// paints are what text may be painted with: it takes no room.
var paints = displaywidth.Options{ControlSequences: true}

// Columns is the number of columns that a written text takes.
func Columns(text string) int { return paints.String(text) }

var paintCode = lazy.Regexp("\x1b\\[[0-9;]*m")

// Plain is a written text without paint.
func Plain(text string) string { return paintCode().ReplaceAllString(text, "") }

// Width is the number of columns that the text takes.
func (x Text) Width() int { return Columns(x.s) }

// TrimRight is the text without the blanks at its end.
func (x Text) TrimRight() Text { return Text{strings.TrimRight(x.s, " ")} }

// Fit is the text in at most n columns, with an ellipsis where something is cut.
func Fit(v any, n int) Text { return Text{paints.TruncateString(Harmless(v).s, max(n, 1), "…")} }

// Wrap breaks text into lines of at most n columns at blanks, and between the characters of Chinese; a word that is longer
// stands alone, uncut, so that it can be copied.
func Wrap(v any, n int) []Text {
	return fill(words(strings.Join(strings.Fields(Harmless(v).s), " ")), 0, n)
}

// fill puts pieces into lines of at most n columns, of the first of which some are used. The blanks and dots before a piece do not
// begin a line.
func fill(pieces iter.Seq[string], used, n int) (lines []Text) {
	line := ""
	for piece := range pieces {
		if used > 0 && used+Columns(piece) > n {
			lines, line, used = append(lines, Text{line}), "", 0
			piece = strings.TrimPrefix(strings.TrimLeft(piece, " "), "· ")
		}
		line, used = line+piece, used+Columns(piece)
	}
	return append(lines, Text{line})
}

// words takes text apart where a line may end, each piece with the blanks before it.
func words(text string) iter.Seq[string] {
	prose := strings.ContainsFunc(text, language.Mark) // of Chinese; a name in Han stays whole in the sentences of others
	return func(yield func(string) bool) {
		start, inside := 0, false // of the piece; whether it has more than blanks
		last := ' '
		for i, r := range text {
			if inside && (r == ' ' || prose && between(last, r)) {
				if !yield(text[start:i]) {
					return
				}
				start, inside = i, false
			}
			inside = inside || r != ' '
			last = r
		}
		if start < len(text) {
			yield(text[start:])
		}
	}
}

// between reports whether Chinese lets a line end between two characters.
func between(last, next rune) bool {
	if language.Opens(last) || language.Closes(next) || last == ' ' {
		return false
	}
	return language.Dense(last) && language.Dense(next) || language.Mark(last) || language.Opens(next)
}

// Parts joins parts with middle dots into lines of at most n columns, and breaks no part.
func Parts[Part any](parts []Part, n int) (lines []Text) {
	var line Text
	for i, part := range parts {
		p := Harmless(part)
		switch {
		case i == 0:
			line = p
		case line.Width()+3+p.Width()+2 > n: // room for the dot at the end
			lines, line = append(lines, Textf("%s ·", line)), p
		default:
			line = Textf("%s · %s", line, p)
		}
	}
	return append(lines, line)
}
