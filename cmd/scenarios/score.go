package scenarios

import (
	"context"
	"errors"
	"io"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/suites"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/mockserver/policy"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/check"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/scenarios"
	"github.com/chatcb/chatcb/scenarios/score"
)

type scoreOptions struct {
	App  *app.App
	Vars suites.Vars

	own    []*scenarios.Scenario
	policy *policy.Policy
}

func (o *scoreOptions) Run(ctx context.Context, args []string) (err error) {
	if o.own, err = o.Vars.Load(args, o.App.Stderr); err != nil {
		return err
	}
	if text := score.Policy(o.own); text != "" {
		if o.policy, err = policy.Parse("policy of the scenarios", []byte(text)); err != nil {
			return err
		}
	}
	var rows []check.ScoredFault
	var ids []string
	for f := range fault.All() {
		if f.Group != "legal" && f.Group != "wire" {
			rows = append(rows, check.ScoredFault{ID: f.ID, Group: f.Group, Title: f.Title, Fires: f.Fires})
			ids = append(ids, f.ID)
		}
	}
	bar := o.App.Progress(ctx, len(ids))
	scoring := score.Scoring{Scenarios: o.own, Start: o.start, Progress: func(done, _ int, fault string) { bar.Step(done, fault) }}
	noticed, err := scoring.Run(ctx, ids)
	bar.Done()
	if wrong, ok := errors.AsType[*score.DoesNotHoldError](err); ok {
		check.Show(o.App.Terminal(), wrong.Run)
		return exit.Ended(outcome.Findings, wrong)
	}
	if err != nil {
		return suites.Error(err)
	}
	if ctx.Err() != nil {
		return exit.Status(outcome.Interrupted)
	}
	for i := range rows {
		rows[i].Noticed = noticed[i]
	}
	return o.App.Show(outcome.OK, func(w io.Writer) error { return check.WriteScore(w, rows) },
		func(t *term.Terminal) { check.ShowScore(t, rows) })
}

// start starts a mock server with a fault.
func (o *scoreOptions) start(id string) (*delivery.Client, func(), error) {
	config := mockserver.Config{AppID: scenarios.DefaultAppID, Strict: true, Policy: o.policy}
	if id != "" {
		script, err := fault.Parse(id, fault.Files{})
		if err != nil {
			return nil, nil, err
		}
		config.Faults = script
	}
	url, stop, err := mockserver.Serve(config)
	if err != nil {
		return nil, nil, err
	}
	target, err := delivery.ParseTarget(url)
	if err != nil {
		stop()
		return nil, nil, err
	}
	return &delivery.Client{Target: target, Timeout: suites.Timeout}, stop, nil
}
