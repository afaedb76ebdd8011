package serving

import (
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report"
)

// Notice tells of something that happens beside the traffic, on stderr: in a line of JSON where results are lines of JSON.
func Notice(a *app.App, text language.Sayer) {
	if a.Output == "ndjson" {
		(&report.Received{Out: a.Stderr}).Object("notice", report.Field{Name: "message", Value: text.SayIn(a.Words().ForPrograms())})
		return
	}
	t := a.ErrTerminal()
	t.Printf("%s\n", t.Doubtful(t.Fold(text.SayIn(a.Words()))))
}

// Torn tells of the end of a file that was mended.
func Torn(r capture.Recovery) language.Text {
	return language.T("a torn last line of {n} bytes was cut off {file}: no exchange that was answered is lost",
		"n", r.Torn, "file", r.Segment)
}
