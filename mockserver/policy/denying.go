package policy

import (
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/internal/rawjson"
)

// denyingName is the name of a policy that no file holds.
const denyingName = "--deny"

// OnDisk reports whether the policy was loaded from a file, so that it can be loaded anew. A nil policy was not.
func (p *Policy) OnDisk() bool { return p != nil && p.Name != denyingName }

// Denying is a policy that denies accounts by their ids: from:ID who asks, to:ID who is asked about.
func Denying(accounts ...string) (*Policy, error) {
	lists := map[string][]byte{"from": nil, "to": nil}
	for _, account := range accounts {
		side, id, ok := strings.Cut(account, ":")
		list, known := lists[side]
		if !ok || !known || id == "" {
			return nil, fmt.Errorf("wanted from:ID or to:ID, got %q", account)
		}
		if len(list) > 0 {
			list = append(list, ", "...)
		}
		lists[side] = rawjson.AppendString(list, id)
	}
	text := fmt.Appendf(nil, "lists: {from: [%s], to: [%s]}\nrules:\n", lists["from"], lists["to"])
	for _, side := range []string{"from", "to"} {
		if len(lists[side]) > 0 {
			text = fmt.Appendf(text, "  - {id: denied-%[1]s, when: 'in_list(\"%[1]s\", %[1]s)', deny: 38000, info: denied}\n", side)
		}
	}
	return Parse(denyingName, text)
}
