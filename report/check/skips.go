package check

import (
	"cmp"
	"slices"

	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/result"
)

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
