package report

import (
	"cmp"
	"embed"
	"maps"
	"strings"
	"text/template"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
)

// Funcs are the functions of all templates, in the language of the words.
func Funcs(words *language.Words) template.FuncMap {
	return template.FuncMap{
		"say":       words.Say,
		"label":     words.Label,
		"translate": words.Translate,
		"own":       func(key string) string { text, _ := words.Own(key); return text },
		"clip":      func(most int, text string) string { return safe.Clip(text, most) },
		"join":      strings.Join,
		"took":      Millis,
		"said":      Said,
		"cause":     func(v *conformance.Verdict) string { return Cause(words, v) },
		"firstLine": FirstLine,
		"answer":    func(x *exchange.Exchange) string { return AnswerLine(words, x) },
	}
}

//go:embed templates
var templates embed.FS

// show prints data by a template of exchanges and rules.
func show(t *term.Terminal, file string, data any) {
	funcs := Funcs(t.Words)
	maps.Copy(funcs, template.FuncMap{
		"finding": func(f *rule.Finding) term.Text { showFinding(t, f); return term.Text{} },
		"level":   func(l rule.Level) term.Text { return levelWord(t, l) },
	})
	t.Show(templates, file, data, funcs)
}

// FirstLine is the first line of a message.
func FirstLine(message []byte) string {
	line, _, _ := strings.Cut(string(message), "\n")
	return strings.TrimSuffix(line, "\r")
}

// AnswerLine is the status line and the time of an answer, or why there is none.
func AnswerLine(words *language.Words, x *exchange.Exchange) string {
	if x.Failure.Cause != "" && x.Answer.Status == 0 {
		return string(x.Failure.Cause) + ": " + x.Failure.Detail
	}
	return words.Say("html.answer-line", "status", cmp.Or(FirstLine(x.Answer.Head), words.Say("report.no-answer")),
		"size", words.Say("report.size", "n", len(x.Answer.Body)), "took", Millis(x.Phases.LastByte), "limit", Seconds(x.Limit()),
		"late", x.Late())
}
