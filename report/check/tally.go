package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/result"
)

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

// WhySkipped counts the skipped cases by what they need, the most first: "43 skipped: 32 need --token-file, 2 https".
// Those that need nothing that could be given come last, with their reasons.
func (v *view) WhySkipped() string {
	words := v.words
	var needs, reasons tallied
	for _, c := range v.Cases {
		switch {
		case c.Status != result.Skip:
		case c.Lacks != "":
			needs.add(c.Lacks)
		default:
			reasons.add(cmp.Or(c.Reason, c.Message))
		}
	}
	if len(needs)+len(reasons) == 0 {
		return ""
	}
	skipped := 0
	var needed, other []string
	for i, n := range needs.sorted() {
		key := "check.need"
		if i == 0 {
			key = "check.need-first"
		}
		needed, skipped = append(needed, words.Say(key, "n", n.n, "what", n.text)), skipped+n.n
	}
	for _, r := range reasons.sorted() {
		other, skipped = append(other, words.Say("check.reason", "n", r.n, "why", safe.Clip(r.text, 120))), skipped+r.n
	}
	if len(needs) == 0 && len(reasons) == 1 {
		other = []string{safe.Clip(reasons[0].text, 120)} // not twice the same number
	}
	list := words.Say("check.list", "list", needed)
	for _, text := range other {
		if list == "" {
			list = text
		} else {
			list = words.Say("list.then", "before", list, "after", text)
		}
	}
	return words.Say("check.skipped", "n", skipped, "list", list)
}

// tallyOf is how often a text came.
type tallyOf struct {
	text string
	n    int
}

// tallied counts texts, in the order in which they came first.
type tallied []tallyOf

func (t *tallied) add(text string) {
	i := slices.IndexFunc(*t, func(of tallyOf) bool { return of.text == text })
	if i < 0 {
		i, *t = len(*t), append(*t, tallyOf{text: text})
	}
	(*t)[i].n++
}

// sorted is the texts, those that came most first.
func (t tallied) sorted() tallied {
	slices.SortStableFunc(t, func(a, b tallyOf) int { return b.n - a.n })
	return t
}
