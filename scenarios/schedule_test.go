package scenarios

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/result"
)

// watcher counts what runs at the same time.
type watcher struct {
	mu                   sync.Mutex
	beside, slow         int
	mostBeside, mostSlow int
	order                []string
	aloneWithOthers      atomic.Int32
}

func (w *watcher) scenario(id string, place Place, takes time.Duration) *Scenario {
	return &Scenario{ID: id, Place: place, Depth: Quick, Variants: OneCase(func(t *CaseRun) {
		count, most := &w.beside, &w.mostBeside
		if place == Waiting {
			count, most = &w.slow, &w.mostSlow
		}
		w.mu.Lock()
		*count++
		*most = max(*most, *count)
		w.order = append(w.order, id)
		if place == Alone && w.beside+w.slow > 1 {
			w.aloneWithOthers.Add(1)
		}
		w.mu.Unlock()
		t.Pause(takes)
		w.mu.Lock()
		*count--
		w.mu.Unlock()
	})}
}

// letThrough is the least of a receiver.
func letThrough(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	q, err := callback.DecodeRequest(body)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Write(callback.Allow(q.Accounts()...).Append(nil, callback.Wire))
}

// pipes is a network in memory.
type pipes chan net.Conn

func (p pipes) dial(context.Context, string, string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	p <- theirs
	return ours, nil
}

func (p pipes) Accept() (net.Conn, error) {
	conn, ok := <-p
	if !ok {
		return nil, net.ErrClosed
	}
	return conn, nil
}

func (p pipes) Close() error {
	close(p)
	return nil
}

func (p pipes) Addr() net.Addr { return &net.TCPAddr{} }

// against is a suite for the receiver at a URL.
func against(t testing.TB, url string) *Suite {
	t.Helper()
	target, err := delivery.ParseTarget(url)
	if err != nil {
		t.Fatal(err)
	}
	client := &delivery.Client{Target: target, Deadline: 30 * time.Second, Timeout: time.Minute}
	t.Cleanup(client.CloseIdle)
	return &Suite{Target: target, Client: client, Scenarios: sketch(), Seed: 1}
}

// inBubble runs scenarios in virtual time; the receiver is in memory.
func inBubble(t *testing.T, ctx context.Context, list []*Scenario, change func(*Suite)) (r *result.Run) {
	t.Helper()
	network := make(pipes)
	server := &http.Server{Handler: http.HandlerFunc(letThrough)}
	go server.Serve(network)
	defer server.Close()
	s := against(t, "http://127.0.0.1:3000/")
	s.Client.Dial = network.dial
	s.Scenarios = list
	if change != nil {
		change(s)
	}
	r, err := s.Run(ctx)
	if err != nil {
		t.Fatal(err)
	}
	s.Client.CloseIdle()
	return r
}

func TestScheduleKeepsApartWhatMustBe(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &watcher{}
		var list []*Scenario
		for i := range 9 {
			list = append(list, w.scenario(fmt.Sprintf("beside-%d", i), Beside, time.Second))
		}
		for i := range 5 {
			list = append(list, w.scenario(fmt.Sprintf("slow-%d", i), Waiting, 10*time.Second), w.scenario(fmt.Sprintf("alone-%d", i), Alone, time.Second))
		}
		last := w.scenario("last", Last, time.Second)
		list = append([]*Scenario{last}, list...)
		r := inBubble(t, t.Context(), list, func(s *Suite) { s.Jobs = 3 })
		if w.mostBeside != 3 || w.mostSlow != 5 || w.aloneWithOthers.Load() != 0 {
			t.Errorf("got %d beside each other, %d slow ones, %d not alone; want 3, 5, 0", w.mostBeside, w.mostSlow, w.aloneWithOthers.Load())
		}
		if got := w.order[len(w.order)-1]; got != "last" {
			t.Errorf("got %s last, want %s", got, "last")
		}
		// The slow ones take 10 s beside the others, then six run alone, a second each.
		if r.Took != 16*time.Second {
			t.Errorf("got %s, want 16s", r.Took)
		}
		var ids []string
		for i := range r.Cases {
			ids = append(ids, r.Cases[i].ID)
		}
		if ids[0] != "last" || ids[1] != "beside-0" {
			t.Errorf("got the result in the order %v, want that of the catalogue", ids)
		}
	})
}

func TestShuffleIsOfTheSeed(t *testing.T) {
	t.Parallel()
	order := func(t *testing.T, seed uint64, shuffle bool) (ids []string) {
		synctest.Test(t, func(t *testing.T) {
			w := &watcher{}
			var list []*Scenario
			for i := range 12 {
				list = append(list, w.scenario(fmt.Sprintf("s-%02d", i), Beside, time.Second))
			}
			inBubble(t, t.Context(), list, func(s *Suite) { s.Jobs, s.Seed, s.Shuffle = 1, seed, shuffle })
			ids = w.order
		})
		return ids
	}
	plain, one, again, two := order(t, 1, false), order(t, 1, true), order(t, 1, true), order(t, 2, true)
	if !slices.IsSorted(plain) || slices.IsSorted(one) || !slices.Equal(one, again) || slices.Equal(one, two) {
		t.Errorf("got %v; shuffled %v, %v and with another seed %v", plain, one, again, two)
	}
}

func TestFailFast(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &watcher{}
		bad := &Scenario{ID: "bad", About: result.About{Level: rule.Fail}, Depth: Quick, Variants: OneCase(func(t *CaseRun) { t.ViolatedBy(nil, "", "x", "y", "z") })}
		list := []*Scenario{w.scenario("a", Beside, 0), bad, w.scenario("b", Beside, 0), w.scenario("c", Alone, 0)}
		r := inBubble(t, t.Context(), list, func(s *Suite) { s.Jobs, s.FailFast = 1, true })
		if !slices.Equal(w.order, []string{"a"}) || len(r.Cases) != 2 || r.Exit != outcome.Findings {
			t.Errorf("got %v, %d cases, exit %d; want that nothing starts after the failure", w.order, len(r.Cases), r.Exit)
		}
	})
}

func TestInterrupt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		w := &watcher{}
		list := []*Scenario{w.scenario("a", Beside, time.Second), w.scenario("b", Beside, time.Hour), w.scenario("c", Beside, 0)}
		time.AfterFunc(2*time.Second, cancel)
		r := inBubble(t, ctx, list, func(s *Suite) { s.Jobs = 1 })
		if r.Exit != outcome.Interrupted || !r.Interrupted || len(r.Cases) != 1 || r.Cases[0].ID != "a" {
			t.Errorf("got exit %d and %d cases, want 130 and the one that had ended", r.Exit, len(r.Cases))
		}
	})
}

// A defect of a scenario is trouble of the tool's: it says so, and the others go on.
func TestDefectOfAScenario(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &watcher{}
		defect := &Scenario{ID: "defect", Depth: Quick, Variants: OneCase(func(*CaseRun) { panic("oops") })}
		r := inBubble(t, t.Context(), []*Scenario{defect, w.scenario("a", Beside, 0)}, nil)
		if c := r.ByCase("defect"); c.Status != result.Error || !strings.Contains(c.Message, "oops") || !c.Fails || r.Exit != outcome.Trouble {
			t.Errorf("got %s %q, fails %v, exit %d", c.Status, c.Message, c.Fails, r.Exit)
		}
		if r.ByCase("a").Status != result.Pass {
			t.Errorf("got %s for the other, want pass", r.ByCase("a").Status)
		}
	})
}

func TestProgressCountsAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &watcher{}
		var seen []int
		list := []*Scenario{w.scenario("a", Beside, 0), w.scenario("b", Alone, 0), {ID: "c", Depth: Quick, Needs: []Need{NeedHTTPS}, Variants: OneCase(nil)}}
		r := inBubble(t, t.Context(), list, func(s *Suite) {
			s.Progress = func(done, total int, _ *result.Case) {
				if total != 3 {
					t.Errorf("got %d in all, want 3", total)
				}
				seen = append(seen, done)
			}
		})
		if !slices.Equal(seen, []int{1, 2, 3}) {
			t.Errorf("got %v, want 1 2 3", seen)
		}
		if c := r.ByCase("c"); c.Status != result.Skip || c.Message != "not applicable: the target is not https" {
			t.Errorf("got %s %q", c.Status, c.Message)
		}
	})
}

// A run in which nothing was judged is not green.
func TestNothingJudged(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := inBubble(t, t.Context(), []*Scenario{{ID: "c", Depth: Quick, Needs: []Need{NeedHTTPS}, Variants: OneCase(nil)}}, nil)
		if r.Exit != outcome.Nothing {
			t.Errorf("got exit %d, want 5", r.Exit)
		}
	})
}
