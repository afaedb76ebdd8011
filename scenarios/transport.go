package scenarios

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/internal/http1"
)

func transportScenarios() []*Scenario {
	return []*Scenario{
		{
			ID: firstID, Title: "target answers", Faults: []string{"real-panic"}, Tags: []string{"transport"}, Severity: conformance.Must, Level: conformance.Fail,
			Sentence: postSentence, Source: conformance.Page, Profile: Quick,
			Sent: "the page's sample", Expected: "a connection, a handshake where it is https, and a status line",
			Why:      "Without an answer Chat lets every friend request through.",
			Fix:      "See that the receiver listens at this address, that its certificate is valid, and that its handler does not close the connection.",
			variants: only(targetAnswers),
		},
		{
			ID: "TRN-005", Title: "keep-alive reuse", Faults: []string{"stale-on-reuse"}, Tags: []string{"transport", "connection"}, Severity: conformance.Should,
			Level: conformance.Warn, Sentence: persistentSentence, Source: conformance.Overview, Profile: Quick,
			Sent:     "20 requests about different accounts on one connection",
			Expected: "VALID answers, each about its own account, on the same connection throughout",
			Why:      "Chat keeps its connections; a receiver that closes them pays for a handshake with every friend request.",
			Fix:      "Leave connections open after an answer, and read the whole request before answering.",
			variants: only(keepAlive),
		},
		advisory(Scenario{
			ID: "TRN-006", Title: "idle then reuse", Faults: []string{"resets-idle"}, Tags: []string{"transport", "connection", "slow"}, Sentence: persistentSentence,
			Source: conformance.Overview, Profile: Full, Slow: true,
			Sent: "the sample, six seconds of silence, the sample on the same connection", Expected: "a VALID answer, or an end of the connection in order before the second request",
			Why:      "A connection that is reset just when a request is under way loses the request.",
			Fix:      "Keep idle connections longer than the peer does, or close them in order.",
			variants: only(idleReuse),
		}),
		advisory(Scenario{
			ID: "TRN-007", Title: "Connection: close honoured", Faults: []string{"ignores-close"}, Tags: []string{"transport", "connection"},
			Sentence: "A server that is asked to close the connection closes it after the answer (RFC 9112, section 9.6).",
			Sent:     "the sample with Connection: close", Expected: "a VALID answer, and the receiver closes after its last byte",
			Why: "A client that waits for the end waits until the deadline.", Fix: "Leave connections to the HTTP server of your language.",
			variants: only(closeHonoured),
		}),
		advisory(Scenario{
			ID: "TRN-011", Title: "HTTP/1.0 client", Faults: []string{"no-http-1.0"}, Tags: []string{"transport"},
			Sentence: "A server answers an HTTP/1.0 request so that an HTTP/1.0 client understands it (RFC 9112, section 2.3).",
			Sent:     "the sample as HTTP/1.0 with Content-Length and without Host", Expected: "a VALID answer, not chunked, and the end of the connection",
			Why: "Proxies and health checks of old speak HTTP/1.0.", Fix: "Leave framing to the HTTP server of your language.",
			variants: only(oldClient),
		}),
		advisory(Scenario{
			ID: "TRN-012", Title: "pipelining", Faults: []string{"drops-pipelined"}, Tags: []string{"transport", "connection"},
			Sentence: "Requests on one connection are answered in their order (RFC 9112, section 9.3.2).",
			Sent:     "two requests about one account each, in one segment", Expected: "two VALID answers in the order of the requests, or the first answer and then the end",
			Why: "Answers that change places decide over the wrong friends.", Fix: "Do not answer from several threads on one connection.",
			variants: only(pipelining),
		}),
	}
}

func targetAnswers(t *turn) {
	r := t.suite.first
	t.keep(Probe, "first", r)
	t.sent-- // it was sent before any case began
	switch {
	case unreachable(r):
		t.broken(r.summary())
	case r.status() == 0:
		t.passive(r)
		if len(t.out.Findings) == 0 {
			t.violated(r, "a status line", "no answer came")
		}
	}
}

func keepAlive(t *turn) {
	conn := t.suite.Client.Conn()
	defer func() { conn.Close() }()
	const n = 20
	ids, closed := t.markers(n), 0
	for i, account := range ids {
		name := fmt.Sprintf("%d of %d", i+1, n)
		r := t.sendOn(conn, Probe, name, t.about(account))
		if r.x.Reused && len(r.x.Received) == 0 && r.x.Failure.Cause == callback.Reset {
			closed++ // in order, between two requests
			conn.Close()
			conn = t.suite.Client.Conn()
			r = t.sendOn(conn, Probe, name, t.about(account))
		}
		if r.answered() && r.status() == 200 && foreign(readGist(r.x.Answer.Body), ids, account) != "" {
			t.violated(r, "an answer about "+account, "an answer belongs to another request")
			return
		}
		if !t.expectValid(r, func() *reply { return t.fresh(Control, controlName, t.about(account)) }) {
			return
		}
		if r.x.Answer.Close {
			closed++
			conn.Close()
			conn = t.suite.Client.Conn()
		}
	}
	if closed > 0 {
		t.say(fmt.Sprintf("the receiver closed the connection in order after %d of %d answers; keeping it saves a handshake with every friend request", closed, n))
	}
}

// answersExactly reports whether an answer is about this account and no other.
func answersExactly(r *reply, accounts ...string) bool {
	g := readGist(r.x.Answer.Body)
	if len(g.items) != len(accounts) {
		return false
	}
	for i, it := range g.items {
		if it.account != accounts[i] {
			return false
		}
	}
	return true
}

func idleReuse(t *turn) {
	conn := t.suite.Client.Conn()
	defer conn.Close()
	if c := t.sendOn(conn, Control, controlName, t.suite.sample()); !c.valid() {
		t.passive(c)
		t.provesNothing("the control is not VALID: " + t.suite.notValid(c))
		return
	}
	event, ok := t.await(conn, 6*time.Second)
	switch {
	case !ok:
	case event == delivery.Closed:
		t.say("the receiver closes idle connections in order within 6 s")
	case event == delivery.Broke || event == delivery.Spoke:
		t.violatedBy(nil, "", "silence, or the end of the connection in order", string(event), "the receiver breaks an idle connection")
	default:
		t.expectValid(t.sendOn(conn, Probe, "after 6 s", t.suite.sample()), func() *reply { return t.fresh(Control, controlName, t.suite.sample()) })
	}
}

func closeHonoured(t *turn) {
	conn := t.suite.Client.Conn()
	defer conn.Close()
	r := t.suite.sample()
	setHeader(&r.Head, "Connection", "close")
	rep := t.sendOn(conn, Probe, "Connection: close", r)
	if !t.expectValid(rep, t.plainControl) {
		return
	}
	if event, ok := t.await(conn, time.Second); ok && event != delivery.Closed {
		t.violatedBy(rep, "", "the end of the connection in order", string(event), "the receiver was asked to close the connection and does not")
	}
}

// plainControl sends the sample as it should be, on a new connection.
func (t *turn) plainControl() *reply { return t.fresh(Control, controlName, t.suite.sample()) }

func oldClient(t *turn) {
	conn := t.suite.Client.Conn()
	defer conn.Close()
	r := t.suite.sample()
	r.odd = true
	r.Head.Proto, r.Head.Without = "HTTP/1.0", append(r.Head.Without, "Host")
	rep := t.sendOn(conn, Probe, "HTTP/1.0", r)
	if !t.expectValid(rep, t.plainControl) {
		return
	}
	if rep.x.Answer.Framing == http1.FramingChunked {
		t.violatedBy(rep, "", "no Transfer-Encoding", "a chunked answer", "an HTTP/1.0 client cannot read chunks")
	}
	if event, ok := t.await(conn, time.Second); ok && event != delivery.Closed {
		t.violatedBy(rep, "", "the end of the connection in order", string(event), "an HTTP/1.0 connection stays open unasked")
	}
}

func pipelining(t *turn) {
	ids := t.markers(2)
	first, second := t.about(ids[0]), t.about(ids[1])
	next := second.Frame(time.Now())
	first.write = func(msg *delivery.Message, h, b []byte) {
		msg.Put(slices.Concat(h, b, next.Bytes()))
		msg.Answers = 2
		msg.Timeout = 2 * t.suite.deadline()
	}
	conn := t.suite.Client.Conn()
	defer conn.Close()
	rep := t.sendOn(conn, Probe, "two requests in one segment", first)
	all := delivery.Answers(rep.x, 2)
	switch {
	case rep.status() == 0 || !rep.valid():
		t.expectValid(rep, func() *reply { return t.fresh(Control, controlName, t.about(ids[0])) })
	case !answersExactly(rep, ids[0]):
		t.violated(rep, "the answer to the first request first", "the first answer is not about the first request")
	case len(all) == 1 && !all[0].Close && rep.x.Failure.Cause == callback.Late:
		t.violatedBy(rep, "", "a second answer, or the end of the connection", "neither", "the second of two requests in one segment is never answered")
	case len(all) == 2 && !aboutOnly(all[1].Body, ids[1]):
		t.violatedBy(rep, "", "an answer about "+ids[1], "another", "the second answer is not about the second request")
	}
}

func aboutOnly(body []byte, account string) bool {
	g := readGist(body)
	return len(g.items) == 1 && g.items[0].account == account
}

// deadline is that of the run.
func (s *Suite) deadline() time.Duration {
	if s.Client.Deadline > 0 {
		return s.Client.Deadline
	}
	return callback.Deadline
}

// withTimeout bounds what a case waits for besides answers.
func (t *turn) withTimeout(d time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(t.ctx, d)
}
