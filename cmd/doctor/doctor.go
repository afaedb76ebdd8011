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
	app      *app.App
	delivery flags.Delivery
	webhook  flags.Webhook
	appID    string
	secret   flags.Token
	target   flags.Target
}

func New(a *app.App) *cobra.Command {
	o := &options{app: a}
	c := &cobra.Command{
		Use:  "doctor URL",
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			o.target.Take(args)
			return o.run(c)
		},
	}
	f := c.Flags()
	f.SortFlags = false
	f.StringVar(&o.appID, "app-id", "1400000000", "")
	o.secret.Bind(f)
	o.target.Bind(c)
	o.webhook.Bind(f)
	o.delivery.Bind(f)
	return c
}

func (o *options) run(c *cobra.Command) error {
	if !o.target.Given() {
		return exit.Usagef("wanted chatcb doctor URL, got no URL; for example: chatcb doctor https://chat.example.com/hook")
	}
	target, err := o.target.Parse()
	if err != nil {
		return err
	}
	if err := o.target.Await(c.Context(), target, nil); err != nil {
		return err
	}
	client, head, err := o.delivery.Client(target, callback.Deadline)
	if err != nil {
		return err
	}
	defer client.CloseIdle()
	if err := o.secret.Read(); err != nil {
		return err
	}
	if err := o.webhook.Resolve(); err != nil {
		return err
	}
	hook := o.webhook.Value
	call := target.Call()
	call.Head, call.Style, call.Token, call.Body = head, callback.Documented, o.secret.Value.Reveal(), []byte(hook.Sample)
	call.Query = hook.Query(o.appID, "203.0.113.9", "Web")
	examination := doctor.Examination{Client: client, Call: call}
	return o.show(c.Context(), &examination)
}

func (o *options) show(ctx context.Context, e *doctor.Examination) error {
	var list []doctor.Finding
	t := o.app.Terminal()
	for f := range e.Examine(ctx) {
		list = append(list, f)
		if o.app.Output == "text" {
			report.ShowExamined(t, &f)
		}
	}
	status := doctor.Status(list, ctx.Err() != nil)
	if o.app.Output == "text" {
		report.ShowDiagnosis(t, list, status)
		return exit.Status(status)
	}
	err := json.NewEncoder(o.app.Stdout).Encode(map[string]any{
		"version": 1, "target": e.Client.Target.String(), "checks": list, "exit": status,
	})
	if err != nil {
		return exit.Ended(outcome.Trouble, err)
	}
	return exit.Status(status)
}
