package conformance

import (
	"iter"
	"slices"
)

// Rules lists the passive rules that judge answers, in the order of the findings.
func Rules() iter.Seq[*Rule] { return allAnswerRules() }

// RequestRules lists the rules that judge requests.
func RequestRules() iter.Seq[*Rule] { return allRequestRules() }

// RuleByID finds the rule of answers or requests with exactly this id or alias.
func RuleByID(id string) (*Rule, bool) {
	if rule, ok := byID(Rules(), id); ok {
		return rule, true
	}
	return byID(RequestRules(), id)
}

func byID(rules iter.Seq[*Rule], id string) (*Rule, bool) {
	for rule := range rules {
		if rule.ID == id || slices.Contains(rule.Aliases, id) {
			return rule, true
		}
	}
	return nil, false
}
