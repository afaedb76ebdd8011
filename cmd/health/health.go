// Package health is chatcb health.
package health

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/internal/ready"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report"
)

type options struct {
	App  *app.App
	Cmd  *cobra.Command
	Wait flags.Wait
}

func New(a *app.App) *cobra.Command { return a.Command("health URL", cobra.ExactArgs(1), &options{}) }

// healthPath is where the API of chatcb's servers says that they are well.
const healthPath = "/api/health"

func (o *options) Run(ctx context.Context, args []string) error {
	a := o.App
	target, err := flags.ParseTarget(o.Cmd, args[0])
	if err != nil {
		return err
	}
	if target.Path == "/" {
		target.Path = healthPath
	}
	if err := o.Wait.Await(ctx, target, nil); err != nil {
		return err
	}
	probe := ready.Probe{Target: target, Right: func(status int) bool { return status == http.StatusOK }}
	if err := probe.Once(ctx); err != nil {
		problem := fmt.Sprintf("%s: %v", target, err)
		if _, unreached := errors.AsType[*ready.Unanswered](err); !unreached && target.Path == healthPath {
			problem = a.Words().Say("serve.page-not-receiver", "problem", problem)
		}
		return exit.Ended(outcome.Trouble, errors.New(problem))
	}
	if a.Output != "text" {
		return json.NewEncoder(a.Stdout).Encode(map[string]any{"version": report.Version, "target": target.String(), "healthy": true})
	}
	t := a.Terminal()
	t.Printf("%s %s\n", t.Good("OK"), target)
	return nil
}
