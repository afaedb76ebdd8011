// Package term shows text at a terminal: whether there is one, its colours and its width, lists and paragraphs that fit, and
// the progress of long work. It is the only user of colour.
package term

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/fatih/color"
	"golang.org/x/term"

	"github.com/chatcb/chatcb/language"
)

// Terminal is a stream with what is known of it. It is decided once, when a command starts.
type Terminal struct {
	W     io.Writer
	Color bool
	TTY   bool            // a person may be watching: motion is allowed
	Width int             // columns; 80 where unknown
	Words *language.Words // English if nil
}

// Mode is the value of --color.
type Mode string

// The colour modes.
const (
	ColorAuto   Mode = "auto"
	ColorAlways Mode = "always"
	ColorNever  Mode = "never"
)

// New looks at the stream and the environment: NO_COLOR, CLICOLOR_FORCE, TERM=dumb and CI, in that order of
// strength below an explicit mode.
func New(w io.Writer, mode Mode, getenv func(string) string) *Terminal {
	t := &Terminal{W: w, Width: 80}
	if f, ok := Below(w).(*os.File); ok {
		fd := int(f.Fd())
		t.TTY = term.IsTerminal(fd)
		if columns, _, err := term.GetSize(fd); err == nil && columns > 0 {
			t.Width = columns
		}
	}
	switch {
	case mode == ColorAlways:
		t.Color = true
	case mode == ColorNever, getenv("NO_COLOR") != "":
	case getenv("CLICOLOR_FORCE") != "" && getenv("CLICOLOR_FORCE") != "0":
		t.Color = true
	default:
		t.Color = t.TTY && getenv("TERM") != "dumb"
	}
	if getenv("CI") != "" || getenv("TERM") == "dumb" {
		t.TTY = false
	}
	return t
}

// Below is the stream below what is wrapped around it.
func Below(w io.Writer) io.Writer {
	for {
		outer, ok := w.(interface{ Unwrap() io.Writer })
		if !ok {
			return w
		}
		w = outer.Unwrap()
	}
}

// Is reports whether a stream is a terminal, whatever the environment says of motion.
func Is(w io.Writer) bool {
	f, ok := Below(w).(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// paint returns text in the attributes, or as it is without colour.
func (t *Terminal) paint(v any, attrs ...color.Attribute) Text {
	text := Harmless(v)
	if !t.Color || text.s == "" {
		return text
	}
	c := color.New(attrs...)
	c.EnableColor()
	return Text{c.Sprint(text.s)}
}

// Bad, Good, Doubtful, Faint and Strong are the five voices of the output.
func (t *Terminal) Bad(v any) Text { return t.paint(v, color.FgRed, color.Bold) }

// Good is for what is as it should be.
func (t *Terminal) Good(v any) Text { return t.paint(v, color.FgGreen) }

// Doubtful is for warnings and assumptions.
func (t *Terminal) Doubtful(v any) Text { return t.paint(v, color.FgYellow) }

// Faint is for what only some will read.
func (t *Terminal) Faint(v any) Text { return t.paint(v, color.Faint) }

// Strong is for names.
func (t *Terminal) Strong(v any) Text { return t.paint(v, color.Bold) }

// Say is the text of a key in the language of the terminal. Its arguments are made harmless, but for those that are Text.
func (t *Terminal) Say(key string, args ...any) Text {
	return Text{t.Words.SayEscaped(func(v any) string { return Harmless(v).s }, key, args...)}
}

// Label is the name of a field, or of anything that label.txt has, in the language of the terminal.
func (t *Terminal) Label(name string) Text { return t.Faint(t.Words.Label(name)) }

// Printf prints by a format. Its arguments are made harmless.
func (t *Terminal) Printf(format string, args ...any) {
	fmt.Fprint(t.W, Textf(format, args...))
}

// Fit cuts text to n columns for who watches a terminal. Elsewhere nothing is cut, to be found again.
func (t *Terminal) Fit(v any, n int) Text {
	if !t.TTY {
		return Harmless(v)
	}
	return Fit(v, n)
}

// Fold breaks text into lines for who watches a terminal; elsewhere a message stays one line, to be found again.
func (t *Terminal) Fold(v any) Text {
	if !t.TTY {
		return Harmless(v)
	}
	return stack(Wrap(v, t.Width), "")
}

// stack puts lines under one another, all but the first behind an indent.
func stack(lines []Text, indent string) Text {
	var b strings.Builder
	for i, line := range lines {
		if i > 0 {
			b.WriteString("\n" + indent)
		}
		b.WriteString(line.s)
	}
	return Text{b.String()}
}
