package cmd

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/report/check"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/scenarios"
)

type checkOptions struct {
	app      *app
	choice   choiceFlags
	request  identityFlags
	judging  judgingFlags
	delivery deliveryFlags
	baseline baselineFlags
	reports  []string
	target   string

	cmd *cobra.Command
}

func newCheck(a *app) *cobra.Command {
	o := &checkOptions{app: a}
	c := &cobra.Command{
		Use:   "check URL",
		Short: "Put a backend into every situation of the catalogue, and say what holds",
		Long: `check runs scenarios against your backend: transport, security, fields, robustness, repetition and latency. It needs no
configuration. NO VALID ANSWER WITHIN TWO SECONDS MEANS: THE FRIEND IS ADDED.

A probe proves something only if its control, the same request without the one thing that is probed, gets a VALID
answer: status 200, and no rule broken. Otherwise the case is untestable, which fails. What does not apply, such as Sign
without a token, is listed as not applicable.

The profile quick takes under two seconds against a fast backend, ci (the default) has everything that is neither hostile
nor slow, full has everything: broken bodies, floods, clients that vanish. Hostile input goes beyond this machine only
with --i-own-this-target.`,
		Example: `  chatcb check :3000/hook
  chatcb check https://staging.example.com/hook --token-file token --app-id 1400000000
  chatcb check :3000/hook --expect spammer=block --expect alice=allow
  chatcb check :3000/hook --only SEC --report junit=check.xml --report html=check.html
  chatcb check :3000/hook --scenarios mine.yaml --profile full --fail-on must`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			o.cmd = c
			if len(args) == 1 {
				o.target = args[0]
			}
			return o.run(c.Context())
		},
	}
	f := c.Flags()
	f.SortFlags = false
	o.choice.bind(f)
	f.StringP("config-profile", "p", "", "profile of the configuration files, which other commands call --profile")
	o.request.bind(f)
	o.judging.bind(f)
	o.baseline.bind(f)
	f.StringArrayVar(&o.reports, "report", nil, "FORMAT=FILE: write a report; can be repeated. "+checkFormats())
	o.delivery.bind(f)
	o.delivery.timeout = checkTimeout
	f.Lookup("timeout").DefValue = checkTimeout.String()
	f.StringVar(&o.target, "target", "", "the URL, for configuration files")
	return c
}

func (o *checkOptions) run(ctx context.Context) error {
	if err := o.judging.resolve(); err != nil {
		return err
	}
	suite, err := o.suite()
	if err != nil {
		return err
	}
	defer suite.Client.CloseIdle()
	var files []check.File
	for _, spec := range o.reports {
		file, err := check.ParseFile(spec)
		if err != nil {
			return usagef("--report: %w", err)
		}
		files = append(files, file)
	}
	if err := check.ClearFiles(files); err != nil {
		return usagef("--report: %w", err)
	}
	bar := term.Progress{Terminal: o.app.errTerminal()}
	suite.Progress = func(done, total int, c *scenarios.Case) {
		bar.Total = total
		bar.Step(done, c.ID)
	}
	over := onInterrupt(ctx, bar.Say, draining)
	run, err := suite.Run(ctx)
	over()
	bar.Done()
	if err != nil {
		return suiteError(err)
	}
	return o.conclude(run, suite, files)
}

// conclude writes the reports and ends with the run's exit status.
func (o *checkOptions) conclude(run *scenarios.Run, suite *scenarios.Suite, files []check.File) error {
	var failed error
	if o.baseline.update && !run.Interrupted {
		if failed = o.baseline.write(o.app, run, suite.Baseline); failed == nil {
			return nil
		}
	}
	if err := o.print(run); err != nil {
		return errors.Join(failed, fmt.Errorf("writing the result: %w", err))
	}
	for _, f := range files {
		failed = errors.Join(failed, f.Write(run))
	}
	return afterShowing(failed, withStatus(run.Exit))
}

// print shows the result on stdout, and in GitHub Actions the annotations on stderr, where they do not mix with JSON.
func (o *checkOptions) print(run *scenarios.Run) error {
	if o.app.output != "text" {
		format, err := check.FormatByName(o.app.output)
		if err != nil {
			return err
		}
		if err := format.Render(o.app.stdout, run); err != nil {
			return err
		}
	} else if check.InActions(o.app.getenv) {
		resume := check.StopCommands(o.app.stdout)
		check.Show(o.app.terminal(), run)
		resume()
	} else {
		check.Show(o.app.terminal(), run)
	}
	if !check.InActions(o.app.getenv) {
		return nil
	}
	format, err := check.FormatByName("github")
	if err != nil {
		return err
	}
	return format.Render(o.app.stderr, run)
}

// suite turns the flags into a suite; nothing is sent yet.
func (o *checkOptions) suite() (*scenarios.Suite, error) {
	if err := o.choice.checkProfile(); err != nil {
		return nil, err
	}
	if o.target == "" {
		return nil, usagef("wanted the URL of the backend, such as :3000/hook")
	}
	target, err := parseTarget(o.cmd, o.target)
	if err != nil {
		return nil, err
	}
	client, draft, err := o.delivery.client(target, o.judging.deadline)
	if err != nil {
		return nil, err
	}
	s := &scenarios.Suite{
		Target: target, Client: client, Head: draft, Expect: o.judging.expected, Assume: o.judging.judge.Assume, Gate: o.judging.gate,
	}
	if err := o.choice.apply(s, os.LookupEnv); err != nil {
		return nil, err
	}
	if err := o.request.apply(s); err != nil {
		return nil, err
	}
	if s.Baseline, err = o.baseline.read(); err != nil {
		return nil, err
	}
	s.Command = o.repeat(s)
	return s, nil
}

// repeat is the command that repeats a case, but for its --only. Secrets are left out.
func (o *checkOptions) repeat(s *scenarios.Suite) string {
	command, url := "chatcb check", o.target
	if s.Token != "" && o.request.token.file == "" {
		command = "CHATCB_TOKEN=… chatcb check" // the secret stays with the user
	}
	if s.Target.Authorization != "" {
		url = s.Target.String() // without the password
	}
	args := []string{command, shellQuote(url), fmt.Sprintf("--seed %d", s.Seed)}
	if s.Profile != scenarios.CI {
		args = append(args, "--profile "+string(s.Profile))
	}
	return strings.Join(append(args, repeatedFlags(o.cmd)...), " ")
}
