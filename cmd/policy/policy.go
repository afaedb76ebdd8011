// Package policy is chatcb policy: policies of a mock server, tried on captured requests.
package policy

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/captured"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/mockserver/policy"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report"
	policyreport "github.com/chatcb/chatcb/report/policy"
	"github.com/spf13/cobra"
)

func New(a *app.App) *cobra.Command {
	return exit.Commands("policy", newNew(a), newTest(a), newDiff(a))
}

// options are the flags that both have.
type options struct {
	App      *app.App
	Examples int
	broken   int // records that could not be read
}

func (o *options) bind(c *cobra.Command) {
	c.Flags().IntVar(&o.Examples, "examples", 3, "")
}

func newTest(a *app.App) *cobra.Command {
	o := &options{App: a}
	file := ""
	c := &cobra.Command{
		Use: "test --policy FILE [CAPTURE…]",
		RunE: func(c *cobra.Command, args []string) error {
			if file == "" {
				return exit.Usagef("policy test needs --policy FILE")
			}
			return o.test(c.Context(), file, args)
		},
	}
	c.Flags().StringVar(&file, "policy", "", "")
	o.bind(c)
	return c
}

func (o *options) test(ctx context.Context, file string, captures []string) error {
	p, err := flags.ReadPolicy("--policy", file)
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
