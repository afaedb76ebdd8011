// Package search looks for something by sending requests: [Finder] for the highest load that a receiver bears, [Hunt] for
// wordings that it blocks but lets through in another spelling, and [Map] for the fields that its decision depends on.
package search

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/chatcb/chatcb/simulate"
	"github.com/chatcb/chatcb/simulate/load"
)

// Trial is one run at a level of load: so many requests per second, or so many friends in a request.
type Trial struct {
	Level     float64       `json:"level"`
	OK        bool          `json:"ok"`
	Why       string        `json:"why"`       // what went wrong, in words
	Own       bool          `json:"own"`       // it was chatcb that did not keep up: the trial says nothing about the receiver
	Unreached bool          `json:"unreached"` // no connection came about
	FailOpen  uint64        `json:"fail_open"`
	P999      time.Duration `json:"p999_ns"`
	Growth    float64       `json:"growth"` // of latency, in seconds a second: above zero, more is asked than is answered
}

// Search is one search for the highest level that is all right.
type Search struct {
	Limit  float64 `json:"limit"`
	Open   bool    `json:"open"` // no trial failed: the limit is at least this
	Trials []Trial `json:"trials"`
}

// Own reports whether the search ended at a level that failed because chatcb did not keep up: then the receiver bears at
// least the limit.
func (s *Search) Own() bool {
	lowest, own := math.Inf(1), false
	for _, t := range s.Trials {
		switch {
		case t.OK || t.Level <= s.Limit || t.Level > lowest:
		case t.Level < lowest:
			lowest, own = t.Level, t.Own
		default:
			own = own && t.Own // the receiver failed in one of the two
		}
	}
	return own
}

// Unreached reports whether the receiver could not be reached in the end.
func (s *Search) Unreached() bool {
	return len(s.Trials) > 0 && s.Trials[len(s.Trials)-1].Unreached
}

// Finder searches the highest level of load that a receiver bears. How a level is tried is the caller's, so the search
// itself is a pure function of the answers.
type Finder struct {
	From, Most float64
	Whole      bool // levels are whole numbers
	Try        func(context.Context, float64) Trial
	Told       func(Trial) // hears of each trial that was played to its end; nil for nobody
}

// Repeat searches so many times, as long as the receiver can be reached. A search without a trial is none.
func (f *Finder) Repeat(ctx context.Context, times int) (searches []Search) {
	for range times {
		s := f.Find(ctx)
		if len(s.Trials) > 0 {
			searches = append(searches, s)
		}
		if ctx.Err() != nil || s.Unreached() {
			break
		}
	}
	return searches
}

// within is how near to the limit is near enough, as a share of it.
const within = 0.02

// Find searches once: up by doubling until a trial fails, then by bisection. Only a level that fails twice has failed,
// for a machine that is slow for once is not the receiver's limit. When ctx ends, the trial under way does not count, and
// the limit is the highest level that was all right by then.
func (f *Finder) Find(ctx context.Context) Search {
	var s Search
	try := func(level float64) bool {
		for range 2 {
			if ctx.Err() != nil {
				return false
			}
			t := f.Try(ctx, level)
			if ctx.Err() != nil {
				return false // a part of a trial says nothing
			}
			if s.Trials = append(s.Trials, t); f.Told != nil {
				f.Told(t)
			}
			if t.OK {
				return true
			}
			if t.Unreached {
				break
			}
		}
		return false
	}
	low, high := 0.0, f.From
	for high < f.Most && try(high) {
		low, high = high, min(high*2, f.Most)
	}
	if high == f.Most && try(high) {
		return Search{high, true, s.Trials}
	}
	for low == 0 && high > 1 && ctx.Err() == nil && !s.Unreached() { // the first trial failed: down until one does not
		if level := f.level(high / 2); try(level) {
			low = level
		} else {
			high = level
		}
	}
	for high > low*(1+within) && !(f.Whole && high-low <= 1) && low > 0 && ctx.Err() == nil {
		if level := f.level(math.Sqrt(low * high)); level <= low || level >= high {
			break
		} else if try(level) {
			low = level
		} else {
			high = level
		}
	}
	s.Limit = low
	s.Open = ctx.Err() != nil && !slices.ContainsFunc(s.Trials, func(t Trial) bool { return !t.OK })
	return s
}

// MostTrials is how many trials a search takes at most: those on the way up or down, and those of the bisection, each level
// that fails twice.
func (f *Finder) MostTrials() int {
	up := math.Ceil(math.Log2(max(f.Most/f.From, 1))) + 3
	down := 2 * math.Ceil(math.Log2(max(f.From, 2)))
	between := math.Ceil(math.Log2(math.Ln2 / math.Log1p(within)))
	return int(max(up, down) + 2*between)
}

func (f *Finder) level(x float64) float64 {
	if f.Whole {
		return max(1, math.Round(x))
	}
	return x
}

// Spread is the lowest, the middle and the highest of several searches' limits.
func Spread(all []Search) (low, middle, high float64) {
	var limits []float64
	for _, s := range all {
		limits = append(limits, s.Limit)
	}
	if len(limits) == 0 {
		return 0, 0, 0
	}
	slices.Sort(limits)
	return limits[0], limits[len(limits)/2], limits[len(limits)-1]
}

// maxGrowth is how fast latency may grow in a trial. At a rate R over a capacity C it grows by R/C-1 seconds a second.
const maxGrowth = 0.015

// Try plays the stream at a constant rate for a while. If items is above zero, benign requests are for so many friends each, and
// that is the level, not the rate.
func Try(ctx context.Context, s *simulate.Simulation, rate float64, items int, length time.Duration) Trial {
	one := simulate.Simulation{Engine: s.Engine, Gate: s.Gate}
	one.Schedule, one.Items, one.Jobs = load.Schedule{Pacer: load.Constant(rate), Duration: length}, items, 0
	var line, own regression
	one.Observe = func(ev *load.Event) {
		line.addPoint(ev.Due.Seconds(), ev.Exchange.Phases.LastByte.Seconds())
		own.addPoint(ev.Due.Seconds(), ev.Late.Seconds())
	}
	r := one.Run(ctx, time.Now())
	t := Trial{Level: rate, P999: r.Latency.Quantile(0.999), Growth: line.slope(), Unreached: r.Requests > 0 && r.Unreached == r.Requests}
	if items > 0 {
		t.Level = float64(items)
	}
	for _, tally := range r.Labels {
		t.FailOpen += tally.Opened()
	}
	switch {
	case t.Unreached:
		t.Why = "no connection came about"
	case r.Timing().Behind || own.slope() > maxGrowth/2:
		t.Own, t.Why = true, "chatcb itself fell behind"
	case t.FailOpen > 0:
		t.Why = "friends were let in without a valid answer in time"
	case t.P999 >= r.Plan.Deadline:
		t.Why = "p99.9 is past the deadline"
	case t.Growth > maxGrowth:
		t.Why = "latency grew all the time: more is sent than is answered"
	default:
		t.OK = true
	}
	return t
}

// regression fits a line through points as they come.
type regression struct{ n, x, y, xx, xy float64 }

func (l *regression) addPoint(x, y float64) {
	l.n, l.x, l.y, l.xx, l.xy = l.n+1, l.x+x, l.y+y, l.xx+x*x, l.xy+x*y
}

func (l *regression) slope() float64 {
	d := l.n*l.xx - l.x*l.x
	if l.n < 3 || d <= 0 {
		return 0
	}
	return (l.n*l.xy - l.x*l.y) / d
}
