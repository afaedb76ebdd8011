package check

import (
	"fmt"
	"strings"
	"time"

	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/result"
)

// groupWidth fits the longest title, so that a table with every kind has 79 columns.
const groupWidth = 29

// showGroups shows a line for each part of the catalogue. Kinds that did not occur have no column.
func showGroups(t *term.Terminal, run *result.Run) {
	list := groups(run)
	if len(list) == 0 {
		return
	}
	all := total(run.Words(), list)
	kinds := columns(all)
	t.Printf("%-*s%5s", groupWidth, t.Faint(t.Say("check.head-group")), t.Faint(t.Say("check.head-cases")))
	for _, k := range kinds {
		t.Printf("%s", t.Faint(fmt.Sprintf("%6s", k.word())))
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
func columns(all *group) []kind {
	var kinds []kind
	for _, k := range []kind{passed, noted, warned, accepted, failing, skipped} {
		if k == passed || k == failing || all.Count[k] > 0 {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// showSlowest says what took the time.
func showSlowest(t *term.Terminal, run *result.Run) {
	if list := slowest(run); len(list) > 0 {
		t.Printf("\n")
		term.Closing(t, t.Label("time"), list)
	}
}

// slowest are the scenarios that took the most time, if they took any.
func slowest(run *result.Run) (list []string) {
	for _, s := range run.Slowest[:min(5, len(run.Slowest))] {
		if s.Took >= time.Millisecond {
			list = append(list, s.Scenario+" "+report.Millis(s.Took))
		}
	}
	return list
}

// tally counts in words what became of the cases.
func tally(run *result.Run) []string {
	words := run.Words()
	all := total(words, groups(run))
	parts := []string{words.Say("check.cases", "n", len(all.Cases))}
	if run.Counts.Leaks > 0 {
		parts = append(parts, words.Say("report.leaks", "n", run.Counts.Leaks))
	}
	for k, n := range all.Count {
		if n > 0 {
			parts = append(parts, words.Say("check.count-"+kind(k).name(), "n", n))
		}
	}
	if entries := unheld(run); entries != "" {
		parts = append(parts, words.Say("check.baseline", "entries", entries))
	}
	return append(parts, words.Say("report.exit", "status", run.Exit))
}

// unheld counts the entries of the baseline that no longer hold, by what they are: stale or expired.
func unheld(run *result.Run) string {
	var found tallied
	for i := range run.Baseline {
		what := "check.stale"
		if strings.HasPrefix(run.Baseline[i].Problem, "expired") {
			what = "check.expired"
		}
		found.add(run.Words().Say(what))
	}
	var parts []string
	for _, f := range found.sorted() {
		parts = append(parts, fmt.Sprintf("%d %s", f.n, f.text))
	}
	return run.Words().Say("check.list", "list", parts)
}
