package simulation

import (
	"strings"
	"testing"

	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/simulate/search"
)

func TestInterruptedLimit(t *testing.T) {
	t.Parallel()
	ok := search.Search{Limit: 200, Open: true, Trials: []search.Trial{{Level: 200, OK: true}}}
	for _, test := range []struct {
		searches []search.Search
		want     string
	}{
		{nil, "FAIL  no trial was played to its end · exit 130\n"},
		{[]search.Search{ok}, "FAIL  at least 200 requests per second; one search, interrupted · exit 130\n"},
	} {
		var b strings.Builder
		l := NewLimit("http://h/", "rate", test.searches)
		l.Status, l.Interrupted = 130, true
		ShowLimit(&term.Terminal{W: &b, Width: 80}, l)
		if !strings.HasSuffix(b.String(), test.want) {
			t.Errorf("got\n%s\nwant %q at the end", b.String(), test.want)
		}
	}
}

// A limit that is chatcb's own is inconclusive; a backend that is not reached is trouble, and one that bears nothing fails.
func TestLimitDecides(t *testing.T) {
	t.Parallel()
	ok, failed := search.Trial{Level: 100, OK: true}, search.Trial{Level: 200}
	own, unreached := search.Trial{Level: 200, Own: true}, search.Trial{Level: 100, Unreached: true}
	for name, test := range map[string]struct {
		limit       float64
		trials      []search.Trial
		interrupted bool
		want        outcome.Status
	}{
		"found":               {100, []search.Trial{ok, failed, failed}, false, outcome.OK},
		"chatcb's own":        {100, []search.Trial{ok, own, own}, false, outcome.Nothing},
		"chatcb's, from none": {0, []search.Trial{own, own}, false, outcome.Nothing},
		"none":                {0, []search.Trial{failed, failed}, false, outcome.Findings},
		"unreached":           {0, []search.Trial{unreached}, false, outcome.Trouble},
		"interrupted":         {100, []search.Trial{ok, own, own}, true, outcome.Interrupted},
	} {
		l := NewLimit("http://h/", "rate", []search.Search{{Limit: test.limit, Trials: test.trials}})
		if l.Decide(test.interrupted); l.Status != test.want {
			t.Errorf("%s: got %d, want %d", name, l.Status, test.want)
		}
	}
}
