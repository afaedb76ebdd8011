package conformance

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/conformance/rules/answer"
	"github.com/chatcb/chatcb/conformance/rules/request"
	"github.com/chatcb/chatcb/internal/nearest"
)

// Rules lists the passive rules that judge answers, in the order of the findings.
func Rules() iter.Seq[*rule.Rule] { return answer.Rules() }

// RequestRules lists the rules that judge requests.
func RequestRules() iter.Seq[*rule.Rule] { return request.Rules() }

// AllRules are the rules of answers and then of requests.
func AllRules() iter.Seq[*rule.Rule] {
	return func(yield func(*rule.Rule) bool) {
		for _, rules := range []func() iter.Seq[*rule.Rule]{Rules, RequestRules} {
			for r := range rules() {
				if !yield(r) {
					return
				}
			}
		}
	}
}

// ReadRules reads the tables of all rules now. Otherwise that takes its milliseconds when the first is needed, which may be while
// somebody waits for an answer. It returns how many there are.
func ReadRules() (n int) {
	for range AllRules() {
		n++
	}
	return n
}

// RuleByID finds the rule of answers or requests with exactly this id or alias.
func RuleByID(id string) (*rule.Rule, bool) { return byID(AllRules(), id) }

func byID(rules iter.Seq[*rule.Rule], id string) (*rule.Rule, bool) {
	for r := range rules {
		if r.ID == id || slices.Contains(r.Aliases, id) {
			return r, true
		}
	}
	return nil, false
}

// SelectRules are the rules whose ids begin with one of these, or all.
func SelectRules(prefixes []string) ([]*rule.Rule, error) {
	if len(prefixes) == 0 {
		return slices.Collect(AllRules()), nil
	}
	var selected []*rule.Rule
	for _, p := range prefixes {
		var groups []string // what the ids of rules begin with
		n := len(selected)
		for r := range AllRules() {
			group, _, _ := strings.Cut(r.ID, "-")
			groups = append(groups, group)
			if strings.HasPrefix(r.ID, strings.ToUpper(p)) {
				selected = append(selected, r)
			}
		}
		if len(selected) == n {
			return nil, NoRule(p, slices.Compact(groups)...)
		}
	}
	return selected, nil
}

// NoRule complains of a name that is no rule, and no other one that was possible.
func NoRule(id string, possible ...string) error {
	for r := range AllRules() {
		possible = append(possible, r.ID)
	}
	return fmt.Errorf("no rule %q%s; chatcb rules lists them", id, nearest.Hint(id, possible))
}
