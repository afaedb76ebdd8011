package mockserver

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/mockserver/policy"
)

// answered is an exchange that the server answered: the source of its event.
type answered struct {
	live.Event
	counts live.Decided

	sent, body string // the request as it came, and its body without its framing
	target     target
	policy     *policy.Policy
	decisions  []policy.Decision // of the policy, or nil: then all are as alike says
	alike      policy.Decision
	shadow     []policy.Decision // of the shadow policy, if there is one
	injected   []fault.Injection // the faults that acted
	answer     fault.Answer
}

// target is the URL that was asked for, in parts and without its query.
type target struct {
	secure     bool
	host, path string
}

func (u *target) String() string {
	scheme := "http://"
	if u.secure {
		scheme = "https://"
	}
	return scheme + u.host + u.path
}

// Body is the body of the request.
func (a *answered) Body() string { return a.body }

// Record writes the exchange into x.
func (a *answered) Record(x *exchange.Exchange) {
	x.Reset()
	x.Start, x.Target = a.Start, a.target.String()
	x.Sent = append(x.Sent, a.sent...)
	x.Answer.NoBody = strings.HasPrefix(a.sent, http.MethodHead+" ")
	a.answer.Record(x, a.Took)
}

// Size is about how many bytes it takes.
func (a *answered) Size() int {
	n := 128 + 2*len(a.sent) + len(a.body) + len(a.answer.Body) + len(a.answer.Raw) + len(a.shadow)*96 + len(a.injected)*48
	if a.policy != nil {
		n += a.counts.Accounts * 320
	}
	return n
}

// decided lists the decisions, one for each account.
func (a *answered) decided() []policy.Decision {
	if a.decisions != nil {
		return a.decisions
	}
	list := make([]policy.Decision, a.counts.Accounts)
	for i := range list {
		list[i] = a.alike
		list[i].Account = a.Request().Items[i].ToAccount
	}
	return list
}

// literal is the whole answer that the policy has, or "".
func (a *answered) literal() string {
	if len(a.decisions) == 0 {
		return ""
	}
	return a.decisions[0].Answer
}

// seal counts what was decided, once the answer is known.
func (a *answered) seal() {
	c, w := &a.counts, &a.answer
	c.Denied, c.Changed = 0, 0
	for i := range c.Accounts {
		d := &a.alike
		if a.decisions != nil {
			d = &a.decisions[i]
		}
		if !d.Allowed() {
			c.Denied++
		}
		if a.shadow != nil && a.shadow[i].Allowed() != d.Allowed() {
			c.Changed++
		}
	}
	c.Plain = c.Accounts == 0 || len(a.injected) == 0 && a.literal() == "" && a.Refused == "" && a.Unreadable == "" && a.Unkept == "" &&
		w.Status == http.StatusOK && !w.IsRaw && !w.Left && a.Took <= callback.Deadline
	a.Status, a.Unanswered = w.Status, w.Status == 0 && !w.IsRaw
	if w.IsRaw {
		a.Status = a.Exchange().Answer.Status
	}
	a.Faults = nil
	for i := range a.injected {
		a.Faults = append(a.Faults, a.injected[i].Fault)
	}
}

// Extra lists what is recorded with the exchange.
func (a *answered) Extra(steps bool) []callback.Member {
	list := make([]callback.Member, 0, 4)
	text := func(name, value string) {
		if value != "" {
			list = append(list, callback.Member{Name: name, Value: string(rawjson.AppendString(nil, value))})
		}
	}
	if a.Callback != "" {
		text("callback", a.Callback)
		text("rule", a.alike.Rule)
		return list
	}
	list = append(list, callback.Member{Name: "trace", Value: string(appendTrace(make([]byte, 0, 256), a.decided(), steps))})
	if a.policy != nil {
		text("policy", a.policy.Name+"@"+a.policy.Digest)
	}
	if a.shadow != nil {
		list = append(list, callback.Member{Name: "shadow", Value: string(appendTrace(nil, a.shadow, steps))})
	}
	list = fault.AppendInjections(list, a.injected)
	if len(a.Findings) > 0 {
		list = append(list, callback.Member{Name: "request_findings", Value: string(a.appendFindings(nil))})
	}
	text("refused", a.Refused)
	text("unreadable", a.Unreadable)
	text("unkept", a.Unkept)
	return list
}

// appendTrace appends how decisions came about.
func appendTrace(b []byte, decisions []policy.Decision, steps bool) []byte {
	b = append(b, '[')
	for i := range decisions {
		d := &decisions[i]
		if i > 0 {
			b = append(b, ',')
		}
		b = rawjson.AppendString(append(b, `{"account":`...), d.Account)
		b = strconv.AppendInt(append(b, `,"code":`...), d.Code, 10)
		if d.Rule != "" {
			b = rawjson.AppendString(append(b, `,"rule":`...), d.Rule)
			b = rawjson.AppendString(append(b, `,"why":`...), d.Why().String())
		}
		if steps && d.HasTrace() {
			b = append(append(b, `,"steps":`...), marshal(d.Trace())...)
		}
		b = append(b, '}')
	}
	return append(b, ']')
}

// marshal returns JSON text of what comes from a policy.
func marshal(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		return rawjson.AppendString(nil, err.Error()) // an expression's value that JSON does not have
	}
	return text
}

// appendFindings appends what is wrong with the request, as an array.
func (a *answered) appendFindings(b []byte) []byte {
	found := conformance.Judgement{Findings: a.Findings}
	members := found.AppendMembers(nil)
	return append(b, bytes.TrimPrefix(members, []byte(`"verdicts":[],"findings":`))...)
}

// redacted is the event as it is to be shown: the same one, unless ids are taken out.
func (h *handler) redacted() *live.Event {
	e, redact := &h.event.Event, h.s.config.Redact
	if redact == nil {
		return e
	}
	shown := h.s.EventOf(redact(e.Exchange(), e.Extra()))
	shown.Refused, shown.Unkept = e.Refused, e.Unkept       // sentences without a value of the request
	shown.Unreadable, _, _ = strings.Cut(e.Unreadable, ":") // behind it may stand what the body has
	for _, f := range e.Findings {
		// What a rule found quotes the request; that it was broken is no secret.
		shown.Findings = append(shown.Findings, rule.Spelt(f.Rule, f.Level, "", "", f.Rule.Title))
	}
	return shown
}
