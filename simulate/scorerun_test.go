package simulate_test

import (
	"math"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/simulate"
	"github.com/chatcb/chatcb/simulate/internal/dice"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// newSimulation is a simulation against the receiver, ready to be changed.
func newSimulation(t *testing.T, w traffic.World, p *piped, s load.Schedule) *simulate.Simulation {
	t.Helper()
	g, err := traffic.New(w)
	if err != nil {
		t.Fatal(err)
	}
	c := p.Client(t)
	return &simulate.Simulation{LoadName: "test", Engine: load.Engine{
		Generator: g, Schedule: s, Client: c, Pacing: load.Grouped,
		Wire: load.Wire{Target: c.Target, AppID: "1400000000"},
	}}
}

// marked is a campaign whose wordings a receiver can tell, so that the truth is known on both sides.
func marked() traffic.World {
	return traffic.World{Seed: 5, MaxItems: 1, Campaigns: []traffic.Campaign{{Kind: "spam-blast", Share: 0.2, Text: "SPAM {f}"}}}
}

// A receiver with a known policy: it blocks so many of the spam, so many friends by mistake, and answers so much of the
// spam too late. The score must find the shares within what chance allows, and its bounds must hold the truth.
func TestScoreFindsTheTruth(t *testing.T) {
	const catches, mistakes, stalls = 0.9, 0.02, 0.05
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Uint64
		p := &piped{Answer: func(q *callback.Request, _ *http.Request) string {
			spam := strings.HasPrefix(q.Items[0].Texts[callback.Wording], "SPAM")
			bits := dice.Dice(dice.Hash(99, asked.Add(1)))
			chance := func() float64 { return float64(bits.Next()>>11) / (1 << 53) }
			code := int64(0)
			if limit := map[bool]float64{true: catches, false: mistakes}[spam]; chance() < limit {
				code = 38001
			}
			if spam && chance() < stalls {
				time.Sleep(2500 * time.Millisecond)
			}
			return decide(q, func(*callback.Item) int64 { return code })
		}}
		e := newSimulation(t, marked(), p, load.Schedule{Pacer: load.Constant(1000), Count: 20_000})
		r := e.Run(t.Context(), time.Now())
		e.Client.CloseIdle()
		s := r.Score()
		for _, share := range []struct {
			name      string
			got, want float64
			of        uint64
			bound     float64 // 0 if there is none
		}{
			{"leaks", s.Malicious.LeakRate, 1 - catches*(1-stalls), s.Malicious.Accounts, s.Malicious.Bound},
			{"recall", s.Malicious.Recall, catches, s.Malicious.Accounts, 0},
			{"false blocks", s.FalseBlocks.Rate, mistakes, s.FalseBlocks.Of, s.FalseBlocks.Bound},
			{"precision", s.Malicious.Precision, 0.2 * catches / (0.2*catches + 0.8*mistakes), s.Malicious.Accounts, 0},
		} {
			deviation := math.Sqrt(share.want * (1 - share.want) / float64(share.of))
			if math.Abs(share.got-share.want) > 4*deviation {
				t.Errorf("%s: got %.4f of %d, want %.4f", share.name, share.got, share.of, share.want)
			}
			if share.bound != 0 && (share.bound < share.want || share.bound > share.want+6*deviation) {
				t.Errorf("%s: got the bound %.4f, want one a little over %.4f", share.name, share.bound, share.want)
			}
		}
		m := s.Malicious
		if want := 2 * m.Precision * m.Recall / (m.Precision + m.Recall); m.F1 != want {
			t.Errorf("got F1 %v, want %v", m.F1, want)
		}
		if m.Accounts != 4000 || m.Allowed+m.Blocked+m.FailOpen != m.Accounts || m.Leaks != m.Allowed+m.FailOpen {
			t.Errorf("got %+v, which does not add up", m)
		}
		if late := r.Labels["spam-blast"].FailOpen[callback.Late]; late != r.Late || late == 0 || r.LateRight == 0 || r.LateRight > late {
			t.Errorf("got %d late accounts in %d late requests, %d of them right", late, r.Late, r.LateRight)
		}
	})
}

// When a campaign is caught is told in its own requests and in time: here the receiver wakes up after the fifth.
func TestFirstCaught(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		spam := 0
		p := &piped{Answer: func(q *callback.Request, _ *http.Request) string {
			code := int64(0)
			if strings.HasPrefix(q.Items[0].Texts[callback.Wording], "SPAM") {
				if spam++; spam > 5 {
					code = 38001
				}
			}
			return decide(q, func(*callback.Item) int64 { return code })
		}}
		w := marked()
		w.Campaigns[0].Start, w.Campaigns[0].Length, w.Campaigns[0].Every = 3*time.Second, 2*time.Second, 10*time.Second
		w.Campaigns[0].Share = 0.1
		e := newSimulation(t, w, p, load.Schedule{Pacer: load.Constant(10), Duration: 40 * time.Second})
		r := e.Run(t.Context(), time.Now())
		e.Client.CloseIdle()
		row := r.Score().Campaigns[0]
		var times []time.Duration
		d := new(traffic.Draw)
		for n := range uint64(400) {
			due := e.Schedule.Pacer.Due(n)
			if e.Generator.Draw(n, due, d); d.Label != traffic.Benign {
				times = append(times, due)
			}
		}
		if want := times[5] - times[0]; !row.Caught || row.CaughtAmong != 6 || row.CaughtWithin != want || want < 10*time.Second {
			t.Errorf("got caught %v among %d within %v, want the sixth after %v, in another spell", row.Caught, row.CaughtAmong, row.CaughtWithin, want)
		}
	})
}
