package live

import (
	"cmp"
	"encoding/json"
	"sync/atomic"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/exchange"
)

// Event is one exchange in a log. It is never changed once it is there. What only some look at is worked out from its
// [Source] when they do.
type Event struct {
	Seq    uint64
	Start  time.Time
	Took   time.Duration // until the answer was sent, as far as that was known when it was begun
	Remote string        // address of the client
	Status int           // HTTP status of the answer, or 0
	// Callback is the command of another callback of the app, of which nothing is judged; see callback.Other.
	Callback string
	// Unreadable says why the request cannot be answered, or is "".
	Unreadable string
	// Refused says why a strict server refused the request, or is "". What a backend should answer then is undocumented;
	// the mock server says FAIL with an ErrorCode in range and denies every account.
	Refused string
	// Unkept says why the exchange could not be written down, or is "".
	Unkept string
	// Findings are what is wrong with the request, judged as what Chat would send.
	Findings []rule.Finding
	// Faults are those that acted, each as it stands in the script.
	Faults []string
	// Guarded is why the guard of a proxy answered in place of the backend, or "".
	Guarded    callback.Cause
	Unguarded  bool // it could not, and accounts may get through
	Unanswered bool // nothing was sent back
	// Decided counts what a server decided; nil where none did.
	Decided *Decided

	source  Source
	config  *Config
	bytes   int // about how many it takes
	judged  atomic.Pointer[conformance.Judgement]
	request atomic.Pointer[callback.Request]
}

// Source is where an event comes from. It is asked for what few look at only when they do; its answers do not change.
type Source interface {
	// Record writes the exchange into x, whose buffers it uses again.
	Record(x *exchange.Exchange)
	// Extra lists what is recorded with the exchange, as members of a capture's line; with steps every rule that was tried.
	Extra(steps bool) []callback.Member
	// Body is that of the request, out of its chunks.
	Body() string
	// Size is about how many bytes of memory the source takes.
	Size() int
}

// Decided counts what a server decided over an exchange, so that nobody need look closer to count it.
type Decided struct {
	Accounts int // decided over
	Denied   int // of them
	Changed  int // of them: over so many the shadow policy decides otherwise
	// Plain says that the answer is the one that a conforming receiver composes, in time: Chat does as was decided.
	Plain bool
}

// Decision is what a policy decided over one account.
type Decision struct {
	Account string `json:"account"`
	Code    int64  `json:"code"` // 0 allows
	Rule    string `json:"rule"` // that held, or ""
	Why     string `json:"why"`  // the values that it held for
}

// Decisions has one element for each account of the request, in order. Faults may have kept them out of the answer. It is
// empty for an exchange of a proxy, which decides nothing.
func (e *Event) Decisions() []Decision {
	for _, m := range e.Extra() {
		if m.Name == "trace" {
			var list []Decision
			_ = json.Unmarshal([]byte(m.Value), &list) // a capture may have been edited
			for i := range list {
				list[i].Why = cmp.Or(list[i].Why, "no rule held")
			}
			return list
		}
	}
	return nil
}

// Request is what is asked, as far as it could be read; see Unreadable. It must not be changed.
func (e *Event) Request() *callback.Request {
	if q := e.request.Load(); q != nil {
		return q
	}
	q, _ := conformance.ReadRequest(e.SentBody())
	e.request.Store(&q)
	return &q
}

// SetRequest spares reading the request again where that has been done.
func (e *Event) SetRequest(q *callback.Request) { e.request.Store(q) }

// SentBody is the body of the request.
func (e *Event) SentBody() string { return e.source.Body() }

// Extra lists what the event has beside an exchange, as members of a capture's line: trace (the rule behind each decision,
// and its values), and where there is something to say policy, shadow, fault with seed, place and draw, request_findings,
// refused, unreadable, unkept, client, guard, unguarded and cut.
func (e *Event) Extra() []callback.Member { return e.source.Extra(false) }

// Exchange returns the event as a record that captures and judges know. The result is the caller's own.
func (e *Event) Exchange() *exchange.Exchange {
	x := new(exchange.Exchange)
	e.Record(x)
	return x
}

// Record is Exchange for callers with many: it writes the event into x, whose buffers it uses again.
func (e *Event) Record(x *exchange.Exchange) {
	e.source.Record(x)
	x.Seq = e.Seq
}

// Judgement judges the answer as Chat would: the effect on every account, and the rules that it breaks. For a log that has a
// judge of requests it holds the findings on the request too.
func (e *Event) Judgement() *conformance.Judgement {
	if done := e.judged.Load(); done != nil {
		return done
	}
	x, judging := e.Exchange(), conformance.Judging{Judge: e.config.Judge}
	out := &judging.Judgement
	if requests := e.config.Requests; requests != nil {
		judging.Both, judging.Requests = true, *requests
		judging.Requests.Now = e.Start
		_ = judging.Exchange(x) // what could be read of it
	} else {
		req, _ := conformance.RequestIn(x)
		judging.Judge.Judge(x, &req, out)
	}
	// Only the result is kept, not the memory of the judging.
	done := &conformance.Judgement{Webhook: out.Webhook, Verdicts: out.Verdicts, Findings: out.Findings}
	e.judged.Store(done)
	return done
}

// size is about how many bytes the event takes, with what may be read from it later.
func (e *Event) size() int {
	n := 640 + e.source.Size()
	for i := range e.Findings {
		n += e.Findings[i].Size()
	}
	if e.Decided != nil {
		n += e.Decided.Accounts * 240
	}
	return n + len(e.Faults)*48
}
