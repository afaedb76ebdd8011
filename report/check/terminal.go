package check

import (
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/result"
)

// Show shows a run of scenarios: what is wrong first, each broken rule once with everything needed to mend it, then the
// table of groups, what took the time, and the closing line.
func Show(t *term.Terminal, run *result.Run) {
	t.Printf("%s %s\n", t.Strong("check"), t.Fit(run.Target, t.Width-6))
	for _, line := range term.WrapParts(circumstances(run), t.Width) {
		t.Printf("%s\n", t.Faint(line))
	}
	if run.Cause != "" {
		t.Printf("\n%s\n", t.Bad("ONE CAUSE FOR ALL OF IT"))
		t.Paragraph(run.Cause)
	}
	t.Printf("\n")
	list := problems(run)
	eachOf(t, list, failing, showFailure)
	for _, tr := range troubles(run) {
		t.Printf("%s %s\n", t.Bad("FAIL"), t.Strong(safe.Text(tr.ID)))
		t.Paragraph(tr.Message)
		t.Printf("\n")
	}
	eachOf(t, list, warned, showWarning)
	if n := eachOf(t, list, accepted, showRemark) + eachOf(t, list, noted, showRemark); n > 0 {
		t.Printf("\n")
	}
	showGroups(t, run)
	showSlowest(t, run)
	showSkips(t, run)
	showClosing(t, run)
}

// eachOf shows the problems of one kind and returns how many there are.
func eachOf(t *term.Terminal, list []*problem, k kind, show func(*term.Terminal, *problem)) int {
	n := 0
	for _, p := range list {
		if p.kind == k {
			show(t, p)
			n++
		}
	}
	return n
}

// circumstances are what one must know to run it again.
func circumstances(run *result.Run) []string {
	list := []string{"profile " + safe.Text(run.Profile), fmt.Sprintf("seed %d", run.Seed)}
	if run.Requirements != "" {
		list = append(list, "requirements "+safe.Text(run.Requirements))
	}
	return append(list, fmt.Sprintf("%s in %s", report.Plural(run.Counts.Exchanges, "request"), report.Millis(run.Took)))
}

// showHeading is the first line of a problem.
func showHeading(t *term.Terminal, p *problem) {
	f := &p.finding
	word := fmt.Sprintf("%-4s", p.kind.word())
	switch p.kind {
	case failing:
		word = t.Bad(word)
	case warned:
		word = t.Doubtful(word)
	default:
		word = t.Faint(word)
	}
	rest := ""
	if f.Account != "" && len(p.cases) == 1 {
		rest += " · " + t.Fit(f.Account, 34)
	}
	if len(p.cases) > 1 {
		rest += " · " + report.Plural(len(p.cases), "case")
	}
	label := t.Fit(p.label(), 40)
	title := t.Fit(p.title(), t.Width-6-term.Width(label)-term.Width(rest))
	t.Printf("%s %s %s%s\n", word, t.Strong(label), title, rest)
}

// title says in a few words what the problem is about.
func (p *problem) title() string {
	switch p.status {
	case result.Untestable:
		return "the control does not hold, so nothing is proved"
	case result.Error:
		return "there is no verdict"
	}
	return p.finding.Title
}

func showFailure(t *term.Terminal, p *problem) {
	f := &p.finding
	showHeading(t, p)
	if len(p.leaks) > 0 {
		ids := strings.Join(p.leaks, ", ")
		t.Field("leak", ids+": was to be blocked, and Chat adds the friend")
	}
	t.Field("what", f.Message)
	t.Field("sent", p.sent())
	if p.status == "" {
		t.Field("expected", f.Expected)
		t.Field("received", safe.Clip(f.Received, 240))
		t.Field(string(f.Severity), sentence(f.Sentence, f.Source))
		t.Field("why", f.Why)
		t.Field("fix", f.Fix)
	}
	t.Field("file", p.first.File)
	if len(p.cases) > 1 || p.status != "" {
		t.Field("cases", caseList(p.cases, 12))
	}
	showAgain(t, p)
}

// showAgain shows how to repeat the first case, on one line, to be copied.
func showAgain(t *term.Terminal, p *problem) {
	if p.first.Repeat != "" {
		t.Printf("     %s    %s\n", t.Faint("again"), safe.Text(p.first.Repeat))
	}
	t.Printf("\n")
}

// sent is what was sent, in words, where the finding is about that and not about any answer.
func (p *problem) sent() string {
	if p.status == "" && p.finding.Rule == p.first.Scenario {
		return p.first.Sent
	}
	return ""
}

func showWarning(t *term.Terminal, p *problem) {
	showHeading(t, p)
	t.Field("what", p.finding.Message)
	if p.status == "" {
		t.Field("fix", p.finding.Fix)
	}
	if len(p.cases) > 1 || p.status != "" {
		t.Field("cases", caseList(p.cases, 6))
	}
	showAgain(t, p)
}

// showRemark is a problem in two lines: a note, or what the baseline accepts.
func showRemark(t *term.Terminal, p *problem) {
	showHeading(t, p)
	text := p.finding.Message
	if p.kind == accepted {
		text = acceptance(&p.accept)
	}
	t.Printf("     %s\n", t.Fit(text, t.Width-5))
}

// acceptance says who answers for a failure.
func acceptance(a *result.Accepted) string {
	text := fmt.Sprintf("accepted by %s until %s: %s", a.Owner, a.Expires, a.Reason)
	if a.AcceptRisk != "" {
		text += " (risk: " + a.AcceptRisk + ")"
	}
	return text
}

func sentence(text string, source rule.Source) string {
	if text == "" || source == "" {
		return text
	}
	return fmt.Sprintf("%s (%s)", text, source)
}

// caseList names up to most cases.
func caseList(cases []*result.Case, most int) string {
	var ids []string
	for _, c := range cases[:min(most, len(cases))] {
		ids = append(ids, c.ID)
	}
	list := strings.Join(ids, ", ")
	if left := len(cases) - len(ids); left > 0 {
		list += fmt.Sprintf(" and %d more", left)
	}
	return list
}
