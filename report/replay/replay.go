// Package replay renders a replay: what became of each request before and now.
package replay

import (
	"fmt"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/clock"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
)

// Lines shows decisions, as JSON or a line each: those that changed, or all. A pipe gets each when it is known; who watches a terminal
// gets them at the end, the weightiest first and of each change no more than can be looked at.
type Lines struct {
	Terminal *term.Terminal
	JSON     *report.JSON // instead of text; nil for text
	All      bool
	Again    func(seq uint64) string // the command that sends a captured request again; nil tells none

	flips Flips
	again map[replay.Change]uint64 // the first request of each change
	held  map[replay.Change]*strings.Builder
	n     map[replay.Change]int
}

// mostLines is how many decisions of one change are shown on a terminal.
const mostLines = 20

// Add shows the decisions of one replayed request.
func (l *Lines) Add(r *replay.Result) {
	if l.JSON != nil {
		writeResult(l.JSON, r)
		return
	}
	for i := range r.Decisions {
		d := &r.Decisions[i]
		l.note(r, d)
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

func (l *Lines) note(r *replay.Result, d *replay.Decision) {
	if l.flips == nil {
		l.flips, l.again = Flips{}, map[replay.Change]uint64{}
	}
	l.flips.add(d)
	if _, ok := l.again[d.Change]; !ok && r.Recorded != nil {
		l.again[d.Change] = r.Recorded.Seq
	}
}

// End shows the lines that were held.
func (l *Lines) End() {
	t := l.Terminal
	for _, c := range replay.Changes() {
		if l.held[c] == nil {
			continue
		}
		fmt.Fprint(l.Terminal.W, l.held[c]) // lines of the terminal itself
		if more := l.n[c] - mostLines; more > 0 {
			t.Printf("       %s\n", t.Faint(t.Say("replay.more", "n", more, "change", c)))
		}
	}
}

// Finish shows what is held, what changed, and what a replay came to. It returns the first error of writing JSON.
func (l *Lines) Finish(y *replay.Tally, timing replay.Timing, status outcome.Status) error {
	if l.JSON != nil {
		return endReplay(l.JSON, y, timing, status)
	}
	l.End()
	l.changes()
	ShowTally(l.Terminal, y, timing, status)
	return nil
}

// changes shows what became of accounts before and now, what changed by cause, and how one of the weightiest is sent again.
func (l *Lines) changes() {
	t := l.Terminal
	matrix, changes := l.flips.matrix(t.Words), l.flips.changes(t.Words)
	if len(changes.Rows) == 0 {
		return
	}
	t.Printf("\n")
	matrix.Show(t)
	changes.Show(t)
	for _, c := range replay.Changes() {
		if seq, ok := l.again[c]; ok && l.Again != nil && c != replay.Same && c != replay.Unknown {
			t.Printf("%s\n\n", t.Say("replay.again", "command", l.Again(seq)))
			return
		}
	}
}

func showDecision(t *term.Terminal, r *replay.Result, d *replay.Decision) {
	before := t.Words.Say("replay.nothing-known")
	if d.Change != replay.Unknown {
		before = decided(t.Words, &d.Before)
	}
	shift := term.Text{}
	if r.Compared {
		shift = term.Textf("  %s", t.Faint(shifted(r.Shift)))
	}
	// Room is left for "ALLOW (status) → ALLOW (status)  +1.1 ms".
	t.Entry(term.Textf("%5d  %s  ", r.Number, changeWord(t, d.Change)), r.Request.Webhook.OrFirst().Pair(r.Request.From, d.Account), 34, 42,
		fmt.Sprintf("  %s → %s", before, decided(t.Words, &d.After)), shift)
}

// decided is what became of an account, and why where that is not what was said.
func decided(words *language.Words, v *conformance.Verdict) string {
	switch {
	case v.FailOpen():
		return words.Say("replay.because", "effect", v.Effect, "cause", v.Cause)
	case v.HasCode && v.Code != 0:
		return words.Say("replay.by-itself", "effect", v.Effect, "code", v.Code)
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
	title := func(text term.Text) term.Text { return term.Textf("%-9s", t.Faint(text)) }
	var fresh []any
	for _, name := range replay.Renewable() {
		if n := y.Renewed[name]; n > 0 {
			fresh = append(fresh, fmt.Sprintf("%s %d", t.Words.Label(name), n))
		}
	}
	if len(fresh) > 0 {
		t.Flow(title(t.Say("replay.renewed")), fresh...)
	}
	if !timing.Max && y.Requests > 0 {
		t.Flow(title(t.Say("replay.schedule")), append([]any{timingIn(t.Words, timing)}, quantiles(t.Say("replay.late"), &y.Late)...)...)
	}
	if y.After.N() > 0 {
		t.Flow(title(t.Say("replay.answers")),
			append(quantiles(t.Say("replay.before"), &y.Before), quantiles(t.Say("replay.now"), &y.After)...)...)
	}
	if y.Unrecorded > 0 {
		t.Printf("%s\n", t.Doubtful(t.Say("replay.unrecorded", "n", y.Unrecorded)))
	}
	if y.Verbatim > 0 {
		t.Printf("%s\n", t.Doubtful(t.Say("replay.verbatim", "n", y.Verbatim)))
	}
	t.Flow(t.PassOrFail(status), counted(t, y, status)...)
}

// counted is what a replay came to, in parts of one line.
func counted(t *term.Terminal, y *replay.Tally, status outcome.Status) []any {
	parts := []any{t.Say("replay.requests", "n", y.Requests), t.Say("replay.accounts", "n", y.Accounts)}
	for _, c := range replay.Changes() {
		n := y.Changes[c]
		switch {
		case c == replay.Same:
			parts = append(parts, t.Say("replay.same", "n", n))
		case n > 0 && (c == replay.Opened || c == replay.Broke):
			parts = append(parts, t.Bad(t.Say("replay.changed", "n", n, "change", strings.ToUpper(string(c)))))
		case n > 0 && c == replay.Unknown:
			parts = append(parts, t.Say("replay.unknown", "n", n))
		case n > 0:
			parts = append(parts, t.Doubtful(t.Say("replay.changed", "n", n, "change", c)))
		}
	}
	return append(parts, t.Say("report.exit", "status", status))
}

func quantiles(name term.Text, h *clock.Histogram) []any {
	return []any{
		term.Textf("%s p50 %s", name, report.Fine(h.Quantile(0.5))), "p99 " + report.Fine(h.Quantile(0.99)),
		"max " + report.Fine(h.Max()),
	}
}

// NotReached says how many requests found nobody, why the first did not, and what to do.
func NotReached(words *language.Words, t *replay.Tally) string {
	first := &t.FirstUnreached
	todo := words.Say("replay.todo-url")
	if first.Failure.Cause == callback.TLS {
		todo = words.Say("replay.todo-tls")
	}
	if t.Unreached == t.Requests {
		return words.Say("replay.reached-none", "target", first.Target, "why", first.Failure.Detail, "todo", todo)
	}
	return words.Say("replay.reached-some", "missed", t.Unreached, "n", t.Requests, "target", first.Target,
		"why", first.Failure.Detail, "todo", todo)
}

// timingIn is what --timing was, in words where it is a word.
func timingIn(words *language.Words, timing replay.Timing) string {
	switch name := timing.String(); name {
	case "max":
		return words.Say("replay.max")
	case "original":
		return words.Say("replay.original")
	default:
		return name
	}
}
