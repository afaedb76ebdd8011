package report

import (
	"encoding/json"
	"errors"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report/term"
)

// Contact is what is known of the first contact with a backend, to say why it may refuse everything.
type Contact struct {
	AppID    string // that was sent
	Signed   bool   // with a Sign
	OwnAppID bool   // the user gave it
}

// ShowHint shows the hint, if there is one.
func (c *Contact) ShowHint(t *term.Terminal, x *exchange.Exchange) {
	if hint := c.Hint(t.Words, x); hint != "" {
		t.Below(t.Words.Label("hint")+"  ", t.Doubtful(hint))
	}
}

// Hint says what the flags have to do with the answer to a request that must be answered well, or "".
func (c *Contact) Hint(w *language.Words, x *exchange.Exchange) string {
	status := x.Answer.Status
	switch {
	case x.Failure.Cause == callback.NoConnection:
		return w.Say("report.not-running")
	case status == 404:
		return w.Say("report.wrong-path", "target", x.Target)
	case c.OwnAppID && c.Signed:
		return ""
	case status == 401, status == 403, status == 200 && refusal(x.Answer.Body):
	default:
		return ""
	}
	switch {
	case c.OwnAppID:
		return w.Say("report.unsigned", "app", c.AppID)
	case c.Signed:
		return w.Say("report.foreign", "app", c.AppID)
	}
	return w.Say("report.foreign-unsigned", "app", c.AppID)
}

// refusal reports an answer that is empty, or says that processing failed.
func refusal(body []byte) bool {
	if len(body) == 0 {
		return true
	}
	var answer struct{ ActionStatus string }
	if err := json.Unmarshal(body, &answer); err != nil {
		if _, wrongType := errors.AsType[*json.UnmarshalTypeError](err); !wrongType {
			return false
		}
	}
	return answer.ActionStatus == callback.StatusFail
}
