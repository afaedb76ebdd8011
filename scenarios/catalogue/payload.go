package catalogue

import (
	"bytes"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// payloads are texts that do harm where somebody pastes them into something else. None carries anything out.
func payloads() []choice[string] {
	return []choice[string]{
		{"sql", "' OR '1'='1' -- "},
		{"html", "<img src=x onerror=alert(1)>"},
		{"template", "{{7*7}}${7*7}<%= 7*7 %>"},
		{"path", "../../../../etc/passwd"},
		{"jndi", "${jndi:ldap://127.0.0.1:1/a}"},
		{"crlf", "a\r\nX-Injected: chatcb"},
	}
}

// quickEnough is below which an answer is never called slow: the noise of the machine is larger.
const quickEnough = 250 * time.Millisecond

func payload(t *scenarios.CaseRun, text string) {
	control := t.PlainControl()
	q := t.SampleAbout(text)
	q.Items[0].Texts[callback.Remark], q.Items[0].Texts[callback.Wording] = text, text
	r := t.Spell(q, callback.Documented)
	r.Odd = true
	r.Query = r.Query.Set(callback.ParamClientIP, text)
	rep := t.Send(result.Probe, "payload", r)
	if !t.ExpectAnswer(rep, func() *scenarios.Reply { return control }, scenarios.ValidAnswer, scenarios.HasFailed, scenarios.ClientError) {
		return
	}
	if took := rep.Exchange.Phases.LastByte; took > quickEnough && took > 5*control.Exchange.Phases.LastByte {
		t.ViolatedBy(rep, "", language.T("an answer within five times the control's {took}", "took", round(control.Exchange.Phases.LastByte)),
			took.Round(time.Millisecond).String(), "the payload makes the receiver slow, as if something were carried out")
	}
	kind, _ := rep.Exchange.Answer.Header("Content-Type")
	if bytes.HasPrefix(bytes.ToLower(kind), []byte("text/html")) && bytes.Contains(rep.Exchange.Answer.Body, []byte(text)) {
		t.ViolatedBy(rep, "", "no HTML page with the payload in it", "the payload, unescaped, as text/html",
			"the payload comes back where a browser would run it")
	}
	if _, injected := rep.Exchange.Answer.Header("X-Injected"); injected {
		t.ViolatedBy(rep, "", "no header of the caller's own", "X-Injected", "line breaks of the payload became a header of the answer")
	}
}
