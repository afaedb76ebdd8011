package check

import (
	"fmt"
	"strings"
	"time"

	"github.com/chatcb/chatcb/report"
)

// Columns are the kinds worth a column: PASS and FAIL always, the others where they occur.
func (v *view) Columns() (kinds []kind) {
	all := v.total()
	for _, k := range []kind{passed, noted, warned, accepted, failing, skipped} {
		if k == passed || k == failing || all.Count[k] > 0 {
			kinds = append(kinds, k)
		}
	}
	return kinds
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
