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
	try := finder.Try
	finder.Try = func(ctx context.Context, level float64) search.Trial {
		r := try(ctx, level)
		if ctx.Err() != nil {
			return r // it was not played to its end
		}
		verdict := "ok"
		if !r.OK {
			verdict = words.Translate("", r.Why)
		}
		bar.Say(words.Say("simulation.trial", "level", level, "p999", report.Millis(r.P999), "open", r.FailOpen, "verdict", verdict))
		return r
	}
	var searches []search.Search
	for range l.Searches {
		s := finder.Find(ctx)
		if len(s.Trials) > 0 {
			searches = append(searches, s)
		}
		if ctx.Err() != nil || s.Unreached() {
			break
		}
	}
	bar.Done()
	return o.showLimit(ctx, simulation.NewLimit(e.Wire.Target.String(), l.What, searches))
}

func (o *options) finder(e *simulate.Simulation) (*search.Finder, error) {
	length := o.Limit.Trial
	if o.Limit.What == "rate" {
		return &search.Finder{
			From: o.Load.Rate, Most: o.Limit.Most, Within: 0.02,
			Try: func(ctx context.Context, rate float64) search.Trial { return search.TryRate(ctx, e, rate, length) },
		}, nil
	}
	world, err := o.World.read()
	if err != nil {
		return nil, exit.Usage(err)
	}
	world.Seed, world.Campaigns = o.generator.Seed(), nil // campaigns ask for one friend at a time
	if e.Generator, err = traffic.New(world); err != nil {
		return nil, exit.Usage(err)
	}
	return &search.Finder{
		From: 1, Most: 2000, Whole: true, Within: 0.02,
		Try: func(ctx context.Context, items float64) search.Trial {
			return search.TryItems(ctx, e, int(items), o.Load.Rate, length)
		},
	}, nil
}

func (o *options) showLimit(ctx context.Context, l *simulation.Limit) error {
	l.Decide(ctx.Err() != nil)
	return o.App.Show(l.Status,
		func(w io.Writer) error { return simulation.LimitJSON(w, l) }, func(t *term.Terminal) { simulation.ShowLimit(t, l) })
}
