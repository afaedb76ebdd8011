package simulate_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/clock"
	"github.com/chatcb/chatcb/simulate"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// A receiver that stalls one second in ten: a request that is due during the stall waits for its end, so a tenth of the
// latencies are spread evenly from 0 to 1 s, and the p99 is 0.9 s. Anyone who measures service time on few connections sees
// a handful of slow ones.
func TestStallIsSeen(t *testing.T) {
	for _, connections := range []int{1, 8, 1000} {
		t.Run(fmt.Sprint(connections), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				p := &piped{Answer: func(q *callback.Request, r *http.Request) string {
					if since := time.Since(start) % (10 * time.Second); since >= 5*time.Second && since < 6*time.Second {
						time.Sleep(6*time.Second - since)
					}
					return allowAll(q, r)
				}}
				e := newSimulation(t, traffic.World{}, p, load.Schedule{Pacer: load.Constant(1000), Duration: 20 * time.Second})
				e.MaxConnections = connections
				r := e.Run(t.Context(), start)
				e.Client.CloseIdle()
				if r.Requests != 20_000 || p.Most > connections {
					t.Errorf("got %d requests on up to %d connections, want 20000 on %d", r.Requests, p.Most, connections)
				}
				for q, want := range map[float64]time.Duration{0.5: 0, 0.99: 900 * time.Millisecond, 0.999: 990 * time.Millisecond} {
					if got := r.Latency.Quantile(q); math.Abs(float64(got-want)) > 0.02*float64(want) {
						t.Errorf("quantile %v: got %v, want %v within 2 %%", q, got, want)
					}
				}
				if got := r.Lateness.Max(); got > 2*time.Millisecond {
					t.Errorf("got own lateness of %v, want none: the receiver is slow, not chatcb", got)
				}
				if waits := r.Waiting.N() > 0; waits != (connections < 1000) {
					t.Errorf("got %d requests that waited for one of %d connections", r.Waiting.N(), connections)
				}
				synctest.Wait()
			})
		})
	}
}

// Waiting counts for the deadline: three connections carry three requests each two seconds, the others are late.
func TestWaitingMakesLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &piped{Answer: answerAfter(1500*time.Millisecond, allowAll)}
		e := newSimulation(t, traffic.World{}, p, load.Schedule{Pacer: load.Constant(10), Count: 12})
		e.MaxConnections = 3
		r := e.Run(t.Context(), time.Now())
		e.Client.CloseIdle()
		// due every 0.1 s, begun in threes every 1.5 s: the first three take 1.5 s, the next 2.7 s and more.
		if r.Late != 9 || r.LateRight != 9 || r.Effects.FailOpen.N() != 9 {
			t.Errorf("got %d late, %d of them right, %d fail-open, want 9", r.Late, r.LateRight, r.Effects.FailOpen.N())
		}
		if got := r.Labels[traffic.Benign].FailOpen[callback.Late]; got < 9 {
			t.Errorf("got %d accounts let through for lateness, want those of 9 requests", got)
		}
	})
}

// everyCampaign is a world with a campaign of each kind.
func everyCampaign() traffic.World {
	w := traffic.World{Seed: 1}
	for _, k := range traffic.Kinds() {
		c := k.Defaults
		c.Share, c.Start, c.Length, c.Every = 0.03, 0, 100_000*time.Hour, 0
		w.Campaigns = append(w.Campaigns, c)
	}
	return w
}

func runOnce(t *testing.T, change func(*simulate.Simulation)) (r *score.Result, seen []string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p := &piped{Keep: true, Answer: answerAfter(3*time.Millisecond, policy)}
		e := newSimulation(t, everyCampaign(), p, load.Schedule{
			Pacer: load.NewPoisson(load.Constant(500), 3), WarmUp: 100 * time.Millisecond, Duration: 4 * time.Second,
		})
		change(e)
		r = e.Run(t.Context(), time.Now())
		e.Client.CloseIdle()
		synctest.Wait()
		seen = p.Seen
	})
	slices.Sort(seen)
	return r, seen
}

// policy blocks accounts by the look of their sender, some with a code that does not, and answers some not at all.
func policy(q *callback.Request, _ *http.Request) string {
	h := 0
	for _, c := range []byte(q.FromAccount) {
		h += int(c)
	}
	switch {
	case h%13 == 0:
		return `{"ActionStatus":"FAIL","ErrorCode":1,"ErrorInfo":"","ResultItem":[]}`
	case h%29 == 0:
		return "busy"
	}
	return decide(q, func(f *callback.Item) int64 { return int64(h % 3 * 38001 / 2) })
}

// The stream does not depend on how it is sent.
func TestSameStreamWhateverTheConcurrency(t *testing.T) {
	_, want := runOnce(t, func(*simulate.Simulation) {})
	if len(want) < 1900 {
		t.Fatalf("got %d requests, want about 2050", len(want))
	}
	for name, change := range map[string]func(*simulate.Simulation){
		"one connection": func(e *simulate.Simulation) { e.MaxConnections = 1 },
		"cold":           func(e *simulate.Simulation) { e.Conditions.Cold = 1 },
		"slow body":      func(e *simulate.Simulation) { e.Conditions.Slow, e.Conditions.SlowBody = 0.5, 80*time.Millisecond },
	} {
		if _, got := runOnce(t, change); !slices.Equal(got, want) {
			t.Errorf("%s: got another stream of %d requests, want the %d", name, len(got), len(want))
		}
	}
	for _, jobs := range []int{1, 7} {
		_, open := runOnce(t, func(e *simulate.Simulation) { e.WorldTime = true })
		if _, got := runOnce(t, func(e *simulate.Simulation) { e.Jobs, e.WorldTime = jobs, true }); !slices.Equal(got, open) {
			t.Errorf("closed loop of %d: got another stream of %d requests, want the %d", jobs, len(got), len(open))
		}
	}
}

// The shards of a run, written to files, read and merged in any order, are the run.
func TestShardsMergedAreTheRun(t *testing.T) {
	want, stream := runOnce(t, func(*simulate.Simulation) {})
	var merged *score.Result
	var parts []string
	for _, index := range []uint64{2, 0, 1} {
		r, seen := runOnce(t, func(e *simulate.Simulation) {
			e.Schedule.Shard = load.Shard{Index: index, Of: 3}
			e.Watch = func(*score.Result) {} // which changes nothing
		})
		parts = append(parts, seen...)
		var file bytes.Buffer
		if err := r.Write(&file); err != nil {
			t.Fatal(err)
		}
		again, err := score.ReadResult(file.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if merged == nil {
			merged = again
		} else if err := merged.Merge(again); err != nil {
			t.Fatal(err)
		}
		if err := merged.Merge(again); err == nil {
			t.Error("a shard was merged twice")
		}
	}
	slices.Sort(parts)
	if !slices.Equal(parts, stream) {
		t.Errorf("got %d requests in shards, want the %d of the stream", len(parts), len(stream))
	}
	if len(merged.Missing()) > 0 {
		t.Errorf("got shards %v missing", merged.Missing())
	}
	// What differs is that there were shards, and on how many connections they were sent.
	merged.Shards, merged.Plan.Shards = want.Shards, want.Plan.Shards
	merged.Opened, merged.Took, merged.Processors = want.Opened, want.Took, want.Processors
	for _, r := range []*score.Result{want, merged} {
		for i := range r.Wire.Slots {
			r.Wire.Slots[i].Opened = 0
		}
		for _, f := range r.Findings {
			f.First = rule.Finding{} // which no file has
		}
	}
	merged.Phases.Connect, want.Phases.Connect = clock.Histogram{}, clock.Histogram{}
	if diff := cmp.Diff(want, merged, cmp.Transformer("written", func(h clock.Histogram) string {
		text, err := json.Marshal(&h)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	})); diff != "" {
		t.Errorf("(-one run +shards):\n%s", diff)
	}
}

// While the last answers are waited for nothing is to be sent, so that time does not count for the rate.
func TestRateIsThatOfSending(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &piped{Answer: answerAfter(3*time.Second, allowAll)}
		e := newSimulation(t, traffic.World{}, p, load.Schedule{Pacer: load.Constant(100), Duration: 5 * time.Second, WarmUp: time.Second})
		r := e.Run(t.Context(), time.Now())
		e.Client.CloseIdle()
		c := r.Timing()
		if r.Requests != 500 || c.Scheduled != 100 || c.Sent != 100 || r.LastSent < 5990*time.Millisecond || r.LastSent > 6*time.Second || r.Took < 8*time.Second {
			t.Errorf("got %d requests, %.1f of %.1f per second, the last after %v of %v, want 100 of 100", r.Requests, c.Sent, c.Scheduled, r.LastSent, r.Took)
		}
	})
}

func TestInterruptDrains(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &piped{Answer: answerAfter(time.Second, allowAll)}
		e := newSimulation(t, traffic.World{}, p, load.Schedule{Pacer: load.Constant(10), Duration: time.Hour})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(3050*time.Millisecond, cancel)
		r := e.Run(ctx, time.Now())
		e.Client.CloseIdle()
		if !r.Interrupted || r.Requests != 31 || r.Labels[traffic.Benign].Allowed < 31 {
			t.Errorf("got interrupted %v, %d requests, want the 31 that were due, all answered", r.Interrupted, r.Requests)
		}
		if c := r.Timing(); r.Scheduled != 31 || c.Sent != c.Scheduled || c.Scheduled < 10 || c.Scheduled > 10.2 {
			t.Errorf("got %.1f sent per second of %.1f asked, want both to be what was due up to the interruption", c.Sent, c.Scheduled)
		}
	})
}

// What is counted over time adds up to what is counted in all, also in a closed loop, where it is told when requests were
// sent: when they were due is the world's time.
func TestSeriesAddUp(t *testing.T) {
	for _, jobs := range []int{0, 3} {
		r, _ := runOnce(t, func(e *simulate.Simulation) { e.Jobs = jobs })
		var sum score.Wire
		for _, s := range r.Wire.Slots {
			sum.Sent, sum.Ended, sum.Answered, sum.Opened = sum.Sent+s.Sent, sum.Ended+s.Ended, sum.Answered+s.Answered, sum.Opened+s.Opened
		}
		if sum.Sent != r.Requests || sum.Ended != r.Requests || sum.Answered > r.Requests-r.Unanswered || sum.Opened != r.Opened {
			t.Errorf("%d jobs: got %+v in the slots, want the %d requests, %d unanswered, %d connections", jobs, sum, r.Requests,
				r.Unanswered, r.Opened)
		}
		for label, tally := range r.Labels {
			var f score.Fates
			for _, s := range tally.Over.Slots {
				f.Accounts, f.Blocked, f.FailOpen = f.Accounts+s.Accounts, f.Blocked+s.Blocked, f.FailOpen+s.FailOpen
			}
			if f.Accounts != tally.Accounts || f.Blocked != tally.Blocked || f.FailOpen != tally.Opened() {
				t.Errorf("%d jobs: %s: got %+v in the slots, want %+v", jobs, label, f, tally)
			}
		}
		if end := r.Timeline.Width * time.Duration(len(r.Timeline.Slots)-1); end > r.Took {
			t.Errorf("%d jobs: got a timeline up to %v of a run of %v", jobs, end, r.Took)
		}
	}
}
