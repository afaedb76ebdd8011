package clock

import (
	"context"
	"errors"
	"testing"
	"time"
)

// alarms are all that there are.
func alarms(ctx context.Context, t testing.TB) map[string]Alarm {
	t.Helper()
	all := map[string]Alarm{"precise": NewAlarm(ctx), "timer": NewTimer(ctx)}
	for _, a := range all {
		t.Cleanup(a.Close)
	}
	return all
}

// Nobody can promise how late a loaded machine wakes: what must hold anywhere is that a wait never ends early.
func TestAlarmNeverWakesEarly(t *testing.T) {
	for name, a := range alarms(t.Context(), t) {
		for _, d := range []time.Duration{-time.Second, 0, time.Nanosecond, 10 * time.Microsecond, time.Millisecond, 20 * time.Millisecond} {
			until := time.Now().Add(d)
			if err := a.Wait(until); err != nil {
				t.Fatal(err)
			}
			if early := time.Until(until); early > 0 {
				t.Errorf("%s: waiting for %v: got %v early, want none", name, d, early)
			}
		}
	}
}

func TestAlarmEndsWithItsContext(t *testing.T) {
	reason := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	start := time.Now()
	time.AfterFunc(5*time.Millisecond, func() { cancel(reason) })
	for name, a := range alarms(ctx, t) {
		for _, until := range []time.Time{start.Add(time.Hour), start.Add(time.Hour), start} {
			if err := a.Wait(until); !errors.Is(err, reason) {
				t.Errorf("%s: got %v, want %v", name, err, reason)
			}
		}
	}
}

// Waiting allocates nothing: it is done for every request of a load.
func TestAlarmAllocatesNothing(t *testing.T) {
	for name, a := range alarms(t.Context(), t) {
		if got := testing.AllocsPerRun(100, func() { _ = a.Wait(time.Now().Add(20 * time.Microsecond)) }); got != 0 {
			t.Errorf("%s: got %v allocations, want none", name, got)
		}
	}
}

// The time may come while the alarm is being set: the wait must end all the same.
func TestAlarmRingsWhileItIsSet(t *testing.T) {
	for name, a := range alarms(t.Context(), t) {
		rounds := 10_000
		if name == "timer" {
			rounds = 100 // a millisecond each
		}
		for i := range rounds {
			if err := a.Wait(time.Now().Add(time.Duration(i%2000) * 10)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// BenchmarkAlarm shows how late waits end at a thousand a second.
func BenchmarkAlarm(b *testing.B) {
	for name, a := range alarms(b.Context(), b) {
		b.Run(name, func(b *testing.B) {
			var h Histogram
			due := time.Now()
			for b.Loop() {
				due = due.Add(time.Millisecond)
				_ = a.Wait(due)
				h.Add(time.Since(due))
			}
			b.ReportMetric(float64(h.Quantile(0.5))/1e6, "late-p50-ms")
			b.ReportMetric(float64(h.Quantile(0.99))/1e6, "late-p99-ms")
		})
	}
}
