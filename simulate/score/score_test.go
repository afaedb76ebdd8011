package score

import (
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/simulate/traffic"
)

func TestProve(t *testing.T) {
	for _, tt := range []struct {
		leaks, of uint64
		limit     float64
		want      Proof
		needed    uint64
	}{
		{0, 3000, 0.001, Proven, 0},
		{0, 2994, 0.001, NotProven, 2995},
		{0, 0, 0.001, NotProven, 2995},
		{40, 3000, 0.001, Disproven, 0},
		{1, 1000, 0.001, NotProven, 0},
		{1, 1000, 0.01, Proven, 0},
	} {
		s := Score{Malicious: (&Tally{Accounts: tt.of, Blocked: tt.of - tt.leaks}).row("malicious", 0)}
		if got, needed := s.Prove(tt.limit); got != tt.want || needed != tt.needed {
			t.Errorf("%d of %d against %v: got %s (%d needed), want %s (%d)", tt.leaks, tt.of, tt.limit, got, needed, tt.want, tt.needed)
		}
	}
}

func TestTellingRequests(t *testing.T) {
	r := NewResult()
	put := func(n uint64, label traffic.Label, o Outcome, cause callback.Cause) {
		r.Examples.Merge(&Examples{{Number: n, Label: label, Outcome: o, Cause: cause}})
	}
	for n := range uint64(9) {
		put(100-n, "spam-blast", Allowed, callback.Said)
		put(200-n, traffic.Benign, Blocked, callback.Said)
		put(300-n, "burst", FailOpen, callback.Late)
		put(400-n, traffic.Benign, FailOpen, callback.Late)
	}
	put(50, "scam-link", Allowed, callback.Said)
	var got []uint64
	for _, x := range r.Notable(10) {
		got = append(got, x.Number)
	}
	want := []uint64{50, 92, 192, 292, 392, 93, 193, 293, 393, 94}
	for i := range want {
		if len(got) != len(want) || got[i] != want[i] {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
}
