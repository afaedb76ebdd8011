// Package report renders judged exchanges, for people at a terminal and for programs as JSON, and has what all reports share.
// Its folders render what a command found as a whole.
package report

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
)

// ShowExchange shows one exchange in full: two lines, the table of accounts, the findings and the time ledger.
func ShowExchange(t *term.Terminal, e *conformance.Judged) {
	x := e.Exchange
	line, _, _ := bytes.Cut(x.Sent, []byte("\r\n"))
	start := term.Harmless("→")
	if method, _, _ := strings.Cut(string(line), " "); method != "" { // nothing is sent where no connection came about
		start = term.Textf("→ %s", t.Fit(method, 10))
	}
	hook := e.Judgement.Webhook.OrFirst()
	asked := t.Words.Translate("catalogue."+hook.Command+".about", hook.About, "from", e.From, "n", len(e.Judgement.Verdicts))
	about := x.Target + "  " + asked
	t.Printf("%s %s\n", t.Strong(start), t.Fit(about, t.Width-1-start.Width()))
	t.Printf("%s %s\n", t.Strong("←"), answerLine(t, x))
	if code, info := e.ErrorInfo(); info != "" { // why processing failed, in the receiver's words
		t.Printf("  %s\n", t.Doubtful(t.Fit(safe.Clip(fmt.Sprintf("ErrorCode %s: %s", code, info), 240), t.Width-2)))
	}
	t.Printf("\n")
	showAccounts(t, e)
	for i := range e.Judgement.Findings {
		showFinding(t, &e.Judgement.Findings[i])
	}
	showLedger(t, x)
	if e.Repeat != "" {
		t.Printf("%s %s\n\n", t.Label("again"), e.Repeat)
	}
}

func answerLine(t *term.Terminal, x *exchange.Exchange) term.Text {
	if x.Failure.Cause != "" && x.Answer.Status == 0 {
		return t.Bad(t.Fit(string(x.Failure.Cause)+": "+x.Failure.Detail, t.Width-2))
	}
	line, _, _ := bytes.Cut(x.Answer.Head, []byte("\n"))
	_, words, _ := strings.Cut(strings.TrimSpace(string(line)), " ")
	kind := t.Words.Say("report.no-type")
	if v, ok := x.Answer.Header("Content-Type"); ok {
		kind = string(v)
	}
	rest := fmt.Sprintf(" · %s · %s", t.Words.Say("report.size", "n", len(x.Answer.Body)), kind)
	took, limit := term.Text{}, Seconds(x.Limit())
	switch spent := Millis(x.Phases.LastByte); {
	case x.Phases.LastByte == 0: // a saved answer
	case x.Late():
		took = t.Bad(term.Textf(" · %s", t.Say("report.took-late", "took", spent, "limit", limit)))
	case x.Reused:
		took = term.Textf(" · %s", t.Say("report.took-kept", "took", spent, "limit", limit))
	default:
		took = term.Textf(" · %s", t.Say("report.took", "took", spent, "limit", limit))
	}
	status := t.Fit(cmp.Or(words, t.Words.Say("report.no-answer")), 40)
	if x.Answer.Status != 200 {
		status = t.Bad(status)
	}
	return term.Textf("%s%s%s", status, t.Fit(rest, t.Width-40), took)
}

// showAccounts draws the table of what was said and what Chat does.
func showAccounts(t *term.Terminal, e *conformance.Judged) {
	expected := len(e.Expect) > 0
	grid := term.Grid{{
		t.Faint(t.Say("report.account")), t.Faint(t.Say("report.said")), t.Faint(t.Say("report.effect")), t.Faint(t.Say("report.cause")),
	}}
	if expected {
		grid[0] = append(grid[0], t.Faint(t.Say("report.expected")))
	}
	for i := range e.Judgement.Verdicts {
		v := &e.Judgement.Verdicts[i]
		row := []term.Text{t.Fit(v.Account, 34), term.Harmless(Said(v)), effectWord(t, v), causeText(t, v)}
		if expected {
			row = append(row, expectation(t, v, e.Expected(v.Account)))
		}
		grid = append(grid, row)
	}
	for _, line := range grid.Lines(func(int) bool { return false }) {
		t.Printf("%s\n", line)
	}
	for _, pair := range e.Leaks() {
		t.Printf("%s  %s\n", t.Bad("LEAK"), t.Fit(pair, t.Width-6))
	}
	t.Printf("\n")
}

// Said is what was said about an account, with the code if that is not 0.
func Said(v *conformance.Verdict) string {
	if v.HasCode && v.Code != 0 {
		return fmt.Sprintf("%s %d", v.Said, v.Code)
	}
	return string(v.Said)
}

func effectWord(t *term.Terminal, v *conformance.Verdict) term.Text {
	switch {
	case v.FailOpen():
		return t.Bad(v.Effect)
	case v.Effect == conformance.Block:
		return t.Good(v.Effect)
	}
	return term.Harmless(v.Effect)
}

// Cause is why an account's effect is what it is.
func Cause(w *language.Words, v *conformance.Verdict) string {
	open, assumed := v.FailOpen(), v.Basis == conformance.Assumed
	if !open && !assumed {
		return string(v.Cause)
	}
	return w.Say("report.why", "cause", v.Cause, "open", open, "assumed", assumed)
}

func causeText(t *term.Terminal, v *conformance.Verdict) term.Text {
	if v.Basis == conformance.Assumed {
		return t.Doubtful(Cause(t.Words, v))
	}
	return term.Harmless(Cause(t.Words, v))
}

func expectation(t *term.Terminal, v *conformance.Verdict, want conformance.Effect) term.Text {
	switch {
	case want == "":
		return term.Text{}
	case v.Effect == want:
		return t.Good(t.Say("report.as-expected", "effect", want))
	case v.Harmless:
		return t.Good(t.Say("report.cannot-leak", "effect", want))
	case want == conformance.Block:
		return t.Bad(t.Say("report.leak", "effect", want))
	}
	return t.Bad(t.Say("report.not-met", "effect", want))
}

// ShowBytes shows a message as it went over the wire; credential headers are masked. A carriage return at the end of a
// line is not shown.
func ShowBytes(t *term.Terminal, mark string, message []byte) {
	if mark != "" {
		t.Printf("%s %s\n", t.Strong(mark), t.Say("report.size", "n", len(message)))
	}
	text := string(exchange.MaskHead(message))
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		t.Printf("%s\n", strings.TrimSuffix(line, "\r"))
	}
	if mark != "" {
		t.Printf("\n")
	}
}
