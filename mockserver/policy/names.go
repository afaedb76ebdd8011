package policy

import (
	"cmp"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/nearest"
)

// functionNames are what expressions can call.
var functionNames = []string{"rate", "seen", "in_list", "has_link", "script_of", "similar"}

// hinted adds the name that may have been meant, and those that there are.
func (p *Policy) hinted(message string) string {
	name, ok := strings.CutPrefix(message, "unknown name ")
	if !ok {
		return message
	}
	return message + meant(name, p.names) + "; there are " + listed(p.names) + ", and the functions " + strings.Join(functionNames, ", ")
}

func listed(names []name) string {
	var all []string
	for _, n := range names {
		all = append(all, n.short)
	}
	return strings.Join(all, ", ")
}

// meant is " (did you mean X?)", or "". A name of the callback, however it is spelt, stands for the short one.
func meant(text string, names []name) string {
	known := slices.Clone(functionNames)
	short := map[string]string{}
	for _, n := range names {
		known = append(known, n.short)
		if n.wire != "" {
			known = append(known, n.wire)
			short[n.wire] = n.short
		}
	}
	for _, w := range callback.Webhooks() {
		known = append(known, w.ItemList())
		short[w.ItemList()] = w.Item(callback.To).Short
	}
	best := nearest.To(text, known)
	if best == "" {
		return ""
	}
	return ` (did you mean "` + cmp.Or(short[best], best) + `"?)`
}
