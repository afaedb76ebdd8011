// Package selftest is chatcb selftest.
package selftest

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/outcome"
)

func New(a *app.App) *cobra.Command {
	return &cobra.Command{
		Use:  "selftest",
		Args: cobra.NoArgs,
		RunE: func(_ *cobra.Command, _ []string) error {
			start := time.Now()
			result := conformance.RunSelfTest()
			for _, p := range result.Problems {
				fmt.Fprintln(a.Stdout, p)
			}
			if a.Output != "text" {
				fmt.Fprintf(a.Stdout, "{\"version\":1,\"rules\":%d,\"samples\":%d,\"problems\":%d}\n", result.Rules, result.Samples,
					len(result.Problems))
			} else {
				fmt.Fprintf(a.Stdout, "%d rules, %d samples, %d judged otherwise than declared, %s\n", result.Rules, result.Samples,
					len(result.Problems), time.Since(start).Round(time.Millisecond))
			}
			if len(result.Problems) > 0 {
				return exit.Status(outcome.Trouble)
			}
			return nil
		},
	}
}
