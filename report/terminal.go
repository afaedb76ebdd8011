// Package report renders results: for people at a terminal, for programs as JSON. It is the only user of colour and
// tables.
//
// Every text that comes from a receiver goes through [Safe] before it is shown: a receiver must not be able to move the
// cursor of whoever tests it.
package report

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/fatih/color"
	"golang.org/x/term"

	"github.com/chatcb/chatcb/internal/lazy"
)

// Terminal is a stream with what is known of it. It is decided once, when a command starts.
type Terminal struct {
	W     io.Writer
	Color bool
	TTY   bool // a person may be watching: motion is allowed
	Width int  // columns; 80 where unknown
}

// ColorMode is the value of --color.
type ColorMode string

// The colour modes.
const (
	ColorAuto   ColorMode = "auto"
	ColorAlways ColorMode = "always"
	ColorNever  ColorMode = "never"
)

// NewTerminal looks at the stream and the environment: NO_COLOR, CLICOLOR_FORCE, TERM=dumb and CI, in that order of
// strength below an explicit mode.
func NewTerminal(w io.Writer, mode ColorMode, getenv func(string) string) *Terminal {
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

func (t *Terminal) printf(format string, args ...any) {
	fmt.Fprintf(t.W, format, args...)
}

// fit makes text safe, and cuts it to n columns for who watches a terminal. Elsewhere nothing is cut, to be found again.
func (t *Terminal) fit(text string, n int) string {
	if !t.TTY {
		return Safe(text)
	}
	return fit(text, n)
}

// Fold breaks text into lines for who watches a terminal; elsewhere a message stays one line, to be found again.
func (t *Terminal) Fold(text string) string {
	if !t.TTY {
		return text
	}
	return strings.Join(wrap(text, t.Width), "\n")
}

var paintCode = lazy.Regexp("\x1b\\[[0-9;]*m")

// plain is text without paint.
func plain(text string) string {
	if !strings.Contains(text, "\x1b") {
		return text
	}
	return paintCode().ReplaceAllString(text, "")
}

// flow prints parts, which may be painted, behind a start, and goes on under it where a line is full.
func (t *Terminal) flow(start string, parts []string) {
	indent := width(plain(start))
	t.printf("%s", start)
	used := indent
	for i, part := range parts {
		w := width(plain(part))
		switch {
		case i > 0 && used+3+w > t.Width:
			t.printf("\n%s", strings.Repeat(" ", indent))
			used = indent
		case i > 0:
			t.printf(" · ")
			used += 3
		}
		t.printf("%s", part)
		used += w
	}
	t.printf("\n")
}
