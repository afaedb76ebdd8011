package conformance

import (
	"iter"
	"slices"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/conformance/rules/answer"
	"github.com/chatcb/chatcb/conformance/rules/request"
)

// Rules lists the passive rules that judge answers, in the order of the findings.
func Rules() iter.Seq[*rule.Rule] { return answer.Rules() }

// RequestRules lists the rules that judge requests.
func RequestRules() iter.Seq[*rule.Rule] { return request.Rules() }

// RuleByID finds the rule of answers or requests with exactly this id or alias.
func RuleByID(id string) (*rule.Rule, bool) {
	if r, ok := byID(Rules(), id); ok {
		return r, true
	}
	return byID(RequestRules(), id)
}

func byID(rules iter.Seq[*rule.Rule], id string) (*rule.Rule, bool) {
	for r := range rules {
		if r.ID == id || slices.Contains(r.Aliases, id) {
			return r, true
		}
	}
	return nil, false
}
