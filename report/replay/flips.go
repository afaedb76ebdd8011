package replay

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/clock"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/html"
)

// state is what became of an account, and why where that is not what was said.
type state struct {
	effect        conformance.Effect
	cause         callback.Cause
	open, assumed bool
}

func stateOf(v *conformance.Verdict) state {
	return state{v.Effect, v.Cause, v.FailOpen(), v.Basis == conformance.Assumed}
}

func (s state) in(words *language.Words) string {
	if s.cause == callback.Said {
		return string(s.effect)
	}
	cause := words.Say("report.why", "cause", s.cause, "open", s.open, "assumed", s.assumed)
	return words.Say("replay.became", "effect", s.effect, "cause", cause)
}

// flip is what became of accounts, before and now.
type flip struct {
	change      replay.Change
	before, now state
}

// Flips count accounts by what became of them before and now.
type Flips map[flip]int

func flipOf(d *replay.Decision) flip { return flip{d.Change, stateOf(&d.Before), stateOf(&d.After)} }

func (f Flips) add(d *replay.Decision) {
	if d.Change != replay.Unknown {
		f[flipOf(d)]++
	}
}

// kinds are how changes look on a page.
var kinds = map[replay.Change]string{
	replay.Opened: "fail", replay.Broke: "warn", replay.Closed: "note", replay.Noise: "accepted", replay.Same: "pass", replay.Unknown: "skip",
}

func rank(c replay.Change) int { return slices.Index(replay.Changes(), c) }

// matrix is what became of accounts before, in rows, and now, in columns.
func (f Flips) matrix(words *language.Words) html.Table {
	t := html.Table{
		Anchor: "matrix", Title: words.Say("replay.matrix"), Note: words.Say("replay.matrix-note"),
		Head: []html.Column{{Text: words.Say("replay.before")}},
	}
	count := map[[2]string]int{}
	kind := map[[2]string]replay.Change{}
	before, now := map[string]bool{}, map[string]bool{}
	for p, n := range f {
		at := [2]string{p.before.in(words), p.now.in(words)}
		before[at[0]], now[at[1]] = true, true
		count[at] += n
		if c, ok := kind[at]; !ok || rank(p.change) < rank(c) {
			kind[at] = p.change
		}
	}
	columns := slices.Sorted(maps.Keys(now))
	for _, name := range columns {
		t.Head = append(t.Head, html.Column{Text: name, Number: true})
	}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		row := html.Row{Cells: html.Cells(name)}
		for _, column := range columns {
			at := [2]string{name, column}
			row.Cells = append(row.Cells, html.Number(count[at], kinds[kind[at]]))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// changes lists what changed by cause, opened first.
func (f Flips) changes(words *language.Words) html.Table {
	t := html.Table{Anchor: "changes", Title: words.Say("replay.changes"), Head: []html.Column{
		{Text: words.Say("replay.change")},
		{Text: words.Say("replay.before")},
		{Text: words.Say("replay.now")},
		{Text: words.Say("replay.count"), Number: true},
	}}
	list := slices.SortedFunc(maps.Keys(f), func(a, b flip) int {
		return cmp.Or(cmp.Compare(rank(a.change), rank(b.change)), cmp.Compare(f[b], f[a]), cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)))
	})
	for _, p := range list {
		if p.change != replay.Same {
			row := html.Row{Cells: html.Cells(strings.ToUpper(string(p.change)), p.before.in(words), p.now.in(words), fmt.Sprint(f[p]))}
			row.Cells[0].Kind = kinds[p.change]
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

// timeTable is how long answers took, before and now, and how late requests were.
func timeTable(words *language.Words, y *replay.Tally) html.Table {
	t := html.Table{Anchor: "times", Title: words.Say("replay.times"), Head: []html.Column{
		{Text: words.Say("replay.of")},
		{Text: words.Say("replay.of-requests"), Number: true},
		{Text: "p50", Number: true},
		{Text: "p99", Number: true},
		{Text: "max", Number: true},
	}}
	for _, of := range []struct {
		name string
		h    *clock.Histogram
	}{
		{words.Say("replay.answers-before"), &y.Before}, {words.Say("replay.answers-now"), &y.After}, {words.Say("replay.sent-late"), &y.Late},
	} {
		if of.h.N() > 0 {
			t.Rows = append(t.Rows, html.Row{Cells: html.Cells(of.name, fmt.Sprint(of.h.N()), report.Fine(of.h.Quantile(0.5)),
				report.Fine(of.h.Quantile(0.99)), report.Fine(of.h.Max()))})
		}
	}
	return t
}
