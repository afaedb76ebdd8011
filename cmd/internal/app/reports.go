package app

import (
	"io"

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/report"
)

// Reports begins the reports of --report. One that goes to standard output has that alone.
func Reports[Result any](a *App, formats report.Formats[Result], specs []string, out report.Output) (*report.Files[Result], error) {
	out.Stdout, out.Words = a.Stdout, a.Words()
	files, err := formats.Files(specs, out)
	if err != nil {
		return nil, exit.Usagef("--report: %w", err)
	}
	if files.TakeStdout() {
		a.Stdout = io.Discard
	}
	return files, nil
}
