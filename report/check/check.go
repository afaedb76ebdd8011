// Package check renders a run of scenarios, in a format a file.
package check

import (
	"io"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/result"
)

// Formats lists the formats of a run. A new one is a row here and a file of its own.
func Formats() report.Formats[*result.Run] {
	return report.Formats[*result.Run]{
		{
			Name: "junit", Suffix: ".xml", Description: "JUnit XML, for the test view of CI systems",
			WriteIn: in(by("junit.xml", xmlText)), ForPrograms: true,
		},
		{Name: "text", Suffix: ".txt", Description: "what a terminal shows, 80 columns, without colour", WriteIn: text},
		{
			Name: "html", Suffix: ".html", WriteIn: in(writeHTML),
			Description: "one page that needs no network: every exchange with its bytes, filters, light and dark",
		},
		{Name: "json", Suffix: ".json", Description: "everything, versioned; see chatcb schema check", Write: writeJSON},
		{Name: "ndjson", Suffix: ".ndjson", Description: "the same as JSON lines: a case a line, the summary last", Write: writeLines},
		{Name: "sarif", Suffix: ".sarif", Description: "SARIF 2.1.0, for code scanning", WriteIn: in(sarif), ForPrograms: true},
		{Name: "tap", Suffix: ".tap", Description: "TAP 14 with YAML diagnostics", WriteIn: in(by("tap.txt", tapText)), ForPrograms: true},
		{Name: "markdown", Suffix: ".md", Description: "Markdown, for a step summary or a comment; under 1 MiB", WriteIn: in(markdown)},
		{
			Name: "github", Suffix: ".txt", Description: "annotations of GitHub Actions, the worst ten at most",
			WriteIn: in(github), ForPrograms: true,
		},
	}
}

// in has a run rendered in a language.
func in(write func(io.Writer, *view) error) func(io.Writer, *result.Run, *language.Words) error {
	return func(w io.Writer, run *result.Run, words *language.Words) error {
		return write(w, newView(run.In(words)))
	}
}

// text renders a run as a terminal without colour shows it.
func text(w io.Writer, run *result.Run, words *language.Words) error {
	Show(&term.Terminal{W: w, Width: 80, Words: words}, run)
	return nil
}
