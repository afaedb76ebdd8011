package mockserver

import (
	"bytes"
	"encoding/json"
	"strconv"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/mockserver/policy"
)

// Extra lists what the event has beside an exchange, as members of a capture's line: trace (the rule behind each decision,
// and its values), and where there is something to say policy, shadow, fault with seed, place and draw, request_findings,
// refused, unreadable and unkept.
func (e *Event) Extra() []callback.Member { return e.extra(false) }

// extra tells with steps every rule that was tried, without them only the one that held.
func (e *Event) extra(steps bool) []callback.Member {
	if e.past != nil {
		return e.past.beside
	}
	list := make([]callback.Member, 0, 4)
	list = append(list, callback.Member{Name: "trace", Value: string(appendTrace(make([]byte, 0, 256), e.Decisions(), steps))})
	text := func(name, value string) {
		if value != "" {
			list = append(list, callback.Member{Name: name, Value: string(rawjson.AppendString(nil, value))})
		}
	}
	text("policy", e.Policy())
	if e.Shadow != nil {
		list = append(list, callback.Member{Name: "shadow", Value: string(appendTrace(nil, e.Shadow, steps))})
	}
	switch len(e.Injected) {
	case 0:
	case 1:
		i := &e.Injected[0]
		text("fault", i.Fault)
		list = append(list,
			callback.Member{Name: "seed", Value: strconv.FormatUint(i.Seed, 10)},
			callback.Member{Name: "place", Value: strconv.FormatUint(i.Place, 10)},
			callback.Member{Name: "draw", Value: strconv.FormatUint(i.Draw, 10)})
	default:
		list = append(list, callback.Member{Name: "fault", Value: string(marshal(e.Injected))})
	}
	if len(e.Findings) > 0 {
		list = append(list, callback.Member{Name: "request_findings", Value: string(e.appendFindings(nil))})
	}
	text("refused", e.Refused)
	text("unreadable", e.Unreadable)
	text("unkept", e.Unkept)
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
			b = rawjson.AppendString(append(b, `,"why":`...), d.Why())
		}
		if steps && d.HasTrace() {
			b = append(append(b, `,"steps":`...), marshal(d.Trace())...)
		}
		b = append(b, '}')
	}
	return append(b, ']')
}

// marshal returns JSON text of what comes from a policy or from this package.
func marshal(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		return rawjson.AppendString(nil, err.Error()) // an expression's value that JSON does not have
	}
	return text
}

// appendFindings appends what is wrong with the request, as an array.
func (e *Event) appendFindings(b []byte) []byte {
	found := conformance.Judgement{Findings: e.Findings}
	members := found.AppendMembers(nil)
	return append(b, bytes.TrimPrefix(members, []byte(`"verdicts":[],"findings":`))...)
}

// AppendJSON appends the event as one JSON object in one line: the members of an exchange, its verdicts and findings, and
// those of Extra.
func (e *Event) AppendJSON(dst []byte) []byte {
	dst = e.Exchange().AppendMembers(append(dst, '{'))
	dst = e.Judgement().AppendMembers(append(dst, ','))
	if !e.has("client") {
		dst = rawjson.AppendString(append(dst, `,"client":`...), e.Remote)
	}
	for _, m := range e.extra(true) {
		dst = rawjson.AppendString(append(dst, ','), m.Name)
		dst = append(append(dst, ':'), m.Value...)
	}
	return append(dst, '}')
}

// appendSummary appends what a list of exchanges shows of one.
func (e *Event) appendSummary(dst []byte) []byte {
	dst = strconv.AppendUint(append(dst, `{"seq":`...), e.Seq, 10)
	dst = e.Start.UTC().AppendFormat(append(dst, `,"time":"`...), "2006-01-02T15:04:05.000Z")
	dst = rawjson.AppendString(append(dst, `","from":`...), e.Request().FromAccount)
	dst = strconv.AppendInt(append(dst, `,"status":`...), int64(e.Status()), 10)
	dst = strconv.AppendFloat(append(dst, `,"took_ms":`...), float64(e.Took.Microseconds())/1000, 'f', -1, 64)
	dst = append(dst, ',')
	dst = e.Judgement().AppendMembers(dst)
	dst = append(dst, `,"rules":[`...)
	decisions := e.Decisions()
	for i := range decisions {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = rawjson.AppendString(dst, decisions[i].Rule)
	}
	dst = append(dst, `],"faults":[`...)
	for i := range e.Injected {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = rawjson.AppendString(dst, e.Injected[i].Fault)
	}
	dst = append(dst, `],"request_findings":`...)
	dst = strconv.AppendInt(dst, int64(len(e.Findings)), 10)
	dst = rawjson.AppendString(append(dst, `,"refused":`...), e.Refused)
	dst = strconv.AppendBool(append(dst, `,"guarded":`...), e.has("guard"))
	return append(dst, '}')
}
