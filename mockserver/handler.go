package mockserver

import (
	"bytes"
	"net/http"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/mockserver/fault"
)

// handler is the work on one exchange: what is needed only until its answer is sent, used again for the next.
type handler struct {
	fault.Handling
	s      *Server
	view   conformance.RequestView // the request
	event  *answered
	header http.Header // of a conforming answer, where it is not the usual one

	judges    conformance.RequestJudge
	judgement conformance.Judgement
	again     bytes.Buffer // a request that was written again
	out       []byte
	accounts  []string
}

// keepBytes is the largest buffer that waits for the next exchange; one huge request must not hold its memory forever.
const keepBytes = 64 << 10

// begin starts the work on a request that came through net/http.
func (h *handler) begin(s *Server, w http.ResponseWriter, r *http.Request) {
	h.view = conformance.RequestView{Method: r.Method, Target: r.RequestURI, Proto: r.Proto}
	h.open(s, r.RemoteAddr, target{r.TLS != nil, r.Host, r.URL.Path}, r.URL.RawQuery)
	h.Writer, h.HTTP = w, r
	if c := h.connection(); c != nil {
		h.event.target.secure = c.isTLS
		h.event.injected = c.injected[:len(c.injected):len(c.injected)]
	}
	h.s.plan.Load().Draw(&h.Handling)
}

// open begins with a request of which the first line stands in view.
func (h *handler) open(s *Server, remote string, to target, query string) {
	h.Begin()
	h.s, h.header = s, nil
	h.AppID, h.Token, h.Closed, h.Limit = s.config.AppID, s.config.Token, s.closed, s.config.MaxBody
	h.Start, h.Remote, h.Method, h.QueryString = s.config.Now(), remote, h.view.Method, query
	h.event = &answered{target: to, Event: live.Event{Seq: s.before + s.seq.Add(1), Start: h.Start, Remote: remote}}
	h.event.Decided = &h.event.counts
	s.Attach(&h.event.Event, h.event)
}

func (h *handler) end() {
	s := h.s
	if cap(h.Raw)+cap(h.out)+h.again.Cap() > keepBytes {
		return
	}
	h.Begin()
	h.s, h.event, h.header, h.view = nil, nil, nil, conformance.RequestView{}
	clear(h.accounts)
	s.handlers.Put(h)
}

func (h *handler) run() {
	h.receive()
	if h.answer(); h.event.Callback == "" {
		h.event.injected = h.Spoil(h.event.injected)
	}
	h.publish()
	h.send()
}

// answer composes the answer of a conforming receiver.
func (h *handler) answer() {
	if h.event.Callback != "" {
		h.Answer = h.s.pass(h)
		return
	}
	h.judge()
	h.decide()
	h.compose()
}

// publish has the exchange written down, and shows it, before the answer is sent: who has the answer finds it there.
func (h *handler) publish() {
	e := h.event
	e.Took = h.s.config.Now().Sub(h.Start) + h.Answer.Slow()
	e.body, e.Unreadable = h.Body, h.Unreadable
	h.seal()
	shown := h.keep(h.redacted())
	h.s.Publish(shown, &e.Event)
	if observe := h.s.config.Observe; observe != nil {
		observe(shown)
	}
}

// seal notes the answer and what there is to count about it.
func (h *handler) seal() {
	h.event.answer = h.Answer
	h.event.seal()
}

// keep has the exchange written down as it is shown, and refuses to answer what could not be. It returns how it is shown
// then.
func (h *handler) keep(shown *live.Event) *live.Event {
	if h.s.config.Keep == nil {
		return shown
	}
	if h.event.policy == nil && h.event.Callback == "" { // the request will be asked for, and it has been read
		q := new(callback.Request)
		h.judgement.Reading().Fill(h.Body, q)
		h.event.SetRequest(q)
	}
	err := h.s.config.Keep(shown)
	if err == nil {
		return shown
	}
	h.event.Unkept = err.Error()
	switch {
	case !h.s.config.StopUnkept:
	case h.event.Callback != "":
		h.Answer = fault.Answer{Status: http.StatusServiceUnavailable, Body: callback.OtherAnswer}
	default:
		h.Status = http.StatusServiceUnavailable
		h.fail(unkeptCode, "the exchange could not be written down")
		h.compose()
	}
	h.seal()
	return h.redacted()
}
