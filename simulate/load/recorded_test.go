package load

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

// at are times in milliseconds after a moment.
func at(ms ...int) (all []time.Duration) {
	for _, m := range ms {
		all = append(all, time.Hour+time.Duration(m)*time.Millisecond)
	}
	return all
}

// A recording is a pure function of the number, whatever the order in which it was written down.
func TestRecordedDue(t *testing.T) {
	for _, tt := range []struct {
		name  string
		at    []time.Duration
		speed float64
		want  []float64 // ms
	}{
		{"once and again", at(0, 10, 50), 1, []float64{0, 10, 50, 75, 85, 125, 150, 160, 200}},
		{"twice as fast", at(0, 10, 50), 2, []float64{0, 5, 25, 37.5, 42.5, 62.5}},
		{"half as fast", at(0, 10, 50), 0.5, []float64{0, 20, 100, 150}},
		{"in no order, and later", at(2050, 2000, 2010), 1, []float64{0, 10, 50, 75}},
		{"several at a time", at(0, 0, 0, 30, 30), 1, []float64{0, 0, 0, 30, 30, 37.5, 37.5}},
		{"one", at(7), 2, []float64{0, 500, 1000}},
		{"two", at(0, 1000), 1, []float64{0, 1000, 2000, 3000}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := NewRecorded(tt.at, tt.speed)
			if err != nil {
				t.Fatal(err)
			}
			for n, want := range tt.want {
				if got := float64(r.Due(uint64(n))) / 1e6; got != want {
					t.Errorf("request %d: got due at %v ms, want %v", n, got, want)
				}
			}
			checkFalls(t, tt.name, r)
			before := time.Duration(0)
			for _, n := range []uint64{1000, 1 << 20, 1 << 40, 1 << 53, 1 << 62} {
				if due := r.Due(n); due < before || due > latest {
					t.Errorf("request %d: got due at %v, after %v", n, due, before)
				} else {
					before = due
				}
			}
			if r.Len() != len(tt.at) {
				t.Errorf("got %d requests, want %d", r.Len(), len(tt.at))
			}
		})
	}
}

func TestRecordedRefuses(t *testing.T) {
	for want, tt := range map[string]struct {
		at    []time.Duration
		speed float64
	}{
		"no request":         {nil, 1},
		"all were at":        {at(5, 5, 5), 1},
		"speed: wanted more": {at(0, 1), 0},
		"at most 1e+06":      {at(0, 1), 1e9},
		"of each other":      {[]time.Duration{math.MinInt64, math.MaxInt64}, 1},
		"within":             {append(at(0), 4*365*24*time.Hour), 1},
	} {
		if _, err := NewRecorded(slices.Clone(tt.at), tt.speed); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, speed %v: got %v, want an error with %q", tt.at, tt.speed, err, want)
		}
	}
}

// The times are kept where they were collected: eight bytes for each, and no copy.
func TestRecordedKeepsTheTimes(t *testing.T) {
	times := at(50, 0, 10)
	r, err := NewRecorded(times, 1)
	if err != nil || &r.after[0] != &times[0] {
		t.Errorf("got a copy, or %v", err)
	}
}

func TestLoadFromCapture(t *testing.T) {
	for _, tt := range []struct{ spec, want, err string }{
		{"capture:monday.jsonl", "50ms", ""},
		{"capture:monday.jsonl,speed=2", "25ms", ""},
		{"capture:file=monday.jsonl,speed=0.1", "500ms", ""},
		{"capture:", "", "wanted the name of a capture"},
		{"capture:monday.jsonl,speed=fast", "", "wanted a number"},
		{"capture:monday.jsonl,speed=-1", "", "wanted more than 0"},
		{"capture:monday.jsonl,rate=3", "", `unknown parameter "rate"`},
		{"capture:monday.jsonl,tuesday.jsonl", "", "wanted parameter=value"},
		{"capture+poisson:monday.jsonl", "", "+poisson is for rates"},
		{"capture:sunday.jsonl", "", "closed on sunday.jsonl"},
	} {
		p, err := Load{Spec: tt.spec, Rate: 1, Recording: func(file string) ([]time.Duration, error) {
			if file != "monday.jsonl" {
				return nil, errors.New("closed on " + file)
			}
			return at(0, 10, 50), nil
		}}.Pacer()
		switch {
		case tt.err != "":
			if err == nil || !strings.Contains(err.Error(), tt.err) {
				t.Errorf("%s: got %v, want an error with %q", tt.spec, err, tt.err)
			}
		case err != nil:
			t.Errorf("%s: %v", tt.spec, err)
		default:
			if got := fmt.Sprint(p.(*Recorded).Length()); got != tt.want {
				t.Errorf("%s: got %s, want %s", tt.spec, got, tt.want)
			}
		}
	}
	if _, err := (Load{Spec: "capture:x"}).Pacer(); err == nil {
		t.Error("got a pacer without anything that reads captures")
	}
}
