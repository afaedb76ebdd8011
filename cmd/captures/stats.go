package captures

import (
	"github.com/chatcb/chatcb/capture/stats"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/captured"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/report/captures"
	"github.com/spf13/cobra"
)

func newStats(a *app.App) *cobra.Command {
	in := captured.Input{App: a}
	c := &cobra.Command{
		Use:  "stats FILE…",
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := in.Resolve(); err != nil {
				return err
			}
			judging := conformance.Judging{Judge: in.Judge}
			var s stats.Counts
			for r, err := range in.Records(c.Context(), args) {
				if err != nil {
					return err
				}
				unread := judging.Exchange(&r.Exchange)
				s.Add(&r.Exchange, &judging, unread)
			}
			in.TellLost("not read", &in.Lost)
			if a.Output == "text" {
				captures.ShowStats(a.Terminal(), &s, in.Skipped)
				return nil
			}
			return captures.WriteStats(a.Stdout, &s, in.Skipped)
		},
	}
	in.Bind(c)
	in.BindJudging(c)
	return c
}
