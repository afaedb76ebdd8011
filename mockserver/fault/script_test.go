package fault

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

func script(t testing.TB, text string) *Script {
	t.Helper()
	s, err := Parse(text, Files{Latencies: func(path string) ([]time.Duration, error) {
		if path != "cap.jsonl" {
			return nil, errors.New("no such capture")
		}
		return []time.Duration{time.Millisecond, 3 * time.Second}, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// which runs a script and names what acts on each of the exchanges.
func which(p *Plan, at time.Duration, exchanges int) []string {
	var names []string
	for range exchanges {
		var ids []string
		for _, h := range p.drawOf(false, nil, p.Since.Add(at)) {
			ids = append(ids, h.act.fault.ID)
		}
		names = append(names, strings.Join(ids, "+"))
	}
	return names
}

func TestScripts(t *testing.T) {
	start := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		text string
		at   time.Duration
		want []string // of the first exchanges at that time
	}{
		{"", 0, []string{"", ""}},
		{"ok", 0, []string{""}},
		{"reset", 0, []string{"reset", "reset"}},
		{"reset first 2", 0, []string{"reset", "reset", "", ""}},
		{"reset after 2", 0, []string{"", "", "reset", "reset"}},
		{"reset after 1 first 1", 0, []string{"", "reset", ""}},
		{"status=503, latency=1ms", 0, []string{"status+latency"}},
		{"status=0", 0, []string{""}},
		{"latency=0s, reset", 0, []string{"reset"}},
		{"reset first 0", 0, []string{""}},
		{"reset 0 in 10", 0, []string{"", ""}},
		{"reset 3 in 3", 0, []string{"reset", "reset", "reset"}},
		{"no-result-item=off", 0, []string{""}},
		{"reset for 10s", 9 * time.Second, []string{"reset"}},
		{"reset for 10s", 10 * time.Second, []string{""}},
		{"0s ok, 30s p99=3s, 60s reset, 90s ok", 0, []string{""}},
		{"0s ok, 30s p99=3s, 60s reset, 90s ok", 30 * time.Second, []string{"latency"}},
		{"0s ok, 30s p99=3s, 60s reset, 90s ok", 89 * time.Second, []string{"reset"}},
		{"0s ok, 30s p99=3s, 60s reset, 90s ok", time.Hour, []string{""}},
		{"empty, 10s reset, hang=1s", 0, []string{"empty"}},
		{"empty, 10s reset, hang=1s", 10 * time.Second, []string{"reset+hang"}},
	} {
		if got := which(script(t, tt.text).Start(start), tt.at, len(tt.want)); !slices.Equal(got, tt.want) {
			t.Errorf("%q at %s: got %q, want %q", tt.text, tt.at, got, tt.want)
		}
	}
}

// N in M hits exactly N of every M, elsewhere with another seed, and at the same places with the same.
func TestShares(t *testing.T) {
	for _, tt := range []struct {
		text string
		n, m int
	}{{"reset 1 in 10", 1, 10}, {"reset 3 in 7", 3, 7}, {"reset 999 in 1000", 999, 1000}} {
		got := which(script(t, tt.text).Start(time.Now()), 0, 5*tt.m)
		for block := range slices.Chunk(got, tt.m) {
			hits := 0
			for _, id := range block {
				if id != "" {
					hits++
				}
			}
			if hits != tt.n {
				t.Errorf("%s: got %d hits in a block of %d", tt.text, hits, tt.m)
			}
		}
		if again := which(script(t, tt.text).Start(time.Now()), 0, 5*tt.m); !slices.Equal(again, got) {
			t.Errorf("%s: got other places with the same seed", tt.text)
		}
		if other := which(script(t, tt.text+" seed=2").Start(time.Now()), 0, 5*tt.m); slices.Equal(other, got) {
			t.Errorf("%s: got the same places with another seed", tt.text)
		}
	}
}

// The draws of a log-normal latency have its median and its 99th percentile.
func TestLatencies(t *testing.T) {
	const n = 20000
	delays := func(text string) []time.Duration {
		p := script(t, text).Start(time.Now())
		list := make([]time.Duration, n)
		for i := range list {
			list[i] = p.drawOf(false, nil, p.Since)[0].delay()
		}
		slices.Sort(list)
		return list
	}
	for _, tt := range []struct {
		text        string
		median, p99 time.Duration
	}{
		{"median=80ms p99=3s", 80 * time.Millisecond, 3 * time.Second},
		{"latency p99=3s", 300 * time.Millisecond, 3 * time.Second},
		{"latency=50ms", 50 * time.Millisecond, 50 * time.Millisecond},
		{"latency 50ms", 50 * time.Millisecond, 50 * time.Millisecond},
		{"latency 50ms 9 in 9", 50 * time.Millisecond, 50 * time.Millisecond},
		{"latency=0s..1s", 500 * time.Millisecond, 990 * time.Millisecond},
		{"latency=@cap.jsonl", time.Millisecond, 3 * time.Second},
	} {
		got := delays(tt.text)
		if tt.text == "latency=@cap.jsonl" {
			share := float64(slices.Index(got, 3*time.Second)) / n
			if math.Abs(share-0.5) > 0.02 {
				t.Errorf("%s: got %v of the short one, want half", tt.text, share)
			}
			continue
		}
		for _, q := range []struct {
			name      string
			got, want time.Duration
		}{{"median", got[n/2], tt.median}, {"99th percentile", got[n*99/100], tt.p99}} {
			if math.Abs(float64(q.got)/float64(q.want)-1) > 0.12 {
				t.Errorf("%s: got a %s of %s, want %s", tt.text, q.name, q.got, q.want)
			}
		}
	}
}

func TestScriptMistakesArePointedAt(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"rest", "fault script: no fault \"rest\" (did you mean \"reset\"?)\n    rest\n    ^"},
		{"0s ok, 30s", "fault script: wanted a fault after the time, or ok\n    0s ok, 30s\n              ^"},
		{"reset,,empty", "fault script: a part is empty\n    reset,,empty\n          ^"},
		{"30s reset, 10s ok", "the phase begins at 10s, which is not after the one before\n    30s reset, 10s ok\n               ^"},
		{"status=99", "fault script: status: wanted a number from 200 to 999, got \"99\"\n    status=99\n    ^"},
		{"status=", "wanted STATUS after status=\n    status=\n           ^"},
		{"reset=3", "reset takes no value"},
		{"reset 1 of 10", "wanted \"in\" after 1, as in 1 in 10\n    reset 1 of 10\n            ^"},
		{"reset 11 in 10", "wanted at most M in M"},
		{"reset first", "wanted a whole number in first N, got \"\"\n    reset first\n               ^"},
		{"reset maybe", "wanted first N, after N, N in M, for TIME or seed=N, got \"maybe\"\n    reset maybe\n          ^"},
		{"reset p99=3s", "p99= is for latency"},
		{"reset speed=3", "unknown setting speed="},
		{"latency", "wanted a time, as in latency=300ms or latency=50ms..3s"},
		{"latency=3s..1s", "the times are in the wrong order"},
		{"latency 1 in 2", "wanted a time, as in latency=300ms or latency=50ms..3s"},
		{"latency=1h", "wanted a duration up to 5m0s such as 250ms, got \"1h\""},
		{"median=3s p99=1s", "wanted latency with median= up to p99="},
		{"latency=@other", "no such capture"},
		{"truncate=120%", "wanted a number of bytes or a percentage"},
		{"好 reset", "no fault \"好\"\n    好 reset\n    ^"},
	} {
		_, err := Parse(tt.text, Files{Latencies: func(string) ([]time.Duration, error) { return nil, errors.New("no such capture") }})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got\n%v\nwant\n%s", tt.text, err, tt.want)
		}
	}
}

func FuzzParseScript(f *testing.F) {
	f.Add("0s ok, 30s p99=3s first 3, 60s reset 1 in 10 seed=4, 90s status=503 after 2 for 3s")
	f.Add("latency=1ms..2ms,truncate=10%,wears-out=3")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Parse(text, Files{})
		if err != nil {
			if e, ok := errors.AsType[*ScriptError](err); !ok || e.At < 0 || e.At > len(text) {
				t.Fatalf("got %v", err)
			}
			return
		}
		p := s.Start(time.Now())
		for _, at := range []time.Duration{0, time.Minute} {
			for range 3 {
				for _, h := range p.drawOf(false, nil, p.Since.Add(at)) {
					if d := h.delay(); d < 0 || d > maxDelay {
						t.Fatalf("%q: got a delay of %s", text, d)
					}
				}
			}
		}
	})
}
