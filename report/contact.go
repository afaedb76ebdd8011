package report

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
)

// Contact is what is known of the first contact with a backend, to say why it may refuse everything.
type Contact struct {
	AppID     string // that was sent
	Signed    bool   // with a Sign
	OwnAppID  bool   // the user gave it
	OwnTarget string // as the user may write it
}

// Hint says what the flags have to do with the answer to a request that must be answered well, or "".
func (c *Contact) Hint(x *exchange.Exchange) string {
	status := x.Answer.Status
	switch {
	case x.Failure.Cause == callback.NoConnection:
		return "is the backend running? --wait 30s waits until it answers; chatcb check URL -- COMMAND starts it"
	case status == 404:
		return fmt.Sprintf("is the path right? the request went to %s", x.Target)
	case c.OwnAppID && c.Signed:
		return ""
	case status == 401, status == 403, status == 200 && refusal(x.Answer.Body):
	default:
		return ""
	}
	sent := fmt.Sprintf("SdkAppid %s was sent", c.AppID)
	if !c.OwnAppID {
		sent += ", which is nobody's"
	}
	if !c.Signed {
		sent += ", without a Sign"
	}
	return sent + "; does the backend refuse others? --app-id and --token-file give your own"
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
