// Package watch judges a Go backend's own answers to Tencent Cloud Chat, in process and in production.
//
// A denial that does not take effect is silent: Chat adds the friend, and the backend's logs say 200. [Handler] stands
// around the backend's handler, looks at what it answers to the webhook, and tells an observer what Chat does with every
// account. It alters and delays nothing: the judging happens beside the answer, and where the observer is too slow for
// the traffic, exchanges are dropped and counted rather than waited for.
//
//	mux.Handle("/hook", watch.Handler(hook, func(s watch.Seen) {
//		if s.FailOpen > 0 {
//			failOpen.Add(float64(s.FailOpen)) // a counter that somebody is woken by
//		}
//	}))
package watch

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
)

// Bounds of what is kept of one exchange and of all that wait for the observer. A longer request or answer is counted in
// [Seen.Dropped] with the next exchange, and not judged.
const (
	MaxBytes = 64 << 10
	MaxQueue = 1024
)

// Seen is one exchange that was judged. It is the observer's alone.
type Seen struct {
	Judged   conformance.Judged
	FailOpen int    // accounts that Chat lets through although the backend did not say so
	Dropped  uint64 // exchanges since the last one that were not judged: too long, or the observer was too slow
}

// Handler returns next with an observer beside it. The observer is told, one exchange at a time, of every request whose
// URL names a webhook that chatcb knows; all else passes unseen.
//
// What is measured is the time of next. The network between Chat and the backend comes on top, so an answer that is late
// here is late there, and not the other way round.
func Handler(next http.Handler, observe func(Seen)) http.Handler {
	return &watcher{next: next, observe: observe}
}

type watcher struct {
	next    http.Handler
	observe func(Seen)

	mu      sync.Mutex
	queue   []*record
	working bool
	dropped atomic.Uint64
	records sync.Pool
}

// record is what was seen of one exchange, before it is judged.
type record struct {
	start    time.Time
	took     time.Duration
	request  reader
	response writer
	line     string // the request-target
	host     string
}

// ServeHTTP lets next answer, and notes what it answered.
func (w *watcher) ServeHTTP(out http.ResponseWriter, in *http.Request) {
	if !known(in) {
		w.next.ServeHTTP(out, in)
		return
	}
	r, _ := w.records.Get().(*record)
	if r == nil {
		r = new(record)
	}
	r.start, r.line, r.host = time.Now(), in.RequestURI, in.Host
	r.request.reset(in.Body)
	r.response.reset(out)
	seen := *in // next may change what it was given
	seen.Body = &r.request
	w.next.ServeHTTP(&r.response, &seen)
	// A handler that panics ends the connection, which is for net/http to do and for its log to tell.
	r.took = time.Since(r.start)
	r.response.begin()
	r.request.ReadCloser, r.response.ResponseWriter = nil, nil
	w.add(r)
}

// known reports whether the URL names a webhook of chatcb's.
func known(in *http.Request) bool {
	if !strings.Contains(in.URL.RawQuery, callback.ParamCallbackCommand) {
		return false
	}
	command, ok := callback.ParseQuery(in.URL.RawQuery).Get(callback.ParamCallbackCommand)
	return ok && callback.Named(command) != nil
}

// add hands the record to the goroutine that judges. There is one while there is something to judge, and none else.
func (w *watcher) add(r *record) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if r.request.cut || r.response.cut || len(w.queue) >= MaxQueue {
		w.dropped.Add(1)
		w.records.Put(r)
		return
	}
	w.queue = append(w.queue, r)
	if !w.working {
		w.working = true
		go w.work()
	}
}

func (w *watcher) work() {
	var judging conformance.Judging
	var x exchange.Exchange
	for {
		w.mu.Lock()
		if len(w.queue) == 0 {
			w.queue, w.working = nil, false
			w.mu.Unlock()
			return
		}
		r := w.queue[0]
		w.queue = w.queue[1:]
		w.mu.Unlock()
		r.fill(&x)
		w.records.Put(r)
		_ = judging.Exchange(&x) // a request that cannot be read asks about nobody
		w.observe(w.seen(&x, &judging))
	}
}

// seen copies what was judged, so that the observer may keep it.
func (w *watcher) seen(x *exchange.Exchange, j *conformance.Judging) Seen {
	kept := *x
	kept.Sent, kept.Received = slices.Clone(x.Sent), slices.Clone(x.Received)
	kept.ReadAnswer()
	s := Seen{Dropped: w.dropped.Swap(0), Judged: conformance.Judged{
		Exchange: &kept, From: j.Request.From,
		Judgement: &conformance.Judgement{
			Verdicts: slices.Clone(j.Judgement.Verdicts), Findings: slices.Clone(j.Judgement.Findings),
		},
	}}
	for i := range s.Judged.Judgement.Verdicts {
		if s.Judged.Judgement.Verdicts[i].FailOpen() {
			s.FailOpen++
		}
	}
	return s
}

// fill spells the exchange as it stands on the wire of HTTP/1.1.
func (r *record) fill(x *exchange.Exchange) {
	x.Reset()
	x.Start, x.Target = r.start, "http://"+r.host+"/"
	x.Phases.LastByte = r.took
	head := exchange.Head{Host: r.host}
	x.Sent = head.Append(x.Sent, []byte(r.line), r.request.kept)
	x.Received = r.response.append(x.Received)
	x.Answer.Advance(x.Received, true)
}

// append spells the answer as net/http does: with a length, and the type that it detects where there is none.
func (w *writer) append(b []byte) []byte {
	if w.header.Get("Content-Type") == "" && len(w.kept) > 0 && w.status != http.StatusNoContent {
		w.header.Set("Content-Type", http.DetectContentType(w.kept))
	}
	out := bytes.NewBuffer(b)
	_ = (&http.Response{
		StatusCode: w.status, ProtoMajor: 1, ProtoMinor: 1, Header: w.header, ContentLength: int64(len(w.kept)),
		Body: io.NopCloser(bytes.NewReader(w.kept)),
	}).Write(out) // to memory
	return out.Bytes()
}
