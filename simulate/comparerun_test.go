package simulate_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/simulate/internal/dice"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// The same through the whole engine: two runs of a receiver that decides by chance do not differ, and one that lets
// more through does.
func TestCompareRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		run := func(luck uint64, catches float64) *score.Result {
			bits := dice.Dice(dice.Hash(luck, 5))
			p := &piped{Answer: func(q *callback.Request, _ *http.Request) string {
				time.Sleep(time.Duration(1+bits.Below(20)) * time.Millisecond)
				spam := strings.HasPrefix(q.Items[0].Texts[callback.Wording], "SPAM")
				return decide(q, func(*callback.Item) int64 {
					if spam && bits.Chance(catches) {
						return 38001
					}
					return 0
				})
			}}
			w := marked()
			w.Seed = 1
			e := newSimulation(t, w, p, load.Schedule{Pacer: load.Constant(40), Count: 3000})
			r := e.Run(t.Context(), time.Now())
			e.Client.CloseIdle()
			return r
		}
		first, again, worse := run(1, 0.95), run(2, 0.95), run(3, 0.8)
		if c := compare(t, first, again); c.Count(score.Worse)+c.Count(score.Better) > 0 || c.Untimed != "" || len(c.Notes) > 0 {
			t.Errorf("got %+v, want no difference", c)
		}
		if c := compare(t, first, worse); c.Rates[0].Measure != "leaks" || c.Rates[0].Shown != score.Worse || c.Rates[0].Low < 0.05 || c.Rates[0].High > 0.25 {
			t.Errorf("got %+v, want more leaks", c.Rates[0])
		}
	})
}

// A receiver that decides by who asks is the same in every run. Chance as the tests of shares know it does not explain
// how other users fare with it, so nothing is called different with another seed, and with the same seed nothing is.
func TestCompareBySender(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &piped{Answer: func(q *callback.Request, _ *http.Request) string {
			bits := dice.Dice(0)
			for i := range len(q.FromAccount) {
				bits = dice.Dice(dice.Hash(uint64(bits)^uint64(q.FromAccount[i]), 9))
			}
			code := int64(38001 * bits.Below(2))
			return decide(q, func(*callback.Item) int64 { return code })
		}}
		run := func(seed, count uint64, rate float64) *score.Result {
			e := newSimulation(t, traffic.World{Seed: seed, Campaigns: []traffic.Campaign{{Kind: "harassment"}, {Kind: "spam-blast", Senders: 3}}}, p, load.Schedule{Pacer: load.Constant(rate), Count: count})
			r := e.Run(t.Context(), time.Now())
			e.Client.CloseIdle()
			return r
		}
		first, again := run(1, 2000, 100), run(1, 2000, 100)
		if c := compare(t, first, again); c.Count(score.Worse)+c.Count(score.Better) > 0 || len(c.Rates) == 0 || c.Unrated != "" {
			t.Errorf("the same seed: got %+v, want rates without a difference", c)
		}
		apart := 0
		for seed := uint64(2); seed < 8; seed++ {
			other := run(seed, 2000, 100)
			c := compare(t, first, other)
			if c.Count(score.Worse)+c.Count(score.Better) > 0 || len(c.Rates) > 0 || c.Unrated == "" || !slices.Contains(c.Notes, score.Note{Text: "seeds: {before}, now {now}", Before: "1", Now: fmt.Sprint(seed)}) {
				t.Errorf("seed %d: got %+v, want no rates", seed, c)
			}
			other.Plan.Seed = first.Plan.Seed // as if it were no matter
			if c := compare(t, first, other); c.Count(score.Worse)+c.Count(score.Better) > 0 {
				apart++
			}
		}
		if apart == 0 {
			t.Error("the receiver shows nothing: got no seed that looks different")
		}
	})
}

func compare(t *testing.T, before, after *score.Result) *score.Comparison {
	t.Helper()
	c, err := after.Compare(before)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
