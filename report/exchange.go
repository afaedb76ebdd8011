// Package report renders judged exchanges, for people at a terminal and for programs as JSON, and has what all reports share.
// Its folders render what a command found as a whole.
package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/tw"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
)

// ShowExchange shows one exchange in full: two lines, the table of accounts, the findings and the time ledger.
func ShowExchange(t *term.Terminal, e *conformance.Judged) {
	x := e.Exchange
	line, _, _ := bytes.Cut(x.Sent, []byte("\r\n"))
	start := "→"
	if method, _, _ := strings.Cut(string(line), " "); method != "" { // nothing is sent where no connection came about
		start += " " + t.Fit(method, 10)
	}
	t.Printf("%s %s\n", t.Strong(start), t.Fit(fmt.Sprintf("%s  %s asks to add %s", x.Target, e.From, Plural(len(e.Judgement.Verdicts), "friend")), t.Width-1-term.Width(start)))
	t.Printf("%s %s\n", t.Strong("←"), answerLine(t, x))
	showErrorInfo(t, x)
	t.Printf("\n")
	showAccounts(t, e)
	showFindings(t, e.Judgement.Findings)
	showLedger(t, x)
	if e.Repeat != "" {
		t.Printf("%s %s\n\n", t.Faint("again"), safe.Text(e.Repeat))
	}
}

func answerLine(t *term.Terminal, x *exchange.Exchange) string {
	if x.Failure.Cause != "" && x.Answer.Status == 0 {
		return t.Bad(t.Fit(string(x.Failure.Cause)+": "+x.Failure.Detail, t.Width-2))
	}
	line, _, _ := bytes.Cut(x.Answer.Head, []byte("\n"))
	_, status, _ := strings.Cut(strings.TrimSpace(string(line)), " ")
	if status == "" {
		status = "no HTTP answer"
	}
	kind := "no Content-Type"
	if v, ok := x.Answer.Header("Content-Type"); ok {
		kind = string(v)
	}
	rest := fmt.Sprintf(" · %s · %s", Plural(len(x.Answer.Body), "byte"), kind)
	took := fmt.Sprintf(" · %s of %s", Millis(x.Phases.LastByte), Seconds(x.Limit()))
	switch {
	case x.Phases.LastByte == 0: // a saved answer
		took = ""
	case x.Late():
		took = t.Bad(took + ", too late")
	case x.Reused:
		took += ", kept connection"
	}
	status = t.Fit(status, 40)
	if x.Answer.Status != 200 {
		status = t.Bad(status)
	}
	return status + safe.Text(t.Fit(rest, t.Width-40)) + took
}

// showErrorInfo says why processing failed, in the receiver's words, where it says so.
func showErrorInfo(t *term.Terminal, x *exchange.Exchange) {
	var answer struct {
		ErrorCode json.RawMessage
		ErrorInfo string
	}
	_ = json.Unmarshal(x.Answer.Body, &answer) // as far as it can be read: what is wrong with it is said elsewhere
	if answer.ErrorInfo != "" {
		t.Printf("  %s\n", t.Doubtful(t.Fit(safe.Clip(fmt.Sprintf("ErrorCode %s: %s", answer.ErrorCode, answer.ErrorInfo), 240), t.Width-2)))
	}
}

// showAccounts draws the table of what was said and what Chat does.
func showAccounts(t *term.Terminal, e *conformance.Judged) {
	expected := len(e.Expect) > 0
	var text strings.Builder
	table := tablewriter.NewTable(
		&text,
		tablewriter.WithRendition(tw.Rendition{
			Borders:  tw.BorderNone,
			Settings: tw.Settings{Separators: tw.SeparatorsNone, Lines: tw.LinesNone},
		}),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithHeaderAlignment(tw.AlignLeft),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithPadding(tw.Padding{Left: "", Right: "  ", Overwrite: true}),
	)
	header := []any{t.Faint("ACCOUNT"), t.Faint("SAID"), t.Faint("EFFECT"), t.Faint("CAUSE")}
	if expected {
		header = append(header, t.Faint("EXPECTED"))
	}
	table.Header(header...)
	for i := range e.Judgement.Verdicts {
		v := &e.Judgement.Verdicts[i]
		row := []any{t.Fit(v.Account, 34), said(t, v), effectWord(t, v), causeText(t, v)}
		if expected {
			row = append(row, expectation(t, v, e.Expect[v.Account]))
		}
		_ = table.Append(row...) // fails only for values that are no texts
	}
	_ = table.Render() // fails only where writing fails, and a Builder does not
	for line := range strings.Lines(text.String()) {
		t.Printf("%s\n", strings.TrimRight(line, " \n"))
	}
	t.Printf("\n")
}

func said(t *term.Terminal, v *conformance.Verdict) string {
	if v.HasCode && v.Code != 0 {
		return fmt.Sprintf("%s %d", v.Said, v.Code)
	}
	return string(v.Said)
}

func effectWord(t *term.Terminal, v *conformance.Verdict) string {
	word := string(v.Effect)
	switch {
	case v.FailOpen():
		return t.Bad(word)
	case v.Effect == conformance.Block:
		return t.Good(word)
	}
	return word
}

func causeText(t *term.Terminal, v *conformance.Verdict) string {
	text := string(v.Cause)
	if v.FailOpen() {
		text += " (fail-open)"
	}
	if v.Basis == conformance.Assumed {
		return t.Doubtful(text + ", assumed")
	}
	return text
}

func expectation(t *term.Terminal, v *conformance.Verdict, want conformance.Effect) string {
	switch {
	case want == "":
		return ""
	case v.Effect == want:
		return t.Good(string(want) + " as expected")
	case want == conformance.Block:
		return t.Bad("BLOCK: LEAK")
	}
	return t.Bad("ALLOW: not met")
}
