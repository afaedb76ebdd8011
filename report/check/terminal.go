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
func Show(t *term.Terminal, run *result.Run) { show(t, newView(run.In(t.Words))) }

func show(t *term.Terminal, v *view) {
	t.Printf("%s %s\n", t.Strong("check"), t.Fit(v.Target, t.Width-6))
	for _, line := range term.Parts(v.Circumstances(), t.Width) {
		t.Printf("%s\n", t.Faint(line))
	}
	if v.Cause != "" {
		t.Printf("\n%s\n", t.Bad(t.Say("check.one-cause-head")))
		t.Paragraph(v.Cause)
	}
	t.Printf("\n")
	showGroups(t, v)
	t.Printf("\n")
	list := v.Problems()
	eachOf(list, failing, func(p *problem) { showProblem(t, p, p.short().Without("accepted", "account")) })
	for _, tr := range v.Troubles() {
		t.Printf("%s %s\n", t.Bad("FAIL"), t.Strong(tr.ID))
		t.Paragraph(tr.Message)
		t.Printf("\n")
	}
	eachOf(list, warned, func(p *problem) { showProblem(t, p, p.short().Only("what", "fix", "cases", "again")) })
	remark := func(p *problem) { showRemark(t, p) }
	if n := eachOf(list, accepted, remark) + eachOf(list, noted, remark); n > 0 {
		t.Printf("\n")
	}
	showSlowest(t, v)
	if text := v.WhySkipped(); text != "" {
		t.Printf("\n")
		t.Lines(text, "     ")
	}
	t.Printf("\n")
	term.Closing(t, t.PassOrFail(v.Exit), v.Tally())
	if text := v.DenialText(); text != "" {
		t.Lines(text, "     ")
	}
}

// eachOf shows the problems of one kind and returns how many there are.
func eachOf(list []*problem, k kind, show func(*problem)) int {
	n := 0
	for _, p := range list {
		if p.Kind == k {
			show(p)
			n++
		}
	}
	return n
}

// Circumstances are what one must know to run it again.
func (v *view) Circumstances() (list []string) {
	words := v.words
	if v.Depth != result.OfReplay {
		list = append(list, words.Say("check.depth", "depth", v.Depth), words.Say("check.seed", "seed", v.Seed))
	}
	if v.Requirements != "" {
		list = append(list, words.Say("check.requirements", "name", v.Requirements))
	}
	return append(list, words.Say("check.requests", "n", v.Counts.Exchanges, "took", report.Millis(v.Took)))
}

// showHeading is the first line of a problem.
func showHeading(t *term.Terminal, p *problem) {
	paint := t.Faint
	switch p.Kind {
	case failing:
		paint = t.Bad
	case warned:
		paint = t.Doubtful
	}
	rest := term.Text{}
	if n := len(p.Cases); n > 1 {
		rest = term.Textf(" · %s", t.Say("check.cases", "n", n))
	} else if p.Account != "" {
		rest = term.Textf(" · %s", t.Fit(p.Account, 34))
	}
	label := t.Fit(p.Label(), 40)
	title := t.Fit(p.Title(), t.Width-6-label.Width()-rest.Width())
	t.Printf("%s %s %s%s\n", paint(p.Kind.Word()), t.Strong(label), title, rest)
}

// showProblem shows a problem with what there is to tell; how to repeat it stands on one line, to be copied.
func showProblem(t *term.Terminal, p *problem, list report.Facts) {
	showHeading(t, p)
	for _, part := range list {
		switch part.Name {
		case "again":
			t.Printf("     %-8s %s\n", t.Label(part.Name), part.Text)
		case "received":
			t.Field(part.Name, safe.Clip(p.Received, 240))
		default:
			t.Field(part.Name, part.Text)
		}
	}
	t.Printf("\n")
}

// showRemark is a problem in two lines: a note, or what the baseline accepts.
func showRemark(t *term.Terminal, p *problem) {
	showHeading(t, p)
	text := p.Message
	if p.Kind == accepted {
		text = p.Acceptance()
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
	var list report.Facts
	list.AddSentence(t.Words, "sentence", sc.Sentence, sc.Source)
	list.Add("sent", sc.Sent)
	list.Add("expected", sc.Expected)
	list.Add("why", sc.Why)
	list.Add("fix", sc.Fix)
	if cases := sc.Cases(); len(cases) > 1 {
		list.Add("cases", strings.Join(cases, ", "))
	}
	if len(sc.Faults) > 0 {
		list.Add("catches", t.Words.Say("listing.catches", "faults", strings.Join(sc.Faults, ", ")))
	}
	list.Add("file", sc.File)
	for _, p := range list {
		t.Field(p.Name, p.Text)
	}
	if sc.YAML != "" {
		t.Printf("\n")
		for line := range strings.Lines(sc.YAML) {
			t.Printf("%s\n", strings.TrimSuffix(line, "\n"))
		}
	}
}
