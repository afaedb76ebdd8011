package simulate

import (
	"context"
	"io"
	"time"

	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/simulation"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/simulate"
	"github.com/chatcb/chatcb/simulate/search"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// limitFlags ask for the highest load that the backend bears.
type limitFlags struct {
	What     string        `flag:"find-limit" excludes:"map,hunt" oneof:"rate,items" bare:"rate"`
	Searches int           `flag:"searches" default:"3" atleast:"1"`
	Most     float64       `flag:"find-most" default:"50000" above:"0"`
	Trial    time.Duration `flag:"trial" default:"3s" atleast:"1"`
}

func (o *options) findLimit(ctx context.Context, e *simulate.Simulation) error {
	l := &o.Limit
	finder, err := o.finder(e)
	if err != nil {
		return err
	}
	bar := o.App.Progress(ctx, 0)
	most := time.Duration(l.Searches*finder.MostTrials()) * l.Trial
	words := o.App.Words()
	bar.Say(words.Say("simulation.trials-at-most", "searches", l.Searches, "trials", finder.MostTrials(),
		"length", l.Trial.String(), "most", most.String()))
	finder.Told = func(t search.Trial) {
		verdict := "ok"
		if !t.OK {
			verdict = words.Translate("", t.Why)
		}
		bar.Say(words.Say("simulation.trial", "level", t.Level, "p999", report.Millis(t.P999), "open", t.FailOpen, "verdict", verdict))
	}
	found := simulation.NewLimit(e.Wire.Target.String(), l.What, finder.Repeat(ctx, l.Searches))
	bar.Done()
	found.Decide(ctx.Err() != nil)
	return o.App.Show(found.Status, func(w io.Writer) error { return simulation.LimitJSON(w, found) },
		func(t *term.Terminal) { simulation.ShowLimit(t, found) })
}

func (o *options) finder(e *simulate.Simulation) (_ *search.Finder, err error) {
	length := o.Limit.Trial
	if o.Limit.What == "rate" {
		return &search.Finder{
			From: o.Load.Rate, Most: o.Limit.Most,
			Try: func(ctx context.Context, rate float64) search.Trial { return search.Try(ctx, e, rate, 0, length) },
		}, nil
	}
	world := e.Setup.World
	world.Campaigns = nil // they ask for one friend at a time
	if e.Generator, err = traffic.New(world); err != nil {
		return nil, exit.Usage(err)
	}
	return &search.Finder{
		From: 1, Most: 2000, Whole: true,
		Try: func(ctx context.Context, items float64) search.Trial {
			return search.Try(ctx, e, o.Load.Rate, int(items), length)
		},
	}, nil
}
