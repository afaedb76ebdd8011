package simulate

import (
	"fmt"
	"io"
	"slices"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/internal/keyvalue"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/simulation"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/simulate/score"
)

// view is how a result is shown, and what it is held against.
type view struct {
	limit  float64 // of the leak rate, or noLimit
	others score.Thresholds
	before *score.Result // nil if there is none
	failOn string        // which changes fail
	files  *report.Files[*simulation.Simulation]
	repeat func(uint64) string
}

// view reads the flags that say how a result is shown. Nothing has been sent yet.
func (o *resultFlags) view(a *app.App, malicious bool, repeat func(uint64) string) (*view, error) {
	limit, err := o.leakLimit(malicious)
	if err != nil {
		return nil, err
	}
	others, err := o.thresholds()
	if err != nil {
		return nil, err
	}
	v := &view{limit: limit, others: others, failOn: o.FailOnChange, repeat: repeat}
	if v.before, err = o.earlier(); err != nil {
		return nil, err
	}
	reports := o.Reports
	if o.HDR != "" {
		reports = append(slices.Clone(reports), "hdr="+o.HDR)
	}
	out := report.Output{Stdout: a.Stdout, Words: a.Words(), Reads: []string{o.Compare}}
	if v.files, err = simulation.Formats().Files(reports, out); err != nil {
		return nil, exit.Usagef("--report: %w", err)
	}
	if v.files.TakeStdout() {
		a.Stdout = io.Discard
	}
	return v, nil
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

// playAgain takes the world, its seed and the load of the run that this one is held against, but for what the command line
// says, so that the same requests are played: what is decided about the requests of one user hangs together, so other
// users are no measure.
func (o *options) playAgain() error {
	before, err := o.Out.earlier()
	if err != nil || before == nil {
		return err
	}
	words, taken := o.App.Words(), []string{}
	if !o.World.Seed.Given {
		o.World.Seed = flags.Seed{N: before.Plan.Seed, Given: true}
		taken = append(taken, words.Say("simulation.taken-seed", "seed", o.World.Seed.N))
	}
	if before.Setup != nil {
		if o.World.World == "" {
			o.World.base = &before.Setup.World
			taken = append(taken, words.Say("simulation.taken-world"))
		}
		if err := o.Load.takeFrom(before, o.typed); err != nil {
			return err
		}
		taken = append(taken, words.Say("simulation.taken-load"))
	}
	if len(taken) > 0 {
		fmt.Fprintln(o.App.Stderr, o.App.ErrTerminal().Faint(words.Say("simulation.taken", "what", taken, "file", o.Out.Compare)))
	}
	return nil
}

// simulation is a result, ready to be shown, with the comparison where there is one.
func (v *view) simulation(r *score.Result) *simulation.Simulation {
	s := simulation.New(r, v.limit, v.others, v.repeat)
	if v.before != nil {
		if comparison, err := r.Compare(v.before); err == nil {
			s.Comparison, s.Before = comparison, v.before
		}
	}
	s.Decide(v.failOn)
	return s
}

// show reports a result, and ends with its exit status.
func (v *view) show(a *app.App, r *score.Result) error {
	if v.before != nil {
		if err := v.before.Plan.Unlike(&r.Plan, v.before.Setup, r.Setup); err != nil {
			return exit.Usagef("--compare: %w", err)
		}
	}
	s := v.simulation(r)
	return exit.AfterShowing(v.files.Write(s), a.Show(s.Status,
		func(w io.Writer) error { return simulation.JSON(w, s) }, func(t *term.Terminal) { simulation.Show(t, s) }))
}

// noLimit stands for no limit of the leak rate.
const noLimit = -1

// leakLimit reads --max-leak.
func (o *resultFlags) leakLimit(malicious bool) (float64, error) {
	if o.MaxLeak == "" {
		return noLimit, nil
	}
	limit, err := parseLimit("--max-leak", o.MaxLeak)
	if err != nil {
		return 0, err
	}
	if !malicious {
		return 0, exit.Usagef("--max-leak: there is no campaign, so nothing is to be blocked")
	}
	return limit, nil
}

// thresholds reads the other limits that a run must keep to.
func (o *resultFlags) thresholds() (t score.Thresholds, err error) {
	t.P99, t.P999 = o.MaxP99, o.MaxP999
	if o.MaxBlocked != "" {
		if t.Blocked, err = parseLimit("--max-blocked", o.MaxBlocked); err != nil {
			return t, err
		}
	}
	if o.MaxLetIn != "" {
		t.LetIn, err = parseLimit("--max-let-in", o.MaxLetIn)
	}
	return t, err
}

// parseLimit reads a share that is a limit.
func parseLimit(flag, text string) (float64, error) {
	limit, err := keyvalue.ParseShare(text)
	if err != nil || !(limit > 0 && limit < 1) {
		return 0, exit.Usagef("%s: wanted a share above 0 and below 100%%, such as 0.1%%, got %q", flag, text)
	}
	return limit, nil
}
