package live

import (
	"cmp"
	"net/http"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
)

// family is a kind of event that a scraper counts by command and cause: the name of its sum in [Counts].
type family string

// The families.
const (
	failOpen  family = "FailOpen"
	leaked    family = "Leaks"
	shutOut   family = "ShutOut"
	guarded   family = "Guarded"
	unguarded family = "Unguarded"
	late      family = "Late"
)

// tallied is one count: its family, the command of a webhook (or otherCommand), and the cause, "" where none is known. There
// are no more of them than families, webhooks and causes allow: nothing that a peer spells becomes a label.
type tallied struct {
	family  family
	command string
	cause   callback.Cause
}

// otherCommand stands for the commands of all other callbacks.
const otherCommand = "other"

// outcome lists what there is to count of an exchange with which Chat would do something else than was decided, or which a
// guard decided. It judges the answer, unless it is plain that Chat does as it says.
func (e *Event) outcome() (list []tallied) {
	if e.Callback != "" {
		if e.Took > callback.Deadline {
			list = append(list, tallied{family: late, command: otherCommand})
		}
		return list
	}
	if e.Decided != nil && e.Decided.Plain {
		return nil
	}
	judgement := e.Judgement()
	command := judgement.Webhook.OrFirst().Command
	add := func(f family, really bool, cause callback.Cause) {
		if really {
			list = append(list, tallied{f, command, cause})
		}
	}
	decided := map[string]conformance.Effect{}
	for _, d := range e.Decisions() {
		decided[d.Account] = conformance.Block
		if d.Code == 0 {
			decided[d.Account] = conformance.Allow
		}
	}
	passed := callback.Cause("") // why the first account that gets through does
	for i := range judgement.Verdicts {
		v := &judgement.Verdicts[i]
		wanted := cmp.Or(decided[v.Account], e.config.Judge.Expect.Of(e.Request().FromAccount, v.Account))
		if v.FailOpen() {
			passed = cmp.Or(passed, v.Cause)
		}
		add(failOpen, v.FailOpen(), v.Cause)
		add(leaked, wanted == conformance.Block && v.Effect == conformance.Allow && !v.Harmless, v.Cause)
		add(shutOut, wanted == conformance.Allow && v.Effect == conformance.Block, v.Cause)
	}
	add(late, e.Took > callback.Deadline, "")
	add(guarded, e.Guarded != "", e.Guarded)
	if e.Unguarded {
		x := e.Exchange()
		if passed = cmp.Or(passed, x.Failure.Cause); passed == "" && x.Answer.Status != http.StatusOK {
			passed = callback.Status
		}
		add(unguarded, true, passed)
	}
	return list
}
