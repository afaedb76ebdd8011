package check

import (
	"fmt"
	"strings"
	"time"

	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
)

// groupWidth fits the longest title, so that a table with every kind has 79 columns.
const groupWidth = 29

// showGroups shows a line for each part of the catalogue. Kinds that did not occur have no column.
func showGroups(t *term.Terminal, v *view) {
	list := v.Groups()
	if len(list) == 0 {
		return
	}
	all := v.total()
	kinds := all.columns()
	t.Printf("%-*s%5s", groupWidth, t.Faint(t.Say("check.head-group")), t.Faint(t.Say("check.head-cases")))
	for _, k := range kinds {
		t.Printf("%s", t.Faint(fmt.Sprintf("%6s", k.Word())))
	}
	t.Printf("%9s\n", t.Faint(t.Say("check.head-time")))
	for _, g := range list {
		showGroup(t, g, kinds)
	}
	if len(list) > 1 {
		showGroup(t, all, kinds)
	}
}

func showGroup(t *term.Terminal, g *group, kinds []kind) {
	t.Printf("%-4s%-*s%5d", g.ID, groupWidth-4, g.Title, len(g.Cases))
	for _, k := range kinds {
		paint := map[kind]func(any) term.Text{failing: t.Bad, warned: t.Doubtful, passed: t.Good}[k]
		switch {
		case g.Count[k] == 0:
			t.Printf("%6s", t.Faint("·"))
		case paint != nil:
			t.Printf("%6s", paint(g.Count[k]))
		default:
			t.Printf("%6d", g.Count[k])
		}
	}
	t.Printf("%9s\n", report.Millis(g.Took))
}

// columns are the kinds worth a column: PASS and FAIL always, the others where they occur.
func (g *group) columns() (kinds []kind) {
	for _, k := range []kind{passed, noted, warned, accepted, failing, skipped} {
		if k == passed || k == failing || g.Count[k] > 0 {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// showSlowest says what took the time.
func showSlowest(t *term.Terminal, v *view) {
	if list := v.TookTime(); len(list) > 0 {
		t.Printf("\n")
		term.Closing(t, t.Label("time"), list)
	}
}

// TookTime are the scenarios that took the most time, if they took any.
func (v *view) TookTime() (list []string) {
	for _, s := range v.Slowest[:min(5, len(v.Slowest))] {
		if s.Took >= time.Millisecond {
			list = append(list, s.Scenario+" "+report.Millis(s.Took))
		}
	}
	return list
}

// Tally counts in words what became of the cases.
func (v *view) Tally() []string {
	words, all := v.words, v.total()
	parts := []string{words.Say("check.cases", "n", len(all.Cases))}
	if v.Counts.Leaks > 0 {
		parts = append(parts, words.Say("report.leaks", "n", v.Counts.Leaks))
	}
	for _, k := range kinds() {
		if n := all.Count[k]; n > 0 {
			parts = append(parts, words.Say("check.count-"+string(k), "n", n))
		}
	}
	if entries := v.unheld(); entries != "" {
		parts = append(parts, words.Say("check.baseline", "entries", entries))
	}
	return append(parts, words.Say("report.exit", "status", v.Exit))
}

// unheld counts the entries of the baseline that no longer hold, by what they are: stale or expired.
func (v *view) unheld() string {
	var found tallied
	for i := range v.Baseline {
		what := "check.stale"
		if strings.HasPrefix(v.Baseline[i].Problem, "expired") {
			what = "check.expired"
		}
		found.add(v.words.Say(what))
	}
	var parts []string
	for _, f := range found.sorted() {
		parts = append(parts, fmt.Sprintf("%d %s", f.n, f.text))
	}
	return v.words.Say("check.list", "list", parts)
}
