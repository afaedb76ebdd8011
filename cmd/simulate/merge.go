package simulate

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/shell"
	"github.com/chatcb/chatcb/simulate/score"
)

func newMerge(a *app.App) *cobra.Command {
	var out outFlags
	c := &cobra.Command{
		Use:  "merge FILE…",
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, files []string) error {
			merged, err := score.ReadFiles(files)
			if err != nil {
				return exit.Usagef("%w", err)
			}
			if missing := merged.Missing(); len(missing) > 0 {
				return exit.Usagef("shards %v of %d are missing", missing, merged.Plan.Shards)
			}
			view, err := out.view(a, true, func(n uint64) string {
				return fmt.Sprintf("chatcb simulate %s --seed %d --only %d", shell.Quote(merged.Plan.Target), merged.Plan.Seed, n)
			})
			if err != nil {
				return err
			}
			var failed error
			if out.Result != "" {
				failed = out.writeResult(merged)
			}
			return exit.AfterShowing(failed, view.show(a, merged))
		},
	}
	out.bindReport(c.Flags())
	return c
}
