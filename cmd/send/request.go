package send

import (
	"fmt"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// outgoing is one request, ready to be spelt.
type outgoing struct {
	exchange.Call
	question  conformance.Request
	eventTime int64
}

func (r *requestFlags) style() callback.Style {
	if r.Order == "documented" {
		return callback.Documented
	}
	return callback.Wire
}

// request makes request number n of the seed's stream.
func (r *requestFlags) request(call exchange.Call, n uint64, now time.Time) (*outgoing, error) {
	at := now
	if r.Flags.Changed("event-time") && r.EventTime != "now" {
		at = time.UnixMilli(r.at)
	}
	draw := traffic.Realistic(r.Webhook.Value, r.Seed.N, n, max(r.Friends, len(r.Fields.To)), at)
	r.Fields.Apply(&draw.Request)
	draw.Request.EventTime = at.UnixMilli()
	out := &outgoing{Call: call, eventTime: draw.Request.EventTime}
	out.Style, out.Body = r.style(), r.bodyText
	if out.Body == nil {
		enc := callback.Encoding{Style: r.style(), OmitEmpty: r.OmitEmpty}
		out.Body = enc.Append(nil, &draw.Request)
	}
	w := draw.Request.Hook()
	if r.bodyText != nil && !r.Flags.Changed("command") {
		w = callback.Of(r.bodyText)
	}
	out.Query = w.Query(r.AppID, draw.ClientIP, draw.Platform)
	if err := r.parameters(out, &draw); err != nil {
		return nil, err
	}
	edits, err := r.Edits.Parse()
	if err != nil {
		return nil, err
	}
	for _, e := range edits {
		if name, ofURL := e.Param(); ofURL {
			out.Query = out.Query.Set(name, e.Text)
		} else if out.Body, err = e.Apply(out.Body); err != nil {
			return nil, exit.Usagef("%s: %w", flags.EditFlag(e), err)
		}
	}
	out.Token = r.Token.Value.Reveal()
	question, err := conformance.RequestOf(out.Body)
	if err != nil && !r.AllowInvalid {
		return nil, exit.Usagef("the body is not a request: %w (send it all the same with --allow-invalid)", err)
	}
	out.question = question
	return out, nil
}

func (r *requestFlags) parameters(out *outgoing, draw *traffic.Draw) error {
	if r.Flags.Changed("client-ip") {
		out.Query = out.Query.Set(callback.ParamClientIP, r.ClientIP)
	}
	if r.Flags.Changed("platform") {
		out.Query = out.Query.Set(callback.ParamOptPlatform, r.Platform)
	}
	switch {
	case r.RequestID == "none", r.RequestID == "" && r.style() == callback.Documented:
	case r.RequestID != "":
		out.Query = out.Query.Set(callback.ParamRequestID, r.RequestID)
	default:
		out.Query = out.Query.Set(callback.ParamRequestID, draw.RequestID)
	}
	return nil
}

// checkLegal refuses what Chat would never send, unless the user insists. What it may send, and nobody knows, passes.
func (r *requestFlags) checkLegal(sent []byte) error {
	if r.AllowInvalid {
		return nil
	}
	view, err := conformance.ParseRequest(sent)
	if err != nil {
		return err
	}
	var judgement conformance.Judgement
	judge := conformance.RequestJudge{AppID: r.AppID, Token: r.Token.Value.Reveal()}
	judge.Judge(&view, &judgement)
	var problems []string
	for i := range judgement.Findings {
		if f := &judgement.Findings[i]; f.Level == rule.Fail {
			problems = append(problems, fmt.Sprintf("%s: %s", f.Rule.ID, f.Message()))
		}
	}
	if len(problems) == 0 {
		return nil
	}
	return exit.Usagef("Chat would never send this request; --allow-invalid sends it all the same\n  %s", strings.Join(problems, "\n  "))
}
