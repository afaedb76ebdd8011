package check

import (
	"strings"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// Show shows a run of scenarios: the table of groups, what is wrong, each broken rule once with everything needed to mend
// it, what took the time, and the closing line.
func Show(t *term.Terminal, run *result.Run) { show(t, "terminal.txt", newView(run.In(t.Words))) }

// ShowScenario shows everything about a scenario.
func ShowScenario(t *term.Terminal, sc *scenarios.Scenario) { show(t, "scenario.txt", sc.In(t.Words)) }

func show(t *term.Terminal, file string, data any) {
	funcs := report.Funcs(t.Words)
	funcs["paint"] = func(k kind, v any) term.Text {
		if paint := map[kind]func(any) term.Text{failing: t.Bad, warned: t.Doubtful, passed: t.Good}[k]; paint != nil {
			return paint(v)
		}
		return term.Harmless(v)
	}
	funcs["demanded"] = func(name, text string, source rule.Source) (list report.Facts) {
		list.AddSentence(t.Words, name, text, source)
		return list
	}
	funcs["split"] = func(text string) []string { return strings.Split(strings.TrimSuffix(text, "\n"), "\n") }
	t.Show(templates, file, data, funcs)
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
