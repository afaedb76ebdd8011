package replay

import (
	"fmt"
	"time"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/scenarios"
)

// maxReplayCases bounds how many changed decisions a report tells of.
const maxReplayCases = 500

// caseList makes of a replay what the reports of check are rendered from: a case for every decision that changed, and
// one for all that did not.
type caseList struct {
	o       *options
	run     scenarios.Run
	leftOut int
}

const (
	replayRule     = "RPL-001"
	replayTitle    = "the decision is what it was"
	replaySentence = "A request that is sent again is decided as before."
)

func newReplayRun(o *options, p *replay.Player) *caseList {
	return &caseList{o: o, run: scenarios.Run{
		Version: scenarios.ResultVersion, Target: p.Client.Target.String(), Profile: "replay", Started: time.Now(), Deadline: o.deadline,
	}}
}

func (r *caseList) add(result *replay.Result) {
	for i := range result.Decisions {
		d := &result.Decisions[i]
		if d.Change != replay.Opened && d.Change != replay.Broke && d.Change != replay.Closed {
			continue
		}
		if len(r.run.Cases) == maxReplayCases {
			r.leftOut++
			continue
		}
		r.run.Cases = append(r.run.Cases, r.changed(result, d))
	}
}

// changed is the case of one decision.
func (r *caseList) changed(result *replay.Result, d *replay.Decision) scenarios.Case {
	fails := r.o.compare.failOn != "none" && (d.Change != replay.Closed || r.o.compare.failOn == "any")
	status, level := scenarios.Warn, conformance.Warn
	if fails {
		status, level = scenarios.Fail, conformance.Fail
	}
	message := fmt.Sprintf("%s: %s asks to add %s: %s (%s) before, %s (%s) now", d.Change, result.Asked.From, d.Account, d.Before.Effect,
		d.Before.Cause, d.After.Effect, d.After.Cause)
	c := r.base(fmt.Sprintf("%s/%s/%d/%s", replayRule, d.Change, result.Number, d.Account))
	c.Status, c.Level, c.Fails, c.Message = status, level, fails, message
	c.Started, c.Took = result.Exchange.Start, result.Exchange.Phases.LastByte
	if d.Change == replay.Opened {
		c.Leaks = []string{d.Account}
	}
	c.Findings = []scenarios.Finding{{
		Rule: replayRule, Title: replayTitle, Severity: conformance.Should, Level: level, Fails: fails, Account: d.Account,
		Expected: fmt.Sprintf("%s (%s), as before", d.Before.Effect, d.Before.Cause), Received: fmt.Sprintf("%s (%s)", d.After.Effect, d.After.Cause),
		Message: message, Sentence: replaySentence,
	}}
	step := scenarios.Step{Name: "replayed", Role: scenarios.Probe, Exchange: *result.Exchange}
	step.Exchange.Sent, step.CutSent = cut(result.Exchange.Sent)
	step.Exchange.Received, step.CutReceived = cut(result.Exchange.Received)
	step.Exchange.Answer.Body, _ = cut(result.Exchange.Answer.Body)
	step.Exchange.Answer.Head, _ = cut(result.Exchange.Answer.Head)
	step.Judgement.Verdicts = append(step.Judgement.Verdicts, result.Judgement.Verdicts...)
	step.Judgement.Findings = append(step.Judgement.Findings, result.Judgement.Findings...)
	c.Steps = []scenarios.Step{step}
	return c
}

func (r *caseList) base(id string) scenarios.Case {
	return scenarios.Case{
		ID: id, Scenario: replayRule, Title: replayTitle, Severity: conformance.Should, Level: conformance.Fail, Sentence: replaySentence,
		Expected: "the same effect as before", Why: "A request that was blocked and now gets through is a leak; one that nobody decides over any more will be.",
	}
}

// cut copies bytes, at most as many as a step keeps.
func cut(b []byte) (kept []byte, left int) {
	n := min(len(b), scenarios.MaxBytes)
	return append([]byte(nil), b[:n]...), len(b) - n
}

// finish completes the run.
func (r *caseList) finish(t *replay.Tally, exit outcome.Status, interrupted bool) *scenarios.Run {
	run := &r.run
	same := r.base(replayRule + "/same")
	same.Status = scenarios.Pass
	same.Message = fmt.Sprintf("%d of %d accounts are decided as before", t.Changes[replay.Same], t.Accounts)
	if t.Compared() == 0 {
		same.Status, same.Fails, same.Message = scenarios.Error, exit != outcome.OK, "there was nothing to compare"
	}
	if r.leftOut > 0 {
		same.Message += fmt.Sprintf("; %d more changes are left out of this report", r.leftOut)
	}
	run.Cases = append(run.Cases, same)
	run.Took, run.Interrupted, run.Exit = time.Since(run.Started), interrupted, exit
	run.Counts = scenarios.Counts{
		Cases: len(run.Cases), Status: map[scenarios.Status]int{}, Leaks: t.Changes[replay.Opened], Exchanges: t.Requests,
	}
	for _, s := range scenarios.Statuses() {
		run.Counts.Status[s] = 0
	}
	for i := range run.Cases {
		run.Counts.Status[run.Cases[i].Status]++
		if run.Cases[i].Fails {
			run.Counts.Failing++
		}
	}
	return run
}
