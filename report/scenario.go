package report

import (
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/scenarios"
)

// ShowScenario shows everything about a scenario.
func ShowScenario(t *Terminal, sc *scenarios.Scenario) {
	t.printf("%s %s\n\n", t.Strong(sc.ID), sc.Title)
	t.field("severity", fmt.Sprintf("%s; a violation counts as %s", sc.Severity, sc.Level))
	profile := string(sc.Profile)
	if sc.Hostile {
		profile += "; hostile: beyond this machine only with --i-own-this-target"
	}
	t.field("profile", profile)
	t.field("tags", strings.Join(sc.Tags, ", "))
	t.field("sentence", sentence(sc.Sentence, sc.Source))
	t.field("sent", sc.Sent)
	t.field("expected", sc.Expected)
	t.field("why", sc.Why)
	t.field("fix", sc.Fix)
	if cases := sc.Cases(); len(cases) > 1 {
		t.field("cases", strings.Join(cases, ", "))
	}
	if len(sc.Faults) > 0 {
		t.field("catches", strings.Join(sc.Faults, ", ")+" (chatcb mockserver --list-faults)")
	}
	t.field("file", sc.File)
	if sc.YAML != "" {
		t.printf("\n%s", sc.YAML)
	}
}
