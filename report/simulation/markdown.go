package simulation

import (
	"io"
	"text/template"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/safe"
)

// markdown writes the run as Markdown, for a job summary or a comment.
func markdown(w io.Writer, run *Simulation, words *language.Words) error {
	s := &view{run, words}
	t, err := safe.Template(text("markdown.md"), template.FuncMap{
		"say": words.Say, "label": words.Label, "code": safe.Code, "percent": report.Percent, "message": s.message, "outcome": s.Outcome,
		"caught": s.caughtText,
	}, safe.MarkdownText)
	if err != nil {
		return err
	}
	return t.Execute(w, s)
}
