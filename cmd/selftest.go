package cmd

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/outcome"
)

func newSelftest(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "selftest",
		Short: "Replay the samples of all rules through the judge",
		Long:  "selftest judges every sample answer that the rules carry as their proof, without a network, and wants exactly the\nfindings that they declare.",
		Args:  cobra.NoArgs,
		RunE: func(_ *cobra.Command, _ []string) error {
			start := time.Now()
			result := conformance.RunSelfTest()
			for _, p := range result.Problems {
				fmt.Fprintln(a.stdout, p)
			}
			if a.output != "text" {
				fmt.Fprintf(a.stdout, "{\"version\":1,\"rules\":%d,\"samples\":%d,\"problems\":%d}\n", result.Rules, result.Samples, len(result.Problems))
			} else {
				fmt.Fprintf(a.stdout, "%d rules, %d samples, %d judged otherwise than declared, %s\n", result.Rules, result.Samples, len(result.Problems), time.Since(start).Round(time.Millisecond))
			}
			if len(result.Problems) > 0 {
				return withStatus(outcome.Trouble)
			}
			return nil
		},
	}
}
