package check

import (
	"strings"

	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// Show shows a run of scenarios: the table of groups, what is wrong, each broken rule once with everything needed to mend
// it, what took the time, and the closing line.
func Show(t *term.Terminal, run *result.Run) {
	run = run.In(t.Words)
	t.Printf("%s %s\n", t.Strong("check"), t.Fit(run.Target, t.Width-6))
	for _, line := range term.Parts(circumstances(run), t.Width) {
		t.Printf("%s\n", t.Faint(line))
	}
	if run.Cause != "" {
		t.Printf("\n%s\n", t.Bad(t.Say("check.one-cause-head")))
		t.Paragraph(run.Cause)
	}
	t.Printf("\n")
	showGroups(t, run)
	t.Printf("\n")
	list := problems(run)
	eachOf(list, failing, func(p *problem) { showProblem(t, p, p.short().without("accepted", "account")) })
	for _, tr := range troubles(run) {
		t.Printf("%s %s\n", t.Bad("FAIL"), t.Strong(tr.ID))
		t.Paragraph(tr.Message)
		t.Printf("\n")
	}
	eachOf(list, warned, func(p *problem) { showProblem(t, p, p.short().only("what", "fix", "cases", "again")) })
	remark := func(p *problem) { showRemark(t, p) }
	if n := eachOf(list, accepted, remark) + eachOf(list, noted, remark); n > 0 {
		t.Printf("\n")
	}
	showSlowest(t, run)
	if text := whySkipped(run); text != "" {
		t.Printf("\n")
		t.Lines(text, "     ")
	}
	t.Printf("\n")
	term.Closing(t, t.PassOrFail(run.Exit), tally(run))
	if text := run.DenialText(); text != "" {
		t.Lines(text, "     ")
	}
}

// eachOf shows the problems of one kind and returns how many there are.
func eachOf(list []*problem, k kind, show func(*problem)) int {
	n := 0
	for _, p := range list {
		if p.kind == k {
			show(p)
			n++
		}
	}
	return n
}

// circumstances are what one must know to run it again.
func circumstances(run *result.Run) []string {
	words := run.Words()
	var list []string
	if run.Depth != result.OfReplay {
		list = append(list, words.Say("check.depth", "depth", run.Depth), words.Say("check.seed", "seed", run.Seed))
	}
	if run.Requirements != "" {
		list = append(list, words.Say("check.requirements", "name", run.Requirements))
	}
	return append(list, words.Say("check.requests", "n", run.Counts.Exchanges, "took", report.Millis(run.Took)))
}

// showHeading is the first line of a problem.
func showHeading(t *term.Terminal, p *problem) {
	paint := t.Faint
	switch p.kind {
	case failing:
		paint = t.Bad
	case warned:
		paint = t.Doubtful
	}
	rest := term.Text{}
	if n := len(p.cases); n > 1 {
		rest = term.Textf(" · %s", t.Say("check.cases", "n", n))
	} else if p.finding.Account != "" {
		rest = term.Textf(" · %s", t.Fit(p.finding.Account, 34))
	}
	label := t.Fit(p.label(), 40)
	title := t.Fit(p.title(), t.Width-6-label.Width()-rest.Width())
	t.Printf("%s %s %s%s\n", paint(p.kind.word()), t.Strong(label), title, rest)
}

// showProblem shows a problem with what there is to tell; how to repeat it stands on one line, to be copied.
func showProblem(t *term.Terminal, p *problem, list parts) {
	showHeading(t, p)
	for _, part := range list {
		switch part.name {
		case "again":
			t.Printf("     %-8s %s\n", t.Label(part.name), part.text)
		case "received":
			t.Field(part.name, safe.Clip(p.finding.Received, 240))
		default:
			t.Field(part.name, part.text)
		}
	}
	t.Printf("\n")
}

// showRemark is a problem in two lines: a note, or what the baseline accepts.
func showRemark(t *term.Terminal, p *problem) {
	showHeading(t, p)
	text := p.finding.Message
	if p.kind == accepted {
		text = acceptance(t.Words, &p.accept)
	}
	t.Printf("     %s\n", t.Fit(text, t.Width-5))
}

// ShowScenario shows everything about a scenario.
func ShowScenario(t *term.Terminal, sc *scenarios.Scenario) {
	sc = sc.In(t.Words)
	t.Printf("%s %s\n\n", t.Strong(sc.ID), sc.Title)
	t.Field("severity", t.Words.Say("report.counts", "severity", sc.Severity, "level", sc.Level))
	t.Field("depth", t.Words.Say("listing.depth", "depth", sc.Depth, "hostile", sc.Hostile))
	t.Field("tags", strings.Join(sc.Tags, ", "))
	var list parts
	list.addSentence(t.Words, "sentence", sc.Sentence, sc.Source)
	list.add("sent", sc.Sent)
	list.add("expected", sc.Expected)
	list.add("why", sc.Why)
	list.add("fix", sc.Fix)
	if cases := sc.Cases(); len(cases) > 1 {
		list.add("cases", strings.Join(cases, ", "))
	}
	if len(sc.Faults) > 0 {
		list.add("catches", t.Words.Say("listing.catches", "faults", strings.Join(sc.Faults, ", ")))
	}
	list.add("file", sc.File)
	for _, p := range list {
		t.Field(p.name, p.text)
	}
	if sc.YAML != "" {
		t.Printf("\n")
		for line := range strings.Lines(sc.YAML) {
			t.Printf("%s\n", strings.TrimSuffix(line, "\n"))
		}
	}
}
