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

// Lines shows decisions, a line each: those that changed, or all. A pipe gets each when it is known; who watches a terminal
// gets them at the end, the weightiest first and of each change no more than can be looked at.
type Lines struct {
	Terminal *term.Terminal
	All      bool

	held map[replay.Change]*strings.Builder
	n    map[replay.Change]int
}

// mostLines is how many decisions of one change are shown on a terminal.
const mostLines = 20

// Add shows the decisions of one replayed request.
func (l *Lines) Add(r *replay.Result) {
	for i := range r.Decisions {
		d := &r.Decisions[i]
		if !l.All && (d.Change == replay.Same || d.Change == replay.Unknown) {
			continue
		}
		if !l.Terminal.TTY {
			showDecision(l.Terminal, r, d)
			continue
		}
		if l.held == nil {
			l.held, l.n = map[replay.Change]*strings.Builder{}, map[replay.Change]int{}
		}
		if l.n[d.Change]++; l.n[d.Change] > mostLines {
			continue
		}
		if l.held[d.Change] == nil {
			l.held[d.Change] = new(strings.Builder)
		}
		t := *l.Terminal
		t.W = l.held[d.Change]
		showDecision(&t, r, d)
	}
}

// End shows what is left to be shown.
func (l *Lines) End() {
	for _, c := range replay.Changes() {
		if l.held[c] == nil {
			continue
		}
		fmt.Fprint(l.Terminal.W, l.held[c]) // lines of the terminal itself
		if more := l.n[c] - mostLines; more > 0 {
			l.Terminal.Printf("       %s\n", l.Terminal.Faint(fmt.Sprintf("and %d more %s", more, c)))
		}
	}
}

func showDecision(t *term.Terminal, r *replay.Result, d *replay.Decision) {
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
	return []any{
		fmt.Sprintf("%s p50 %s", name, report.Fine(h.Quantile(0.5))), "p99 " + report.Fine(h.Quantile(0.99)),
		"max " + report.Fine(h.Max()),
	}
}
