package replay

import (
	"fmt"
	"time"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/result"
)

// maxCases bounds how many changed decisions a report tells of.
const maxCases = 500

// Cases makes of a replay what the reports of check are rendered from: a case for every decision that changed, and
// one for all that did not.
type Cases struct {
	failOn  string
	run     result.Run
	leftOut int
}

const (
	caseRule     = "RPL-001"
	caseTitle    = "the decision is what it was"
	caseSentence = "A request that is sent again is decided as before."
)

// NewCases begins the cases of a replay to target. FailOn says which changes fail: opened, any or none.
func NewCases(target string, deadline time.Duration, failOn string) *Cases {
	return &Cases{failOn: failOn, run: result.Run{
		Version: result.Version, Target: target, Profile: "replay", Started: time.Now(), Deadline: deadline,
	}}
}

// Add takes what became of one request.
func (r *Cases) Add(replayed *replay.Result) {
	for i := range replayed.Decisions {
		d := &replayed.Decisions[i]
		if d.Change != replay.Opened && d.Change != replay.Broke && d.Change != replay.Closed {
			continue
		}
		if len(r.run.Cases) == maxCases {
			r.leftOut++
			continue
		}
		r.run.Cases = append(r.run.Cases, r.changed(replayed, d))
	}
}

// changed is the case of one decision.
func (r *Cases) changed(replayed *replay.Result, d *replay.Decision) result.Case {
	fails := r.failOn != "none" && (d.Change != replay.Closed || r.failOn == "any")
	status, level := result.Warn, rule.Warn
	if fails {
		status, level = result.Fail, rule.Fail
	}
	message := fmt.Sprintf("%s: %s %s %s: %s (%s) before, %s (%s) now", d.Change, replayed.Request.From, replayed.Request.Webhook.OrFirst().Asks, d.Account, d.Before.Effect,
		d.Before.Cause, d.After.Effect, d.After.Cause)
	c := r.base(fmt.Sprintf("%s/%s/%d/%s", caseRule, d.Change, replayed.Number, d.Account))
	c.Status, c.Level, c.Fails, c.Message = status, level, fails, message
	c.Started, c.Took = replayed.Exchange.Start, replayed.Exchange.Phases.LastByte
	if d.Change == replay.Opened {
		c.Leaks = []string{replayed.Request.Webhook.OrFirst().Pair(replayed.Request.From, d.Account)}
	}
	c.Findings = []result.Finding{{
		Rule: caseRule, Title: caseTitle, Severity: rule.Should, Level: level, Fails: fails, Account: d.Account,
		Expected: fmt.Sprintf("%s (%s), as before", d.Before.Effect, d.Before.Cause), Received: fmt.Sprintf("%s (%s)", d.After.Effect, d.After.Cause),
		Message: message, Sentence: caseSentence,
	}}
	c.Steps = []result.Step{result.NewStep("replayed", result.Probe, replayed.Exchange, replayed.Judgement)}
	return c
}

func (r *Cases) base(id string) result.Case {
	return result.Case{
		ID: id, Scenario: caseRule, Title: caseTitle, Severity: rule.Should, Level: rule.Fail, Sentence: caseSentence,
		Expected: "the same effect as before",
		Why:      "A request that was blocked and now gets through is a leak; one that nobody decides over any more will be.",
	}
}

// Finish completes the run.
func (r *Cases) Finish(t *replay.Tally, exit outcome.Status, interrupted bool) *result.Run {
	run := &r.run
	same := r.base(caseRule + "/same")
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
