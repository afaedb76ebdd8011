package scenarios

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/result"
)

// A receiver that serves one kept connection at a time is named as that, once, and what it answers is judged all the same.
func TestOneKeptConnectionAtATime(t *testing.T) {
	t.Parallel()
	first := &Scenario{ID: "TRN-001", About: result.About{Level: "fail"}, Depth: Quick, Place: First, Variants: OneCase(func(t *CaseRun) {
		t.ShowFirst()
		t.ExpectBesideKept()
	})}
	list := []*Scenario{first}
	for id, place := range map[string]Place{"a": Beside, "b": Waiting, "c": Alone} {
		list = append(list, &Scenario{ID: id, About: result.About{Level: "fail"}, Depth: Quick, Place: place, Variants: OneCase(func(t *CaseRun) {
			t.ExpectValid(t.Send(result.Probe, "kept", t.Sample()), t.First)
			t.ExpectValid(t.SendFresh(result.Probe, "fresh", t.Sample()), t.First)
		})})
	}
	synctest.Test(t, func(t *testing.T) {
		server, network := oneAtATime(), make(pipes)
		go server.Serve(network)
		defer server.Close()
		s := against(t, "http://127.0.0.1:3000/")
		s.Client.Dial, s.Scenarios = network.dial, list
		s.Client.Deadline, s.Client.Timeout = callback.Deadline, 4*time.Second
		run, err := s.Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		s.Client.CloseIdle()
		c := run.ByCase("TRN-001")
		if c.Status != result.Fail || !strings.Contains(c.Message, "one kept connection at a time") || run.Exit != outcome.Findings {
			t.Errorf("got %s %q, exit %d", c.Status, c.Message, run.Exit)
		}
		for _, id := range []string{"a", "b", "c"} {
			if c := run.ByCase(id); c.Status != result.Pass {
				t.Errorf("%s: got %s %q, want that it passes", id, c.Status, c.Message)
			}
		}
		if s.Client.Fresh {
			t.Error("the client keeps no connections after the run")
		}
	})
}

// oneAtATime serves the connection that came first until it is closed, and the others after that.
func oneAtATime() *http.Server {
	type key struct{}
	var mu sync.Mutex
	var served net.Conn
	mine := func(c net.Conn) bool {
		mu.Lock()
		defer mu.Unlock()
		if served == nil {
			served = c
		}
		return served == c
	}
	return &http.Server{
		ConnContext: func(ctx context.Context, c net.Conn) context.Context { return context.WithValue(ctx, key{}, c) },
		ConnState: func(c net.Conn, state http.ConnState) {
			mu.Lock()
			defer mu.Unlock()
			if state == http.StateClosed && served == c {
				served = nil
			}
		},
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(body))
			for !mine(r.Context().Value(key{}).(net.Conn)) {
				if !pause(r.Context(), 10*time.Millisecond) {
					return
				}
			}
			letThrough(w, r)
		}),
	}
}
