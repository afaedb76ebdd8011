// Package policy renders what policies decide over captured requests.
package policy

import (
	"fmt"

	"github.com/chatcb/chatcb/mockserver/policy"
	"github.com/chatcb/chatcb/report/term"
)

// ShowTally shows what a policy decided, by its rules. Broken is how many records could not be read.
func ShowTally(t *term.Terminal, tally *policy.Tally, broken int) {
	w := t.W
	fmt.Fprintf(w, "%9s %9s  %s\n", "accounts", "denied", "rule")
	for _, r := range tally.Rules() {
		name := r.Rule
		if name == "" {
			name = "(no rule held)"
		}
		denied := term.Textf("%9d", r.Denied)
		if r.Denied > 0 {
			denied = t.Doubtful(denied)
		}
		answered := ""
		if r.Answered > 0 {
			answered = fmt.Sprintf(" · its answer to %d requests", r.Answered)
		}
		fmt.Fprintf(w, "%9d %s  %s%s\n", r.Accounts, denied, t.Strong(name), answered)
		showExamples(t, r.Examples)
	}
	fmt.Fprintf(w, "\n%d requests · %d accounts · %d allowed · %d denied", tally.Requests, tally.Accounts, tally.Accounts-tally.Denied,
		tally.Denied)
	if tally.Others > 0 {
		fmt.Fprintf(w, " · %d of other callbacks", tally.Others)
	}
	showTrouble(t, tally.Failed, broken)
}

func showTrouble(t *term.Terminal, failed, broken int) {
	if failed > 0 {
		fmt.Fprintf(t.W, " · %d rules that could not be evaluated", failed)
	}
	if broken > 0 {
		fmt.Fprintf(t.W, " · %d records that could not be read", broken)
	}
	fmt.Fprintln(t.W)
}

func showExamples(t *term.Terminal, examples []policy.Example) {
	for _, e := range examples {
		line := fmt.Sprintf("%d  %s → %s  %s", e.Number, e.From, e.Account, e.Why)
		if e.Before != "" {
			line += "; before: " + e.Before
		}
		fmt.Fprintf(t.W, "%21s%s\n", "", t.Faint(line))
	}
}

// ShowDiff shows where two policies decide otherwise; exceeded says that it is more than was allowed.
func ShowDiff(t *term.Terminal, d *policy.Diff, exceeded bool, broken int) {
	w := t.W
	for _, c := range d.Changes() {
		way := term.Textf("%s → %s", c.From, c.To)
		if c.To == "allow" {
			way = t.Doubtful(way)
		}
		fmt.Fprintf(w, "%9d  %s  %s\n", c.Accounts, way, t.Strong(c.Rule))
		showExamples(t, c.Examples)
	}
	fmt.Fprintf(w, "%d of %d accounts decided otherwise · %d denied with another code", d.Changed, d.Accounts, d.Recoded)
	if exceeded {
		fmt.Fprintf(w, " · %s", t.Bad("more than --max-changed"))
	}
	showTrouble(t, 0, broken)
}
