package mockserver

import (
	"encoding/json"
	"strconv"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/mockserver/policy"
)

// traced is how a decision is shown.
type traced struct {
	Account string        `json:"account"`
	Code    int64         `json:"code"`
	Rule    string        `json:"rule,omitempty"`
	Why     string        `json:"why,omitempty"`
	Steps   []policy.Step `json:"steps,omitempty"`
}

func trace(decisions []policy.Decision) []traced {
	list := make([]traced, len(decisions))
	for i := range decisions {
		d := &decisions[i]
		list[i] = traced{Account: d.Account, Code: d.Code, Rule: d.Rule}
		if steps := d.Trace(); steps != nil {
			list[i].Why, list[i].Steps = d.Why(), steps
		}
	}
	return list
}

// Extra lists what the event has beside an exchange, as members of a capture's line: trace (how each decision came
// about), and where there is something to say policy, shadow, fault with seed and draw, request_findings, refused,
// unreadable and unkept.
func (e *Event) Extra() []callback.Member {
	var list []callback.Member
	add := func(name string, value any) {
		text, err := json.Marshal(value)
		if err != nil {
			text = callback.AppendString(nil, err.Error()) // an expression's value that JSON does not have
		}
		list = append(list, callback.Member{Name: name, Value: string(text)})
	}
	text := func(name, value string) {
		if value != "" {
			add(name, value)
		}
	}
	add("trace", trace(e.Decisions()))
	text("policy", e.Policy())
	if e.Shadow != nil {
		add("shadow", trace(e.Shadow))
	}
	switch len(e.Injected) {
	case 0:
	case 1:
		i := &e.Injected[0]
		add("fault", i.Fault)
		add("seed", i.Seed)
		add("draw", i.Number)
	default:
		add("fault", e.Injected)
	}
	if len(e.Findings) > 0 {
		found := conformance.Judgement{Findings: e.Findings}
		// The members are "verdicts", which is empty, and "findings"; its value is wanted.
		var members struct{ Findings json.RawMessage }
		if json.Unmarshal(append(found.AppendMembers([]byte{'{'}), '}'), &members) == nil {
			list = append(list, callback.Member{Name: "request_findings", Value: string(members.Findings)})
		}
	}
	text("refused", e.Refused)
	text("unreadable", e.Unreadable)
	text("unkept", e.Unkept)
	return list
}

// AppendJSON appends the event as one JSON object in one line: the members of an exchange, its verdicts and findings, and
// those of Extra.
func (e *Event) AppendJSON(dst []byte) []byte {
	dst = e.Exchange().AppendMembers(append(dst, '{'))
	dst = e.Judgement().AppendMembers(append(dst, ','))
	dst = append(dst, `,"client":`...)
	dst = callback.AppendString(dst, e.Remote)
	for _, m := range e.Extra() {
		dst = callback.AppendString(append(dst, ','), m.Name)
		dst = append(append(dst, ':'), m.Value...)
	}
	return append(dst, '}')
}

// appendSummary appends what a list of exchanges shows of one.
func (e *Event) appendSummary(dst []byte) []byte {
	dst = strconv.AppendUint(append(dst, `{"seq":`...), e.Seq, 10)
	dst = e.Start.UTC().AppendFormat(append(dst, `,"time":"`...), "2006-01-02T15:04:05.000Z")
	dst = callback.AppendString(append(dst, `","from":`...), e.Request().FromAccount)
	dst = strconv.AppendInt(append(dst, `,"status":`...), int64(e.Status()), 10)
	dst = strconv.AppendFloat(append(dst, `,"took_ms":`...), float64(e.Took.Microseconds())/1000, 'f', -1, 64)
	dst = append(dst, ',')
	dst = e.Judgement().AppendMembers(dst)
	dst = append(dst, `,"rules":[`...)
	for i := range e.Decisions() {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = callback.AppendString(dst, e.Decisions()[i].Rule)
	}
	dst = append(dst, `],"faults":[`...)
	for i := range e.Injected {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = callback.AppendString(dst, e.Injected[i].Fault)
	}
	dst = append(dst, `],"request_findings":`...)
	dst = strconv.AppendInt(dst, int64(len(e.Findings)), 10)
	dst = callback.AppendString(append(dst, `,"refused":`...), e.Refused)
	return append(dst, '}')
}
