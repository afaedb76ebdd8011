package send

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// request is one request that is sent.
type request struct {
	exchange.Call
	question  conformance.Request
	number    uint64
	eventTime int64
	bytes     []byte
}

// request makes request number n of the seed's stream.
func (r *requestFlags) request(call exchange.Call, n uint64, now time.Time) (*request, error) {
	at := now
	if r.Flags.Changed("event-time") && r.EventTime != "now" {
		at = time.UnixMilli(r.at)
	}
	draw := traffic.Realistic(r.Webhook.Value, r.Seed.N, n, max(r.Friends, len(r.Fields.To)), at)
	r.Fields.Apply(&draw.Request)
	draw.Request.EventTime = at.UnixMilli()
	out := &request{Call: call, number: n, eventTime: draw.Request.EventTime}
	out.Style, out.Body = r.Encoding.Style, r.bodyText
	if out.Body == nil {
		out.Body = r.Encoding.Append(nil, &draw.Request)
	}
	w := draw.Request.Hook()
	if r.bodyText != nil && !r.Flags.Changed("command") {
		w = callback.Of(r.bodyText)
	}
	out.Query = w.Query(r.AppID, draw.ClientIP, draw.Platform)
	out.Query = r.parameters(out.Query, draw.RequestID)
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
	frame := out.Frame(now)
	if question.AddSign(string(frame.Target)); out.Token != "" {
		question.Secrets = append(question.Secrets, out.Token)
	}
	out.question, out.bytes = question, frame.Bytes()
	return out, r.checkLegal(out.bytes)
}

// parameters changes those of the URL that were given.
func (r *requestFlags) parameters(q callback.Query, requestID string) callback.Query {
	if r.Flags.Changed("client-ip") {
		q = q.Set(callback.ParamClientIP, r.ClientIP)
	}
	if r.Flags.Changed("platform") {
		q = q.Set(callback.ParamOptPlatform, r.Platform)
	}
	if r.RequestID == "none" || r.RequestID == "" && r.Encoding.Style == callback.Documented {
		return q
	}
	return q.Set(callback.ParamRequestID, cmp.Or(r.RequestID, requestID))
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
	judge := conformance.RequestJudge{AppID: r.AppID, Token: r.Token.Value.Reveal()}
	var problems []string
	for _, f := range judge.Broken(&view) {
		problems = append(problems, fmt.Sprintf("%s: %s", f.Rule.ID, f.Message()))
	}
	if len(problems) == 0 {
		return nil
	}
	return exit.Usagef("Chat would never send this request; --allow-invalid sends it all the same\n  %s", strings.Join(problems, "\n  "))
}
