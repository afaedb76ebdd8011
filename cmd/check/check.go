// Package check is chatcb check: it runs scenarios against a backend.
package check

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/cmd/internal/suites"
	"github.com/chatcb/chatcb/internal/shell"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/check"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
	"github.com/chatcb/chatcb/scenarios/catalogue"
)

type options struct {
	App      *app.App
	Suite    scenarios.Suite `once:"depth,only,skip,seed,jobs,shuffle,fail-fast"`
	Files    []string        `flag:"scenarios" reads:"NAME" complete:".yaml,.yml"`
	Vars     suites.Vars
	Denial   string `flag:"require-denial" once:"yes" bare:"any" complete:"denials,"`
	Again    again  `once:"*"`
	Webhook  flags.Webhook
	Token    flags.Token
	Judging  flags.Judging
	Baseline baselineFlags `once:"*"`
	Reports  []string      `flag:"report" once:"yes" writes:"FORMAT=NAME" complete:"reports="`
	Delivery flags.Delivery
	Target   flags.Target
	backend  backend

	Cmd *cobra.Command
}

func New(a *app.App) *cobra.Command {
	return a.Command("check URL [-- COMMAND…]", urlAndCommand, &options{Delivery: flags.Delivery{Timeout: suites.Timeout}})
}

func (o *options) Run(ctx context.Context, args []string) error {
	if n := o.Cmd.ArgsLenAtDash(); n >= 0 {
		o.backend.command = args[n:]
	}
	if o.Again.Watch {
		return o.watching(ctx)
	}
	return o.once(ctx)
}

// urlAndCommand takes a URL, and whatever stands after --.
func urlAndCommand(c *cobra.Command, args []string) error {
	n := c.ArgsLenAtDash()
	if n == len(args) {
		return exit.Usagef("wanted the command of the backend after --, got nothing")
	}
	if n >= 0 {
		args = args[:n]
	}
	return cobra.MaximumNArgs(1)(c, args)
}

// once checks the backend once.
func (o *options) once(ctx context.Context) error {
	suite := &o.Suite
	if err := o.prepare(suite); err != nil {
		return err
	}
	defer suite.Client.CloseIdle()
	files, err := app.Reports(o.App, check.Formats(), o.Reports, report.Output{Reads: append([]string{o.Baseline.File}, o.Files...)})
	if err != nil {
		return err
	}
	if err := o.backend.start(o.App); err != nil {
		return err
	}
	defer o.backend.stop(ctx)
	if err := o.backend.await(ctx, o, suite.Target); err != nil {
		return err
	}
	bar := o.App.Progress(ctx, 0)
	suite.Progress = func(done, total int, c *result.Case) {
		bar.Total = total
		bar.Step(done, c.ID)
	}
	run, err := suite.Run(ctx)
	bar.Done()
	if err != nil {
		return suites.Error(err)
	}
	return o.conclude(run, suite, files)
}

// prepare completes a suite; nothing is sent yet.
func (o *options) prepare(s *scenarios.Suite) (err error) {
	if !o.Target.Given() {
		return exit.Usagef("wanted the URL of the backend, such as :3000/hook")
	}
	if s.Client, err = o.Target.Client(&o.Delivery, o.Judging.Deadline); err != nil {
		return err
	}
	s.Target = s.Client.Target
	s.Expect, s.Assume, s.Gate = o.Judging.Judge.Expect, o.Judging.Judge.Assume, o.Judging.Gate
	s.Webhook, s.Token = o.Webhook.Value, o.Token.Value.Reveal()
	if s.Requirements != "" {
		if _, err := scenarios.RequirementIDs(s.Requirements); err != nil {
			return exit.Usagef("--requirements: %w", err)
		}
	}
	if s.RequireDenial, err = requiredDenials(o.Denial); err != nil {
		return err
	}
	own, err := o.Vars.Load(o.Files, o.App.Stderr)
	if err != nil {
		return err
	}
	s.Scenarios = append(catalogue.All(), own...)
	s.Only, s.Skip = suites.Selectors(s.Only), suites.Selectors(s.Skip)
	if err := o.Again.choose(s); err != nil {
		return err
	}
	s.Baseline, err = o.Baseline.read()
	s.Repeat = o.repeat(s)
	return err
}

// repeat makes the command that runs a case again, with the backend that it started. Secrets are left out.
func (o *options) repeat(s *scenarios.Suite) func(id string) string {
	command := "chatcb check"
	if s.Token != "" && o.Token.File == "" {
		command = "CHATCB_TOKEN=… chatcb check" // the secret stays with the user
	}
	args := []string{command, o.Target.Word(), fmt.Sprintf("--seed %d", s.Seed)}
	if s.Depth != scenarios.CI {
		args = append(args, "--depth "+string(s.Depth))
	}
	command, backend := strings.Join(append(args, flags.Repeated(o.Cmd)...), " "), ""
	if len(o.backend.command) > 0 {
		backend = " -- " + shell.Join(o.backend.command...)
	}
	return func(id string) string { return command + " --only " + id + backend }
}
