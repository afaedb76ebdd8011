package replay

import (
	"context"
	"errors"
	"fmt"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/internal/newfile"
	"github.com/chatcb/chatcb/internal/shell"
	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report"
	replayreport "github.com/chatcb/chatcb/report/replay"
)

// sinks take the results of a replay.
type sinks struct {
	o         *options
	tally     replay.Tally
	timing    replay.Timing
	lines     replayreport.Lines
	progress  replayreport.Progress
	record    *capture.Writer // nil without --record
	reports   *report.Files[*replayreport.Report]
	report    *replayreport.Report // nil without reports
	misplaced int
}

// open opens what results go to, before anything is sent.
func (o *options) open(ctx context.Context) (*sinks, error) {
	p, target := &o.Player, o.Player.Client.Target.String()
	s := &sinks{o: o, timing: p.Timing}
	output := report.Output{Reads: o.files, Perm: newfile.Private} // captured people are in them
	files, err := app.Reports(o.App, replayreport.Formats(), o.Reports, output)
	if err != nil {
		return nil, err
	}
	s.reports = files
	if files.Any() {
		s.report = replayreport.NewReport(target, o.Deadline)
		s.report.FailOn, s.report.Again = o.Compare.FailOn, o.again(target)
	}
	if o.Record != "" {
		if s.record, err = capture.CreateWriter(o.Record, o.App.Stdout, o.Force.Options(false, 0, o.files...)); err != nil {
			return nil, exit.Usagef("--record: %w", err)
		}
		s.record.Header.Tool = app.ToolName()
	}
	s.lines = replayreport.Lines{Terminal: o.App.Terminal(), JSON: o.App.JSON(target), All: o.All, Again: o.again(target)}
	s.progress = replayreport.Progress{Timing: p.Timing, Progress: o.App.Progress(ctx, 0)}
	p.Waiting = s.progress.Waiting
	return s, nil
}

// again makes the command that sends one captured request again.
func (o *options) again(target string) func(seq uint64) string {
	return func(seq uint64) string {
		return shell.Join(append(append([]string{"chatcb", "replay"}, o.files...), target, "--where", fmt.Sprintf("seq == %d", seq),
			"--timing", "max")...)
	}
}

func (s *sinks) add(r *replay.Result) {
	s.tally.Add(r)
	s.lines.Add(r)
	if s.report != nil {
		s.report.Add(r)
	}
	if s.record != nil {
		of := fmt.Sprintf(`{"seq":%d,"change":%q}`, r.Recorded.Seq, r.Worst())
		_ = s.record.Append(r.Exchange, callback.Member{Name: "replayed", Value: of}) // the first error stays, for the end
	}
	s.progress.Count(&s.tally)
}

// close completes what is written while requests are sent.
func (s *sinks) close() error {
	s.progress.Done()
	if s.record == nil {
		return nil
	}
	if err := s.record.Close(); err != nil {
		return fmt.Errorf("--record: %w", err)
	}
	return nil
}

// replayError makes a mistake of what the command line left out a usage error.
func replayError(err error) error {
	if _, masked := errors.AsType[*replay.MaskedError](err); masked {
		return exit.Usage(err)
	}
	return err
}

func (s *sinks) end(interrupted bool) error {
	failed := s.close()
	a := s.o.App
	if s.misplaced > 0 {
		a.Tell("notice.misplaced", "n", s.misplaced)
	}
	if !interrupted {
		s.o.trouble(&s.tally)
	}
	code := s.tally.Status(s.o.Compare.FailOn, interrupted)
	if s.report != nil {
		s.report.Finish(&s.tally, s.timing, code, interrupted)
		failed = errors.Join(failed, s.reports.Write(s.report))
	}
	return exit.AfterShowing(failed, exit.Showed(code, s.lines.Finish(&s.tally, s.timing, code)))
}
