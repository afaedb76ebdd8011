package simulate

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/captured"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// loadFlags say when requests are sent, and how many.
type loadFlags struct {
	Rate    float64    `flag:"rate" default:"100" above:"0"`
	Load    string     `flag:"load" reads:"capture:NAME" complete:"loads"`
	StartAt flags.Time `flag:"start-at"`
	Only    uint64     `flag:"only" excludes:"shard,count,warm-up,find-limit,map,hunt"`

	Flags    *pflag.FlagSet
	recorded *load.Recorded // what --load capture:FILE read
}

// schedule completes the schedule. The closed loop has no end but --count or --duration of the world's clock. A capture is
// played once if no flag says otherwise.
func (o *options) schedule(s *load.Schedule, world *traffic.World) (err error) {
	l, length, ends := &o.Load, max(s.Duration, time.Second), o.Cmd.Flags().Changed("duration")
	if s.Count > 0 && !ends {
		s.Duration = 0
	}
	if s.Duration == 0 && s.Count == 0 {
		return exit.Usagef("--duration 0 needs --count: a run must end")
	}
	s.Pacer, err = load.Load{
		Spec: l.Load, Rate: l.Rate, Duration: length, Seed: world.Seed, Hours: world.Hours,
		Recording: func(file string) ([]time.Duration, error) { return recordedTimes(o.App, file) },
	}.Pacer()
	if err != nil {
		return exit.Usagef("--load: %w (chatcb simulate --list-loads explains them)", err)
	}
	recorded, ok := s.Pacer.(*load.Recorded)
	if !ok {
		return nil
	}
	if o.typed("rate") { // that of a configuration is for other loads
		return exit.Usagef("--rate says nothing beside a capture: give the load speed=2 to play it twice as fast")
	}
	if l.recorded = recorded; s.Count == 0 && !ends {
		s.Count, s.Duration = uint64(recorded.Len()), 0
	}
	return nil
}

// takeFrom takes the load of an earlier run, but for what stands on the command line. Where that gives a rate or a load, the
// loop is open unless it says otherwise.
func (l *loadFlags) takeFrom(before *score.Result, typed func(string) bool) error {
	p, setup := &before.Plan, before.Setup
	jobs := setup.Jobs
	if typed("rate") || typed("load") {
		jobs = 0
	}
	values := map[string]any{"rate": setup.Rate, "load": setup.Load, "jobs": jobs}
	if !l.Flags.Changed("only") {
		values["warm-up"] = p.WarmUp
		if !typed("count") && !typed("duration") {
			values["count"] = p.Count
			if p.Duration > 0 {
				values["duration"] = p.Duration
			}
		}
	}
	for name, value := range values {
		text := fmt.Sprint(value)
		if typed(name) || l.Flags.Lookup(name).Value.String() == text && (name != "duration" || p.Count == 0) {
			continue
		}
		if err := l.Flags.Set(name, text); err != nil {
			return err
		}
	}
	return nil
}

// recordedTimes reads when the requests of a capture came, after the first of them.
func recordedTimes(a *app.App, file string) ([]time.Duration, error) {
	var at []time.Duration
	var first time.Time
	input := captured.Input{App: a}
	for r, err := range input.Records(context.Background(), []string{file}) {
		if err != nil {
			return nil, err
		}
		if len(at) == 0 {
			first = r.Exchange.Start
		}
		if at = append(at, r.Exchange.Start.Sub(first)); len(at) > load.MaxRecorded {
			return nil, fmt.Errorf("%s: wanted at most %d requests; chatcb captures filter takes fewer", file, load.MaxRecorded)
		}
	}
	return at, nil
}

// name is the load in words.
func (l *loadFlags) name() string {
	if l.Load == "" || l.Load == "poisson" {
		return fmt.Sprintf("%s %g per second", cmp.Or(l.Load, "constant"), l.Rate)
	}
	if l.recorded != nil {
		return fmt.Sprintf("%s, %d requests in %v", l.Load, l.recorded.Len(), l.recorded.Length().Round(time.Millisecond))
	}
	return fmt.Sprintf("%s, rate %g", l.Load, l.Rate)
}

// start is when the run begins.
func (l *loadFlags) start(now time.Time) (time.Time, error) {
	switch at := l.StartAt; {
	case at.IsZero():
		return now, nil
	case at.Before(now):
		return now, exit.Usagef("--start-at: %s has passed", at.Format(time.RFC3339))
	default:
		return now.Add(at.Sub(now)), nil // on the clock that never jumps
	}
}
