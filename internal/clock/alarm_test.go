package clock

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestAlarmNeverWakesEarly(t *testing.T) {
	a, err := NewAlarm(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for _, d := range []time.Duration{-time.Second, 0, time.Nanosecond, 10 * time.Microsecond, time.Millisecond, 20 * time.Millisecond} {
		until := time.Now().Add(d)
		if err := a.Wait(until); err != nil {
			t.Fatal(err)
		}
		if early := time.Until(until); early > 0 {
			t.Errorf("waiting for %v: got %v early, want none", d, early)
		}
	}
}

func TestAlarmEndsWithItsContext(t *testing.T) {
	reason := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	a, err := NewAlarm(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	start := time.Now()
	time.AfterFunc(5*time.Millisecond, func() { cancel(reason) })
	for _, until := range []time.Time{start.Add(time.Hour), start.Add(time.Hour), start} {
		if err := a.Wait(until); !errors.Is(err, reason) {
			t.Errorf("got %v, want %v", err, reason)
		}
	}
}

// Waiting allocates nothing: it is done for every request of a load.
func TestAlarmAllocatesNothing(t *testing.T) {
	a, err := NewAlarm(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if got := testing.AllocsPerRun(100, func() { _ = a.Wait(time.Now().Add(20 * time.Microsecond)) }); got != 0 {
		t.Errorf("got %v allocations, want none", got)
	}
}

// A moment may come while the alarm is being set: the wait must end all the same.
func TestAlarmRingsWhileItIsSet(t *testing.T) {
	a, err := NewAlarm(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for i := range 20_000 {
		if err := a.Wait(time.Now().Add(time.Duration(i%2000) * 10)); err != nil {
			t.Fatal(err)
		}
	}
}
