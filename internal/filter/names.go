package filter

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/expression"
)

// name is what an expression can ask of a record. What an exchange does not have is empty or zero.
type name struct {
	short   string
	meaning string // in a few words
	of      scope
	value   func(m *Matcher, i int) any // i is the account, as counted by the request
}

// scope is what a name is of.
type scope uint8

const (
	ofExchange scope = iota
	ofAccount
	ofVerdict // of an account too
)

func (s scope) account() bool { return s != ofExchange }

// namesOf lists the names, those of the fields of requests among them.
func namesOf(fields []*callback.Field) []name {
	names := []name{
		{"seq", "number of the exchange in its capture", ofExchange, func(m *Matcher, _ int) any { return int(m.of.Exchange.Seq) }},
		{"time", "when it began", ofExchange, func(m *Matcher, _ int) any { return m.of.Exchange.Start }},
		{"target", "URL of the receiver", ofExchange, func(m *Matcher, _ int) any { return m.of.Exchange.Target }},
		{"method", "of the request: POST", ofExchange, func(m *Matcher, _ int) any {
			method, _, _ := bytes.Cut(m.of.Exchange.Sent, []byte{' '})
			return string(method)
		}},
		{"platform", callback.ParamOptPlatform, ofExchange, parameter(callback.ParamOptPlatform)},
		{"client_ip", callback.ParamClientIP, ofExchange, parameter(callback.ParamClientIP)},
		{"app_id", callback.ParamSdkAppid, ofExchange, parameter(callback.ParamSdkAppid)},
	}
	for _, f := range fields {
		if f.Kind == callback.KindAccount && f.OfItem {
			names = append(
				names,
				name{f.Short, "every " + f.Name + " that is asked about", ofExchange, func(m *Matcher, _ int) any { return m.question().Accounts }},
				name{"account", "one " + f.Name, ofAccount, func(m *Matcher, i int) any { return m.accountAt(i) }},
			)
			continue
		}
		names = append(names, nameOf(f))
	}
	return slices.Concat(names, verdictNames(), answerNames())
}

func nameOf(f *callback.Field) name {
	n := name{f.Short, f.Name + ": " + f.Doc, ofExchange, func(m *Matcher, i int) any { return fieldValue(m.decoded(), f, i) }}
	switch {
	case f.OfItem:
		n.of, n.meaning = ofAccount, "its "+f.Name
	case f.Slot == callback.From: // known of requests too that cannot be decoded
		n.value = func(m *Matcher, _ int) any { return m.question().From }
	}
	return n
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

// verdictNames are those of what the judge says of an account.
func verdictNames() []name {
	of := func(value func(v *conformance.Verdict) any) func(*Matcher, int) any {
		return func(m *Matcher, i int) any { return value(m.verdict(i)) }
	}
	return []name{
		{"said", "what the backend said of it", ofVerdict, of(func(v *conformance.Verdict) any { return string(v.Said) })},
		{"effect", "what Chat does with it", ofVerdict, of(func(v *conformance.Verdict) any { return string(v.Effect) })},
		{"cause", "why the effect is what it is", ofVerdict, of(func(v *conformance.Verdict) any { return string(v.Cause) })},
		{"basis", "how the effect is known", ofVerdict, of(func(v *conformance.Verdict) any { return string(v.Basis) })},
		{"code", "its ResultCode; -1 if none can be read", ofVerdict, of(func(v *conformance.Verdict) any {
			if v.HasCode {
				return int(v.Code)
			}
			return -1
		})},
		{"leak", "it was to be blocked (--expect), and gets through", ofVerdict, func(m *Matcher, i int) any { return m.leaks(m.verdict(i)) }},
	}
}

// answerNames are those of the answer, and of what else a line says.
func answerNames() []name {
	extra := func(member string) func(*Matcher, int) any {
		return func(m *Matcher, _ int) any { return extra(m.of.Extra, member) }
	}
	listed := func(member string) func(*Matcher, int) any {
		return func(m *Matcher, _ int) any { return ids(m.of.Extra, member, "rule") }
	}
	has := func(member string) func(*Matcher, int) any {
		return func(m *Matcher, _ int) any {
			return slices.ContainsFunc(m.of.Extra, func(e callback.Member) bool { return e.Name == member })
		}
	}
	return []name{
		{"status", "HTTP status of the answer", ofExchange, func(m *Matcher, _ int) any { return m.of.Exchange.Answer.Status }},
		{"rule", "ids of the rules that the answer breaks", ofExchange, func(m *Matcher, _ int) any { return m.rules() }},
		{"latency_ms", "until the last byte, in milliseconds", ofExchange, func(m *Matcher, _ int) any {
			return float64(m.of.Exchange.Phases.LastByte) / float64(time.Millisecond)
		}},
		{"late", "the answer came after the deadline", ofExchange, func(m *Matcher, _ int) any { return m.of.Exchange.Late() }},
		{"reused", "over a kept connection", ofExchange, func(m *Matcher, _ int) any { return m.of.Exchange.Reused }},
		{"failure", "cause of a failed delivery", ofExchange, func(m *Matcher, _ int) any { return string(m.of.Exchange.Failure.Cause) }},
		{"body", "body of the request", ofExchange, func(m *Matcher, _ int) any { return string(m.of.Exchange.SentBody()) }},
		{"answer", "body of the answer", ofExchange, func(m *Matcher, _ int) any { return string(m.of.Exchange.Answer.Body) }},
		{"label", "of a simulation: benign, or the campaign", ofExchange, extra("label")},
		{"scenario", "of check", ofExchange, extra("scenario")},
		{"fault", "of the mock server, as JSON unless it is a text", ofExchange, extra("fault")},
		{"faults", "ids of the mock server's faults that acted", ofExchange, func(m *Matcher, _ int) any {
			list := ids(m.of.Extra, "fault", "fault")
			for i := range list {
				list[i] = faultID(list[i])
			}
			return list
		}},
		{"decided_by", "ids of the policy's rules that decided", ofExchange, listed("trace")},
		{"broken", "ids of the rules that the request breaks", ofExchange, listed("request_findings")},
		{"refused", "a strict mock server refused it", ofExchange, has("refused")},
		{"guarded", "the guard of a proxy answered", ofExchange, has("guard")},
	}
}

// parameter is one of the URL.
func parameter(param string) func(*Matcher, int) any {
	return func(m *Matcher, _ int) any {
		line, _, _ := bytes.Cut(m.of.Exchange.Sent, []byte("\r\n"))
		_, target, _ := strings.Cut(string(line), " ")
		target, _, _ = strings.Cut(target, " ")
		_, query, _ := strings.Cut(target, "?")
		value, _ := callback.ParseQuery(query).Get(param)
		return value
	}
}

// extra is a member that is recorded with the exchange: its text where it is one, else as JSON.
func extra(members []callback.Member, name string) string {
	i := slices.IndexFunc(members, func(m callback.Member) bool { return m.Name == name })
	if i < 0 {
		return ""
	}
	value := members[i].Value
	if text, err := strconv.Unquote(value); err == nil && strings.HasPrefix(value, `"`) {
		return text
	}
	return value
}

// ids lists a member of the objects in a list that is recorded with the exchange, such as the rules of a trace. Where a text
// stands for the list, it is that.
func ids(members []callback.Member, name, member string) []string {
	list := []string{}
	i := slices.IndexFunc(members, func(m callback.Member) bool { return m.Name == name })
	if i < 0 {
		return list
	}
	var text string
	if json.Unmarshal([]byte(members[i].Value), &text) == nil {
		return append(list, text)
	}
	var objects []map[string]any
	_ = json.Unmarshal([]byte(members[i].Value), &objects) // a capture may have been edited
	for _, o := range objects {
		if id, ok := o[member].(string); ok && id != "" {
			list = append(list, id)
		}
	}
	return list
}

// faultID is the id in a part of a fault script, without its settings.
func faultID(part string) string {
	id, _, _ := strings.Cut(part, " ")
	id, _, _ = strings.Cut(id, "=")
	if id == "median" || id == "p99" {
		return "latency"
	}
	return id
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

// Name explains a name that an expression can use.
type Name struct {
	Name    string
	Type    string   // in words: text, number, list of texts, true or false, time
	Meaning string   // in a few words
	Values  []string // where they are few, else nil
	Account bool     // it is of one account at a time
}

// Explained lists the names with what they mean.
func Explained() []Name {
	kinds := map[string]string{"int": "number", "float64": "number", "string": "text", "[]string": "list of texts", "bool": "true or false", "time.Time": "time"}
	var list []Name
	nothing := environment(allNames())
	for _, n := range allNames() {
		list = append(list, Name{n.short, kinds[fmt.Sprintf("%T", nothing[n.short])], n.meaning, words(n.short), n.of.account()})
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
