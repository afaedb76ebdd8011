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
	return Parse(denyingName, fmt.Appendf(nil, `lists: {denied_from: [%s], denied_to: [%s]}
rules:
  - {id: denied-from, when: 'in_list("denied_from", from)', deny: 38000, info: denied}
  - {id: denied-to, when: 'in_list("denied_to", to)', deny: 38000, info: denied}
`, lists["from"], lists["to"]))
}
