package mockserver

import (
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/mockserver/policy"
)

// Event is one exchange as the server saw it. It is never changed once Config.Observe was told of it. What only some
// look at is read from its bytes when they do.
type Event struct {
	Seq    uint64
	Start  time.Time
	Took   time.Duration // until the answer was sent, as far as that was known when it was begun
	Remote string        // address of the client
	// Unreadable says why the request cannot be answered, or is "".
	Unreadable string
	// Findings are what is wrong with the request, judged as what Chat would send.
	Findings []conformance.Finding
	// Refused says why a strict server refused the request, or is "". What a backend should answer then is undocumented;
	// this one says FAIL with an ErrorCode in range and denies every account.
	Refused  string
	Shadow   []policy.Decision // of the shadow policy, if there is one
	Injected []Injection       // the faults that acted
	Unkept   string            // why Config.Keep failed, or ""

	head      string // of the request, up to and with the empty line
	body      string
	target    target
	policy    *policy.Policy
	accounts  int               // how many were decided over
	decisions []policy.Decision // of the policy, or nil: then all are as alike says
	alike     policy.Decision
	answer    answer
	bytes     int   // what size said
	past      *past // nil where this server answered

	judge   *conformance.Judge
	judged  atomic.Pointer[conformance.Judgement]
	request atomic.Pointer[callback.Request]
	query   atomic.Pointer[callback.Query]
}

// target is the URL that was asked for, in parts.
type target struct {
	secure      bool
	host, path  string
	queryString string
}

// Injection is one fault that acted on an exchange, with all that it takes to repeat it; see [Recorded].
type Injection struct {
	Fault string `json:"fault"` // the part of the script
	Seed  uint64 `json:"seed"`  // of the script
	Place uint64 `json:"place"` // of the part in the script, from 0
	Draw  uint64 `json:"draw"`  // which of the exchanges that the fault saw this was, from 1
}

// Target is the URL that was asked for, without its query.
func (e *Event) Target() string {
	if e.past != nil {
		return e.past.exchange.Target
	}
	scheme := "http://"
	if e.target.secure {
		scheme = "https://"
	}
	return scheme + e.target.host + e.target.path
}

// Query is the parameters of the URL.
func (e *Event) Query() callback.Query {
	if q := e.query.Load(); q != nil {
		return *q
	}
	q := callback.ParseQuery(e.target.queryString)
	e.query.Store(&q)
	return q
}

// Request is what was asked, as far as it could be read; see Unreadable. It must not be changed.
func (e *Event) Request() *callback.Request {
	if q := e.request.Load(); q != nil {
		return q
	}
	q, _ := conformance.ReadRequest(e.body)
	e.request.Store(&q)
	return &q
}

// Decisions has one element for each FriendItem, in order. Faults may have kept them out of the answer. It is empty for an
// exchange of a proxy, which decides nothing.
func (e *Event) Decisions() []policy.Decision {
	switch {
	case e.decisions != nil:
		return e.decisions
	case e.past != nil:
		return e.past.decided()
	}
	list := make([]policy.Decision, e.accounts)
	for i := range list {
		list[i] = e.alike
		list[i].Account = e.Request().FriendItem[i].ToAccount
	}
	return list
}

// denied counts the accounts that were.
func (e *Event) denied() int {
	if e.decisions == nil {
		if e.alike.Allowed() {
			return 0
		}
		return e.accounts
	}
	n := 0
	for i := range e.decisions {
		if !e.decisions[i].Allowed() {
			n++
		}
	}
	return n
}

// Policy is the name and the digest of the policy that decided, or "".
func (e *Event) Policy() string {
	if e.policy == nil {
		return ""
	}
	return e.policy.Name + "@" + e.policy.Digest
}

// SentBody is the body of the request.
func (e *Event) SentBody() string { return e.body }

// Method is the method of the request.
func (e *Event) Method() string {
	method, _, _ := strings.Cut(e.head, " ")
	return method
}

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
func (e *Event) Exchange() *exchange.Exchange {
	x := new(exchange.Exchange)
	e.Record(x)
	return x
}

// Record is Exchange for callers with many: it writes the event into x, whose buffers it uses again.
func (e *Event) Record(x *exchange.Exchange) {
	x.Reset()
	if e.past != nil {
		e.past.again(e, x)
		return
	}
	x.Seq, x.Start, x.Target = e.Seq, e.Start, e.Target()
	x.Sent = append(append(slices.Grow(x.Sent, len(e.head)+len(e.body)), e.head...), e.body...)
	x.Answer.NoBody = e.Method() == http.MethodHead
	e.answer.record(x, e.Took)
}

// Judgement judges the answer as Chat would: the effect on every account, and the rules that it breaks.
func (e *Event) Judgement() *conformance.Judgement {
	if done := e.judged.Load(); done != nil {
		return done
	}
	done := new(conformance.Judgement)
	if e.past != nil {
		done = e.past.judgement(e)
	} else {
		x, out := e.Exchange(), new(conformance.Judgement)
		asked, _ := conformance.AskedBy(x) // what could be read of it
		e.judge.Judge(x, &asked, out)
		// Only the result is kept, not the memory of the judging.
		done.Verdicts, done.Findings = out.Verdicts, out.Findings
	}
	e.judged.Store(done)
	return done
}

// size is about how many bytes the event takes, with what may be read from it later.
func (e *Event) size() int {
	n := 768 + 2*len(e.head) + 2*len(e.body) + len(e.answer.body) + len(e.answer.raw)
	n += e.accounts*240 + len(e.Shadow)*96 + len(e.Injected)*48
	for i := range e.Findings {
		f := &e.Findings[i]
		n += 160 + len(f.Received) + len(f.Message) + len(f.Expected)
	}
	if e.policy != nil {
		n += e.accounts * 320
	}
	if e.past != nil {
		n += len(e.past.framed) + 4*len(e.body) // what is read from the body is not known yet
		for i := range e.past.beside {
			n += 32 + len(e.past.beside[i].Value)
		}
	}
	return n
}
