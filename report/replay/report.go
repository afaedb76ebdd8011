package replay

import (
	"fmt"
	"io"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/check"
	"github.com/chatcb/chatcb/result"
)

// Report is what came out of a replay, for files. Its memory is bounded.
type Report struct {
	FailOn string                  // which changes fail: opened, any or none
	Again  func(seq uint64) string // the command that sends a captured request again

	run     result.Run // a case for every decision that changed, and one for all that did not
	changed []replay.Change
	leftOut int
	tally   *replay.Tally
	timing  replay.Timing
	matrix  map[pair]int // accounts by what became of them
}

// pair is what became of an account, before and now.
type pair struct {
	change      replay.Change
	before, now string
}

// maxCases bounds how many changed decisions a report tells of.
const maxCases = 500

const (
	caseRule     = "RPL-001"
	caseTitle    = "the decision is what it was"
	caseSentence = "A request that is sent again is decided as before."
)

// NewReport begins the report of a replay to target.
func NewReport(target string, deadline time.Duration) *Report {
	return &Report{matrix: map[pair]int{}, run: result.Run{
		Version: result.Version, Target: target, Depth: result.OfReplay, Started: time.Now(), Deadline: deadline,
	}}
}

// Formats lists the formats of a replay: a page of its own, and those of a check, in which every change is a case.
func Formats() (all report.Formats[*Report]) {
	for _, f := range check.Formats() {
		own := report.Format[*Report]{Name: f.Name, Suffix: f.Suffix, Description: f.Description, ForPrograms: f.ForPrograms}
		own.WriteIn = func(w io.Writer, r *Report, words *language.Words) error { return f.Apply(w, &r.run, words) }
		if f.Name == "html" {
			own.WriteIn, own.Write = nil, writeHTML
		}
		all = append(all, own)
	}
	return all
}

// Add takes what became of one request.
func (r *Report) Add(replayed *replay.Result) {
	for i := range replayed.Decisions {
		d := &replayed.Decisions[i]
		if d.Change != replay.Unknown {
			r.matrix[pair{d.Change, became(&d.Before), became(&d.After)}]++
		}
		if d.Change != replay.Opened && d.Change != replay.Broke && d.Change != replay.Closed {
			continue
		}
		if len(r.run.Cases) == maxCases {
			r.leftOut++
			continue
		}
		r.run.Cases, r.changed = append(r.run.Cases, r.changedCase(replayed, d)), append(r.changed, d.Change)
	}
}

// became is what became of an account, and why where that is not what was said.
func became(v *conformance.Verdict) string {
	if v.Cause == callback.Said {
		return string(v.Effect)
	}
	return fmt.Sprintf("%s, %s", v.Effect, report.Cause(nil, v))
}

// changedCase is the case of one decision.
func (r *Report) changedCase(replayed *replay.Result, d *replay.Decision) result.Case {
	fails := r.FailOn != "none" && (d.Change != replay.Closed || r.FailOn == "any")
	status, level := result.Warn, rule.Warn
	if fails {
		status, level = result.Fail, rule.Fail
	}
	hook := replayed.Request.Webhook.OrFirst()
	message := fmt.Sprintf("%s: %s: %s (%s) before, %s (%s) now", d.Change,
		language.English().Fill(hook.Asks, "from", replayed.Request.From, "to", d.Account), d.Before.Effect, d.Before.Cause, d.After.Effect, d.After.Cause)
	c := newCase(fmt.Sprintf("%s/%s/%d/%s", caseRule, d.Change, replayed.Number, d.Account))
	c.Status, c.Level, c.Fails, c.Message = status, level, fails, message
	c.Started, c.Took = replayed.Exchange.Start, replayed.Exchange.Phases.LastByte
	if d.Change == replay.Opened {
		c.Leaks = []string{hook.Pair(replayed.Request.From, d.Account)}
	}
	if r.Again != nil {
		c.Repeat = r.Again(replayed.Recorded.Seq)
	}
	c.Findings = []result.Finding{{
		Rule: caseRule, Title: caseTitle, Severity: rule.Should, Level: level, Fails: fails, Account: d.Account,
		Expected: fmt.Sprintf("%s (%s), as before", d.Before.Effect, d.Before.Cause),
		Received: fmt.Sprintf("%s (%s)", d.After.Effect, d.After.Cause),
		Message:  message, Sentence: caseSentence,
	}}
	c.Steps = []result.Step{result.NewStep(hook.Pair(replayed.Request.From, d.Account), result.Probe, replayed.Exchange, replayed.Judgement, result.MaxBytes)}
	return c
}

func newCase(id string) result.Case {
	return result.Case{
		ID: id, Scenario: caseRule, Title: caseTitle, Severity: rule.Should, Level: rule.Fail, Sentence: caseSentence,
		Expected: "the same effect as before",
		Why:      "A request that was blocked and now gets through is a leak; one that nobody decides over any more will be.",
	}
}

// Finish completes the report.
func (r *Report) Finish(t *replay.Tally, timing replay.Timing, exit outcome.Status, interrupted bool) {
	run := &r.run
	same := newCase(caseRule + "/same")
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
	r.tally, r.timing = t, timing
}
