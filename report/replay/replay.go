// Package replay renders a replay: what became of each request before and now.
package replay

import (
	"fmt"
	"strings"
	"time"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/clock"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
)

// ShowResult shows the decisions of one replayed request, a line each: those that changed, or all.
func ShowResult(t *term.Terminal, r *replay.Result, all bool) {
	for i := range r.Decisions {
		d := &r.Decisions[i]
		if !all && (d.Change == replay.Same || d.Change == replay.Unknown) {
			continue
		}
		before := "nothing known"
		if d.Change != replay.Unknown {
			before = decided(&d.Before)
		}
		shift := term.Text{}
		if r.Compared {
			shift = term.Textf("  %s", t.Faint(shifted(r.Shift)))
		}
		// Room is left for "ALLOW (status) → ALLOW (status)  +1.1 ms".
		t.Entry(term.Textf("%5d  %s  ", r.Number, changeWord(t, d.Change)), r.Request.Webhook.OrFirst().Pair(r.Request.From, d.Account), 34, 42,
			fmt.Sprintf("  %s → %s", before, decided(&d.After)), shift)
	}
}

// decided is what became of an account, and why where that is not what was said.
func decided(v *conformance.Verdict) string {
	switch {
	case v.FailOpen():
		return string(v.Effect) + " (" + string(v.Cause) + ")"
	case v.HasCode && v.Code != 0:
		return fmt.Sprintf("%s %d", v.Effect, v.Code)
	}
	return string(v.Effect)
}

// changeWord is the word for a change, of fixed width.
func changeWord(t *term.Terminal, c replay.Change) term.Text {
	word := term.Textf("%-7s", strings.ToUpper(string(c)))
	switch c {
	case replay.Opened, replay.Broke:
		return t.Bad(word)
	case replay.Closed, replay.Noise:
		return t.Doubtful(word)
	case replay.Same:
		return t.Good(word)
	case replay.Unknown:
	}
	return t.Faint(word)
}

func shifted(d time.Duration) string {
	if d < 0 {
		return "-" + report.Millis(-d)
	}
	return "+" + report.Millis(d)
}

// ShowTally shows what a replay came to.
func ShowTally(t *term.Terminal, y *replay.Tally, timing replay.Timing, status outcome.Status) {
	var fresh []any
	for _, c := range y.RenewedCounts() {
		fresh = append(fresh, fmt.Sprintf("%s %d", c.Name, c.N))
	}
	if len(fresh) > 0 {
		t.Flow(term.Textf("%-9s", t.Faint("renewed")), fresh...)
	}
	if !timing.Max && y.Requests > 0 {
		t.Flow(term.Textf("%-9s", t.Faint("schedule")), append([]any{timing}, quantiles("late", &y.Late)...)...)
	}
	if y.After.N() > 0 {
		t.Flow(term.Textf("%-9s", t.Faint("answers")), append(quantiles("before", &y.Before), quantiles("now", &y.After)...)...)
	}
	if y.Unrecorded > 0 {
		t.Printf("%s\n", t.Doubtful("nothing to compare with: the capture does not hold the answer to "+report.Plural(y.Unrecorded, "request")))
	}
	if y.Verbatim > 0 {
		t.Printf("%s\n", t.Doubtful(report.Plural(y.Verbatim, "request")+" could not be read, and went as captured"))
	}
	parts := []any{report.Plural(y.Requests, "request"), report.Plural(y.Accounts, "account")}
	for _, c := range replay.Changes() {
		n := y.Changes[c]
		switch {
		case c == replay.Same:
			parts = append(parts, fmt.Sprintf("%d same", n))
		case n > 0 && (c == replay.Opened || c == replay.Broke):
			parts = append(parts, t.Bad(fmt.Sprintf("%d %s", n, strings.ToUpper(string(c)))))
		case n > 0 && c == replay.Unknown:
			parts = append(parts, fmt.Sprintf("%d with nothing to compare", n))
		case n > 0:
			parts = append(parts, t.Doubtful(fmt.Sprintf("%d %s", n, c)))
		}
	}
	t.Flow(t.PassOrFail(status), append(parts, fmt.Sprintf("exit %d", status))...)
}

func quantiles(name string, h *clock.Histogram) []any {
	return []any{fmt.Sprintf("%s p50 %s", name, report.Fine(h.Quantile(0.5))), "p99 " + report.Fine(h.Quantile(0.99)), "max " + report.Fine(h.Max())}
}
