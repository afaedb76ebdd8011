package scenarios

import (
	"fmt"
	"slices"

	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
)

// framingScenarios send messages whose end is in doubt.
func framingScenarios() []*Scenario {
	return []*Scenario{
		advisory(Scenario{
			ID: "TRN-018", Title: "Content-Length plus Transfer-Encoding", Tags: []string{"transport", "framing", "smuggling"}, Profile: Full, Hostile: true,
			Sentence: "A message with both is answered once or refused; what follows it is no request (RFC 9112, section 6.3).",
			Sent:     "the sample with both, and a second request in its tail", Expected: "exactly one answer, or 400; the tail is never answered",
			Why:      "A proxy and a receiver that disagree over where a request ends can be made to answer a request that nobody sent.",
			Fix:      "Answer 400, or close the connection after the answer.",
			variants: only(smuggling),
		}),
		advisory(Scenario{
			ID: "TRN-019", Title: "two different Content-Length", Tags: []string{"transport", "framing", "smuggling"}, Profile: Full, Hostile: true,
			Sentence: "A server refuses a message with different lengths and closes the connection (RFC 9112, section 6.3).",
			Sent:     "the sample with two Content-Length headers that differ", Expected: "status 400 and the end of the connection",
			Why: "Which of them counts is up to whoever reads it.", Fix: "Leave framing to the HTTP server of your language.",
			variants: only(twoLengths),
		}),
	}
}

// smuggling sends a body that ends early by its chunks and late by its length. Between the two stands another request.
func smuggling(t *turn) {
	ids := t.markers(2)
	outer, inner := t.about(ids[0]), t.about(ids[1])
	hidden := inner.Frame(t.now())
	smuggled := hidden.Bytes()
	chunked := fmt.Appendf(nil, "%x\r\n%s\r\n0\r\n\r\n", len(outer.Body), outer.Body)
	outer.odd = true
	outer.Head.Framing = exchange.Unframed
	outer.Head.Headers = append(outer.Head.Headers,
		exchange.Header{Name: "Content-Length", Value: itoa(len(chunked) + len(smuggled))},
		exchange.Header{Name: "Transfer-Encoding", Value: "chunked"})
	outer.write = func(msg *delivery.Message, head, _ []byte) {
		msg.Put(slices.Concat(head, chunked, smuggled))
		msg.Answers = 2
		msg.Timeout = min(t.suite.deadline(), smugglingWait)
	}
	conn := t.suite.Client.Conn()
	defer conn.Close()
	rep := t.sendOn(conn, Probe, "both, and a request in the tail", outer)
	all := delivery.Answers(rep.x, 2)
	for i := range all {
		g := readGist(all[i].Body)
		for _, it := range g.items {
			if it.account == ids[1] {
				t.violatedBy(rep, ids[1], "no answer to the tail", "an answer about its account", "a request that was hidden in the body of another was answered")
			}
		}
	}
	if len(all) == 2 && all[1].Status == 200 {
		t.violatedBy(rep, "", "exactly one answer", "two", "the tail of a message was answered as a request")
	}
	t.passive(rep)
}

func twoLengths(t *turn) {
	r := t.suite.sample()
	r.odd = true
	r.Head.Framing = exchange.Unframed
	r.Head.Headers = append(r.Head.Headers,
		exchange.Header{Name: "Content-Length", Value: itoa(len(r.Body))},
		exchange.Header{Name: "Content-Length", Value: itoa(len(r.Body) - 1)})
	conn := t.suite.Client.Conn()
	defer conn.Close()
	rep := t.sendOn(conn, Probe, "two lengths", r)
	t.passive(rep)
	switch {
	case rep.status() == 0 && rep.answered():
	case rep.status() != 400 && rep.status() != 0:
		t.violated(rep, "status 400 and the end of the connection", "a message with two lengths is not refused")
	case rep.status() == 400 && !rep.x.Answer.Close:
		if event, ok := t.await(conn, smugglingWait); ok && event == delivery.Quiet {
			t.violatedBy(rep, "", "the end of the connection", "it stays open", "the connection goes on after a message whose end is in doubt")
		}
	}
}
