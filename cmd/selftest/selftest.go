// Package selftest is chatcb selftest.
package selftest

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/outcome"
)

func New(a *app.App) *cobra.Command {
	return a.Command("selftest", cobra.NoArgs, app.Func(func(context.Context, []string) error {
		start := time.Now()
		result := conformance.RunSelfTest()
		for _, p := range result.Problems {
			fmt.Fprintln(a.Stdout, p)
		}
		line := fmt.Sprintf("%d rules, %d samples, %d judged otherwise than declared, %s", result.Rules, result.Samples,
			len(result.Problems), time.Since(start).Round(time.Millisecond))
		if a.Output != "text" {
			line = fmt.Sprintf(`{"version":1,"rules":%d,"samples":%d,"problems":%d}`, result.Rules, result.Samples, len(result.Problems))
		}
		fmt.Fprintln(a.Stdout, line)
		return exit.Status(outcome.Decide(outcome.Facts{Trouble: len(result.Problems) > 0}))
	}))
}
