package replay

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
)

func TestRunEndsWithAnError(t *testing.T) {
	client := (&receiver{decide: func(string, string) int64 { return 0 }}).start(t)
	broken := errors.New("the disk is gone")
	n, got := 0, error(nil)
	for _, err := range quickPlayer(client).Run(t.Context(), func(yield func(*capture.Record, error) bool) {
		_ = yield(recorded(1, 0, "a", "b", 0), nil) && yield(nil, broken)
	}) {
		if err != nil {
			got = err
		} else {
			n++
		}
	}
	if n != 1 || !errors.Is(got, broken) {
		t.Errorf("got %d results and %v, want 1 and %v", n, got, broken)
	}

	masked := recorded(1, 0, "a", "b", 0)
	masked.Exchange.Sent = bytes.Replace(masked.Exchange.Sent, []byte("\r\n\r\n"), []byte("\r\nAuthorization: [masked]\r\n\r\n"), 1)
	for _, err := range quickPlayer(client).Run(t.Context(), each(masked)) {
		if e, ok := errors.AsType[*MaskedError](err); !ok || e.Header != "Authorization" {
			t.Errorf("got %v, want that Authorization is masked", err)
		}
	}
	p := quickPlayer(client)
	to := *client.Target
	to.Headers = []exchange.Header{{Name: "authorization", Value: "Bearer x"}}
	p.Client = &delivery.Client{Target: &to}
	defer p.Client.CloseIdle()
	for r, err := range p.Run(t.Context(), each(masked)) {
		if err != nil || !bytes.Contains(r.Exchange.Sent, []byte("\r\nAuthorization: Bearer x\r\n")) {
			t.Errorf("with -H: got %v, want it sent", err)
		}
	}
}

// An end of the context ends a long wait; who stops ranging stops the sending; nothing runs on.
func TestNothingRunsOn(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Run("runs", func(t *testing.T) {
		client := (&receiver{decide: func(string, string) int64 { return 0 }}).start(t)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		p := quickPlayer(client)
		p.Timing = Timing{}
		n := 0
		for _, err := range p.Run(ctx, each(recorded(1, 0, "a", "b", 0), recorded(2, 1000*time.Hour, "a", "b", 0))) {
			if err != nil {
				t.Fatal(err)
			}
			n++
			cancel()
		}
		if n != 1 {
			t.Errorf("got %d results, want the first alone", n)
		}
		endless := func(yield func(*capture.Record, error) bool) {
			for i := 0; yield(recorded(i, 0, fmt.Sprint(i%7), "b", 0), nil); i++ {
			}
		}
		for range quickPlayer(client).Run(t.Context(), endless) {
			if n++; n > 50 {
				break
			}
		}
	})
	for wait := time.Millisecond; runtime.NumGoroutine() > before; wait *= 2 {
		if wait > 4*time.Second {
			stacks := make([]byte, 1<<16)
			t.Fatalf("got %d goroutines more than before:\n%s", runtime.NumGoroutine()-before, stacks[:runtime.Stack(stacks, true)])
		}
		time.Sleep(wait)
	}
}

// What waits for the one before in the order of its user is not sent any more when the context has ended.
func TestEndOfContextEndsChains(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	all := &receiver{decide: func(string, string) int64 { return 0 }, delay: func(string) time.Duration {
		time.Sleep(10 * time.Millisecond) // for the others to be read ahead
		cancel()
		return 0
	}}
	var records []*capture.Record
	for i := range 100 {
		records = append(records, recorded(i, 0, "a", "b", 0))
	}
	n := 0
	for _, err := range quickPlayer(all.start(t)).Run(ctx, each(records...)) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != 1 || len(all.got) != 1 {
		t.Errorf("got %d results of %d requests, want 1: the one under way", n, len(all.got))
	}
}

// The schedule is kept against a clock that is the test's: every request is due when the pure function says.
func TestScheduleIsKept(t *testing.T) {
	client := (&receiver{decide: func(string, string) int64 { return 0 }}).start(t)
	p := quickPlayer(client)
	p.Timing, p.Jobs = Timing{MaxGap: 2 * time.Hour}, 1
	alarm := &alarm{}
	p.alarm = alarm
	var due []time.Duration
	for r, err := range p.Run(t.Context(), each(
		recorded(1, 0, "a", "b", 0), recorded(2, time.Hour, "a", "b", 0), recorded(3, 30*time.Hour, "a", "b", 0),
	)) {
		if err != nil {
			t.Fatal(err)
		}
		due = append(due, r.Due)
	}
	want := []time.Duration{0, time.Hour, 3 * time.Hour}
	var waits []time.Duration
	for _, until := range alarm.waits {
		waits = append(waits, until.Sub(alarm.waits[0]))
	}
	if !slices.Equal(due, want) || !slices.Equal(waits, want) {
		t.Errorf("got due %v and waits %v, want %v", due, waits, want)
	}
}

// alarm is one at which no time passes.
type alarm struct{ waits []time.Time }

func (a *alarm) Wait(until time.Time) error {
	a.waits = append(a.waits, until)
	return nil
}

func (*alarm) Close() {}

// A long wait is told of, and ends with its context.
func TestLongWaits(t *testing.T) {
	p := quickPlayer((&receiver{decide: func(string, string) int64 { return 0 }}).start(t))
	p.Timing = Timing{}
	ctx, cancel := context.WithCancel(t.Context())
	var told []time.Duration
	p.Waiting = func(left time.Duration) {
		told = append(told, left.Round(time.Minute))
		cancel()
	}
	sent := 0
	for range p.Run(ctx, each(recorded(1, 0, "a", "b", 0), recorded(2, time.Hour, "a", "b", 0))) {
		sent++
	}
	if sent != 1 || !slices.Equal(told, []time.Duration{time.Hour}) {
		t.Errorf("got %d sent and told of %v, want 1 and an hour", sent, told)
	}
}
