package check

import (
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/result"
)

// caseMessage is what became of a case, in one sentence.
func caseMessage(c *result.Case) string {
	if w := c.Worst(); w != nil && c.Status != result.Error && c.Status != result.Untestable {
		return w.Rule + " " + w.Title + ": " + w.Message
	}
	return c.Message
}

// caseRule is the rule that a case breaks, or its status where that is none.
func caseRule(c *result.Case) string {
	if w := c.Worst(); w != nil && c.Status != result.Error && c.Status != result.Untestable {
		return w.Rule
	}
	return string(c.Status)
}

// caseDetail tells in lines of plain text everything about a case that has something to tell, for reports without a
// form of their own. The lines are not yet safe.
func caseDetail(c *result.Case) []string {
	lines := []string{c.ID + " " + c.Title, safe.JoinNonEmpty(": ", string(c.Status), c.Message)}
	add := func(name, text string) {
		if text != "" {
			lines = append(lines, fmt.Sprintf("  %-10s %s", name, text))
		}
	}
	for _, id := range c.Leaks {
		add("leak", id+" was to be blocked, and Chat adds the friend")
	}
	for i := range c.Accepted {
		add("accepted", c.Accepted[i].Rule+" "+acceptance(&c.Accepted[i]))
	}
	add("sent", c.Sent)
	add("file", c.File)
	add("again", c.Repeat)
	for i := range c.Findings {
		f := &c.Findings[i]
		lines = append(lines, "", strings.ToUpper(string(f.Level))+" "+f.Rule+" "+f.Title)
		add("what", f.Message)
		add("account", f.Account)
		add("expected", f.Expected)
		add("received", safe.Clip(f.Received, 240))
		add(string(f.Severity), sentence(f.Sentence, f.Source))
		add("fix", f.Fix)
		if f.Step >= 0 && f.Step < len(c.Steps) {
			lines = append(lines, stepDetail(&c.Steps[f.Step])...)
		}
	}
	return lines
}

// stepDetail sums up an exchange: what was asked, what came, what Chat does.
func stepDetail(s *result.Step) []string {
	lines := []string{
		fmt.Sprintf("  %-10s → %s", s.Name, firstLine(s.Exchange.Sent)),
		fmt.Sprintf("  %-10s ← %s", "", answerSummary(s)),
	}
	for i := range s.Judgement.Verdicts {
		lines = append(lines, fmt.Sprintf("  %-10s   %s", "", verdictLine(&s.Judgement.Verdicts[i])))
	}
	return lines
}

func firstLine(message []byte) string {
	line, _, _ := strings.Cut(string(message), "\n")
	return strings.TrimSuffix(line, "\r")
}

// answerSummary is the status line and the time of an answer, or why there is none.
func answerSummary(s *result.Step) string {
	x := &s.Exchange
	if x.Failure.Cause != "" && x.Answer.Status == 0 {
		return string(x.Failure.Cause) + ": " + x.Failure.Detail
	}
	line := firstLine(x.Answer.Head)
	if line == "" {
		line = "no HTTP answer"
	}
	late := ""
	if x.Late() {
		late = ", too late"
	}
	return fmt.Sprintf("%s · %s · %s of %s%s", line, report.Plural(len(x.Answer.Body), "byte"), report.Millis(x.Phases.LastByte), report.Seconds(x.Limit()), late)
}

// verdictLine says what becomes of an account.
func verdictLine(v *conformance.Verdict) string {
	said := string(v.Said)
	if v.HasCode && v.Code != 0 {
		said = fmt.Sprintf("%s %d", said, v.Code)
	}
	text := fmt.Sprintf("%s: said %s, effect %s, cause %s", v.Account, said, v.Effect, v.Cause)
	if v.Basis == conformance.Assumed {
		text += " (assumed)"
	}
	return text
}
