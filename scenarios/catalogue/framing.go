package catalogue

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// smuggling sends a body that ends early by its chunks and late by its length. Between the two stands another request.
func smuggling(t *scenarios.CaseRun) {
	ids := t.OwnAccounts(2)
	outer, inner := t.About(ids[0]), t.About(ids[1])
	hidden := inner.Frame(time.Now())
	smuggled := hidden.Bytes()
	chunked := fmt.Appendf(nil, "%x\r\n%s\r\n0\r\n\r\n", len(outer.Body), outer.Body)
	outer.Odd = true
	outer.Head.Framing = exchange.Unframed
	outer.Head.Headers = append(outer.Head.Headers,
		exchange.Header{Name: "Content-Length", Value: strconv.Itoa(len(chunked) + len(smuggled))},
		exchange.Header{Name: "Transfer-Encoding", Value: "chunked"})
	outer.Write = func(msg *delivery.Message, head, _ []byte) {
		msg.Put(slices.Concat(head, chunked, smuggled))
		msg.Answers = 2
		msg.Timeout = min(t.Suite.Deadline(), smugglingWait)
	}
	conn := t.Suite.Client.Conn()
	defer conn.Close()
	rep := t.SendOn(conn, result.Probe, "both, and a request in the tail", outer)
	all := delivery.Answers(rep.Exchange, 2)
	for i := range all {
		if answer := conformance.ReadLenient(all[i].Body); slices.Contains(answer.Accounts(), ids[1]) {
			t.ViolatedBy(rep, ids[1], "no answer to the tail", "an answer about its account",
				"a request that was hidden in the body of another was answered")
		}
	}
	if len(all) == 2 && all[1].Status == 200 {
		t.ViolatedBy(rep, "", "exactly one answer", "two", "the tail of a message was answered as a request")
	}
	t.Passive(rep)
}

func twoLengths(t *scenarios.CaseRun) {
	r := t.Sample()
	r.Odd = true
	r.Head.Framing = exchange.Unframed
	r.Head.Headers = append(r.Head.Headers,
		exchange.Header{Name: "Content-Length", Value: strconv.Itoa(len(r.Body))},
		exchange.Header{Name: "Content-Length", Value: strconv.Itoa(len(r.Body) - 1)})
	conn := t.Suite.Client.Conn()
	defer conn.Close()
	rep := t.SendOn(conn, result.Probe, "two lengths", r)
	t.Passive(rep)
	switch {
	case rep.Status() == 0 && rep.Answered():
	case rep.Status() != 400 && rep.Status() != 0:
		t.Violated(rep, "status 400 and the end of the connection", "a message with two lengths is not refused")
	case rep.Status() == 400 && !rep.Exchange.Answer.Close:
		if event, ok := t.Await(conn, smugglingWait); ok && event == delivery.Quiet {
			t.ViolatedBy(rep, "", "the end of the connection", "it stays open", "the connection goes on after a message whose end is in doubt")
		}
	}
}
