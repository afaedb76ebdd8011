// Package policy is chatcb policy: policies of a mock server, tried on captured requests.
package policy

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/captured"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/cmd/internal/starter"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/mockserver/policy"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report"
	policyreport "github.com/chatcb/chatcb/report/policy"
)

func New(a *app.App) *cobra.Command {
	return exit.Commands("policy",
		starter.New(a, starter.File{Use: "new [FILE]", Name: "policy.yaml", Schema: "policy", Templates: templates}),
		a.Command("test --policy FILE [CAPTURE…]", nil, &testOptions{}),
		a.Command("diff OLD NEW CAPTURE…", cobra.MinimumNArgs(3), &diffOptions{}),
	)
}

// templates are policies to start from, by language.
//
//go:embed template
var templates embed.FS

// options are the flags that both have.
type options struct {
	App      *app.App
	Examples int `flag:"examples" default:"3"`
	broken   int // records that could not be read
}

type testOptions struct {
	options
	Policy string `flag:"policy" reads:"NAME" complete:".yaml,.yml"`
}

func (o *testOptions) Run(ctx context.Context, captures []string) error {
	if o.Policy == "" {
		return exit.Usagef("policy test needs --policy FILE")
	}
	p, err := flags.ReadPolicy("--policy", o.Policy)
	if err != nil {
		return err
	}
	if len(captures) == 0 {
		if o.App.Output != "text" {
			return o.json(map[string]any{"version": report.Version, "policy": p.Name, "digest": p.Digest})
		}
		t := o.App.Terminal()
		t.Printf("%s %s\n", t.Good("OK"), p.Name+" "+p.Digest)
		return nil
	}
	tally := &policy.Tally{Policy: p, Examples: o.Examples}
	if err := o.read(ctx, captures, tally.Add); err != nil {
		return err
	}
	if o.App.Output == "text" {
		policyreport.ShowTally(o.App.Terminal(), tally, o.broken)
	} else if err := o.json(map[string]any{
		"version": report.Version, "policy": p.Name, "digest": p.Digest, "requests": tally.Requests, "accounts": tally.Accounts,
		"denied": tally.Denied, "others": tally.Others, "failed": tally.Failed, "unreadable": o.broken, "rules": tally.Rules(),
	}); err != nil {
		return err
	}
	return o.status(tally.Accounts, false)
}

// status is what a run ends with.
func (o *options) status(accounts int, exceeded bool) error {
	switch {
	case exceeded:
		return exit.Status(outcome.Findings)
	case accounts == 0:
		return exit.Ended(outcome.Nothing, fmt.Errorf("no request of the captures could be decided over (%d unreadable)", o.broken))
	}
	return nil
}

func (o *options) json(v any) error {
	e := json.NewEncoder(o.App.Stdout)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// read gives the requests of captures to add.
func (o *options) read(ctx context.Context, names []string, add func(policy.Captured)) error {
	in := captured.Input{App: o.App, Silent: true, DropExtra: true}
	for rec, err := range in.Records(ctx, names) {
		if err != nil {
			return err
		}
		past, problem := policy.CapturedFrom(&rec.Exchange, conformance.ReadRequest)
		if problem != "" {
			o.broken++
			continue
		}
		add(past)
	}
	o.broken += in.Skipped
	return nil
}
