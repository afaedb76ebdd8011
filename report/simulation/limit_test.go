package simulation

import (
	"strings"
	"testing"

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
