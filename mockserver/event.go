package mockserver

import (
	"sync/atomic"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/mockserver/policy"
)

// Event is one exchange as the server saw it. It is never changed once Config.Observe was told of it.
type Event struct {
	Seq     uint64
	Start   time.Time
	Took    time.Duration // until the answer was sent, as far as that was known when it was begun
	Remote  string        // address of the client
	Target  string        // the URL that was asked for, without its query
	Query   callback.Query
	Request callback.Request // as far as it could be read; see Unreadable
	// Unreadable says why the request cannot be answered, or is "".
	Unreadable string
	// Findings are what is wrong with the request, judged as what Chat would send.
	Findings []conformance.Finding
	// Refused says why a strict server refused the request, or is "". What a backend should answer then is undocumented;
	// this one says FAIL with an ErrorCode in range and denies every account.
	Refused string
	// Decisions has one element for each FriendItem, in order. Faults may have kept them out of the answer.
	Decisions []policy.Decision
	Policy    string            // name and digest of the policy, or ""
	Shadow    []policy.Decision // of the shadow policy, if there is one
	Injected  []Injection       // the faults that acted
	Unkept    string            // why Config.Keep failed, or ""

	head   string // of the request, up to and with the empty line
	body   string
	answer answer
	judge  *conformance.Judge
	judged atomic.Pointer[conformance.Judgement]
}

// Injection is one fault that acted on an exchange, with all that it takes to repeat it.
type Injection struct {
	Fault  string `json:"fault"`  // the part of the script
	Seed   uint64 `json:"seed"`   // of the script
	Number uint64 `json:"number"` // of the exchange among those that the fault saw, from 1
	Draw   uint64 `json:"draw"`   // what came out for it; a pure function of seed, number and the fault's place
}

// SentBody is the body of the request.
func (e *Event) SentBody() string { return e.body }

// Status is the HTTP status of the answer, or 0 when there was none.
func (e *Event) Status() int {
	if e.answer.isRaw {
		return e.Exchange().Answer.Status
	}
	return e.answer.status
}

// AnswerBody is the body of the answer.
func (e *Event) AnswerBody() string {
	if e.answer.isRaw {
		return string(e.Exchange().Answer.Body)
	}
	return e.answer.body
}

// Exchange returns the event as a record that captures and judges know. The result is the caller's own.
func (e *Event) Exchange() *callback.Exchange {
	x := &callback.Exchange{
		Seq:    e.Seq,
		Start:  e.Start,
		Target: e.Target,
		Sent:   append([]byte(e.head), e.body...),
	}
	e.answer.record(x, e.Took)
	return x
}

// Judgement judges the answer as Chat would: the effect on every account, and the rules that it breaks. It is made when
// it is first asked for.
func (e *Event) Judgement() *conformance.Judgement {
	if done := e.judged.Load(); done != nil {
		return done
	}
	x := e.Exchange()
	asked, _ := conformance.AskedBy(x) // what could be read of it
	out := new(conformance.Judgement)
	e.judge.Judge(x, &asked, out)
	// Only the result is kept, not the memory of the judging.
	done := &conformance.Judgement{Verdicts: out.Verdicts, Findings: out.Findings}
	e.judged.Store(done)
	return done
}

// late reports whether the answer took longer than Chat waits.
func (e *Event) late() bool { return e.Took > callback.Deadline }

// size is about how many bytes the event takes.
func (e *Event) size() int {
	n := 512 + len(e.head) + len(e.body) + len(e.answer.body) + len(e.answer.raw)
	n += len(e.Request.FriendItem)*112 + (len(e.Decisions)+len(e.Shadow))*96 + len(e.Query)*32 + len(e.Injected)*48
	for i := range e.Findings {
		f := &e.Findings[i]
		n += 160 + len(f.Received) + len(f.Message) + len(f.Expected)
	}
	for i := range e.Decisions {
		if e.Decisions[i].Rule != "" {
			n += 300
		}
	}
	return n
}
