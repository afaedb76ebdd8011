package replay

import (
	"fmt"
	"time"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/result"
)

// maxReplayCases bounds how many changed decisions a report tells of.
const maxReplayCases = 500

// caseList makes of a replay what the reports of check are rendered from: a case for every decision that changed, and
// one for all that did not.
type caseList struct {
	o       *options
	run     result.Run
	leftOut int
}

const (
	replayRule     = "RPL-001"
	replayTitle    = "the decision is what it was"
	replaySentence = "A request that is sent again is decided as before."
)

func newReplayRun(o *options, p *replay.Player) *caseList {
	return &caseList{o: o, run: result.Run{
		Version: result.Version, Target: p.Client.Target.String(), Profile: "replay", Started: time.Now(), Deadline: o.deadline,
	}}
}

func (r *caseList) add(replayed *replay.Result) {
	for i := range replayed.Decisions {
		d := &replayed.Decisions[i]
		if d.Change != replay.Opened && d.Change != replay.Broke && d.Change != replay.Closed {
			continue
		}
		if len(r.run.Cases) == maxReplayCases {
			r.leftOut++
			continue
		}
		r.run.Cases = append(r.run.Cases, r.changed(replayed, d))
	}
}

// changed is the case of one decision.
func (r *caseList) changed(replayed *replay.Result, d *replay.Decision) result.Case {
	fails := r.o.compare.failOn != "none" && (d.Change != replay.Closed || r.o.compare.failOn == "any")
	status, level := result.Warn, rule.Warn
	if fails {
		status, level = result.Fail, rule.Fail
	}
	message := fmt.Sprintf("%s: %s asks to add %s: %s (%s) before, %s (%s) now", d.Change, replayed.Request.From, d.Account, d.Before.Effect,
		d.Before.Cause, d.After.Effect, d.After.Cause)
	c := r.base(fmt.Sprintf("%s/%s/%d/%s", replayRule, d.Change, replayed.Number, d.Account))
	c.Status, c.Level, c.Fails, c.Message = status, level, fails, message
	c.Started, c.Took = replayed.Exchange.Start, replayed.Exchange.Phases.LastByte
	if d.Change == replay.Opened {
		c.Leaks = []string{d.Account}
	}
	c.Findings = []result.Finding{{
		Rule: replayRule, Title: replayTitle, Severity: rule.Should, Level: level, Fails: fails, Account: d.Account,
		Expected: fmt.Sprintf("%s (%s), as before", d.Before.Effect, d.Before.Cause), Received: fmt.Sprintf("%s (%s)", d.After.Effect, d.After.Cause),
		Message: message, Sentence: replaySentence,
	}}
	c.Steps = []result.Step{result.NewStep("replayed", result.Probe, replayed.Exchange, replayed.Judgement)}
	return c
}

func (r *caseList) base(id string) result.Case {
	return result.Case{
		ID: id, Scenario: replayRule, Title: replayTitle, Severity: rule.Should, Level: rule.Fail, Sentence: replaySentence,
		Expected: "the same effect as before", Why: "A request that was blocked and now gets through is a leak; one that nobody decides over any more will be.",
	}
}

// finish completes the run.
func (r *caseList) finish(t *replay.Tally, exit outcome.Status, interrupted bool) *result.Run {
	run := &r.run
	same := r.base(replayRule + "/same")
	same.Status = result.Pass
	same.Message = fmt.Sprintf("%d of %d accounts are decided as before", t.Changes[replay.Same], t.Accounts)
	if t.Compared() == 0 {
		same.Status, same.Fails, same.Message = result.Error, exit != outcome.OK, "there was nothing to compare"
	}
	if r.leftOut > 0 {
		same.Message += fmt.Sprintf("; %d more changes are left out of this report", r.leftOut)
	}
	run.Cases = append(run.Cases, same)
	run.Took, run.Interrupted, run.Exit = time.Since(run.Started), interrupted, exit
	run.Count()
	run.Counts.Leaks, run.Counts.Exchanges = t.Changes[replay.Opened], t.Requests // also those that are left out
	return run
}
