package cmd

import (
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/report/term"
)

// No line of help runs over the edge of a terminal of 80 columns, but commands that are to be copied.
func TestHelpFits(t *testing.T) {
	narrow := term.Terminal{TTY: true, Width: 80}
	var out strings.Builder
	a := &app.App{Stdout: &out, Stderr: io.Discard, Getenv: func(string) string { return "" }}
	check := func(name string) {
		if out.Len() == 0 {
			t.Errorf("%s: got no text", name)
		}
		for line := range strings.Lines(narrow.FoldText(out.String())) {
			line = strings.TrimSuffix(line, "\n")
			if n := utf8.RuneCountInString(line); n > narrow.Width && !strings.HasPrefix(strings.TrimLeft(line, " "), "chatcb ") {
				t.Errorf("%s: %d columns: %s", name, n, line)
			}
		}
		out.Reset()
	}
	var visit func(*cobra.Command)
	visit = func(c *cobra.Command) {
		if err := c.Help(); err != nil {
			t.Fatal(err)
		}
		check(c.CommandPath())
		for _, sub := range c.Commands() {
			visit(sub)
		}
	}
	visit(newRoot(a, func() {}))
	for _, args := range [][]string{{"simulate", "--list-campaigns"}, {"simulate", "--list-loads"}, {"help", "exit-codes"}} {
		if status := Run(t.Context(), args, strings.NewReader(""), &out, io.Discard); status != 0 {
			t.Fatalf("%v: got status %d", args, status)
		}
		check(strings.Join(args, " "))
	}
}

// The list of faults fits a terminal of 80 columns.
func TestFaultsFitATerminal(t *testing.T) {
	_, list, _ := run(t, "mockserver", "--list-faults")
	if !strings.Contains(list, "or as in a capture [LAT-001]\n") {
		t.Errorf("the list is folded where nobody watches:\n%s", list)
	}
	terminal := term.Terminal{TTY: true, Width: 80}
	for line := range strings.Lines(terminal.FoldText(list)) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
			t.Errorf("got a line of %d columns: %s", n, line)
		}
	}
}
