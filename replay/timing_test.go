package replay

import (
	"errors"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/chatcb/chatcb/capture"
)

func TestTiming(t *testing.T) {
	tests := []struct {
		text   string
		maxGap time.Duration
		gaps   []time.Duration // as recorded
		want   []time.Duration // when due
	}{
		{"original", 0, []time.Duration{time.Second, 0, 5 * time.Second}, []time.Duration{0, time.Second, time.Second, 6 * time.Second}},
		{"original", 2 * time.Second, []time.Duration{time.Second, 5 * time.Second}, []time.Duration{0, time.Second, 3 * time.Second}},
		{"original", 0, []time.Duration{-time.Second}, []time.Duration{0, 0}},
		{"x2", 0, []time.Duration{time.Second, 3 * time.Second}, []time.Duration{0, 500 * time.Millisecond, 2 * time.Second}},
		{"x0.5", 3 * time.Second, []time.Duration{time.Second, 3 * time.Second}, []time.Duration{0, 2 * time.Second, 5 * time.Second}},
		{"max", 0, []time.Duration{time.Second}, []time.Duration{0, 0}},
		{"rate=100", 0, []time.Duration{time.Hour, 0}, []time.Duration{0, 10 * time.Millisecond, 20 * time.Millisecond}},
		{"rate=3", 0, []time.Duration{0, 0, 0}, []time.Duration{0, 333333333, 666666666, time.Second}},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			timing := Timing{MaxGap: tt.maxGap}
			if err := timing.UnmarshalText([]byte(tt.text)); err != nil {
				t.Fatal(err)
			}
			if timing.String() != tt.text {
				t.Errorf("got %q, want %q", timing.String(), tt.text)
			}
			due := []time.Duration{timing.Due(0, 0, 0)}
			for i, gap := range tt.gaps {
				due = append(due, timing.Due(uint64(i+1), due[i], gap))
			}
			if !slices.Equal(due, tt.want) {
				t.Errorf("got %v, want %v", due, tt.want)
			}
		})
	}
	for _, bad := range []string{"", "x", "x0", "x-1", "rate=", "rate=0", "rate=NaN", "fast", "xInf", "2"} {
		if got := (Timing{}); got.UnmarshalText([]byte(bad)) == nil {
			t.Errorf("%q: got %v, want an error", bad, got)
		}
	}
}

func times(t *testing.T, o *Order, sources ...[]*capture.Record) []time.Duration {
	t.Helper()
	var seqs []iter.Seq2[*capture.Record, error]
	for _, records := range sources {
		seqs = append(seqs, each(records...))
	}
	var got []time.Duration
	for rec, err := range o.Records(seqs...) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, rec.Exchange.Start.Sub(epoch))
	}
	return got
}

func TestOrder(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	var records []*capture.Record
	for i := range 500 { // up to 50 places from where it belongs
		records = append(records, recorded(i, time.Duration(i+rng.IntN(50))*time.Second, "a", "b", 0))
	}
	o := &Order{window: 100}
	got := times(t, o, records)
	if !slices.IsSorted(got) || len(got) != 500 || o.Misplaced != 0 {
		t.Errorf("got %d records, sorted %v, %d misplaced", len(got), slices.IsSorted(got), o.Misplaced)
	}
	o = &Order{window: 3}
	if got = times(t, o, records); len(got) != 500 || o.Misplaced == 0 || slices.IsSorted(got) {
		t.Errorf("a window too small: got %d records, %d misplaced, want 500 and some", len(got), o.Misplaced)
	}
	got = times(t, &Order{}, records[:100], records[100:150], nil)
	if !slices.IsSorted(got) || len(got) != 150 {
		t.Errorf("three sources: got %d records, sorted %v", len(got), slices.IsSorted(got))
	}
	broken := errors.New("broken")
	failing := func(yield func(*capture.Record, error) bool) { yield(nil, broken) }
	for _, err := range (&Order{}).Records(each(records[:2]...), failing) {
		if !errors.Is(err, broken) {
			t.Errorf("got %v, want %v", err, broken)
		}
	}
}

// What the window gives away is a copy with all its parts.
func TestOrderKeepsRecordsWhole(t *testing.T) {
	in := recorded(7, time.Second, "a", "b", 38001)
	in.Set("label", `"x"`)
	for rec := range (&Order{}).Records(each(in)) {
		if string(rec.Exchange.Sent) != string(in.Exchange.Sent) || string(rec.Exchange.Answer.Body) != string(in.Exchange.Answer.Body) ||
			rec.Exchange.Answer.Status != 200 || rec.Exchange.Phases != in.Exchange.Phases {
			t.Errorf("got %+v, want %+v", rec.Exchange, in.Exchange)
		}
		if label, _ := rec.Get("label"); label != `"x"` {
			t.Errorf("got label %s", label)
		}
	}
}
