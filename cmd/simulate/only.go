package simulate

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/cmd/internal/sink"
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
		name, _, _ := strings.Cut(strings.TrimPrefix(arg, "--"), " ")
		if !slices.Contains(notOfOne, name) || name == "compare" && o.World.base != nil {
			line += " " + arg
		}
	}
	return line
}

// notOfOne are the flags that say nothing about a single request.
var notOfOne = []string{
	"result", "report", "hdr", "compare", "fail-on-change", "record", "page", "keep-page", "metrics-addr", "admin-token", "admin-host",
	"shard", "start-at", "max-leak",
	"max-p99", "max-p999", "max-blocked", "max-let-in", "max-connections", "pacing", "only", "warm-up", "out",
	"find-limit", "searches", "find-most", "trial", "hunt", "hunt-out", "map", "i-own-this-target", "cold", "slow",
	"slow-body",
}
