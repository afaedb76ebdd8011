package check

import (
	"errors"
	"fmt"

	"github.com/chatcb/chatcb/cmd/internal/exit"
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
		check.Advise(o.App.Terminal(), run, &report.Contact{
			AppID: o.Suite.AppID, OwnAppID: o.Cmd.Flags().Changed("app-id"), Signed: !o.Token.Value.Empty(),
		})
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
