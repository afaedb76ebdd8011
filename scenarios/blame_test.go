package scenarios

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/result"
)

// answering runs scenarios against a receiver in virtual time.
func answering(t *testing.T, list []*Scenario, serve http.HandlerFunc, change func(*Suite)) (run *result.Run) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		network := make(pipes)
		server := &http.Server{Handler: serve}
		go server.Serve(network)
		defer server.Close()
		s := against(t, "http://127.0.0.1:3000/")
		s.Client.Dial, s.Scenarios = network.dial, list
		s.Client.Deadline, s.Client.Timeout = callback.Deadline, 4*time.Second
		change(s)
		var err error
		if run, err = s.Run(context.Background()); err != nil {
			t.Fatal(err)
		}
		s.Client.CloseIdle()
	})
	return run
}

// What fails once and not again is blamed on the receiver's changing answers, and fails all the same.
func TestRepeatChangesTheBlameOnly(t *testing.T) {
	t.Parallel()
	sc := &Scenario{ID: "own", About: result.About{Level: "fail"}, Depth: Quick, Variants: OneCase(func(t *CaseRun) {
		r := t.Sample()
		r.Query = r.Query.Set("OptPlatform", "Web")
		t.ExpectValid(t.SendFresh(result.Probe, "probe", r), t.PlainControl)
	})}
	for name, c := range map[string]struct {
		fails int64 // of the requests from the web, the first so many
		want  string
	}{
		"once":   {1, "1 of 3 identical requests got this"},
		"twice":  {2, "the control is VALID, this is not"},
		"always": {99, "the control is VALID, this is not"},
	} {
		var n atomic.Int64
		run := answering(t, []*Scenario{sc}, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Query().Get("OptPlatform") == "Web" && n.Add(1) <= c.fails {
				io.Copy(io.Discard, r.Body)
				w.WriteHeader(http.StatusBadGateway)
				return
			}
			letThrough(w, r)
		}, func(*Suite) {})
		if got := run.ByCase("own"); got.Status != result.Fail || !strings.Contains(got.Message, c.want) || run.Exit != outcome.Findings {
			t.Errorf("%s: got %s %q, exit %d; want a failure with %q", name, got.Status, got.Message, run.Exit, c.want)
		}
	}
}

// A receiver that never answers in time is told in seconds, with what was left out.
func TestDeadReceiverIsToldSoon(t *testing.T) {
	t.Parallel()
	var list []*Scenario
	for i := range 50 {
		list = append(list, &Scenario{ID: fmt.Sprintf("s-%02d", i), About: result.About{Level: "fail"}, Depth: Quick, Variants: OneCase(func(t *CaseRun) {
			t.ExpectValid(t.Send(result.Probe, "probe", t.Sample()), t.PlainControl)
		})})
	}
	run := answering(t, list, func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	}, func(s *Suite) { s.Jobs = 2 })
	if run.LeftOut < 40 || run.Took > 30*time.Second || !strings.Contains(run.Cause, fmt.Sprintf("%d cases were not tried", run.LeftOut)) || run.Exit == outcome.OK {
		t.Errorf("got %d left out after %s, cause %q, exit %d", run.LeftOut, run.Took, run.Cause, run.Exit)
	}
}

// A case that a receiver does not answer is not held against the next one: the suite waits until it answers again.
func TestWaitsUntilTheReceiverAnswersAgain(t *testing.T) {
	t.Parallel()
	var busy atomic.Bool
	hanging := &Scenario{ID: "a", About: result.About{Level: "fail"}, Depth: Quick, Place: Alone, Variants: OneCase(func(t *CaseRun) {
		r := t.Sample()
		r.Query = r.Query.Set("OptPlatform", "Web")
		t.SendFresh(result.Probe, "probe", r)
	})}
	next := &Scenario{ID: "b", About: result.About{Level: "fail"}, Depth: Quick, Place: Alone, Variants: OneCase(func(t *CaseRun) {
		t.ExpectValid(t.SendFresh(result.Probe, "probe", t.Sample()), t.First)
	})}
	run := answering(t, []*Scenario{hanging, next}, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("OptPlatform") == "Web" {
			busy.Store(true)
			time.AfterFunc(8*time.Second, func() { busy.Store(false) })
		}
		if busy.Load() {
			io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
			return
		}
		letThrough(w, r)
	}, func(*Suite) {})
	if c := run.ByCase("b"); c.Status != result.Pass {
		t.Errorf("got %s: %s, want that the next case has a receiver", c.Status, c.Message)
	}
}
