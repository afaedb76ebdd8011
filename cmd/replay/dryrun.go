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
	replayreport "github.com/chatcb/chatcb/report/replay"
)

// dryTarget stands in for the URL that a dry run may do without, as in send.
const dryTarget = "http://localhost:3000/"

// readDry takes the arguments of a dry run apart: a last one that is there as a file is a capture.
func (o *options) readDry(args []string) {
	last := len(args) - 1
	if last == 0 || isCapture(args[last]) {
		o.files, o.target = args, cmp.Or(o.Target.Reveal(), dryTarget)
	} else {
		o.files, o.target = args[:last], args[last]
	}
}

// plan prints what would be sent.
func (o *options) plan(ctx context.Context, records iter.Seq2[*capture.Record, error]) error {
	p := &o.Player
	term, lines := o.App.Terminal(), o.App.JSON(p.Client.Target.String())
	var tally replay.Tally
	for planned, err := range p.Plan(ctx, records) {
		if err != nil {
			return replayError(err)
		}
		tally.Add(planned)
		if lines != nil {
			replayreport.WritePlanned(lines, planned)
		} else {
			replayreport.ShowPlanned(term, planned, p.Timing)
		}
	}
	// The status is the replay's where that is known already.
	status := outcome.Decide(outcome.Facts{Interrupted: ctx.Err() != nil, Nothing: tally.Requests == 0 && o.Compare.FailOn != "none"})
	text := o.App.Words().Say("notice.nothing-would", "why", o.whyNothing())
	if tally.Requests > 0 {
		text = replayreport.PlanInWords(o.App.Words(), &tally, p)
	}
	fmt.Fprintln(o.App.Stderr, o.App.ErrTerminal().Fold(text))
	if lines != nil {
		return exit.Showed(status, replayreport.EndPlan(lines, &tally, p.Timing, status))
	}
	return exit.Status(status)
}
