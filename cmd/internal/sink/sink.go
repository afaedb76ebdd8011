// Package sink shows judged exchanges as they come, and ends with the exit status that they stand for.
package sink

import (
	"context"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/report"
)

// Sink takes the events of a run.
type Sink struct{ *report.Sink }

// New starts a run against target; total is how many exchanges are to come, or 0. Where ctx ends it says that
// nothing is sent any more.
func New(ctx context.Context, a *app.App, target string, judging *flags.Judging, total int) *Sink {
	s := &report.Sink{Summary: report.Summary{Gate: judging.Gate}, Full: total == 1, Bar: a.Progress(ctx, total), JSON: a.JSON(target)}
	if s.JSON == nil {
		s.Term = a.Terminal()
	}
	return &Sink{s}
}

// End shows the summary, and ends with the exit status.
func (s *Sink) End(interrupted bool) error { return exit.Showed(s.Sink.End(interrupted)) }
