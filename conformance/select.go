package conformance

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/internal/nearest"
)

// AllRules are the rules of answers and then of requests.
func AllRules() iter.Seq[*rule.Rule] {
	return func(yield func(*rule.Rule) bool) {
		for r := range Rules() {
			if !yield(r) {
				return
			}
		}
		for r := range RequestRules() {
			if !yield(r) {
				return
			}
		}
	}
}

// SelectRules are the rules whose ids begin with one of these, or all.
func SelectRules(prefixes []string) ([]*rule.Rule, error) {
	rules := slices.Collect(AllRules())
	if len(prefixes) == 0 {
		return rules, nil
	}
	var selected []*rule.Rule
	for _, p := range prefixes {
		n := len(selected)
		for _, r := range rules {
			if strings.HasPrefix(r.ID, strings.ToUpper(p)) {
				selected = append(selected, r)
			}
		}
		if len(selected) == n {
			return nil, NoRule(p, ruleGroups(rules)...)
		}
	}
	return selected, nil
}

// ruleGroups are what the ids of rules begin with.
func ruleGroups(rules []*rule.Rule) (groups []string) {
	for _, r := range rules {
		group, _, _ := strings.Cut(r.ID, "-")
		groups = append(groups, group)
	}
	return slices.Compact(groups)
}

// noRule complains of a name that is no rule, and no other one that was possible.
func NoRule(id string, possible ...string) error {
	ids := possible
	for r := range AllRules() {
		ids = append(ids, r.ID)
	}
	return fmt.Errorf("no rule %q%s; chatcb rules lists them", id, nearest.Hint(id, ids))
}
