// Package doctor is chatcb doctor.
package doctor

import (
	"context"
	"encoding/json"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/doctor"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report"
)

type options struct {
	App      *app.App
	AppID    string `flag:"app-id" default:"1400000000"`
	Token    flags.Token
	Target   flags.Target
	Webhook  flags.Webhook
	Delivery flags.Delivery
}

func New(a *app.App) *cobra.Command {
	return a.Command("doctor URL", cobra.MaximumNArgs(1), &options{})
}

func (o *options) Run(ctx context.Context, _ []string) error {
	if !o.Target.Given() {
		return exit.Usagef("wanted chatcb doctor URL, got no URL; for example: chatcb doctor https://chat.example.com/hook")
	}
	client, err := o.Target.Client(&o.Delivery, callback.Deadline)
	if err != nil {
		return err
	}
	defer client.CloseIdle()
	if err := o.Target.Await(ctx, client.Target, nil); err != nil {
		return err
	}
	hook := o.Webhook.Value
	call := client.Target.Call()
	call.Style, call.Token, call.Body = callback.Documented, o.Token.Value.Reveal(), []byte(hook.Sample)
	call.Query = hook.Query(o.AppID, "203.0.113.9", "Web")
	examination := doctor.Examination{Client: client, Call: call}
	return o.show(ctx, &examination)
}

func (o *options) show(ctx context.Context, e *doctor.Examination) error {
	var list []doctor.Finding
	t := o.App.Terminal()
	for f := range e.Examine(ctx) {
		list = append(list, f)
		if o.App.Output == "text" {
			report.ShowExamined(t, &f)
		}
	}
	status := doctor.Status(list, ctx.Err() != nil)
	if o.App.Output == "text" {
		report.ShowDiagnosis(t, list, status)
		return exit.Status(status)
	}
	err := json.NewEncoder(o.App.Stdout).Encode(map[string]any{
		"version": 1, "target": e.Client.Target.String(), "checks": list, "exit": status,
	})
	if err != nil {
		return exit.Ended(outcome.Trouble, err)
	}
	return exit.Status(status)
}
