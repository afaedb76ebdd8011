package simulate

import (
	"context"
	"fmt"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/shell"
	"github.com/chatcb/chatcb/simulate/score"
)

type mergeOptions struct {
	App *app.App
	Out resultFlags
}

func (o *mergeOptions) Run(_ context.Context, files []string) error {
	merged, err := score.ReadFiles(files)
	if err != nil {
		return exit.Usagef("%w", err)
	}
	if missing := merged.Missing(); len(missing) > 0 {
		return exit.Usagef("shards %v of %d are missing", missing, merged.Plan.Shards)
	}
	view, err := o.Out.view(o.App, true, func(n uint64) string {
		return fmt.Sprintf("chatcb simulate %s --seed %d --only %d", shell.Quote(merged.Plan.Target), merged.Plan.Seed, n)
	})
	if err != nil {
		return err
	}
	var failed error
	if o.Out.Result != "" {
		failed = o.Out.writeResult(merged)
	}
	return exit.AfterShowing(failed, view.show(o.App, merged))
}
