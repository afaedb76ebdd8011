package catalogue

import (
	"strconv"
	"time"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// segmentScenarios vary how the bytes of a right request come in.
func segmentScenarios() []*scenarios.Scenario {
	return []*scenarios.Scenario{
		{
			ID: "TRN-008", Title: "chunked request body", Tags: []string{"transport", "framing"}, Severity: rule.Should, Level: rule.Warn,
			Sentence: "A server reads a chunked body like any other (RFC 9112, section 7.1).", Source: rule.Robustness, Depth: scenarios.CI,
			Sent: "the sample with Transfer-Encoding: chunked, in one chunk", Expected: "a VALID answer with the same decisions",
			Why: "A proxy between Chat and the receiver may pass bodies on in chunks; who reads Content-Length bytes reads nothing.",
			Fix: "Read the body to its end instead of so many bytes as Content-Length says.",
			Variants: scenarios.OneCase(func(t *scenarios.CaseRun) {
				r := t.Sample()
				r.Head.Framing = exchange.ByChunks
				expectAlike(t, "chunks", r)
			}),
		},
		scenarios.Advisory(scenarios.Scenario{
			ID: "TRN-009", Title: "tiny chunks", Tags: []string{"transport", "framing"},
			Sentence: "Chunks can have any size, and extensions that nobody knows are passed over (RFC 9112, section 7.1.1).",
			Sent:     "the sample in chunks of one byte, with a chunk extension", Expected: "a VALID answer, or 400 and ALIVE",
			Why: "Odd framing is where parsers disagree.", Fix: "Leave framing to the HTTP server of your language.",
			Variants: scenarios.OneCase(func(t *scenarios.CaseRun) {
				r := t.Sample()
				r.Odd = true
				r.Head.Framing, r.Head.ChunkSize, r.Head.ChunkExt = exchange.ByChunks, 1, ";a=b"
				rep := t.SendFresh(result.Probe, "chunks of one byte", r)
				if t.ExpectAnswer(rep, t.PlainControl, scenarios.ValidAnswer, scenarios.StatusAnswer(400)) && !rep.Valid() {
					t.ExpectAlive("tiny chunks")
				}
			}),
		}),
		{
			ID: "TRN-010", Title: "headers and body in separate segments", Tags: []string{"transport", "framing"}, Severity: rule.Should,
			Level: rule.Warn, Sentence: "A message can come in any number of pieces.", Source: rule.Robustness, Depth: scenarios.CI,
			Place: scenarios.Waiting,
			Sent:  "the sample with 200 ms between header block and body", Expected: "a VALID answer",
			Why: "A handler that reads once sees an empty body whenever the network is slow, and then lets everybody through.",
			Fix: "Read the body to its end.",
			Variants: scenarios.OneCase(func(t *scenarios.CaseRun) {
				r := t.Sample()
				r.Write = func(msg *delivery.Message, head, body []byte) {
					msg.Put(head)
					msg.Add(200*time.Millisecond, body)
				}
				t.ExpectValid(t.SendFresh(result.Probe, "200 ms between head and body", r), t.PlainControl)
			}),
		},
		{
			ID: "TRN-020", Title: "header names in any case", Tags: []string{"transport", "headers"}, Severity: rule.Should,
			Level: rule.Warn, Sentence: "Header names are the same in any case (RFC 9110, section 5.1).", Source: rule.Robustness,
			Depth: scenarios.CI,
			Sent:  "the sample with content-type and CONTENT-LENGTH", Expected: "a VALID answer",
			Why:      "Proxies change the case of header names.",
			Fix:      "Look headers up without regard to case.",
			Variants: scenarios.OneCase(headerCase),
		},
	}
}

// slowScenarios come in slowly, not at all, or end before their time.
func slowScenarios() []*scenarios.Scenario {
	return []*scenarios.Scenario{
		scenarios.Advisory(scenarios.Scenario{
			ID: "TRN-013", Title: "Expect: 100-continue", Tags: []string{"transport"}, Place: scenarios.Waiting,
			Sentence: "A server answers Expect: 100-continue with 100 or with its final answer (RFC 9110, section 10.1.1).",
			Sent:     "the sample with Expect: 100-continue, its body held back for 300 ms",
			Expected: "100 or a final answer within the budget, then VALID",
			Why:      "Clients such as curl hold bodies back until they are told to send them.",
			Fix:      "Leave the header to the HTTP server of your language.",
			Variants: scenarios.OneCase(func(t *scenarios.CaseRun) {
				r := t.Sample()
				scenarios.SetHeader(&r.Head, "Expect", "100-continue")
				r.Write = func(msg *delivery.Message, head, body []byte) {
					msg.Put(head)
					msg.Add(300*time.Millisecond, body)
				}
				t.ExpectValid(t.SendFresh(result.Probe, "body held back", r), t.PlainControl)
			}),
		}),
		scenarios.Advisory(scenarios.Scenario{
			ID: "TRN-014", Title: "slow body", Tags: []string{"transport", "slow"}, Depth: scenarios.CI, Place: scenarios.Alone,
			Sentence: "A network can be slow.",
			Sent:     "the sample, its body in pieces over about 1.5 s", Expected: "a VALID answer or 408, and ALIVE",
			Why:      "A receiver that gives up on a slow client must do so in order.",
			Fix:      "Set a read timeout of some seconds, and answer 408 when it strikes.",
			Variants: scenarios.OneCase(slowBody),
		}),
		scenarios.Advisory(scenarios.Scenario{
			ID: "TRN-015", Title: "body that never ends", Tags: []string{"transport", "slow"}, Depth: scenarios.Full, Hostile: true,
			Place:    scenarios.Alone,
			Sentence: "A client that never finishes its request must not hold a receiver for ever.",
			Sent:     "headers that promise 1000 bytes, 10 of them, then silence for 30 s",
			Expected: "the receiver gives up by itself, and answers others meanwhile",
			Why:      "Every connection that hangs is one less for Chat; enough of them, and everybody is let through.",
			Fix:      "Set read timeouts on the server: ReadTimeout in Go, requestTimeout in Node, a timeout of the worker elsewhere.",
			Variants: scenarios.OneCase(endlessBody),
		}),
		scenarios.Advisory(scenarios.Scenario{
			ID: "TRN-016", Title: "client vanishes", Tags: []string{"transport"}, Depth: scenarios.Full, Hostile: true, Place: scenarios.Alone,
			Sentence: "Clients die, and with them their connections.",
			Sent:     "half of a body and then a reset, 20 times", Expected: "ALIVE",
			Why:      "An error that nobody catches in the reading of a body stops the receiver.",
			Fix:      "Catch errors of reading, and close the connection.",
			Variants: scenarios.OneCase(vanishing),
		}),
	}
}

// expectAlike sends the plain control and then a variation of it: it must be VALID, with the same decisions.
func expectAlike(t *scenarios.CaseRun, what string, r *scenarios.Request) {
	control := t.PlainControl()
	rep := t.SendFresh(result.Probe, what, r)
	if t.ExpectValid(rep, func() *scenarios.Reply { return control }) && control.Valid() {
		t.ExpectSame(what, rep, control.Decisions())
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
			t.Violated(c, "VALID answers to others meanwhile", "a request that never ends keeps the receiver from answering others: "+c.Problem())
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
