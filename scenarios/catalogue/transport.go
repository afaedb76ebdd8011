package catalogue

import (
	"fmt"
	"slices"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

func targetAnswers(t *scenarios.CaseRun) {
	r := t.ShowFirst()
	switch {
	case scenarios.Unreachable(r):
		t.Trouble(r.Summary())
	case r.Status() == 0:
		if !t.Passive(r) {
			t.Violated(r, "a status line", "no answer came")
		}
	default:
		t.ExpectBesideKept()
	}
}

func keepAlive(t *scenarios.CaseRun) {
	conn := t.Suite.Client.Conn()
	defer func() { conn.Close() }()
	const n = 20
	ids, closed := t.OwnAccounts(n), 0
	for i, account := range ids {
		name := fmt.Sprintf("%d of %d", i+1, n)
		r := t.SendOn(conn, result.Probe, name, t.About(account))
		if r.Exchange.Reused && len(r.Exchange.Received) == 0 && r.Exchange.Failure.Cause == callback.Reset {
			closed++ // in order, between two requests
			conn.Close()
			conn = t.Suite.Client.Conn()
			r = t.SendOn(conn, result.Probe, name, t.About(account))
		}
		if r.Answered() && r.Status() == 200 && foreign(r, ids, account) != "" {
			t.Violated(r, language.T("an answer about {account}", "account", account), "an answer belongs to another request")
			return
		}
		if !t.ExpectValid(r, func() *scenarios.Reply { return t.SendFreshControl(t.About(account)) }) {
			return
		}
		if r.Exchange.Answer.Close {
			closed++
			conn.Close()
			conn = t.Suite.Client.Conn()
		}
	}
	if closed > 0 {
		f := t.OwnFinding(nil, "", "the same connection throughout",
			language.T("closed in order after {closed} of {n} answers", "closed", closed, "n", n),
			"the receiver closes the connection in order; keeping it saves a handshake with every friend request")
		f.Level = rule.Note
		t.AddFinding(f)
	}
}

func idleReuse(t *scenarios.CaseRun) {
	const idle = 6700 * time.Millisecond // no round number, at which connections of many servers end
	conn := t.Suite.Client.Conn()
	defer conn.Close()
	if c := t.SendOn(conn, result.Control, string(result.Control), t.Sample()); !c.Valid() {
		t.Passive(c)
		t.ControlFailed(c)
		return
	}
	event, ok := t.Await(conn, idle)
	switch {
	case !ok:
	case event == delivery.Closed:
		t.Remark(language.T("the receiver closes idle connections in order within {time}", "time", idle))
	case event == delivery.Broke || event == delivery.Spoke:
		t.ViolatedBy(nil, "", "silence, or the end of the connection in order", string(event), "the receiver breaks an idle connection")
	default:
		t.ExpectValid(t.SendOn(conn, result.Probe, "after "+idle.String(), t.Sample()),
			func() *scenarios.Reply { return t.SendFreshControl(t.Sample()) })
	}
}

func closeHonoured(t *scenarios.CaseRun) {
	conn := t.Suite.Client.Conn()
	defer conn.Close()
	r := t.Sample()
	scenarios.SetHeader(&r.Head, "Connection", "close")
	rep := t.SendOn(conn, result.Probe, "Connection: close", r)
	if !t.ExpectValid(rep, t.PlainControl) {
		return
	}
	if event, ok := t.Await(conn, time.Second); ok && event != delivery.Closed {
		t.ViolatedBy(rep, "", "the end of the connection in order", string(event), "the receiver was asked to close the connection and does not")
	}
}

func oldClient(t *scenarios.CaseRun) {
	conn := t.Suite.Client.Conn()
	defer conn.Close()
	r := t.Sample()
	r.Odd = true
	r.Head.Proto, r.Head.Without = "HTTP/1.0", append(r.Head.Without, "Host")
	rep := t.SendOn(conn, result.Probe, "HTTP/1.0", r)
	if !t.ExpectValid(rep, t.PlainControl) {
		return
	}
	if rep.Exchange.Answer.Framing == http1.FramingChunked {
		t.ViolatedBy(rep, "", "no Transfer-Encoding", "a chunked answer", "an HTTP/1.0 client cannot read chunks")
	}
	if event, ok := t.Await(conn, time.Second); ok && event != delivery.Closed {
		t.ViolatedBy(rep, "", "the end of the connection in order", string(event), "an HTTP/1.0 connection stays open unasked")
	}
}

func pipelining(t *scenarios.CaseRun) {
	ids := t.OwnAccounts(2)
	first, second := t.About(ids[0]), t.About(ids[1])
	next := second.Frame(time.Now())
	first.Write = func(msg *delivery.Message, h, b []byte) {
		msg.Put(slices.Concat(h, b, next.Bytes()))
		msg.Answers = 2
		msg.Timeout = 2 * t.Suite.Deadline()
	}
	conn := t.Suite.Client.Conn()
	defer conn.Close()
	rep := t.SendOn(conn, result.Probe, "two requests in one segment", first)
	all := delivery.Answers(rep.Exchange, 2)
	switch {
	case rep.Status() == 0 || !rep.Valid():
		t.ExpectValid(rep, func() *scenarios.Reply { return t.SendFreshControl(t.About(ids[0])) })
	case !slices.Equal(rep.Accounts(), ids[:1]):
		t.Violated(rep, "the answer to the first request first", "the first answer is not about the first request")
	case len(all) == 1 && !all[0].Close && rep.Exchange.Failure.Cause == callback.Late:
		t.ViolatedBy(rep, "", "a second answer, or the end of the connection", "neither",
			"the second of two requests in one segment is never answered")
	case len(all) == 2:
		if answer := conformance.ReadLenient(all[1].Body); !slices.Equal(answer.Accounts(), ids[1:]) {
			t.ViolatedBy(rep, "", language.T("an answer about {account}", "account", ids[1]), "another",
				"the second answer is not about the second request")
		}
	}
}
