package check

import (
	"cmp"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
)

// trouble is a reason for which a run as a whole is not green, although no case says so.
type trouble struct {
	ID      string
	Message string
	Tool    bool // it is trouble of the tool or of the run, not a finding
}

type troubles []trouble

// Troubles lists them. It is never empty when the exit status is not 0 and no case fails: in every format a run that
// does not exit with 0 is red.
func (v *view) Troubles() (list troubles) {
	run, words := v.Run, v.words
	if run.Interrupted {
		list = append(list, trouble{"interrupted", words.Say("check.interrupted"), true})
	}
	if run.Counts.Cases == run.Counts.Status[result.Skip] {
		list = append(list, trouble{"nothing-judged", words.Say("check.nothing-judged"), true})
	}
	for i := range run.Baseline {
		a := &run.Baseline[i]
		list = append(list, trouble{
			ID: "baseline/" + a.Case + "/" + a.Rule,
			Message: words.Say("check.unheld", "rule", a.Rule, "case", a.Case, "reason", a.Reason, "owner", a.Owner,
				"problem", cmp.Or[language.Sayer](a.Says, language.Phrase(a.Problem))),
		})
	}
	if run.Exit != 0 && len(list) == 0 && run.Counts.Failing == 0 {
		list = append(list, trouble{"exit", words.Say("check.ended", "status", run.Exit), true})
	}
	return list
}

// TroublesAbove is how many there are more than that.
func (v *view) TroublesAbove(most int) int { return max(len(v.Troubles())-most, 0) }
