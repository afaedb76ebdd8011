package simulate

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/internal/newfile"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/simulation"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/simulate"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/score"
)

// resultFlags say what becomes of a result.
type resultFlags struct {
	MaxLeak      string        `flag:"max-leak"`
	MaxP99       time.Duration `flag:"max-p99" atleast:"0"`
	MaxP999      time.Duration `flag:"max-p999" atleast:"0"`
	MaxBlocked   string        `flag:"max-blocked"`
	MaxLetIn     string        `flag:"max-let-in"`
	Result       string        `flag:"result" writes:"NAME"`
	Reports      []string      `flag:"report" writes:"FORMAT=NAME" complete:"simulate_reports="`
	HDR          string        `flag:"hdr" writes:"NAME"`
	Compare      string        `flag:"compare" reads:"NAME" complete:".json"`
	Force        flags.Force
	FailOnChange string `flag:"fail-on-change" default:"worse" oneof:"worse,any,none"`

	before *score.Result // that --compare names, once it is read
}

// outFlags say what becomes of the events and of the result.
type outFlags struct {
	resultFlags
	Out           string `flag:"out" writes:"NAME"`
	Record        string `flag:"record" writes:"NAME"`
	Watch         watchFlags
	ListCampaigns bool `flag:"list-campaigns"`
	ListLoads     bool `flag:"list-loads"`
}

// lists prints explanations, if that is what was asked for.
func (o *outFlags) lists(a *app.App) (done bool) {
	if o.ListCampaigns {
		simulation.ShowCampaigns(a.Terminal())
	}
	if o.ListLoads {
		simulation.ShowLoads(a.Terminal())
	}
	return o.ListCampaigns || o.ListLoads
}

// sinks take the events of a run.
type sinks struct {
	app      *app.App
	flags    *outFlags
	progress *term.Progress
	file     io.WriteCloser
	writer   *capture.Writer
	failed   error         // of the capture
	watched  *watched      // nil where nobody watches
	length   time.Duration // of the run, if it keeps to its schedule
}

// open opens what events go to, before anything is sent.
func (o *outFlags) open(ctx context.Context, a *app.App, e *simulate.Simulation, v *view) (*sinks, error) {
	s := &sinks{app: a, flags: o, length: e.Schedule.Length()}
	total := 0
	if bounds := e.Schedule.Bounds(); bounds.End < 1<<50 {
		total = int((bounds.End - bounds.Warm) / max(e.Schedule.Shard.Of, 1))
	}
	if err := o.Force.Check("--result", o.Result); err != nil {
		return nil, err
	}
	if o.Record != "" {
		file, err := capture.Create(o.Record, a.Stdout, o.Force.Options(false, 0, o.Compare))
		if err != nil {
			return nil, exit.Usagef("--record: %w", err)
		}
		s.file, s.writer = file, capture.NewWriter(file)
		e.Observe = s.keep
	}
	var err error
	if s.watched, err = o.Watch.open(a); err != nil {
		return nil, err
	}
	if s.watched != nil {
		s.watched.View, s.watched.Length = v.simulation, s.length
	}
	s.progress = a.Progress(ctx, total)
	s.progress.Step(0, "")
	e.Watch = s.watch
	return s, nil
}

func (s *sinks) keep(e *load.Event) {
	err := writeLabelled(s.writer, e)
	if s.failed == nil {
		s.failed = err
	}
}

func (s *sinks) watch(r *score.Result) {
	s.progress.Step(int(r.Requests), simulation.Progress(s.app.Words(), r, s.length))
	if s.watched != nil {
		s.watched.Update(r)
	}
}

// close finishes what is written. An error is for the end: the result is shown all the same.
func (s *sinks) close(r *score.Result) error {
	s.progress.Done()
	if s.watched != nil {
		s.watched.End(r)
	}
	var err error
	if s.file != nil {
		err = errors.Join(s.failed, s.writer.Close(), s.file.Close())
	}
	if s.flags.Result != "" {
		err = errors.Join(err, s.flags.writeResult(r))
	}
	return err
}

// writeLabelled writes an exchange, with its label beside it.
func writeLabelled(w *capture.Writer, e *load.Event) error {
	label := string(rawjson.AppendString(nil, string(e.Draw.Label)))
	return w.Append(e.Exchange, callback.Member{Name: capture.ExtraLabel, Value: label})
}

// generate writes the requests of the stream into a capture and sends nothing.
func (o *options) generate(ctx context.Context, e *simulate.Simulation) error {
	if b := e.Schedule.Bounds(); b.End >= 1<<50 {
		return exit.Usagef("--out needs an end: --duration or --count")
	}
	file, err := capture.Create(o.Out.Out, o.App.Stdout, o.Out.Force.Options(true, 0))
	if err != nil {
		return exit.Usagef("--out: %w", err)
	}
	w := capture.NewWriter(file)
	start, err := o.Load.start(time.Now())
	if err != nil {
		return err
	}
	for ev := range e.Requests(start) {
		if ctx.Err() != nil {
			break
		}
		if err := writeLabelled(w, ev); err != nil {
			return err
		}
	}
	if err := errors.Join(w.Close(), file.Close()); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return exit.Status(outcome.Interrupted)
	}
	return nil
}

// writeResult writes --result.
func (o *resultFlags) writeResult(r *score.Result) error {
	file, err := newfile.Create(o.Result, o.Force.Options(true, 0))
	if err != nil {
		return err
	}
	if err := r.Write(file); err != nil {
		return errors.Join(err, file.Abort())
	}
	return file.Close()
}
