package simulate

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/internal/keyvalue"
	"github.com/chatcb/chatcb/internal/newfile"
	"github.com/chatcb/chatcb/internal/rawjson"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/simulation"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/simulate"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/score"
)

// resultFlags say what becomes of a result.
type resultFlags struct {
	App          *app.App
	MaxLeak      keyvalue.Limit `flag:"max-leak"`
	Thresholds   score.Thresholds
	Result       string   `flag:"result" writes:"NAME"`
	Reports      []string `flag:"report" writes:"FORMAT=NAME" complete:"simulate_reports="`
	HDR          string   `flag:"hdr" writes:"NAME"`
	Compare      string   `flag:"compare" reads:"NAME" complete:".json"`
	Force        flags.Force
	FailOnChange string `flag:"fail-on-change" default:"worse" oneof:"worse,any,none"`

	before *score.Result // that --compare names, once it is read
}

// outFlags say what becomes of the events and of the result.
type outFlags struct {
	resultFlags
	Out           string `flag:"out" excludes:"only,find-limit,map,hunt" writes:"NAME"`
	Record        string `flag:"record" writes:"NAME"`
	Watch         watchFlags
	ListCampaigns bool `flag:"list-campaigns"`
	ListLoads     bool `flag:"list-loads"`
}

// lists prints explanations, if that is what was asked for.
func (o *outFlags) lists() (done bool) {
	if o.ListCampaigns {
		simulation.ShowCampaigns(o.App.Terminal())
	}
	if o.ListLoads {
		simulation.ShowLoads(o.App.Terminal())
	}
	return o.ListCampaigns || o.ListLoads
}

// earlier reads the result that --compare names, once; nil is none.
func (o *resultFlags) earlier() (_ *score.Result, err error) {
	if o.Compare != "" && o.before == nil {
		if o.before, err = score.ReadFiles([]string{o.Compare}); err != nil {
			return nil, exit.Usagef("--compare: %w", err)
		}
	}
	return o.before, nil
}

// shown is what a result goes to.
type shown struct {
	*resultFlags
	files  *report.Files[*simulation.Simulation]
	repeat func(uint64) string // the command that sends a request again
}

// open begins the reports. Nothing has been sent yet.
func (o *resultFlags) open(repeat func(uint64) string) (s *shown, err error) {
	if _, err := o.earlier(); err != nil {
		return nil, err
	}
	reports := o.Reports
	if o.HDR != "" {
		reports = append(slices.Clone(reports), "hdr="+o.HDR)
	}
	s = &shown{resultFlags: o, repeat: repeat}
	s.files, err = app.Reports(o.App, simulation.Formats(), reports, report.Output{Reads: []string{o.Compare}})
	return s, err
}

// simulation is a result, ready to be shown, with the comparison where there is one.
func (s *shown) simulation(r *score.Result) *simulation.Simulation {
	made := simulation.New(r, float64(s.MaxLeak), s.Thresholds, s.repeat)
	if s.before != nil {
		if comparison, err := r.Compare(s.before); err == nil {
			made.Comparison, made.Before = comparison, s.before
		}
	}
	made.Decide(s.FailOnChange)
	return made
}

// end writes and shows a result, and ends with its exit status. What could not be written before is told then.
func (s *shown) end(r *score.Result, failed error) error {
	if s.Result != "" {
		failed = errors.Join(failed, s.writeResult(r))
	}
	if s.before != nil {
		if err := s.before.Plan.Unlike(&r.Plan, s.before.Setup, r.Setup); err != nil {
			return exit.AfterShowing(failed, exit.Usagef("--compare: %w", err))
		}
	}
	made := s.simulation(r)
	return exit.AfterShowing(errors.Join(failed, s.files.Write(made)), s.App.Show(made.Status,
		func(w io.Writer) error { return simulation.JSON(w, made) }, func(t *term.Terminal) { simulation.Show(t, made) }))
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

// record has the events of a run written down, until the function that it returns is called.
func (o *outFlags) record(e *simulate.Simulation) (end func() error, err error) {
	if o.Record == "" {
		return func() error { return nil }, nil
	}
	w, err := capture.CreateWriter(o.Record, o.App.Stdout, o.Force.Options(false, 0, o.Compare))
	if err != nil {
		return nil, exit.Usagef("--record: %w", err)
	}
	e.Observe = func(ev *load.Event) { _ = writeLabelled(w, ev) } // the first error stays, for the end
	return w.Close, nil
}

// writeLabelled writes an exchange, with its label beside it.
func writeLabelled(w *capture.Writer, e *load.Event) error {
	label := string(rawjson.AppendString(nil, string(e.Draw.Label)))
	return w.Append(e.Exchange, callback.Member{Name: capture.ExtraLabel, Value: label})
}

// generate writes the requests of the stream into a capture and sends nothing.
func (o *options) generate(ctx context.Context, e *simulate.Simulation) error {
	if e.Schedule.Endless() {
		return exit.Usagef("--out needs an end: --duration or --count")
	}
	start, err := o.Load.start(time.Now())
	if err != nil {
		return err
	}
	w, err := capture.CreateWriter(o.Out.Out, o.App.Stdout, o.Out.Force.Options(true, 0))
	if err != nil {
		return exit.Usagef("--out: %w", err)
	}
	for ev := range e.Requests(start) {
		if ctx.Err() != nil {
			break
		}
		if err := writeLabelled(w, ev); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return exit.Status(outcome.Interrupted)
	}
	return nil
}
