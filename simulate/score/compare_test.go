package score

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/simulate/internal/dice"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// behaviour is how a made-up receiver answers requests that are independent of each other but for its stalls.
type behaviour struct {
	requests int
	leaks    float64 // share of malicious accounts that are allowed
	mistakes float64 // share of benign ones that are blocked
	late     float64
	median   time.Duration // of log-normal latencies
	stalls   int           // of a second each, somewhere in the run
}

func usual() behaviour {
	return behaviour{requests: 4000, leaks: 0.1, mistakes: 0.01, late: 0.002, median: 20 * time.Millisecond}
}

// made is the result of a run of one stream against a made-up receiver whose chance has this seed, without any time
// passing.
func (b behaviour) made(seed uint64) *Result {
	bits := dice.Dice(dice.Hash(seed, 3))
	uniform := func() float64 { return (float64(bits.Next()>>11) + 0.5) / (1 << 53) }
	r := NewResult()
	r.Plan = Plan{Loop: "open", Shards: 1, Deadline: 2 * time.Second, Seed: 1, World: "w", Load: "test"}
	r.Shards = []uint64{0}
	var stalls []time.Duration
	length := time.Duration(b.requests) * 10 * time.Millisecond
	for range b.stalls {
		stalls = append(stalls, time.Duration(uniform()*float64(length)))
	}
	for n := range b.requests {
		due := time.Duration(n) * 10 * time.Millisecond
		normal := math.Sqrt(-2*math.Log(uniform())) * math.Cos(2*math.Pi*uniform())
		took := time.Duration(float64(b.median) * math.Exp(0.5*normal))
		for _, s := range stalls {
			if due >= s && due < s+time.Second {
				took += s + 3*time.Second - due // until it goes on, and is late
			}
		}
		label, share := traffic.Benign, b.mistakes
		if bits.One(4) {
			label, share = traffic.Label([]string{"spam-blast", "scam-link"}[bits.Below(2)]), 1-b.leaks
		}
		t := r.tally(label)
		t.Requests, t.Accounts = t.Requests+1, t.Accounts+1
		said := uniform() < share
		if said {
			t.SaidBlock++
		} else {
			t.SaidAllow++
		}
		late := uniform() < b.late || took > r.Plan.Deadline
		switch {
		case late:
			t.FailOpen[callback.Late]++
			took = max(took, r.Plan.Deadline)
		case said:
			t.Blocked++
		default:
			t.Allowed++
		}
		r.Requests++
		r.Latency.Add(took)
		r.Timeline.at(due).addRequest(took, late)
	}
	return r
}

func compare(t *testing.T, before, after *Result) *Comparison {
	t.Helper()
	c, err := after.Compare(before)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Of runs against the same receiver hardly any two differ: at most one pair in twenty, and that also where a run has
// stalls in it that the other has elsewhere, for requests that befall a stall together count as few.
func TestEqualRunsRarelyDiffer(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(before, after *behaviour)
	}{
		{"as usual", func(*behaviour, *behaviour) {}},
		{"few requests", func(a, b *behaviour) { a.requests, b.requests = 200, 200 }},
		{"one run longer", func(a, _ *behaviour) { a.requests = 12_000 }},
		{"nearly everything leaks", func(a, b *behaviour) { a.leaks, b.leaks = 0.97, 0.97 }},
		{"late now and then", func(a, b *behaviour) { a.late, b.late = 0.02, 0.02 }},
		{"stalls", func(a, b *behaviour) { a.stalls, b.stalls = 3, 3 }},
		{"a stall in one run only", func(_, b *behaviour) { b.stalls = 1 }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			const pairs = 120
			before, after := usual(), usual()
			tt.change(&before, &after)
			alarms := 0
			for seed := range uint64(pairs) {
				c := compare(t, before.made(2*seed), after.made(2*seed+1))
				if c.Count(NoneShown) < len(c.Rates)+len(c.Times) {
					alarms++
				}
			}
			if most := comparisonChance*pairs + 3*math.Sqrt(comparisonChance*pairs); float64(alarms) > most {
				t.Errorf("got %d of %d pairs of equal runs called different, want at most %.0f", alarms, pairs, most)
			}
			t.Logf("%d of %d", alarms, pairs)
		})
	}
}

// A receiver that has changed is found, with the measure that has, in the direction in which it has.
func TestChangedRunsDiffer(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*behaviour)
		worse  []string // must be shown, when it is the later run that changed
	}{
		{"more leaks", func(b *behaviour) { b.leaks = 0.2 }, []string{"leaks malicious", "recall "}},
		{"more mistakes", func(b *behaviour) { b.mistakes = 0.04 }, []string{"blocked benign", "precision "}},
		{"more is late", func(b *behaviour) { b.late = 0.02 }, []string{"let in: late "}},
		{"slower", func(b *behaviour) { b.median = 26 * time.Millisecond }, []string{"p0.5", "p0.9"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			const pairs = 40
			changed := usual()
			tt.change(&changed)
			seen := map[string]int{}
			for seed := range uint64(pairs) {
				was, now := usual().made(2*seed), changed.made(2*seed+1)
				forth, back := compare(t, was, now), compare(t, now, was)
				if forth.Count(Worse) != back.Count(Better) || forth.Count(Better) != back.Count(Worse) {
					t.Errorf("got %+v and, the other way around, %+v", forth, back)
				}
				for _, c := range forth.Rates {
					if c.Shown == Worse {
						seen[c.Measure+" "+string(c.Label)]++
					}
				}
				for _, c := range forth.Times {
					if c.Shown == Worse {
						seen[fmt.Sprint("p", c.Quantile)]++
					}
				}
			}
			for _, want := range tt.worse {
				if seen[want] < pairs*8/10 {
					t.Errorf("got %q shown as worse %d times of %d: %v", want, seen[want], pairs, seen)
				}
			}
		})
	}
}

func TestCompareRefuses(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*Result)
		err    string
		note   string
		timed  bool
	}{
		{"another world", func(r *Result) { r.Plan.World = "v" }, "worlds", "", false},
		{"another deadline", func(r *Result) { r.Plan.Deadline = time.Second }, "deadlines", "", false},
		{"other assumptions", func(r *Result) { r.Plan.Assume = "x" }, "assumptions", "", false},
		{"another target", func(r *Result) { r.Plan.Target = "http://b/" }, "", "targets: , now http://b/", true},
		{"another load", func(r *Result) { r.Plan.Load = "ramp" }, "", "loads: test, now ramp", false},
		{"another loop", func(r *Result) { r.Plan.Loop = "closed" }, "", "loops: open, now closed", false},
		{"interrupted", func(r *Result) { r.Interrupted = true }, "", "this run was interrupted", true},
		{"a shard", func(r *Result) { r.Plan.Shards = 2 }, "", "this run has 1 of 2 shards", true},
		{"behind", func(r *Result) { r.Lateness.Add(time.Second) }, "", "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before, after := usual().made(1), usual().made(1)
			tt.change(after)
			c, err := after.Compare(before)
			switch {
			case tt.err != "":
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("got %v, want an error about %s", err, tt.err)
				}
			case err != nil:
				t.Error(err)
			case tt.note != "" && !noted(c, tt.note) || (c.Untimed == "") != tt.timed || (len(c.Times) == 4) != tt.timed:
				t.Errorf("got %q, untimed %q and %d times, want the note %q and times %v", c.Notes, c.Untimed, len(c.Times), tt.note, tt.timed)
			}
		})
	}
}

// noted reports whether a comparison says a sentence.
func noted(c *Comparison, sentence string) bool {
	return slices.ContainsFunc(c.Notes, func(n Note) bool {
		text, err := n.MarshalText()
		return err == nil && string(text) == sentence
	})
}
