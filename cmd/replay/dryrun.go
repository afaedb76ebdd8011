package replay

import (
	"cmp"
	"context"
	"fmt"
	"iter"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report"
	replayreport "github.com/chatcb/chatcb/report/replay"
)

// dryTarget stands in for the URL that a dry run may do without, as in send.
const dryTarget = "http://localhost:3000/"

// readDry takes the arguments of a dry run apart: a last one that is there as a file is a capture.
func (o *options) readDry(args []string) error {
	last := len(args) - 1
	switch {
	case o.Faults.On:
		return exit.Usagef("--same-faults sends to a mock server that it starts, and --dry-run starts none: leave one of them out")
	case o.Record != "" || len(o.Reports) > 0:
		return exit.Usagef("--dry-run sends nothing, so that there is nothing for --record and --report to tell of")
	case last == 0 || isCapture(args[last]):
		o.files, o.target = args, cmp.Or(o.Preset.Reveal(), dryTarget)
	default:
		o.files, o.target = args[:last], args[last]
	}
	return nil
}

// plan prints what would be sent.
func (o *options) plan(ctx context.Context, p *replay.Player, records iter.Seq2[*capture.Record, error]) error {
	targets := []string{p.Renewal.Target.String()}
	if p.Against != nil {
		targets = append(targets, p.Renewal2.Target.String())
	}
	term, lines := o.app.Terminal(), (*report.JSON)(nil)
	if o.app.Output != "text" {
		lines = report.NewJSON(o.app.Stdout, targets[0], o.app.Output == "ndjson")
	}
	var planning replay.Planning
	for planned, err := range p.Plan(ctx, records) {
		if err != nil {
			return replayError(err)
		}
		planning.Add(planned)
		if lines != nil {
			replayreport.WritePlanned(lines, planned, targets, o.Deadline)
		} else {
			replayreport.ShowPlanned(term, planned, p.Timing, targets)
		}
	}
	status := o.planStatus(&planning, ctx.Err() != nil)
	text := o.app.Words().Say("notice.nothing-would", "why", o.whyNothing())
	if planning.Requests > 0 {
		text = replayreport.PlanInWords(o.app.Words(), &planning, p)
	}
	fmt.Fprintln(o.app.Stderr, o.app.ErrTerminal().Fold(text))
	if lines != nil {
		if err := replayreport.EndPlan(lines, &planning, p.Timing, status); err != nil {
			return fmt.Errorf("writing the result: %w", err)
		}
	}
	return exit.Status(status)
}

// planStatus is the exit status of a dry run: what the replay's would be where that is known already.
func (o *options) planStatus(y *replay.Planning, interrupted bool) outcome.Status {
	return outcome.Decide(outcome.Facts{Interrupted: interrupted, Nothing: y.Requests == 0 && o.Compare.FailOn != "none"})
}
