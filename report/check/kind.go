package check

import (
	"slices"
	"strings"

	"github.com/chatcb/chatcb/result"
)

// kind is what a problem, or a case, does to the run.
type kind string

const (
	failing  kind = "fail"     // it fails the run
	accepted kind = "accepted" // it would, if the baseline did not accept it
	warned   kind = "warn"
	noted    kind = "note"
	passed   kind = "pass"
	skipped  kind = "skip"
)

// kinds lists them, the worst first.
func kinds() []kind { return []kind{failing, accepted, warned, noted, passed, skipped} }

func (k kind) rank() int { return slices.Index(kinds(), k) }

// Word is the verdict in four letters, so that it survives grep and no colour.
func (k kind) Word() string {
	if k == accepted {
		return "BASE"
	}
	return strings.ToUpper(string(k))
}

// kindOf is where a case counts. What is worse than a note and fails nothing (because it is younger than the frozen
// requirements, or because of --fail-on) is a warning.
func kindOf(c *result.Case) kind {
	switch {
	case c.Fails:
		return failing
	case len(c.Accepted) > 0:
		return accepted
	}
	switch c.Status {
	case result.Pass:
		return passed
	case result.Skip:
		return skipped
	case result.Note:
		return noted
	case result.Warn, result.Fail, result.Untestable, result.Error:
	}
	if c.Later {
		return noted
	}
	return warned
}
