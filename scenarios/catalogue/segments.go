package catalogue

import (
	"strconv"
	"time"

	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// chunked and tinyChunks vary the framing of the body of a right request.
func chunked(t *scenarios.CaseRun) {
	r := t.Sample()
	r.Head.Framing = exchange.ByChunks
	control := t.PlainControl()
	rep := t.SendFresh(result.Probe, "chunks", r)
	t.ExpectAlike("chunks", rep, control)
}

func tinyChunks(t *scenarios.CaseRun) {
	r := t.Sample()
	r.Odd = true
	r.Head.Framing, r.Head.ChunkSize, r.Head.ChunkExt = exchange.ByChunks, 1, ";a=b"
	rep := t.SendFresh(result.Probe, "chunks of one byte", r)
	if t.ExpectAnswer(rep, t.PlainControl, scenarios.ValidAnswer, scenarios.StatusAnswer(400)) && !rep.Valid() {
		t.ExpectAlive("tiny chunks")
	}
}

func headerCase(t *scenarios.CaseRun) {
	r := t.Sample()
	length := strconv.Itoa(len(r.Body))
	r.Head.Without = append(r.Head.Without, "Content-Type", "Content-Length")
	r.Head.Headers = append(r.Head.Headers, exchange.Header{Name: "content-type", Value: "application/json"},
		exchange.Header{Name: "CONTENT-LENGTH", Value: length})
	t.ExpectValid(t.SendFresh(result.Probe, "other case", r), t.PlainControl)
}

func slowBody(t *scenarios.CaseRun) {
	r := t.Sample()
	r.Odd = true
	r.Write = func(msg *delivery.Message, head, body []byte) {
		const pieces = 300 // one every 5 ms
		msg.Put(head)
		msg.Drip(5*time.Millisecond, body, (len(body)+pieces-1)/pieces)
	}
	rep := t.SendFresh(result.Probe, "slow body", r)
	if rep.Exchange.Late() && rep.Status() == 200 {
		t.Remark("the answer came late, as it must with a deadline near the time that the body takes")
		return
	}
	if t.ExpectAnswer(rep, t.PlainControl, scenarios.ValidAnswer, scenarios.StatusAnswer(408)) {
		t.ExpectAlive("a slow body")
	}
}

func endlessBody(t *scenarios.CaseRun) {
	const silence = 30 * time.Second
	if !t.ControlHolds() {
		return
	}
	r := t.Sample()
	r.Odd = true
	r.Timeout = silence
	r.Write = func(msg *delivery.Message, head, body []byte) {
		msg.Put(head)
		msg.Add(0, body[:min(10, len(body))])
	}
	scenarios.SetHeader(&r.Head, "Content-Length", "1000")
	began := time.Now()
	done := make(chan *scenarios.Reply, 1)
	go func() { done <- t.SendFresh(result.Probe, "10 of 1000 bytes", r) }()
	for t.Pause(time.Second) && len(done) == 0 {
		if c := t.SendFresh(result.Control, "meanwhile", t.Sample()); !c.Valid() && time.Since(began) < silence {
			t.Violated(c, "VALID answers to others meanwhile",
				language.T("a request that never ends keeps the receiver from answering others: {problem}", "problem", c.Problem()))
			break
		}
	}
	rep := <-done
	if !t.Interrupted() && rep.Status() == 0 && time.Since(began) >= silence-time.Second {
		t.ViolatedBy(rep, "", "the end of the connection, or status 408", "nothing for 30 s", "the receiver waits for a body that never ends")
	}
}

func vanishing(t *scenarios.CaseRun) {
	if !t.ControlHolds() {
		return
	}
	for range 20 {
		r := t.Sample()
		r.Odd = true
		r.Write = func(msg *delivery.Message, head, body []byte) {
			msg.Put(append(head, body[:len(body)/2]...))
			msg.Then = delivery.Vanish
		}
		t.SendFresh(result.Probe, "vanishes", r)
	}
	t.ExpectAlive("20 clients that vanished")
}

// smugglingWait is how long a second answer, or the end of a connection, is waited for.
const smugglingWait = time.Second
