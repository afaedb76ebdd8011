// Package rules is chatcb rules and chatcb explain.
package rules

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/report"
)

func New(a *app.App) *cobra.Command {
	return a.Command("rules [ID|PREFIX…]", nil, app.Func(func(_ context.Context, args []string) error {
		rules, err := conformance.SelectRules(args)
		if err != nil {
			return exit.Usage(err)
		}
		if a.Output == "text" {
			report.ShowRules(a.Terminal(), slices.Values(rules))
			return nil
		}
		return report.RulesJSON(a.Stdout, rules, nil)
	}))
}
