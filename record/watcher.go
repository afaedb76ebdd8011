package record

import (
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/language"
)

// watcher judges exchanges after their answers went back, and tells of them, one at a time.
type watcher struct {
	p       *Proxy
	waiting queue
	judging conformance.Judging
	health  health
}

func (w *watcher) start(p *Proxy) {
	w.p = p
	w.judging = conformance.Judging{Judge: p.Judge, Requests: p.RequestJudge, Both: true}
	w.waiting.start(w.watch)
}

// stop waits until everything that is known has been told. Who was stuck may still push, so the queue stays open.
func (w *watcher) stop() {
	w.waiting.entries <- nil
	<-w.waiting.done
}

// push takes an exchange over, or leaves it out when too many wait.
func (w *watcher) push(e *entry) {
	if (w.p.Observe != nil || w.p.Notice != nil) && !w.waiting.offer(e) {
		w.p.count(&w.p.stats.Unseen)
	}
}

func (w *watcher) watch(e *entry) {
	x := &e.x
	w.health.note(e, w.p.notice)
	if w.p.Observe == nil {
		return
	}
	j := &w.judging
	j.Requests.Now = x.Start
	_ = j.Exchange(x) // what is no callback asks about nobody
	w.p.Observe(&Seen{
		Judged:  conformance.Judged{Exchange: x, Judgement: &j.Judgement, Number: x.Seq, From: j.Request.From, Expect: j.Judge.Expect},
		Request: j.Request, Extra: e.extra, Guard: e.guard,
	})
}

// health is how the target is, by what came of the exchanges. It changes when three in a row say so.
type health struct {
	state, next string
	row         int       // exchanges that said next
	bad         int       // exchanges that were not answered well since the target was last up
	since       time.Time // the first of them
}

const healthRow = 3

// note tells when the health has changed.
func (h *health) note(e *entry, tell func(english string, args ...any)) {
	if e.clientGone || e.refused {
		return
	}
	state := stateOf(e)
	if state != "up" {
		if h.bad++; h.bad == 1 {
			h.since = e.x.Start
		}
	} else if h.state == "up" {
		h.bad = 0
	}
	if state != h.next {
		h.next, h.row = state, 0
	}
	h.row++
	if state == h.state || h.state != "" && h.row < healthRow {
		return
	}
	before, bad := h.state, h.bad
	switch h.state = state; {
	case state != "up":
		tell("target is {state}: {problem}", "state", state, "problem", problem(e))
	case before != "": // else it is as it should be
		h.bad = 0
		tell("target is UP again after {time}; {n} exchanges were not answered well",
			"time", e.x.Start.Sub(h.since).Round(time.Millisecond), "n", bad)
	}
}

func stateOf(e *entry) string {
	x := &e.x
	cause := x.Failure.Cause
	if e.guard != nil {
		cause = e.guard.Cause
	}
	switch {
	case cause == callback.NoConnection || cause == callback.TLS:
		return "DOWN"
	case cause == callback.Late || x.Late():
		return "LATE"
	case cause != "" || x.Answer.Status >= 500:
		return "FAILING"
	}
	return "up"
}

func problem(e *entry) language.Sayer {
	x := &e.x
	switch {
	case e.guard != nil:
		return e.guard.Problem
	case x.Failure.Cause != "":
		return language.Phrase(x.Failure.Detail)
	case x.Late():
		return language.T("its answer took {time} of {limit}", "time", x.Phases.LastByte.Round(time.Millisecond), "limit", x.Limit())
	}
	return language.T("it answers with status {status}", "status", x.Answer.Status)
}
