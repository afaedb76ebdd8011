// Package check renders a run of scenarios, in a format a file.
package check

import (
	"fmt"
	"io"
	"strings"

	"github.com/chatcb/chatcb/internal/nearest"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/result"
)

// Format is one way to write down a run of scenarios. Render writes everything, and changes nothing in the run.
type Format struct {
	Name        string // as in --report NAME=FILE
	Suffix      string // that files of this format usually have, with its dot
	Description string // one line, for help
	Render      func(w io.Writer, run *result.Run) error
}

// Formats lists the formats. A new one is an element here and a file of its own.
func Formats() []Format {
	return []Format{
		{"text", ".txt", "what a terminal shows, 80 columns, without colour", checkText},
		{"html", ".html", "one page that needs no network: every exchange with its bytes, filters, light and dark", checkHTML},
		{"junit", ".xml", "JUnit XML, for the test view of CI systems", junit},
		{"json", ".json", "everything, versioned; see chatcb schema check", checkJSON},
		{"ndjson", ".ndjson", "the same as JSON lines: a case a line, the summary last", checkLines},
		{"sarif", ".sarif", "SARIF 2.1.0, for code scanning", sarif},
		{"tap", ".tap", "TAP 14 with YAML diagnostics", tap},
		{"markdown", ".md", "Markdown, for a step summary or a comment; under 1 MiB", markdown},
		{"github", ".txt", "annotations of GitHub Actions, the worst ten at most", github},
	}
}

// FormatByName finds a format. The error suggests the name that may have been meant.
func FormatByName(name string) (Format, error) {
	var names []string
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, fmt.Errorf("no report format %q%s; there are %s", name, nearest.Hint(name, names), strings.Join(names, ", "))
}

// checkText renders a run as a terminal without colour shows it.
func checkText(w io.Writer, run *result.Run) error {
	out := safe.Writer{W: w}
	Show(&term.Terminal{W: &out, Width: 80}, run)
	return out.Err
}
