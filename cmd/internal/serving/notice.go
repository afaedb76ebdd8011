package serving

import (
	"strings"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
)

// Notice tells of something that happens beside the traffic, on stderr: in a line of JSON where results are lines of JSON.
func Notice(a *app.App, text language.Sayer) {
	notice(a, text, func(text string) []string { return []string{text} })
}

// NoticeLines is Notice of what has several lines, such as all that is wrong in a file. One that something points at stays
// as it is.
func NoticeLines(a *app.App, text language.Sayer) {
	notice(a, text, func(text string) []string { return strings.Split(text, "\n") })
}

func notice(a *app.App, text language.Sayer, lines func(string) []string) {
	if a.Output == "ndjson" {
		(&report.Received{Out: a.Stderr}).Object("notice", report.Field{Name: "message", Value: text.SayIn(a.Words().ForPrograms())})
		return
	}
	t := a.ErrTerminal()
	for _, line := range lines(text.SayIn(a.Words())) {
		shown := term.Harmless(line)
		if !strings.HasPrefix(line, " ") {
			shown = t.Fold(line)
		}
		t.Printf("%s\n", t.Doubtful(shown))
	}
}

// Torn tells of the end of a file that was mended.
func Torn(r capture.Recovery) language.Text {
	return language.T("a torn last line of {n} bytes was cut off {file}: no exchange that was answered is lost",
		"n", r.Torn, "file", r.Segment)
}
