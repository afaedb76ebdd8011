package captures

import (
	"context"

	"github.com/chatcb/chatcb/capture/stats"
	"github.com/chatcb/chatcb/cmd/internal/captured"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/report/captures"
)

type statsOptions struct{ In captured.Input }

func (o *statsOptions) Run(ctx context.Context, args []string) error {
	in, a := &o.In, o.In.App
	judging := conformance.Judging{Judge: in.Judge}
	var s stats.Counts
	for r, err := range in.Records(ctx, args) {
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
}
