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

	"github.com/chatcb/chatcb/internal/lazy"
	"github.com/chatcb/chatcb/report/safe"
)

// Terminal is a stream with what is known of it. It is decided once, when a command starts.
type Terminal struct {
	W     io.Writer
	Color bool
	TTY   bool // a person may be watching: motion is allowed
	Width int  // columns; 80 where unknown
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
	if f, ok := w.(*os.File); ok {
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

// paint returns text in the attributes, or as it is without colour.
func (t *Terminal) paint(text string, attrs ...color.Attribute) string {
	if !t.Color || text == "" {
		return text
	}
	c := color.New(attrs...)
	c.EnableColor()
	return c.Sprint(text)
}

// Bad, Good, Doubtful, Faint and Strong are the five voices of the output.
func (t *Terminal) Bad(text string) string { return t.paint(text, color.FgRed, color.Bold) }

// Good is for what is as it should be.
func (t *Terminal) Good(text string) string { return t.paint(text, color.FgGreen) }

// Doubtful is for warnings and assumptions.
func (t *Terminal) Doubtful(text string) string { return t.paint(text, color.FgYellow) }

// Faint is for what only some will read.
func (t *Terminal) Faint(text string) string { return t.paint(text, color.Faint) }

// Strong is for names.
func (t *Terminal) Strong(text string) string { return t.paint(text, color.Bold) }

func (t *Terminal) Printf(format string, args ...any) {
	fmt.Fprintf(t.W, format, args...)
}

// Fit makes text safe, and cuts it to n columns for who watches a terminal. Elsewhere nothing is cut, to be found again.
func (t *Terminal) Fit(text string, n int) string {
	if !t.TTY {
		return safe.Text(text)
	}
	return Fit(text, n)
}

// Fold breaks text into lines for who watches a terminal; elsewhere a message stays one line, to be found again.
func (t *Terminal) Fold(text string) string {
	if !t.TTY {
		return text
	}
	return strings.Join(Wrap(text, t.Width), "\n")
}

var paintCode = lazy.Regexp("\x1b\\[[0-9;]*m")

// Plain is text without paint.
func Plain(text string) string {
	if !strings.Contains(text, "\x1b") {
		return text
	}
	return paintCode().ReplaceAllString(text, "")
}

// FlowUnder prints parts, which may be painted, behind a start, and goes on under it where a line is full.
func (t *Terminal) FlowUnder(start string, parts []string) {
	indent := Width(Plain(start))
	t.Printf("%s", start)
	used := indent
	for i, part := range parts {
		w := Width(Plain(part))
		switch {
		case i > 0 && used+3+w > t.Width:
			t.Printf("\n%s", strings.Repeat(" ", indent))
			used = indent
		case i > 0:
			t.Printf(" · ")
			used += 3
		}
		t.Printf("%s", part)
		used += w
	}
	t.Printf("\n")
}
