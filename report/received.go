package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/report/term"
)

// Received shows the exchanges of a server as they come, and sums up: a line each, as text or as JSON. Who reads them may be
// gone, and nothing waits for that.
type Received struct {
	Out   io.Writer
	Term  *term.Terminal // whose colours and width the text has
	Lines bool           // as JSON

	buf []byte
}

// Exchange shows one exchange. Extra are the members that stand beside it; why says what became of one that is about nobody.
func (r *Received) Exchange(e *conformance.Judged, extra []callback.Member, why string) {
	if r.Lines {
		b := e.Exchange.AppendMembers(append(r.buf[:0], `{"type":"exchange","version":1,`...))
		b = e.Judgement.AppendMembers(append(b, ','))
		for _, m := range extra {
			b = rawjson.AppendString(append(b, ','), m.Name)
			b = append(append(b, ':'), m.Value...)
		}
		r.buf = append(b, "}\n"...)
		_, _ = r.Out.Write(r.buf)
		return
	}
	shown := *e
	if len(e.Judgement.Verdicts) == 0 {
		judgement := *e.Judgement
		judgement.Verdicts = []conformance.Verdict{{Effect: "-", Cause: callback.Cause(why), Basis: conformance.Documented}}
		shown.Judgement = &judgement
	}
	rules := rulesIn(extra)
	showLine(r.terminal(), &shown, func(v *conformance.Verdict) (text string) {
		if v.HasCode && v.Code != 0 {
			text = " " + strconv.FormatInt(v.Code, 10)
		}
		if rule := rules[v.Account]; rule != "" {
			text += " " + rule
		}
		return text
	})
}

// rulesIn are the rules of the policy that decided, by account: those of the member trace.
func rulesIn(extra []callback.Member) map[string]string {
	rules := map[string]string{}
	for _, m := range extra {
		if m.Name != "trace" {
			continue
		}
		var trace []struct{ Account, Rule string }
		_ = json.Unmarshal([]byte(m.Value), &trace) // what is no trace of ours names no rule
		for _, d := range trace {
			rules[d.Account] = d.Rule
		}
	}
	return rules
}

func (r *Received) terminal() *term.Terminal {
	t := *r.Term
	t.W = r.Out
	return &t
}

// Field is a member of a line of JSON.
type Field struct {
	Name  string
	Value any // text, number, or what is made of them
}

// Object writes a line of JSON: what the server is, or what it has to say.
func (r *Received) Object(kind string, fields ...Field) {
	b := rawjson.AppendString([]byte(`{"type":`), kind)
	b = fmt.Appendf(b, `,"version":%d`, Version)
	for _, f := range fields {
		value, err := json.Marshal(f.Value)
		if err != nil {
			continue // texts and numbers
		}
		b = append(append(rawjson.AppendString(append(b, ','), f.Name), ':'), value...)
	}
	_, _ = r.Out.Write(append(b, "}\n"...))
}

// End shows the closing line of a command that serves: what is always said, and of the rest what there was.
func (r *Received) End(command string, counts any) { show(r.terminal(), command+".txt", counts) }
