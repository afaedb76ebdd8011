package replay

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

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
	file      io.WriteCloser
	writer    *capture.Writer
	failed    error // of the capture
	reports   *report.Files[*replayreport.Report]
	report    *replayreport.Report // nil without reports
	misplaced int
}

// open opens what results go to, before anything is sent.
func (o *options) open(ctx context.Context, p *replay.Player) (*sinks, error) {
	s := &sinks{o: o, timing: p.Timing}
	output := report.Output{Stdout: o.App.Stdout, Reads: o.files, Perm: newfile.Private, Words: o.App.Words()} // captured people are in them
	files, err := replayreport.Formats().Files(o.Reports, output)
	if err != nil {
		return nil, exit.Usagef("--report: %w", err)
	}
	if s.reports = files; files.TakeStdout() {
		o.App.Stdout = io.Discard
	}
	if files.Any() {
		s.report = replayreport.NewReport(p.Client.Target.String(), o.Deadline)
		s.report.FailOn, s.report.Again = o.Compare.FailOn, o.again(p.Client.Target.String())
	}
	if o.Record != "" {
		file, err := capture.Create(o.Record, o.App.Stdout, o.Force.Options(false, 0, o.files...))
		if err != nil {
			return nil, exit.Usagef("--record: %w", err)
		}
		s.file, s.writer = file, capture.NewWriter(file)
		s.writer.Header.Tool = app.ToolName()
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
	if s.writer != nil && s.failed == nil {
		of := fmt.Sprintf(`{"seq":%s,"change":%q}`, strconv.FormatUint(r.Recorded.Seq, 10), r.Worst())
		s.failed = s.writer.Append(r.Exchange, callback.Member{Name: "replayed", Value: of})
	}
	s.progress.Count(&s.tally)
}

// fail ends a replay that cannot go on.
func (s *sinks) fail(err error) error {
	s.progress.Done()
	if s.file != nil {
		err = errors.Join(err, s.writer.Close(), s.file.Close())
	}
	return replayError(err)
}

// replayError makes a mistake of what the command line left out a usage error.
func replayError(err error) error {
	if _, masked := errors.AsType[*replay.MaskedError](err); masked {
		return exit.Usage(err)
	}
	return err
}

func (s *sinks) end(interrupted bool) error {
	s.progress.Done()
	var failed error
	if s.file != nil {
		if err := errors.Join(s.failed, s.writer.Close(), s.file.Close()); err != nil {
			failed = fmt.Errorf("--record: %w", err)
		}
	}
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
