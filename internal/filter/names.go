package filter

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/expression"
)

// name is what an expression can ask of a record. What an exchange does not have is empty or zero. The help page "where" says
// what each means.
type name struct {
	short string
	each  bool                        // it is of one account at a time
	value func(m *Matcher, i int) any // i is the account, as counted by the request
}

// ofExchange is a name whose value the exchange itself tells.
func ofExchange(short string, value func(x *exchange.Exchange) any) name {
	return name{short, false, func(m *Matcher, _ int) any { return value(m.of.Exchange) }}
}

// ofVerdict is a name whose value the judge tells of one account.
func ofVerdict(short string, value func(v *conformance.Verdict) any) name {
	return name{short, true, func(m *Matcher, i int) any { return value(m.verdict(i)) }}
}

// ofExtra is a name whose value is recorded with the exchange.
func ofExtra(short string, value func(extra []callback.Member) any) name {
	return name{short, false, func(m *Matcher, _ int) any { return value(m.of.Extra) }}
}

// namesOf lists the names, those of the fields of requests among them.
func namesOf(fields []*callback.Field) []name {
	names := []name{
		ofExchange("seq", func(x *exchange.Exchange) any { return int(x.Seq) }),
		ofExchange("time", func(x *exchange.Exchange) any { return x.Start }),
		ofExchange("target", func(x *exchange.Exchange) any { return x.Target }),
		ofExchange("method", func(x *exchange.Exchange) any {
			method, _ := x.SentLine()
			return method
		}),
		ofExchange("platform", parameter(callback.ParamOptPlatform)),
		ofExchange("client_ip", parameter(callback.ParamClientIP)),
		ofExchange("app_id", parameter(callback.ParamSdkAppid)),
	}
	for _, f := range fields {
		names = append(names, nameOf(f))
		if f.Kind == callback.KindAccount && f.OfItem {
			names = append(names, name{"account", true, func(m *Matcher, i int) any { return m.accountAt(i) }})
		}
	}
	return append(
		names,
		ofVerdict("said", func(v *conformance.Verdict) any { return string(v.Said) }),
		ofVerdict("effect", func(v *conformance.Verdict) any { return string(v.Effect) }),
		ofVerdict("cause", func(v *conformance.Verdict) any { return string(v.Cause) }),
		ofVerdict("basis", func(v *conformance.Verdict) any { return string(v.Basis) }),
		ofVerdict("code", func(v *conformance.Verdict) any {
			if v.HasCode {
				return int(v.Code)
			}
			return -1
		}),
		name{"leak", true, func(m *Matcher, i int) any { return m.leaks(m.verdict(i)) }},
		name{"rule", false, func(m *Matcher, _ int) any { return m.rules() }},
		ofExchange("status", func(x *exchange.Exchange) any { return x.Answer.Status }),
		ofExchange("latency_ms", func(x *exchange.Exchange) any { return float64(x.Phases.LastByte) / float64(time.Millisecond) }),
		ofExchange("late", func(x *exchange.Exchange) any { return x.Late() }),
		ofExchange("reused", func(x *exchange.Exchange) any { return x.Reused }),
		ofExchange("failure", func(x *exchange.Exchange) any { return string(x.Failure.Cause) }),
		ofExchange("body", func(x *exchange.Exchange) any { return string(x.SentBody()) }),
		ofExchange("answer", func(x *exchange.Exchange) any { return string(x.Answer.Body) }),
		ofExtra("label", text("label")),
		ofExtra("scenario", text("scenario")),
		ofExtra("fault", text("fault")),
		ofExtra("faults", faults),
		ofExtra("decided_by", ids("trace", "rule")),
		ofExtra("broken", ids("request_findings", "rule")),
		ofExtra("refused", has("refused")),
		ofExtra("guarded", has("guard")),
	)
}

func nameOf(f *callback.Field) name {
	switch {
	case f.Kind == callback.KindAccount && f.OfItem: // every one that is asked about
		return name{f.Short, false, func(m *Matcher, _ int) any { return m.question().Accounts }}
	case f.Slot == callback.From: // known of requests too that cannot be decoded
		return name{f.Short, false, func(m *Matcher, _ int) any { return m.question().From }}
	}
	return name{f.Short, f.OfItem, func(m *Matcher, i int) any { return fieldValue(m.decoded(), f, i) }}
}

// fieldValue is a field as a text, or a number.
func fieldValue(q *callback.Request, f *callback.Field, i int) any {
	switch {
	case f.Kind == callback.KindFlag || f.Kind == callback.KindTime:
		return int(*q.Number(f.Slot))
	case f.OfItem && i >= len(q.Items):
		return ""
	}
	return f.Text(q, i)
}

// parameter is one of the URL.
func parameter(param string) func(*exchange.Exchange) any {
	return func(x *exchange.Exchange) any {
		_, target := x.SentLine()
		_, query, _ := strings.Cut(target, "?")
		value, _ := callback.ParseQuery(query).Get(param)
		return value
	}
}

// member is the JSON of a member that is recorded with the exchange, or "".
func member(extra []callback.Member, name string) string {
	for i := range extra {
		if extra[i].Name == name {
			return extra[i].Value
		}
	}
	return ""
}

func has(name string) func([]callback.Member) any {
	return func(extra []callback.Member) any { return member(extra, name) != "" }
}

// text is a member's text where it is one, else its JSON.
func text(name string) func([]callback.Member) any {
	return func(extra []callback.Member) any {
		value := member(extra, name)
		text := ""
		if strings.HasPrefix(value, `"`) && json.Unmarshal([]byte(value), &text) == nil {
			return text
		}
		return value
	}
}

// ids lists what the objects in a list that is recorded have under a key, such as the rules of a trace. Where a text stands for
// the list, it is that.
func ids(name, key string) func([]callback.Member) any {
	return func(extra []callback.Member) any { return listed(extra, name, key) }
}

func listed(extra []callback.Member, name, key string) []string {
	list := []string{}
	value := []byte(member(extra, name))
	var text string
	if json.Unmarshal(value, &text) == nil {
		return append(list, text)
	}
	var objects []map[string]any
	_ = json.Unmarshal(value, &objects) // a capture may have been edited
	for _, o := range objects {
		if id, ok := o[key].(string); ok && id != "" {
			list = append(list, id)
		}
	}
	return list
}

// faults are the ids in the parts of a fault script, without their settings.
func faults(extra []callback.Member) any {
	list := listed(extra, "fault", "fault")
	for i, part := range list {
		id, _, _ := strings.Cut(part, " ")
		if list[i], _, _ = strings.Cut(id, "="); list[i] == "median" || list[i] == "p99" {
			list[i] = "latency"
		}
	}
	return list
}

func allNames() []name { return namesOf(callback.FieldsOf(callback.Webhooks()...)) }

// Names lists the names that an expression can use.
func Names() []string {
	var list []string
	for _, n := range allNames() {
		list = append(list, n.short)
	}
	return list
}

// environment has the values that the names have for a record with nothing in it.
func environment(names []name) map[string]any {
	m := &Matcher{filter: &Filter{}, of: Subject{Exchange: new(exchange.Exchange)}}
	env := map[string]any{expression.Key: &m.steps}
	for _, n := range names {
		env[n.short] = n.value(m, 0)
	}
	return env
}

// words are the values that a name can have, where they are few.
func words(name string) []string {
	switch name {
	case "effect":
		return []string{string(conformance.Allow), string(conformance.Block)}
	case "said":
		return []string{string(conformance.SaidAllow), string(conformance.SaidBlock), string(conformance.SaidNothing)}
	case "basis":
		return []string{string(conformance.Documented), string(conformance.Assumed)}
	case "cause":
		var list []string
		for _, c := range callback.Causes() {
			list = append(list, string(c))
		}
		return list
	}
	return nil
}
