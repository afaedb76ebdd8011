package mockserver

import (
	"net/http"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
)

// turn is the work on one exchange: what is needed only until its answer is sent, used again for the next.
type turn struct {
	s      *Server
	w      http.ResponseWriter // nil in the fast lane, as r is: no fault acts there
	r      *http.Request
	line   requestLine
	start  time.Time
	event  *Event
	status int         // of a conforming answer
	header http.Header // of it, where it is not the usual one
	hits   []hit       // the faults that act
	reader bodyReader

	reply     callback.Response
	judges    conformance.RequestJudge
	view      conformance.RequestView
	judgement conformance.Judgement
	head      []byte
	body      []byte
	out       []byte
	names     []string
	accounts  []string
}

// keepBytes is the largest buffer that waits for the next turn; one huge request must not hold its memory forever.
const keepBytes = 64 << 10

// requestLine is the first line of a request, in parts.
type requestLine struct{ method, uri, proto string }

// begin starts the work on a request that came through net/http.
func (t *turn) begin(s *Server, w http.ResponseWriter, r *http.Request) {
	t.w, t.r = w, r
	t.open(s, requestLine{r.Method, r.RequestURI, r.Proto}, r.RemoteAddr)
	t.event.target = target{secure: r.TLS != nil, host: r.Host, path: r.URL.Path, queryString: r.URL.RawQuery}
	t.reader = bodyReader{limit: s.config.MaxBody}
	if p := t.s.plan.Load(); p.repeat != nil {
		t.hits = p.repeat.draw(t.hits[:0], t.readAhead())
	} else {
		t.hits = p.draw(t.hits[:0], t.start)
	}
}

func (t *turn) open(s *Server, line requestLine, remote string) {
	t.s, t.line, t.start = s, line, s.config.Now()
	t.status, t.header = http.StatusOK, nil
	t.event = &Event{Seq: s.before + s.seq.Add(1), Start: t.start, Remote: remote, judge: &s.config.Judge}
}

func (t *turn) end() {
	s := t.s
	if cap(t.body)+cap(t.out)+cap(t.head) > keepBytes {
		return
	}
	t.s, t.w, t.r, t.event, t.header, t.line = nil, nil, nil, nil, nil, requestLine{}
	t.view = conformance.RequestView{}
	t.reply.ErrorInfo = ""
	clear(t.hits)
	t.hits = t.hits[:0] // the fast lane draws none
	clear(t.reply.ResultItem)
	clear(t.accounts)
	s.turns.Put(t)
}

func (t *turn) run() {
	for i := range t.hits {
		if f := t.hits[i].act.fault; f.receive != nil {
			f.receive(t, &t.hits[i])
		}
	}
	t.event.Injected = append(t.event.Injected, t.secured()...)
	t.receive()
	t.judge()
	t.decide()
	t.compose()
	for i := range t.hits {
		if f := t.hits[i].act.fault; f.answer != nil {
			f.answer(t, &t.hits[i])
		}
		t.event.Injected = append(t.event.Injected, t.hits[i].injection())
	}
	t.publish()
	t.send()
}

// publish has the exchange written down, and shows it, before the answer is sent: who has the answer finds it there.
func (t *turn) publish() {
	t.clock()
	shown := t.keep(t.redacted())
	t.s.ring.add(shown, t.event)
	if observe := t.s.config.Observe; observe != nil {
		observe(shown)
	}
}

// clock notes how long the answer takes.
func (t *turn) clock() {
	t.event.Took = t.s.config.Now().Sub(t.start) + t.event.answer.slow()
}

// keep has the exchange written down as it is shown, and refuses to answer what could not be. It returns how it is shown
// then.
func (t *turn) keep(shown *Event) *Event {
	if t.s.config.Keep == nil {
		return shown
	}
	if t.event.request.Load() == nil { // it will be asked for, and it has been read
		q := new(callback.Request)
		t.judgement.Reading().Request(t.event.body, q)
		t.event.request.Store(q)
	}
	err := t.s.config.Keep(shown)
	if err == nil {
		return shown
	}
	t.event.Unkept = err.Error()
	if t.s.config.StopUnkept {
		t.status = http.StatusServiceUnavailable
		t.fail(unkeptCode, "the exchange could not be written down")
		t.compose()
	}
	return t.redacted()
}
