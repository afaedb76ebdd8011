package clock

import (
	"math/rand/v2"
	"testing"
	"time"
)

// The lead becomes the median of the delays, whatever the rare long ones are, and follows when it changes.
func TestLeadLearnsTheMedian(t *testing.T) {
	var l lead
	r := rand.New(rand.NewPCG(1, 1))
	for _, median := range []time.Duration{70 * time.Microsecond, 20 * time.Microsecond} {
		for range 1000 {
			delay := median + time.Duration(r.NormFloat64()*float64(5*time.Microsecond))
			if r.IntN(20) == 0 {
				delay += 10 * time.Millisecond
			}
			l.learn(delay)
		}
		if got := l.before(time.Second); got < median-5*time.Microsecond || got > median+10*time.Microsecond {
			t.Errorf("got %v, want about %v", got, median)
		}
	}
}

func TestLeadIsBounded(t *testing.T) {
	var l lead
	for range 1000 {
		l.learn(time.Second)
	}
	if got := l.before(time.Second); got != maxLead {
		t.Errorf("got %v before a long wait, want %v", got, maxLead)
	}
	if got := l.before(40 * time.Microsecond); got != 10*time.Microsecond {
		t.Errorf("got %v before a short wait, want a quarter", got)
	}
	for range 1000 {
		l.learn(0)
	}
	if got := l.before(time.Second); got != 0 {
		t.Errorf("got %v where nobody is late, want none", got)
	}
}
