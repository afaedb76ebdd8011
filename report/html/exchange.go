package html

import (
	"bytes"
	"cmp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
)

// Exchange is one exchange with its bytes. What a script needs to make a capture of it again stands in its attributes.
type Exchange struct {
	Name     safe.Untrusted
	Answer   string
	Late     bool
	Time     string // when it began, RFC 3339
	Took     string // milliseconds
	Deadline string // milliseconds, where it is not Chat's own
	Failure  string // its cause, where no answer came
	Shows    bool   // something that is wrong
	Facts    []string
	Verdicts []Verdict
	Broken   []string // ids of the rules that the answer breaks
	Sent     Message
	Received Message
	NoAnswer safe.Untrusted
}

// Verdict is what becomes of an account.
type Verdict struct {
	Account             safe.Untrusted
	Said, Effect, Cause string
	Open                bool // the friend is added by default
}

// Message is a request or an answer, as far as it is shown.
type Message struct {
	Text []Span
	Size string
	Long bool // so many lines that they are to scroll
}

// maxBytes and maxVerdicts bound what a page shows of an exchange, longLines is from which on a message scrolls.
const (
	maxBytes    = 2 << 10
	maxVerdicts = 10
	longLines   = 24
)

// NewExchange shows an exchange, of whose messages cutSent and cutReceived bytes are missing.
func NewExchange(words *language.Words, name string, x *exchange.Exchange, j *conformance.Judgement, cutSent, cutReceived int) Exchange {
	e := Exchange{
		Name: safe.Untrusted(name), Answer: term.Fit(AnswerLine(words, x), 160).String(), Late: x.Late(),
		Time: x.Start.UTC().Format("2006-01-02T15:04:05.000Z"), Took: millis(x.Phases.LastByte), Failure: string(x.Failure.Cause),
		Facts: facts(words, x), Verdicts: verdicts(words, j),
		Sent: bounded(words, x.Sent, cutSent), Received: bounded(words, x.Received, cutReceived),
	}
	if x.Limit() != callback.Deadline {
		e.Deadline = millis(x.Limit())
	}
	if len(x.Received) == 0 {
		e.NoAnswer = safe.Untrusted(cmp.Or(x.Failure.Detail, words.Say("html.no-byte")))
	}
	for i := range j.Findings {
		e.Broken = append(e.Broken, j.Findings[i].Rule.ID)
	}
	e.Shows = len(e.Broken) > 0
	return e
}

func millis(d time.Duration) string {
	return strconv.FormatFloat(float64(d.Microseconds())/1000, 'f', -1, 64)
}

// bounded shows a message without its middle where it is long. What is cut already is missing in its middle too.
func bounded(words *language.Words, message []byte, cut int) Message {
	size := words.Say("report.size", "n", len(message)+cut)
	head, tail := message, []byte(nil)
	if len(message) > maxBytes {
		head, tail = withoutMiddle(message, maxBytes*3/4, maxBytes/4)
		cut += len(message) - len(head) - len(tail)
	}
	if cut > 0 {
		size = words.Say("html.cut", "size", size, "cut", cut)
	}
	s := spans{Bytes(head)}
	if tail != nil {
		s.add(Escape, " … ")
		s.text("", tail)
	}
	return Message{s.list, size, bytes.Count(head, []byte{'\n'})+bytes.Count(tail, []byte{'\n'}) > longLines}
}

// withoutMiddle is the first and the last bytes of a text, in whole characters. The tail is nil where all is in the head.
func withoutMiddle(text []byte, first, last int) (head, tail []byte) {
	start, end := first, len(text)-last
	if start+8 >= end {
		return text, nil
	}
	for start > 0 && !utf8.RuneStart(text[start]) {
		start--
	}
	for end < len(text) && !utf8.RuneStart(text[end]) {
		end++
	}
	return text[:start], text[end:]
}

func verdicts(words *language.Words, j *conformance.Judgement) (list []Verdict) {
	for i := range j.Verdicts {
		if i == maxVerdicts {
			return append(list, Verdict{Account: safe.Untrusted(words.Say("html.more-accounts", "n", len(j.Verdicts)-i))})
		}
		v := &j.Verdicts[i]
		list = append(list, Verdict{safe.Untrusted(v.Account), report.Said(v), string(v.Effect), report.Cause(words, v), v.FailOpen()})
	}
	return list
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
		"size", words.Say("report.size", "n", len(x.Answer.Body)), "took", report.Millis(x.Phases.LastByte), "limit", report.Seconds(x.Limit()),
		"late", x.Late())
}

func facts(words *language.Words, x *exchange.Exchange) []string {
	var list []string
	for _, p := range report.Phases(&x.Phases) {
		list = append(list, words.Label(p.Name)+" "+report.Millis(p.Took))
	}
	if x.Reused {
		list = append(list, words.Say("html.kept"))
	}
	if x.Resent {
		list = append(list, words.Say("html.again"))
	}
	return append(list, x.Answer.Defects.Words()...)
}
