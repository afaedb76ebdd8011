package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/result"
)

// whySkipped counts the skipped cases by what they need, the most first: "43 skipped: 32 need --token-file, 2 https".
// Those that need nothing that could be given come last, with their reasons.
func whySkipped(run *result.Run) string {
	var needs, reasons tallied
	for i := range run.Cases {
		switch c := &run.Cases[i]; {
		case c.Status != result.Skip:
		case c.Lacks != "":
			needs.add(c.Lacks)
		default:
			reasons.add(strings.TrimPrefix(c.Message, "not applicable: "))
		}
	}
	if len(needs)+len(reasons) == 0 {
		return ""
	}
	skipped := 0
	var parts []string
	for i, n := range needs.sorted() {
		verb := ""
		if i == 0 {
			verb = "need "
			if n.n == 1 {
				verb = "needs "
			}
		}
		parts, skipped = append(parts, fmt.Sprintf("%d %s%s", n.n, verb, n.text)), skipped+n.n
	}
	list := strings.Join(parts, ", ")
	for _, r := range reasons.sorted() {
		if list != "" {
			list += "; "
		}
		list, skipped = list+fmt.Sprintf("%d: %s", r.n, safe.Clip(r.text, 120)), skipped+r.n
	}
	if len(needs) == 0 && len(reasons) == 1 {
		list = safe.Clip(reasons[0].text, 120) // not twice the same number
	}
	return fmt.Sprintf("%d skipped: %s", skipped, list)
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
