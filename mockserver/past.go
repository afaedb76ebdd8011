package mockserver

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/internal/wire"
	"github.com/chatcb/chatcb/mockserver/policy"
)

// past is what an event has that was not made by answering: one of a journal, of a proxy, or one whose ids were taken out.
type past struct {
	exchange exchange.Exchange // without the bytes, which are in the event
	framed   string            // the body of the request as it came, where it came in chunks
	beside   []callback.Member
	requests *conformance.RequestJudge
}

// event makes an event of an exchange and of what stands beside it. It shares no memory with them.
func (l *Log) event(x *exchange.Exchange, extra []callback.Member) *Event {
	sent := string(x.Sent)
	head, body, found := strings.Cut(sent, "\r\n\r\n")
	if found {
		head = sent[:len(head)+len("\r\n\r\n")]
	}
	e := &Event{
		Seq: x.Seq, Start: x.Start, Took: x.Phases.LastByte, head: head, body: body, judge: &l.config.Judge,
		answer: answer{isRaw: true, raw: string(x.Received)},
		past:   &past{exchange: *x, beside: append([]callback.Member(nil), extra...), requests: l.config.Requests},
	}
	p := &e.past.exchange
	p.Sent, p.Received, p.Answer = nil, nil, http1.Answer{NoBody: x.Answer.NoBody, MaxHead: x.Answer.MaxHead, MaxBody: x.Answer.MaxBody}
	var request wire.Request
	if ok, err := request.Read(x.Sent, len(x.Sent)); ok && err == nil && request.Framing == wire.Chunked {
		var payload []byte
		chunks := wire.NewBody(wire.Chunked, 0)
		_, _ = chunks.Take(x.Sent[request.End:], &payload) // as far as it makes sense
		e.body, e.past.framed = string(payload), sent[request.End:]
	}
	if fields := strings.Fields(firstLine(head)); len(fields) == 3 {
		_, e.target.queryString, _ = strings.Cut(fields[1], "?")
	}
	e.recall()
	return e
}

func firstLine(head string) string {
	line, _, _ := strings.Cut(head, "\r\n")
	return line
}

// recall reads what stands beside the exchange into the fields of the event. What is no value of ours stays unread: a
// capture may have been edited.
func (e *Event) recall() {
	for i := range e.past.beside {
		m := &e.past.beside[i]
		read := func(v any) { _ = json.Unmarshal([]byte(m.Value), v) }
		switch m.Name {
		case "client":
			read(&e.Remote)
		case "refused":
			read(&e.Refused)
		case "unreadable":
			read(&e.Unreadable)
		case "unkept":
			read(&e.Unkept)
		case "request_findings":
			e.Findings = readFindings(m.Value)
		}
	}
	e.Injected, _ = readInjections(e.past.beside)
}

// readFindings reads what appendFindings wrote. It is a loop over tokens because a restart reads thousands.
func readFindings(text string) (found []conformance.Finding) {
	s := rawjson.New([]byte(text))
	if s.Kind() != rawjson.Array {
		return nil
	}
	s.Open()
	for n := 0; s.NextElement(n) && s.Kind() == rawjson.Object; n++ {
		s.Open()
		f := conformance.Finding{Offset: -1, Places: 1}
		for n := 0; s.NextMember(n); n++ {
			name := string(s.Key())
			if s.Kind() != rawjson.String {
				s.Skip()
				continue
			}
			spelt, _ := s.String()
			switch value := string(rawjson.Unescape(nil, spelt)); name {
			case "rule":
				f.Rule, _ = conformance.RuleByID(value)
			case "level":
				f.Level = conformance.Level(value)
			case "account":
				f.Account = value
			case "expected":
				f.Expected = value
			case "received":
				f.Received = value
			case "message":
				f.Message = value
			}
		}
		if f.Rule != nil {
			found = append(found, f)
		}
	}
	return found
}

// decided reads the decisions from the trace; there are none where no server decided.
func (p *past) decided() []policy.Decision {
	for i := range p.beside {
		if p.beside[i].Name == "trace" {
			var list []policy.Decision // the names are the same, the rest of a trace is passed over
			_ = json.Unmarshal([]byte(p.beside[i].Value), &list)
			return list
		}
	}
	return nil
}

// has reports whether a member of this name stands beside the exchange.
func (e *Event) has(name string) bool {
	if e.past != nil {
		for i := range e.past.beside {
			if e.past.beside[i].Name == name {
				return true
			}
		}
	}
	return false
}

// again writes the exchange into x, whose buffers it uses again.
func (p *past) again(e *Event, x *exchange.Exchange) {
	body := e.body
	if p.framed != "" {
		body = p.framed
	}
	sent, received := x.Sent[:0], x.Received[:0]
	*x = p.exchange
	x.Sent = append(append(slices.Grow(sent, len(e.head)+len(body)), e.head...), body...)
	if x.Received = append(received, e.answer.raw...); len(x.Received) > 0 {
		x.Answer.Advance(x.Received, true)
	}
	x.Seq = e.Seq
}

// judgement judges the answer, and the request where that is not done by a server.
func (p *past) judgement(e *Event) *conformance.Judgement {
	x, out := e.Exchange(), new(conformance.Judgement)
	asked, _ := conformance.AskedOf([]byte(e.body)) // what could be read of it
	view, err := conformance.ParseRequest(x.Sent)
	asked.AddSign(view.Target)
	if p.requests != nil && p.requests.Token != "" {
		asked.Secrets = append(asked.Secrets, p.requests.Token)
	}
	e.judge.Judge(x, &asked, out)
	done := &conformance.Judgement{Verdicts: out.Verdicts, Findings: out.Findings}
	switch {
	case p.requests == nil || err != nil:
	case len(asked.Accounts) == 0: // no callback: no rule is for it
		done.Findings = nil
	default:
		judge, found := *p.requests, new(conformance.Judgement)
		judge.Now, view.Body = e.Start, []byte(e.body)
		judge.Judge(&view, found)
		done.Findings = append(done.Findings, found.Findings...)
	}
	return done
}

// redacted is the event as it is to be shown: the same one, unless ids are taken out.
func (t *turn) redacted() *Event {
	e, redact := t.event, t.s.config.Redact
	if redact == nil {
		return e
	}
	shown := t.s.event(redact(e.Exchange(), e.Extra()))
	shown.Refused, shown.Unkept = e.Refused, e.Unkept       // sentences without a value of the request
	shown.Unreadable, _, _ = strings.Cut(e.Unreadable, ":") // behind it may stand what the body has
	for _, f := range e.Findings {
		// What a rule found quotes the request; that it was broken is no secret.
		shown.Findings = append(shown.Findings, conformance.Finding{Rule: f.Rule, Level: f.Level, Message: f.Rule.Title, Offset: -1, Places: f.Places})
	}
	return shown
}
