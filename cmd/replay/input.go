package replay

import (
	"context"
	"iter"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/cmd/internal/captured"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/replay"
)

// records are those to be sent, in the order of their time; edited where that was asked for.
func (o *options) records() (iter.Seq2[*capture.Record, error], *replay.Order, error) {
	o.tellScrubbed()
	order := &replay.Order{}
	// The player minds the context: an error of the reader would come in place of the summary.
	records := order.Records(o.Input.Each(context.Background(), o.files)...)
	if !o.Edit {
		return records, order, nil
	}
	edited, keep, err := editRequests(o.App, records)
	if err != nil {
		return nil, nil, err
	}
	o.Player.Renewal.KeepEventTime = keep
	return edited, order, nil
}

// tellScrubbed has it said once where a capture was scrubbed: what was recorded was decided over other ids.
func (o *options) tellScrubbed() {
	told := false
	o.Input.Header = func(h capture.Header) {
		if _, scrubbed := h.Get("scrubbed"); scrubbed && !told && !o.DryRun {
			told = true
			o.App.Tell("notice.scrubbed")
		}
	}
}

func (o *options) readBaseline() error {
	if o.Compare.Baseline == "" {
		return nil
	}
	in := captured.Input{App: o.App, Strict: o.Input.Strict, Basis: o.Input.Basis}
	base, err := replay.ReadBaseline(in.Records(context.Background(), []string{o.Compare.Baseline}), &o.Player.Judge)
	if err != nil {
		return err
	}
	if base.N == 0 {
		return exit.Ended(outcome.Nothing, exit.Usagef("--baseline: %s has no answers", o.Compare.Baseline))
	}
	o.Player.Baseline = base
	return nil
}
