package mockserver

import (
	"net/http"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
)

// judge holds the request against what Chat would send.
func (t *turn) judge() {
	e, l := t.event, &t.line
	// The rules want the header lines without the request line.
	first := len(l.method) + len(l.uri) + len(l.proto) + len("  \r\n")
	t.view = conformance.RequestView{
		Method: l.method, Target: l.uri, Proto: l.proto, Head: t.head[first : len(t.head)-len("\r\n")], Body: t.body,
	}
	t.judges = conformance.RequestJudge{AppID: t.s.config.AppID, Token: t.s.config.Token, Now: t.start}
	t.judges.Judge(&t.view, &t.judgement)
	if e.Unreadable == "" {
		e.Unreadable = t.judgement.Reading().Problem()
	}
	if n := len(t.judgement.Findings); n > 0 {
		e.Findings = append(make([]conformance.Finding, 0, n), t.judgement.Findings...)
	}
	if t.s.config.Strict {
		t.refuse()
	}
}

// check is one thing that a backend must look at before it believes a request.
type check struct {
	name   string
	refuse func(*turn) string // why the request is refused, or ""
}

// checks are those of a strict server. What else is wrong with a request is only reported: a receiver that refuses
// whatever it does not know (a new platform, an unknown member) lets friends through when Chat changes.
var checks = []check{
	{"method", checkMethod},
	{"app-id", checkAppID},
	{"command", checkCommand},
	{"body-command", checkBodyCommand},
	{"sign", checkSign},
	{"from", checkFrom},
}

// refuse runs the checks. The faults of the exchange may have replaced some.
func (t *turn) refuse() {
	for i := range checks {
		c := &checks[i]
		refuse := c.refuse
		if other, ok := t.replaced(c.name); ok {
			refuse = other
		}
		if refuse == nil {
			continue
		}
		if t.event.Refused = refuse(t); t.event.Refused != "" {
			return
		}
	}
}

func checkMethod(t *turn) string {
	if t.line.method != http.MethodPost {
		return "the method is not POST"
	}
	return ""
}

// single is the value of a parameter that must stand exactly once.
func (t *turn) single(name string) (value, problem string) {
	n := 0
	for _, p := range t.event.Query() {
		if p.Name == name {
			value = p.Value
			n++
		}
	}
	switch {
	case n == 0:
		return "", "the URL has no " + name
	case n > 1:
		return "", name + " stands more than once in the URL"
	}
	return value, ""
}

func checkAppID(t *turn) string {
	id, problem := t.single(callback.ParamSdkAppid)
	switch {
	case problem != "":
		return problem
	case id == "" || strings.Trim(id, "0123456789") != "":
		return "SdkAppid is not a number"
	case t.s.config.AppID != "" && id != t.s.config.AppID:
		return "SdkAppid is another app's"
	}
	return ""
}

func checkCommand(t *turn) string {
	command, problem := t.single(callback.ParamCallbackCommand)
	if problem == "" && command != callback.Command {
		return "CallbackCommand in the URL is another webhook's"
	}
	return problem
}

func checkBodyCommand(t *turn) string {
	if t.event.Unreadable == "" && t.event.Request().CallbackCommand != callback.Command {
		return "CallbackCommand in the body is missing, or another webhook's"
	}
	return ""
}

func checkSign(t *turn) string {
	if t.s.config.Token == "" {
		return ""
	}
	sign, problem := t.single(callback.ParamSign)
	if problem != "" {
		return problem
	}
	seconds, problem := t.single(callback.ParamRequestTime)
	if problem != "" {
		return problem
	}
	if callback.CheckSign(t.s.config.Token, sign, seconds, t.start) != nil {
		return "Sign is wrong, or RequestTime is not within a minute of now" // no more: whoever asks may be guessing
	}
	return ""
}

func checkFrom(t *turn) string {
	if t.event.Unreadable == "" && t.event.Request().FromAccount == "" {
		return "there is no From_Account"
	}
	return ""
}

// replaced finds what a broken receiver does instead of a check.
func (t *turn) replaced(name string) (refuse func(*turn) string, ok bool) {
	for i := range t.hits {
		if refuse, ok = t.hits[i].act.fault.checks[name]; ok {
			return refuse, true
		}
	}
	return nil, false
}
