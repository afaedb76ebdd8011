package replay

import (
	"context"
	"slices"
	"time"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/secret"
)

// choice says which records are sent; --where is the input's.
type choice struct {
	Since string        `flag:"since"`
	Last  time.Duration `flag:"last" above:"0" excludes:"since"`
}

// choose has only the chosen records read.
func (o *options) choose() (err error) {
	c := &o.Choice
	switch {
	case c.Last > 0:
		return o.chooseLast()
	case c.Since == "":
		return nil
	}
	if ago, err := time.ParseDuration(c.Since); err == nil && ago >= 0 {
		o.Input.Since = time.Now().Add(-ago)
		return nil
	}
	if o.Input.Since, err = time.Parse(time.RFC3339Nano, c.Since); err != nil {
		return exit.Usagef("--since: wanted a time such as 2026-11-23T15:04:05Z or a duration such as 10m, got %q", c.Since)
	}
	return nil
}

// chooseLast reads the captures once to know when they end.
func (o *options) chooseLast() error {
	if slices.Contains(o.files, capture.Stdio) {
		return exit.Usagef("--last reads the captures twice: give files, not standard input")
	}
	in, end := o.Input, time.Time{}
	in.Silent = true // what is skipped is told when it is read to be sent
	for rec, err := range in.Records(context.Background(), o.files) {
		if err != nil {
			return err
		}
		if at := rec.Exchange.Start; at.After(end) {
			end = at
		}
	}
	o.Input.Since = end.Add(-o.Choice.Last)
	return nil
}

// comparing says what decisions are compared with.
type comparing struct {
	Baseline string     `flag:"baseline" reads:"NAME" complete:".jsonl,.gz,.zst,.har" excludes:"against"`
	Against  secret.URL `flag:"against"`
	FailOn   string     `flag:"fail-on" default:"opened" oneof:"opened,any,none"`
}
