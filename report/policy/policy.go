// Package policy renders what policies decide over captured requests.
package policy

import (
	"strings"

	"github.com/chatcb/chatcb/mockserver/policy"
	"github.com/chatcb/chatcb/report/term"
)

// ShowTally shows what a policy decided, by its rules. Broken is how many records could not be read.
func ShowTally(t *term.Terminal, tally *policy.Tally, broken int) {
	t.Printf("%9s %9s  %s\n", t.Say("policy.accounts"), t.Say("policy.denied"), t.Say("policy.rule"))
	for _, r := range tally.Rules() {
		name := term.Harmless(r.Rule)
		if r.Rule == "" {
			name = t.Say("policy.no-rule")
		}
		denied := term.Textf("%9d", r.Denied)
		if r.Denied > 0 {
			denied = t.Doubtful(denied)
		}
		answered := term.Text{}
		if r.Answered > 0 {
			answered = term.Textf(" · %s", t.Say("policy.answered", "n", r.Answered))
		}
		t.Printf("%9d %s  %s%s\n", r.Accounts, denied, t.Strong(name), answered)
		showExamples(t, r.Examples)
	}
	t.Printf("\n")
	end(t, []any{t.Say("policy.tally", "requests", tally.Requests, "accounts", tally.Accounts, "allowed", tally.Accounts-tally.Denied,
		"denied", tally.Denied)}, counted{tally.Others, "policy.others"}, counted{tally.Failed, "policy.failed"},
		counted{broken, "policy.broken"})
}

// counted is a number, and the text for it.
type counted struct {
	n   int
	key string
}

// end shows the closing line: what is always said, and of the rest what there was.
func end(t *term.Terminal, parts []any, rest ...counted) {
	for _, c := range rest {
		if c.n > 0 {
			parts = append(parts, t.Say(c.key, "n", c.n))
		}
	}
	t.Titled("", parts...)
}

func showExamples(t *term.Terminal, examples []policy.Example) {
	for _, e := range examples {
		t.Printf("%21s%s\n", "", t.Faint(t.Say("policy.example", "number", e.Number, "from", e.From, "to", e.Account,
			"why", why(t, e.Why), "before", why(t, e.Before))))
	}
}

// why says in the language of the terminal which rule decided.
func why(t *term.Terminal, english string) string {
	rule, decided := strings.CutPrefix(english, "rule ")
	switch {
	case english == "":
		return ""
	case decided:
		return t.Words.Say("policy.why", "rule", rule)
	}
	return t.Words.Say("policy.why-none")
}

// ShowDiff shows where two policies decide otherwise; exceeded says that it is more than was allowed.
func ShowDiff(t *term.Terminal, d *policy.Diff, exceeded bool, broken int) {
	for _, c := range d.Changes() {
		way := term.Textf("%s → %s", c.From, c.To)
		if c.To == "allow" {
			way = t.Doubtful(way)
		}
		t.Printf("%9d  %s  %s\n", c.Accounts, way, t.Strong(c.Rule))
		showExamples(t, c.Examples)
	}
	parts := []any{t.Say("policy.changed", "n", d.Changed, "all", d.Accounts, "recoded", d.Recoded)}
	if exceeded {
		parts = append(parts, t.Bad(t.Say("policy.exceeded")))
	}
	end(t, parts, counted{broken, "policy.broken"})
}
