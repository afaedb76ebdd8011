package score

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/chatcb/chatcb/simulate/traffic"
)

// Comparison is how a run stands against an earlier one.
type Comparison struct {
	Started  time.Time     `json:"started"`  // of the earlier run
	Requests uint64        `json:"requests"` // of the earlier run
	Notes    []Note        `json:"notes"`    // what was not the same in both, in words
	Unrated  string        `json:"unrated"`  // why shares are not compared, in words; empty if they are
	Untimed  string        `json:"untimed"`  // why times are not compared, in words; empty if they are
	Rates    []RateChange  `json:"rates"`
	Times    []TimeChange  `json:"times"`
	Chance   float64       `json:"chance"` // how probable it is at most that equal receivers are called different
	Least    time.Duration `json:"least_ns"`
}

// Shown is what a comparison shows.
type Shown string

// What a comparison shows. That none is shown does not mean that there is none: the intervals say how large it may be.
const (
	Worse     Shown = "worse"
	Better    Shown = "better"
	NoneShown Shown = "none shown"
)

// RateChange compares a share of accounts.
type RateChange struct {
	Measure string        `json:"measure"`
	Label   traffic.Label `json:"label"` // empty for all
	Before  Share         `json:"before"`
	After   Share         `json:"after"`
	// Low and High are the interval of the change of the rate (Newcombe): all intervals of a comparison hold with 95 %.
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	// P is the p-value of Fisher's exact test, Scatter by how much the counts were divided for it because let-ins come in
	// clusters; 1 is not at all.
	P       float64 `json:"p"`
	Scatter float64 `json:"scatter"`
	Shown   Shown   `json:"shown"`

	moreIsWorse bool
}

// TimeChange compares a quantile of latency.
type TimeChange struct {
	Quantile float64  `json:"quantile"`
	Before   TimeSpan `json:"before"`
	After    TimeSpan `json:"after"`
	Shown    Shown    `json:"shown"`
}

// TimeSpan is a quantile, and between which latencies the true one lies. High is -1 if there are too few to tell.
type TimeSpan struct {
	At      time.Duration `json:"at_ns"`
	Low     time.Duration `json:"low_ns"`
	High    time.Duration `json:"high_ns"`
	Scatter float64       `json:"scatter"`
}

const (
	// comparisonChance is how probable it may be that anything at all is called different where nothing is.
	comparisonChance = 0.05
	// A change of a time is not called one below these: what else the machines did is not chance, and no test knows it.
	leastShare = 0.05
	leastTime  = time.Millisecond
)

// Compare holds the run r against an earlier one. It calls a difference one only if chance does not explain it: where both
// played the same requests, the probability that equal receivers are called different anywhere is 5 % at most, divided
// among all that is compared. That is so for a receiver that decides each request in the same way every time, and for one
// whose chance is another for each request. Where the seeds differ, shares are not compared: the users are others, and
// what is decided about the requests of one user or campaign hangs together, so they are fewer than they seem. It is an
// error if the runs have nothing to do with each other.
func (r *Result) Compare(before *Result) (*Comparison, error) {
	if err := before.Plan.Unlike(&r.Plan, before.Setup, r.Setup); err != nil {
		return nil, err
	}
	c := &Comparison{
		Started: before.Started, Requests: before.Requests, Notes: notes(before, r), Unrated: unrated(before, r), Untimed: untimed(before, r),
		Rates: []RateChange{}, Times: []TimeChange{}, Chance: comparisonChance, Least: leastTime,
	}
	if c.Unrated == "" {
		c.Rates = rateChanges(before, r)
	}
	quantiles := []float64{0.5, 0.9, 0.99, 0.999}
	if c.Untimed != "" {
		quantiles = nil
	}
	alpha := comparisonChance / float64(max(1, len(c.Rates)+len(quantiles)))
	for i := range c.Rates {
		c.Rates[i].test(alpha)
	}
	for _, q := range quantiles {
		c.Times = append(c.Times, timeChange(before, r, q, alpha))
	}
	return c, nil
}

// Count is how many changes are shown to be for the worse or for the better.
func (c *Comparison) Count(what Shown) (n int) {
	for i := range c.Rates {
		if c.Rates[i].Shown == what {
			n++
		}
	}
	for i := range c.Times {
		if c.Times[i].Shown == what {
			n++
		}
	}
	return n
}

// Unlike says why two runs cannot be compared at all; nil if they can. The setups say more where both are known.
func (a *Plan) Unlike(b *Plan, before, now *Setup) error {
	switch {
	case a.World != b.World:
		what := "more than the seed"
		if names := worldChanges(before, now); len(names) > 0 {
			what = strings.Join(names, ", ")
		}
		return fmt.Errorf("the worlds differ in %s: other people and campaigns, so no rate says the same", what)
	case a.Deadline != b.Deadline:
		return fmt.Errorf("the deadlines differ, %v and %v: what is late in one is in time in the other", a.Deadline, b.Deadline)
	case a.Assume != b.Assume:
		return fmt.Errorf("the assumptions differ, %q and %q: the same answer has two effects", a.Assume, b.Assume)
	}
	return nil
}

// worldChanges names the settings in which the worlds differ besides the seed, as world files call them.
func worldChanges(before, now *Setup) (names []string) {
	if before == nil || now == nil {
		return nil
	}
	a, b := reflect.ValueOf(before.World), reflect.ValueOf(now.World)
	for field, value := range a.Fields() {
		if name := field.Tag.Get("yaml"); name != "seed" && !reflect.DeepEqual(value.Interface(), b.FieldByIndex(field.Index).Interface()) {
			names = append(names, name)
		}
	}
	return names
}

// Note is a sentence in English about what was not the same, with places for what it was before and is now.
type Note struct{ Text, Before, Now string }

// MarshalText is the sentence.
func (n Note) MarshalText() ([]byte, error) {
	return []byte(strings.NewReplacer("{before}", n.Before, "{now}", n.Now).Replace(n.Text)), nil
}

// notes say what was not the same.
func notes(before, after *Result) []Note {
	a, b := &before.Plan, &after.Plan
	all := []Note{}
	for _, n := range []struct {
		text        string
		before, now any
	}{
		{"targets: {before}, now {now}", a.Target, b.Target},
		{"seeds: {before}, now {now}", a.Seed, b.Seed},
		{"loads: {before}, now {now}", a.Load, b.Load},
		{"loops: {before}, now {now}", a.Loop, b.Loop},
		{"warm-up: {before}, now {now}", a.WarmUp, b.WarmUp},
		{"requests: {before}, now {now}", before.Requests, after.Requests},
		{"pacing: {before}, now {now}", before.Pacing, after.Pacing},
	} {
		if n.before != n.now {
			all = append(all, Note{n.text, fmt.Sprint(n.before), fmt.Sprint(n.now)})
		}
	}
	for _, r := range []struct {
		interrupted, missing string
		of                   *Result
	}{
		{"the earlier run was interrupted", "the earlier run has {before} of {now} shards", before},
		{"this run was interrupted", "this run has {before} of {now} shards", after},
	} {
		if r.of.Interrupted {
			all = append(all, Note{Text: r.interrupted})
		}
		if missing := r.of.Missing(); len(missing) > 0 {
			all = append(all, Note{r.missing, fmt.Sprint(len(r.of.Shards)), fmt.Sprint(r.of.Plan.Shards)})
		}
	}
	return all
}

// unrated says why shares of accounts are not to be compared.
func unrated(before, after *Result) string {
	if before.Plan.Seed != after.Plan.Seed {
		return "another seed plays other users, and what is decided about one user hangs together, so chance may differ by any amount"
	}
	return ""
}

// untimed says why latencies are not to be compared.
func untimed(before, after *Result) string {
	switch {
	case before.Plan.Loop != after.Plan.Loop:
		return "the loops differ"
	case before.Plan.Load != after.Plan.Load:
		return "the loads differ"
	case before.Timing().Behind || after.Timing().Behind:
		return "chatcb itself fell behind in one of the runs"
	}
	return ""
}
