package conformance

import (
	"github.com/chatcb/chatcb/conformance/rule"
)

// Gate says which findings fail a run.
type Gate struct {
	// FailOn is the mildest severity that fails: "" leaves it to the level of each rule, Must stands for both kinds of
	// MUST, Should adds SHOULD, Advisory adds the rest, notes included.
	FailOn rule.Severity
	// Strict makes warnings fail. It has no effect with FailOn.
	Strict bool
}

// Fails reports whether the finding fails the run.
func (g Gate) Fails(f *rule.Finding) bool {
	if g.FailOn == "" {
		return f.Level == rule.Fail || g.Strict && f.Level == rule.Warn
	}
	switch f.Rule.Severity {
	case rule.Must, rule.MustLinked:
		return true
	case rule.Should:
		return g.FailOn != rule.Must
	case rule.Advisory:
	}
	return g.FailOn == rule.Advisory
}
