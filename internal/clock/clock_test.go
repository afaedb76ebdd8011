package clock

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// Nobody can promise how late a loaded machine wakes: what must hold anywhere is that a wait never ends early.
func TestWaitNeverEndsEarly(t *testing.T) {
	for _, d := range []time.Duration{-time.Second, 0, 10 * time.Microsecond, 500 * time.Microsecond, 4 * time.Millisecond, 20 * time.Millisecond} {
		until := time.Now().Add(d)
		if err := Wait(t.Context(), until); err != nil {
			t.Fatal(err)
		}
		if early := time.Until(until); early > 0 {
			t.Errorf("waiting for %v: got %v early, want none", d, early)
		}
	}
}

func TestWaitEndsWithItsContext(t *testing.T) {
	reason := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	time.AfterFunc(5*time.Millisecond, func() { cancel(reason) })
	start := time.Now()
	if err := Wait(ctx, start.Add(time.Hour)); !errors.Is(err, reason) {
		t.Errorf("got %v, want %v", err, reason)
	}
	if err := Wait(ctx, start); !errors.Is(err, reason) {
		t.Errorf("a moment that has passed: got %v, want %v", err, reason)
	}
}

func TestHistogramAgainstSorting(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var h, first, second Histogram
	var all []time.Duration
	for i := range 5000 {
		d := time.Duration(rng.ExpFloat64() * float64(time.Millisecond))
		all = append(all, d)
		h.Add(d)
		if i%2 == 0 {
			first.Add(d)
		} else {
			second.Add(d)
		}
	}
	slices.Sort(all)
	first.Merge(&second)
	if first != h {
		t.Error("merging two halves is not the whole")
	}
	for _, q := range []float64{0, 0.01, 0.5, 0.9, 0.99, 0.999, 1} {
		want := all[min(len(all)-1, max(0, int(q*float64(len(all))+0.999999)-1))]
		got := h.Quantile(q)
		if got < want || float64(got) > float64(want)*(1+1.0/30)+1 {
			t.Errorf("quantile %v: got %v, want %v up to a thirtieth more", q, got, want)
		}
	}
	if h.Max() != all[len(all)-1] || h.N() != uint64(len(all)) {
		t.Errorf("got max %v of %d, want %v of %d", h.Max(), h.N(), all[len(all)-1], len(all))
	}
}

func TestHistogramEnds(t *testing.T) {
	var h Histogram
	if h.Quantile(0.5) != 0 || h.Mean() != 0 {
		t.Errorf("empty: got %v and %v, want zeros", h.Quantile(0.5), h.Mean())
	}
	h.Add(-1)
	h.Add(1<<63 - 1)
	if got := h.Quantile(0.5); got != 0 {
		t.Errorf("below zero: got %v, want 0", got)
	}
	if got := h.Quantile(1); got != 1<<63-1 {
		t.Errorf("the longest: got %d, want %d", got, int64(1<<63-1))
	}
	for i := range len(h.counts) {
		if got := bucket(top(i)); got != i {
			t.Fatalf("the top of bucket %d is in bucket %d", i, got)
		}
		if i > 0 && bucket(top(i-1)+1) != i {
			t.Fatalf("bucket %d does not follow on the one before", i)
		}
	}
}

// BenchmarkWait shows how late waits end at a thousand a second, beside the runtime's own sleep.
func BenchmarkWait(b *testing.B) {
	for name, wait := range map[string]func(time.Time){
		"pace":  func(until time.Time) { _ = Wait(b.Context(), until) },
		"sleep": func(until time.Time) { time.Sleep(time.Until(until)) },
	} {
		b.Run(name, func(b *testing.B) {
			var h Histogram
			due := time.Now()
			for b.Loop() {
				due = due.Add(time.Millisecond)
				wait(due)
				h.Add(time.Since(due))
			}
			b.ReportMetric(float64(h.Quantile(0.5))/1e6, "late-p50-ms")
			b.ReportMetric(float64(h.Quantile(0.99))/1e6, "late-p99-ms")
		})
	}
}
