package simulate

import (
	"context"
	"fmt"

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/shell"
	"github.com/chatcb/chatcb/simulate/score"
)

type mergeOptions struct {
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
	shown, err := o.Out.open(func(n uint64) string {
		return fmt.Sprintf("chatcb simulate %s --seed %d --only %d", shell.Quote(merged.Plan.Target), merged.Plan.Seed, n)
	})
	if err != nil {
		return err
	}
	return shown.end(merged, nil)
}
