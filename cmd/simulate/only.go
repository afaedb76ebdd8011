package simulate

import (
	"context"
	"fmt"
	"time"

	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/cmd/internal/sink"
	"github.com/chatcb/chatcb/internal/shell"
	"github.com/chatcb/chatcb/simulate"
	"github.com/chatcb/chatcb/simulate/load"
)

// playOnly sends one request of the stream and shows it in full.
func (o *options) playOnly(ctx context.Context, e *simulate.Simulation) error {
	n := o.Load.Only
	e.Schedule = load.Schedule{Pacer: e.Schedule.Pacer, First: n, Count: 1}
	e.Jobs = 0
	out := sink.New(ctx, o.App, e.Wire.Target.String(), &o.Judging, 1)
	e.Observe = func(ev *load.Event) {
		if out.Term != nil {
			fmt.Fprintf(o.App.Stdout, "%s %s\n", out.Term.Faint("label"), ev.Draw.Label)
		}
		judged := ev.Judged
		judged.Repeat = o.repeat(n)
		out.Add(&judged)
	}
	result := e.Run(ctx, time.Now().Add(-e.Schedule.Pacer.Due(n)))
	return out.End(result.Interrupted)
}

// repeat is the command that sends a request of this run again. The token is left out: it is a secret.
func (o *options) repeat(n uint64) string {
	line := fmt.Sprintf("chatcb simulate %s --seed %d --only %d", o.repeatURL, o.generator.Seed(), n)
	for _, arg := range flags.Repeated(o.Cmd) {
		line += " " + arg
	}
	if o.World.base != nil { // which is the world of that run
		line += " --compare " + shell.Quote(o.Out.Compare)
	}
	return line
}
