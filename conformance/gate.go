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

// Fails reports whether a finding of this severity and level fails the run.
func (g Gate) Fails(severity rule.Severity, level rule.Level) bool {
	if g.FailOn == "" {
		return level == rule.Fail || g.Strict && level == rule.Warn
	}
	switch severity {
	case rule.Must, rule.MustLinked:
		return true
	case rule.Should:
		return g.FailOn != rule.Must
	case rule.Advisory:
	}
	return g.FailOn == rule.Advisory
}
