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
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report"
	replayreport "github.com/chatcb/chatcb/report/replay"
	"github.com/chatcb/chatcb/report/term"
)

// sinks take the results of a replay.
type sinks struct {
	o         *options
	tally     replay.Tally
	timing    replay.Timing
	term      *term.Terminal // text output
	lines     replayreport.Lines
	json      *report.JSON // or JSON output
	progress  replayreport.Progress
	record    *capture.Writer // nil without --record
	reports   *report.Files[*replayreport.Report]
	report    *replayreport.Report // nil without reports
	misplaced int
}

// open opens what results go to, before anything is sent.
func (o *options) open(ctx context.Context) (*sinks, error) {
	p := &o.Player
	s := &sinks{o: o, timing: p.Timing}
	output := report.Output{Reads: o.files, Perm: newfile.Private} // captured people are in them
	files, err := app.Reports(o.App, replayreport.Formats(), o.Reports, output)
	if err != nil {
		return nil, err
	}
	s.reports = files
	if files.Any() {
		s.report = replayreport.NewReport(p.Client.Target.String(), o.Deadline)
		s.report.FailOn, s.report.Again = o.Compare.FailOn, o.again(p.Client.Target.String())
	}
	if o.Record != "" {
		if s.record, err = capture.CreateWriter(o.Record, o.App.Stdout, o.Force.Options(false, 0, o.files...)); err != nil {
			return nil, exit.Usagef("--record: %w", err)
		}
		s.record.Header.Tool = app.ToolName()
	}
	if o.App.Output == "text" {
		s.term = o.App.Terminal()
		s.lines = replayreport.Lines{Terminal: s.term, All: o.All, Again: o.again(p.Client.Target.String())}
	} else {
		s.json = report.NewJSON(o.App.Stdout, p.Client.Target.String(), o.App.Output == "ndjson")
	}
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
	if s.json != nil {
		replayreport.WriteResult(s.json, r)
	} else {
		s.lines.Add(r)
	}
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
	return exit.AfterShowing(failed, s.show(code))
}

// show ends the result on stdout.
func (s *sinks) show(code outcome.Status) error {
	if s.json != nil {
		if err := replayreport.EndReplay(s.json, &s.tally, s.timing, code); err != nil {
			return fmt.Errorf("writing the result: %w", err)
		}
		return exit.Status(code)
	}
	s.lines.End()
	s.lines.Changes()
	replayreport.ShowTally(s.term, &s.tally, s.timing, code)
	return exit.Status(code)
}
