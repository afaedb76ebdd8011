package check

import (
	"fmt"

	"github.com/chatcb/chatcb/result"
)

// trouble is a reason for which a run as a whole is not green, although no case says so.
type trouble struct {
	ID      string
	Message string
	Tool    bool // it is trouble of the tool or of the run, not a finding
}

// troubles lists them. It is never empty when the exit status is not 0 and no case fails: in every format a run that
// does not exit with 0 is red.
func troubles(run *result.Run) []trouble {
	var list []trouble
	if run.Interrupted {
		list = append(list, trouble{"interrupted", "the run was interrupted: what had not started is missing", true})
	}
	if run.Counts.Cases == run.Counts.Status[result.Skip] {
		list = append(list, trouble{"nothing-judged", "nothing was judged: no case ran", true})
	}
	for i := range run.Baseline {
		a := &run.Baseline[i]
		list = append(list, trouble{
			ID: "baseline/" + a.Case + "/" + a.Rule,
			Message: fmt.Sprintf("the baseline accepts %s in %s (%s, %s), and the entry no longer holds: %s", a.Rule, a.Case, a.Reason,
				a.Owner, a.Problem),
		})
	}
	if run.Exit != 0 && len(list) == 0 && run.Counts.Failing == 0 {
		list = append(list, trouble{"exit", fmt.Sprintf("the run ended with exit status %d; see chatcb help exit-codes", run.Exit), true})
	}
	return list
}
