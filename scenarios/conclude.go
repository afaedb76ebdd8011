package scenarios

import (
	"cmp"
	"slices"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/result"
)

// settle turns what a case collected into its status and message. What was only worth saying leaves a case passed.
func (t *CaseRun) settle() {
	c := t.Case
	rootCauses(c)
	c.Status = result.Pass
	for i := range c.Findings {
		if s := result.StatusOf(c.Findings[i].Level); s.Weight() > c.Status.Weight() {
			c.Status = s
		}
	}
	var first []language.Sayer
	if t.trouble != nil {
		c.Status, first = result.Error, append(first, t.trouble)
	}
	if t.untestable != nil {
		first = append(first, t.untestable)
		if t.trouble == nil {
			c.Status = result.Untestable
		}
	} else if w := c.Worst(); w != nil {
		first = append(first, messageOf(w))
	}
	says := language.Joined{Key: "then", List: append(first, t.remarks...)}
	c.Says, c.Message = says, says.String()
}

// messageOf is the message of a finding, in any language.
func messageOf(f *result.Finding) language.Sayer {
	says := f.Says
	return language.Func(func(w *language.Words) string { return says(w).Message })
}

// fails reports whether a case fails the run, before the baseline is applied, and marks its findings.
func (s *Suite) fails(c *result.Case) bool {
	any := false
	for i := range c.Findings {
		f := &c.Findings[i]
		f.Fails = !c.Later && !s.laterRule(f.Rule) && s.Gate.Fails(f.Severity, f.Level)
		any = any || f.Fails
	}
	return any || c.Status == result.Error || c.Status == result.Untestable && !c.Later
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
	if cause := s.cause(run); cause != nil {
		says := language.Joined{Key: "then", List: []language.Sayer{cause}}
		if run.LeftOut > 0 {
			says.List = append(says.List, language.T("{n|# case was|# cases were} not tried", "n", run.LeftOut))
		}
		run.Says, run.Cause = says, says.String()
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

// cause finds the one cause of the whole suite: what every request met with, also the legal ones. It is nil where there is none.
func (s *Suite) cause(run *result.Run) language.Sayer {
	if s.first == nil {
		return nil
	}
	if Unreachable(s.first) {
		return language.T("nobody answers at {target}: {problem}. Chat would add every friend. {fix}",
			"target", run.Target, "problem", s.first.Summary(), "fix", remedy(s.first))
	}
	if s.first.Valid() || run.Interrupted {
		return nil // what was not sent may be answered otherwise
	}
	for i := range run.Cases {
		for k := range run.Cases[i].Steps {
			step := &run.Cases[i].Steps[k]
			if step.Role != result.Probe && !sameFailure(step, s.first) {
				return nil
			}
		}
	}
	status := s.first.Status()
	switch {
	case status == 200 || status == 0:
		return language.T("every answer has the same defect, {problem}", "problem", s.WhyNotValid(s.first))
	case status != 401 && status != 403:
		return language.T("every request was answered with status {status}, also those that are right", "status", status)
	case s.Token == "":
		return language.T("every request was answered with status {status}, also those that are right; does the receiver check Sign? "+
			"then give its token (--token-file), and its SdkAppid (--app-id)", "status", status)
	}
	return language.T("every request was answered with status {status}, also those that are right; "+
		"is it another token, or another SdkAppid (--app-id)?", "status", status)
}

// sameFailure reports whether a legal request met with what the first one met with.
func sameFailure(step *result.Step, first *Reply) bool {
	if step.Exchange.Answer.Status != first.Status() {
		return false
	}
	if first.Status() != 200 {
		return true
	}
	want, got := first.Judgement.Failing(), step.Judgement.Failing()
	return want != nil && got != nil && want.Rule.ID == got.Rule.ID
}
