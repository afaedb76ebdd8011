package scenarios

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/result"
)

// settle turns what a case collected into its status and message. What was only worth saying leaves a case passed.
func (t *CaseRun) settle() {
	c := t.Case
	rootCauses(c)
	c.Status = result.Pass
	for i := range c.Findings {
		if s := statusOf(c.Findings[i].Level); slices.Index(result.Statuses(), s) > slices.Index(result.Statuses(), c.Status) {
			c.Status = s
		}
	}
	message := slices.Clone(t.remarks)
	if t.untestable != "" {
		c.Status = result.Untestable
		message = append([]string{t.untestable}, message...)
	} else if w := c.Worst(); w != nil {
		message = append([]string{w.Message}, message...)
	}
	if t.trouble != "" {
		c.Status = result.Error
		message = append([]string{t.trouble}, message...)
	}
	c.Message = strings.Join(message, "; ")
}

func statusOf(l rule.Level) result.Status {
	switch l {
	case rule.Fail:
		return result.Fail
	case rule.Warn:
		return result.Warn
	case rule.Note:
	}
	return result.Note
}

// fails reports whether a case fails the run, before the baseline is applied, and marks its findings.
func (s *Suite) fails(c *result.Case) bool {
	any := false
	for i := range c.Findings {
		f := &c.Findings[i]
		f.Fails = !c.Later && !s.laterRule(f.Rule) && s.Gate.Fails(f.Severity, f.Level)
		any = any || f.Fails
	}
	switch c.Status {
	case result.Error:
		return true
	case result.Untestable:
		return any || !c.Later
	case result.Pass, result.Note, result.Warn, result.Fail, result.Skip:
	}
	return any
}

// conclude sums up, applies the baseline, looks for the one cause of everything, and settles the exit status.
func (s *Suite) conclude(run *result.Run) {
	for i := range run.Cases {
		c := &run.Cases[i]
		c.Fails = s.fails(c)
	}
	if s.Baseline != nil {
		run.Baseline = s.Baseline.apply(run, s.Scenarios)
	}
	run.Count()
	run.Slowest = slowest(run.Cases)
	run.Cause = s.cause(run)
	if run.LeftOut > 0 {
		run.Cause += fmt.Sprintf("; %d cases were not tried", run.LeftOut)
	}
	run.Exit = s.exit(run)
}

func (s *Suite) exit(run *result.Run) outcome.Status {
	n := run.Counts
	return outcome.Decide(outcome.Facts{
		Interrupted: run.Interrupted,
		Trouble:     s.first == nil || Unreachable(s.first) || n.Status[result.Error] > 0,
		Leak:        n.Leaks > 0,
		Findings:    n.Failing > 0,
		Nothing:     s.RequireDenial != nil && !run.Proves(s.RequireDenial...) || len(run.Baseline) > 0 || n.Cases == n.Status[result.Skip],
	})
}

// Unreachable reports a reply that never had a connection.
func Unreachable(r *Reply) bool {
	return r.Exchange.Failure.Cause == callback.NoConnection || r.Exchange.Failure.Cause == callback.TLS
}

// slowest sums up the time by scenario.
func slowest(cases []result.Case) []result.Share {
	const most = 5
	took := make(map[string]time.Duration)
	var ids []string
	for i := range cases {
		id := cases[i].Scenario
		if _, seen := took[id]; !seen {
			ids = append(ids, id)
		}
		took[id] += cases[i].Took
	}
	slices.SortStableFunc(ids, func(a, b string) int { return cmp.Compare(took[b], took[a]) })
	var shares []result.Share
	for _, id := range ids[:min(most, len(ids))] {
		shares = append(shares, result.Share{Scenario: id, Took: took[id]})
	}
	return shares
}

// cause finds the one cause of the whole suite: what every request met with, also the legal ones.
func (s *Suite) cause(run *result.Run) string {
	if s.first == nil {
		return ""
	}
	if Unreachable(s.first) {
		return fmt.Sprintf("nobody answers at %s: %s. Chat would add every friend. %s", run.Target, s.first.Summary(), s.first.remedy())
	}
	if s.first.Valid() || run.Interrupted {
		return "" // what was not sent may be answered otherwise
	}
	for i := range run.Cases {
		for k := range run.Cases[i].Steps {
			step := &run.Cases[i].Steps[k]
			if step.Role != result.Probe && !sameFailure(step, s.first) {
				return ""
			}
		}
	}
	if status := s.first.Status(); status != 200 && status != 0 {
		return fmt.Sprintf("every request was answered with status %d, also those that are right%s", status, s.hint(status))
	}
	return "every answer has the same defect, " + s.WhyNotValid(s.first)
}

// sameFailure reports whether a legal request met with what the first one met with.
func sameFailure(step *result.Step, first *Reply) bool {
	if step.Exchange.Answer.Status != first.Status() {
		return false
	}
	if first.Status() != 200 {
		return true
	}
	fails := func(j *conformance.Judgement) []string {
		var ids []string
		for i := range j.Findings {
			if j.Findings[i].Level == rule.Fail {
				ids = append(ids, j.Findings[i].Rule.ID)
			}
		}
		return ids
	}
	want, got := fails(&first.Judgement), fails(&step.Judgement)
	return len(want) > 0 && len(got) > 0 && want[0] == got[0]
}

func (s *Suite) hint(status int) string {
	switch {
	case status != 401 && status != 403:
		return ""
	case s.Token == "":
		return "; does the receiver check Sign? then give its token (--token-file), and its SdkAppid (--app-id)"
	}
	return "; is it another token, or another SdkAppid (--app-id)?"
}
