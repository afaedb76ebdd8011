package check

import (
	"errors"
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/check"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// conclude writes the reports and ends with the run's exit status.
func (o *options) conclude(run *result.Run, suite *scenarios.Suite, files *report.Files[*result.Run]) error {
	var failed error
	if o.Baseline.Update && !run.Interrupted {
		if failed = o.Baseline.write(o.App, run, suite.Baseline); failed == nil {
			return nil
		}
	}
	run.Remember()
	if err := o.print(run); err != nil {
		return errors.Join(failed, fmt.Errorf("writing the result: %w", err))
	}
	failed = errors.Join(failed, files.Write(run))
	return exit.AfterShowing(failed, exit.Status(run.Exit))
}

// print shows the result on stdout, and in GitHub Actions the annotations on stderr, where they do not mix with JSON.
func (o *options) print(run *result.Run) error {
	if o.App.Output != "text" {
		format, err := check.Formats().ByName(o.App.Output)
		if err != nil {
			return err
		}
		if err := format.Render(o.App.Stdout, run, o.App.Words()); err != nil {
			return err
		}
	} else if check.InActions(o.App.Getenv) {
		resume := check.StopCommands(o.App.Stdout)
		check.Show(o.App.Terminal(), run)
		resume()
	} else {
		check.Show(o.App.Terminal(), run)
		o.advise(run)
	}
	if !check.InActions(o.App.Getenv) {
		return nil
	}
	format, err := check.Formats().ByName("github")
	if err != nil {
		return err
	}
	return format.Render(o.App.Stderr, run, o.App.Words())
}

// advise says where the code is that keeps the rules, and why a backend may refuse everybody.
func (o *options) advise(run *result.Run) {
	t := o.App.Terminal()
	contact := report.Contact{
		AppID: o.Suite.AppID, OwnAppID: o.Cmd.Flags().Changed("app-id"), Signed: !o.Token.Value.Empty(),
	}
	x := firstExchange(run)
	if x == nil && strings.Contains(run.Cause, string(callback.NoConnection)) { // no case ran
		x = &exchange.Exchange{Failure: exchange.Failure{Cause: callback.NoConnection}}
	}
	if x != nil && run.Cause != "" {
		if hint := contact.Hint(t.Words, x); hint != "" {
			t.Below(t.Words.Label("hint")+"  ", t.Doubtful(hint))
		}
	}
	for i := range run.Cases {
		if c := &run.Cases[i]; c.Fails && len(c.Findings) > 0 {
			t.Printf("%s  chatcb explain %s --lang node\n", t.Label("code"), c.Findings[0].Rule)
			return
		}
	}
}

// firstExchange is the first of a run, or nil.
func firstExchange(run *result.Run) *exchange.Exchange {
	for i := range run.Cases {
		if steps := run.Cases[i].Steps; len(steps) > 0 {
			return &steps[0].Exchange
		}
	}
	return nil
}
