package html

import (
	"cmp"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
)

// Exchange is one exchange with its bytes.
type Exchange struct {
	Name                   safe.Untrusted
	Request, Answer        string
	Late                   bool
	Facts                  []string
	Verdicts               Table
	Broken                 []string // ids of the rules that the answer breaks
	Sent, Received         []Span
	SentSize, ReceivedSize string
	NoAnswer               safe.Untrusted
}

// maxBytes and maxVerdicts bound what a page shows of an exchange.
const (
	maxBytes    = 3 << 10
	maxVerdicts = 10
)

// NewExchange shows an exchange, of whose messages cutSent and cutReceived bytes are missing.
func NewExchange(name string, x *exchange.Exchange, j *conformance.Judgement, cutSent, cutReceived int) Exchange {
	e := Exchange{
		Name: safe.Untrusted(name), Late: x.Late(),
		Request: term.Fit(FirstLine(x.Sent), 72).String(), Answer: term.Fit(AnswerLine(x), 160).String(),
		Facts: facts(x), Verdicts: verdicts(j),
	}
	e.Sent, e.SentSize = bounded(x.Sent, cutSent)
	e.Received, e.ReceivedSize = bounded(x.Received, cutReceived)
	if len(x.Received) == 0 {
		e.NoAnswer = safe.Untrusted(cmp.Or(x.Failure.Detail, "no byte came back"))
	}
	for i := range j.Findings {
		e.Broken = append(e.Broken, j.Findings[i].Rule.ID)
	}
	return e
}

// bounded shows a message without its middle where it is long. What is cut already is missing in its middle too.
func bounded(message []byte, cut int) (list []Span, size string) {
	size = report.Plural(len(message)+cut, "byte")
	head, tail := message, []byte(nil)
	if len(message) > maxBytes {
		start, end := maxBytes*3/4, len(message)-maxBytes/4
		for start > 0 && !utf8.RuneStart(message[start]) {
			start--
		}
		for end < len(message) && !utf8.RuneStart(message[end]) {
			end++
		}
		head, tail = message[:start], message[end:]
		cut += end - start
	}
	if cut > 0 {
		size += fmt.Sprintf(", of which %d are left out in the middle", cut)
	}
	s := spans{Bytes(head)}
	if tail != nil {
		s.add("esc", " … ")
		s.text("", tail)
	}
	return s.list, size
}

func verdicts(j *conformance.Judgement) Table {
	t := Table{
		Title: "What becomes of the accounts",
		Head:  []Column{{Text: "account", Long: true}, {Text: "said"}, {Text: "effect"}, {Text: "cause"}},
	}
	for i := range j.Verdicts {
		if i == maxVerdicts {
			t.Rows = append(t.Rows, Row{Cells: Cells(fmt.Sprintf("and %d more", len(j.Verdicts)-i), "", "", "")})
			break
		}
		v := &j.Verdicts[i]
		row := Row{Cells: Cells(v.Account, report.Said(v), string(v.Effect), report.Cause(nil, v))}
		if v.FailOpen() {
			row.Cells[2].Kind = "fail"
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// FirstLine is the first line of a message.
func FirstLine(message []byte) string {
	line, _, _ := strings.Cut(string(message), "\n")
	return strings.TrimSuffix(line, "\r")
}

// AnswerLine is the status line and the time of an answer, or why there is none.
func AnswerLine(x *exchange.Exchange) string {
	if x.Failure.Cause != "" && x.Answer.Status == 0 {
		return string(x.Failure.Cause) + ": " + x.Failure.Detail
	}
	late := ""
	if x.Late() {
		late = ", too late"
	}
	return fmt.Sprintf("%s · %s · %s of %s%s", cmp.Or(FirstLine(x.Answer.Head), "no HTTP answer"), report.Plural(len(x.Answer.Body), "byte"),
		report.Millis(x.Phases.LastByte), report.Seconds(x.Limit()), late)
}

func facts(x *exchange.Exchange) []string {
	var list []string
	for _, p := range report.Phases(&x.Phases) {
		list = append(list, p.Name+" "+report.Millis(p.Took))
	}
	if x.Reused {
		list = append(list, "kept connection")
	}
	if x.Resent {
		list = append(list, "sent again on a new connection")
	}
	return append(list, x.Answer.Defects.Words()...)
}
