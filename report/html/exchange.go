package html

import (
	"bytes"
	"cmp"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/result"
)

// Exchange is one exchange with its bytes. What a script needs to make a capture of it again stands in its attributes.
type Exchange struct {
	*result.Step
	Words *language.Words
	Shows bool // something that is wrong
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

// AnswerLine is the status line and the time of the answer, or why there is none.
func (e *Exchange) AnswerLine() string {
	return term.Fit(report.AnswerLine(e.Words, &e.Step.Exchange), 160).String()
}

// OwnDeadline is by when the answer had to be complete, where that is not Chat's own.
func (e *Exchange) OwnDeadline() time.Duration {
	if limit := e.Exchange.Limit(); limit != callback.Deadline {
		return limit
	}
	return 0
}

// Verdicts are the first of what becomes of the accounts.
func (e *Exchange) Verdicts() []conformance.Verdict {
	return e.Judgement.Verdicts[:min(len(e.Judgement.Verdicts), maxVerdicts)]
}

// MoreVerdicts is how many are beside the Verdicts.
func (e *Exchange) MoreVerdicts() int { return len(e.Judgement.Verdicts) - len(e.Verdicts()) }

// Facts are where the time went, and what is odd.
func (e *Exchange) Facts() (list []string) {
	x := &e.Exchange
	for _, p := range report.Phases(&x.Phases) {
		list = append(list, e.Words.Label(p.Name)+" "+report.Millis(p.Took))
	}
	if x.Reused {
		list = append(list, e.Words.Say("html.kept"))
	}
	if x.Resent {
		list = append(list, e.Words.Say("html.again"))
	}
	return append(list, x.Answer.Defects.Words()...)
}

// Sent is the request.
func (e *Exchange) Sent() Message { return bounded(e.Words, e.Exchange.Sent, e.CutSent) }

// Received is the answer.
func (e *Exchange) Received() Message {
	return bounded(e.Words, e.Exchange.Received, e.CutReceived)
}

// NoAnswer says why not a byte of an answer came, where that is so.
func (e *Exchange) NoAnswer() string {
	if len(e.Exchange.Received) > 0 {
		return ""
	}
	return cmp.Or(e.Exchange.Failure.Detail, e.Words.Say("html.no-byte"))
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
