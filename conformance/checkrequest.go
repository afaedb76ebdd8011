package conformance

import (
	"iter"
	"slices"
	"time"
)

// requestRule is a rule of requests and its check.
type requestRule struct {
	Rule
	check func(*requestCheck)
}

// requestCheck runs the rules over what was read of a request. It keeps the memory of the reading, so use one again.
type requestCheck struct {
	asking
	method  string
	proto   string
	content []byte // the body as it came
	appID   string // the receiver's, or ""
	token   string // the receiver's, or ""
	now     time.Time
	rule    *requestRule // whose check is running
	found   []Finding
}

// findings appends what the rules find, in their order.
func (a *requestCheck) findings(found []Finding) []Finding {
	a.found = found
	for _, a.rule = range requestRules {
		a.rule.check(a)
	}
	return a.found
}

// add reports a finding of the rule that is running.
func (a *requestCheck) add(f Finding) {
	f.Rule, f.Level, f.Places = &a.rule.Rule, a.rule.Level, max(f.Places, 1)
	a.found = append(a.found, f)
}

// requestRules is the table, in the order of the findings.
var requestRules = slices.Concat(
	requestLineRules, parameterRules, requestHeadRules, signRules, requestBodyRules, requestFieldRules, requestSenseRules,
)

// allRequestRules lists the rules in the order of their findings.
func allRequestRules() iter.Seq[*Rule] {
	return func(yield func(*Rule) bool) {
		for _, r := range requestRules {
			if !yield(&r.Rule) {
				return
			}
		}
	}
}
