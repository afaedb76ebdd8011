package score

import (
	"fmt"
	"slices"
	"time"
)

// Merge adds the result of another shard of the same run. It is an error if that is none, or one that has been added.
func (r *Result) Merge(o *Result) error {
	if r.Plan != o.Plan {
		return fmt.Errorf("not of one run: wanted %+v, got %+v", r.Plan, o.Plan)
	}
	for _, shard := range o.Shards {
		if slices.Contains(r.Shards, shard) {
			return fmt.Errorf("shard %d of %d stands twice", shard, r.Plan.Shards)
		}
	}
	r.Shards = append(r.Shards, o.Shards...)
	slices.Sort(r.Shards)
	if o.Started.Before(r.Started) {
		r.Started = o.Started
	}
	r.Took = max(r.Took, o.Took)
	r.Processors = max(r.Processors, o.Processors)
	if r.Stopped == 0 || o.Stopped == 0 {
		r.Stopped, r.Scheduled = 0, 0 // one of them was due for all
	} else {
		r.Stopped, r.Scheduled = max(r.Stopped, o.Stopped), max(r.Scheduled, o.Scheduled)
	}
	if r.Pacing != o.Pacing {
		r.Pacing = "mixed"
	}
	r.Interrupted = r.Interrupted || o.Interrupted
	r.AddCounts(o)
	return nil
}

// AddCounts adds what another result of the same plan has counted.
func (r *Result) AddCounts(o *Result) {
	r.LastSent = max(r.LastSent, o.LastSent)
	r.Requests += o.Requests
	r.Warm += o.Warm
	r.Unreached += o.Unreached
	r.Unanswered += o.Unanswered
	r.Late += o.Late
	r.LateRight += o.LateRight
	r.OwnLate += o.OwnLate
	r.Opened += o.Opened
	r.Resent += o.Resent
	r.Assumed += o.Assumed
	r.mergeMeasures(o)
	for label, t := range o.Labels {
		r.tally(label).merge(t)
	}
	r.mergeFindings(o)
	for class, kept := range o.Examples {
		for _, x := range kept {
			r.Examples[class] = r.Examples[class].with(x)
		}
	}
}

func (r *Result) mergeMeasures(o *Result) {
	r.Latency.Merge(&o.Latency)
	r.Lateness.Merge(&o.Lateness)
	r.Waiting.Merge(&o.Waiting)
	r.Timeline.Merge(&o.Timeline.Series)
	r.Wire.Merge(&o.Wire)
	for name, h := range o.Effects {
		r.Effects[name].Merge(h)
	}
	for name, h := range o.Phases {
		r.Phases[name].Merge(h)
	}
}

func (r *Result) mergeFindings(o *Result) {
	for id, f := range o.Findings {
		mine := r.Findings[id]
		if mine == nil {
			clone := *f
			r.Findings[id] = &clone
			continue
		}
		mine.Count += f.Count
		mine.Fails = mine.Fails || f.Fails
		if f.Number < mine.Number {
			mine.Number, mine.Message, mine.First = f.Number, f.Message, f.First
		}
	}
}

func (t *Tally) merge(o *Tally) {
	if t.Requests == 0 || o.Requests > 0 && o.First.Number < t.First.Number {
		t.First = o.First
	}
	t.Requests += o.Requests
	t.Accounts += o.Accounts
	t.Allowed += o.Allowed
	t.Blocked += o.Blocked
	t.SaidAllow += o.SaidAllow
	t.SaidBlock += o.SaidBlock
	t.Over.Merge(&o.Over)
	for cause, n := range o.FailOpen {
		t.FailOpen[cause] += n
	}
	if o.Caught != nil && (t.Caught == nil || o.Caught.Number < t.Caught.Number) {
		caught := *o.Caught
		t.Caught = &caught
	}
}

// Missing lists the shards of the run that the result does not have.
func (r *Result) Missing() (missing []uint64) {
	for shard := range r.Plan.Shards {
		if !slices.Contains(r.Shards, shard) {
			missing = append(missing, shard)
		}
	}
	return missing
}

// Due is for how long the requests of the plan that count were due, as far as it says so, else how long the run took.
func (r *Result) Due() time.Duration {
	switch {
	case r.Stopped > 0:
		return max(r.Stopped-r.Plan.WarmUp, 1)
	case r.Plan.Duration > 0:
		return r.Plan.Duration
	}
	return max(r.Took-r.Plan.WarmUp, 1)
}
