package simulate_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/simulate/internal/dice"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/search"
	"github.com/chatcb/chatcb/simulate/traffic"
)

const mapTestBases = 10

// mapOf maps a receiver that blocks what blocks says, in a bubble.
func mapOf(t *testing.T, seed uint64, blocks func(*callback.Request, *http.Request) bool) (m *search.DecisionMap, took time.Duration) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p := &piped{Answer: func(q *callback.Request, r *http.Request) string {
			code := int64(0)
			if blocks(q, r) {
				code = 38001
			}
			return decide(q, func(*callback.Item) int64 { return code })
		}}
		w := marked()
		w.Seed = seed
		w.Campaigns = append(w.Campaigns, traffic.Campaign{Kind: "scraping", Share: 0.1})
		e := newSimulation(t, w, p, load.Schedule{Pacer: load.Constant(100)})
		begun := time.Now()
		m = search.Map(t.Context(), &e.Engine, mapTestBases, nil)
		took = time.Since(begun)
		e.Client.CloseIdle()
	})
	t.Logf("%+v", *m)
	return m, took
}

// decides lists the fields on which the decision was seen to depend alone, and sets of those that only do together.
func decides(o *search.DecisionMap) []string {
	seen := map[string]bool{}
	for i := range o.Dependences {
		seen[strings.Join(o.Dependences[i].Fields(), "+")] = true
	}
	var names []string
	for name := range seen {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func old(q *callback.Request) bool { return time.Now().UnixMilli()-q.EventTime > 5*3600_000 }

func TestDecisionMapFindsWhatDecides(t *testing.T) {
	for _, tt := range []struct {
		name   string
		blocks func(*callback.Request, *http.Request) bool
		want   []string
	}{
		{"nothing", func(*callback.Request, *http.Request) bool { return false }, nil},
		{"the wording", func(q *callback.Request, _ *http.Request) bool {
			return strings.Contains(q.Items[0].Texts[callback.Wording], "SPAM")
		}, []string{"AddWording"}},
		{"who asks, by the sum of the bytes", func(q *callback.Request, _ *http.Request) bool {
			sum := 0
			for i := range len(q.FromAccount) {
				sum += int(q.FromAccount[i])
			}
			return sum%3 == 0
		}, []string{"From_Account"}},
		{"another requester", func(q *callback.Request, _ *http.Request) bool {
			return q.RequesterAccount != q.FromAccount
		}, []string{"Requester_Account"}},
		{"the URL", func(_ *callback.Request, r *http.Request) bool {
			return r.URL.Query().Get("OptPlatform") == "Windows"
		}, []string{"OptPlatform"}},
		{"the time", func(q *callback.Request, _ *http.Request) bool { return old(q) }, []string{"EventTime"}},
		{"several friends", func(q *callback.Request, _ *http.Request) bool { return len(q.Items) > 1 }, []string{"FriendItem"}},
		{"no wording or no remark", func(q *callback.Request, _ *http.Request) bool {
			return q.Items[0].Texts[callback.Wording] == "" || q.Items[0].Texts[callback.Remark] == ""
		}, []string{"AddWording", "Remark", "Remark+AddWording"}},
		{"two together", func(q *callback.Request, _ *http.Request) bool {
			return old(q) && len(q.Items) == 5
		}, []string{"EventTime+FriendItem"}},
		{"two together, of three values", func(q *callback.Request, r *http.Request) bool {
			return q.RequesterAccount != q.FromAccount && len(q.Items) > 1
		}, []string{"Requester_Account+FriendItem"}},
		{"either of two pairs", func(q *callback.Request, _ *http.Request) bool {
			return old(q) && (len(q.Items) > 1 || q.RequesterAccount != q.FromAccount)
		}, []string{"EventTime+FriendItem", "Requester_Account+EventTime"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, took := mapOf(t, 3, tt.blocks)
			if diff := cmp.Diff(tt.want, decides(m)); diff != "" {
				t.Errorf("dependences (-want +got):\n%s", diff)
			}
			if m.Bases.Steady != mapTestBases || m.Bases.All() != mapTestBases || m.Noise != 0 || m.Doubtful() {
				t.Errorf("got %+v and %d of noise, want all steady and none", m.Bases, m.Noise)
			}
			if want := time.Duration(m.Requests-1)*10*time.Millisecond - time.Microsecond; took < want {
				t.Errorf("got %d requests in %v, want no more than the rate allows", m.Requests, took)
			}
			for _, d := range m.Dependences {
				if d.Before == d.After || d.Before.Cause != callback.Said || d.Count < 1 {
					t.Errorf("got %+v", d)
				}
				if got := d.Base.Request.Items[0].ToAccount; got == d.Base.Request.FromAccount {
					t.Errorf("got a base that asks to add itself: %s", got)
				}
			}
		})
	}
}

// A receiver that decides by chance, whatever the chance, or by what it remembers, depends on no field. In ten maps
// each no more than one claim is let pass; without sending again there would be hundreds.
func TestDecisionMapIsNotFooled(t *testing.T) {
	for _, chance := range []float64{0.01, 0.1, 0.3, 0.5, 0.9} {
		t.Run(fmt.Sprint("chance ", chance), func(t *testing.T) {
			claims, unsteady, noise := 0, 0, 0
			for seed := range uint64(10) {
				var mu sync.Mutex
				bits := dice.Dice(dice.Hash(seed, 77))
				m, _ := mapOf(t, seed, func(*callback.Request, *http.Request) bool {
					mu.Lock()
					defer mu.Unlock()
					return bits.Chance(chance)
				})
				claims += len(m.Dependences)
				unsteady += m.Bases.Unsteady()
				noise += m.Noise
			}
			if claims > 1 || unsteady == 0 {
				t.Errorf("got %d claims, %d unsteady requests, %d of noise; want no claims and some that are unsteady", claims, unsteady, noise)
			}
		})
	}
	for name, memory := range map[string]func() func(*callback.Request, *http.Request) bool{
		"a limit for each sender": func() func(*callback.Request, *http.Request) bool {
			seen := map[string]int{}
			return func(q *callback.Request, _ *http.Request) bool {
				seen[q.FromAccount]++
				return seen[q.FromAccount] > 20
			}
		},
		"a limit for all": func() func(*callback.Request, *http.Request) bool {
			seen := 0
			return func(*callback.Request, *http.Request) bool { seen++; return seen > 100 }
		},
		"nobody twice": func() func(*callback.Request, *http.Request) bool {
			seen := map[string]bool{}
			return func(q *callback.Request, _ *http.Request) bool {
				key := q.FromAccount + " " + q.Items[0].ToAccount
				defer func() { seen[key] = true }()
				return seen[key]
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			var mu sync.Mutex
			remembers := memory()
			m, _ := mapOf(t, 3, func(q *callback.Request, r *http.Request) bool {
				mu.Lock()
				defer mu.Unlock()
				return remembers(q, r)
			})
			if !m.Doubtful() || m.Bases.Memory == 0 || m.Bases.Chance > 0 {
				t.Errorf("got %d dependences and %+v, want a memory, and what it makes look like a dependence in doubt", len(m.Dependences), m.Bases)
			}
		})
	}
}

// A receiver that fails for some requests decides by what makes it fail.
func TestDecisionMapOfFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &piped{Answer: func(q *callback.Request, r *http.Request) string {
			if q.Items[0].Texts[callback.Remark] == "" {
				return "not JSON"
			}
			return allowAll(q, r)
		}}
		e := newSimulation(t, traffic.World{Seed: 4}, p, load.Schedule{Pacer: load.Constant(1000)})
		m := search.Map(t.Context(), &e.Engine, 8, nil)
		e.Client.CloseIdle()
		after := search.Decision{Outcome: score.FailOpen, Cause: callback.NotJSON}
		if len(m.Dependences) == 0 || m.Dependences[0].After != after || m.Bases.Unanswered == 0 || m.Bases.Steady == 0 {
			t.Errorf("got %+v, want a dependence on Remark that ends in %v, and requests that are not answered", m, after)
		}
	})
}
