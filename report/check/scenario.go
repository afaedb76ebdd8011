package check

import (
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/scenarios"
)

// ShowScenario shows everything about a scenario.
func ShowScenario(t *term.Terminal, sc *scenarios.Scenario) {
	t.Printf("%s %s\n\n", t.Strong(sc.ID), sc.Title)
	t.Field("severity", fmt.Sprintf("%s; a violation counts as %s", sc.Severity, sc.Level))
	profile := string(sc.Profile)
	if sc.Hostile {
		profile += "; hostile: beyond this machine only with --i-own-this-target"
	}
	t.Field("profile", profile)
	t.Field("tags", strings.Join(sc.Tags, ", "))
	t.Field("sentence", sentence(sc.Sentence, sc.Source))
	t.Field("sent", sc.Sent)
	t.Field("expected", sc.Expected)
	t.Field("why", sc.Why)
	t.Field("fix", sc.Fix)
	if cases := sc.Cases(); len(cases) > 1 {
		t.Field("cases", strings.Join(cases, ", "))
	}
	if len(sc.Faults) > 0 {
		t.Field("catches", strings.Join(sc.Faults, ", ")+" (chatcb mockserver --list-faults)")
	}
	t.Field("file", sc.File)
	if sc.YAML != "" {
		t.Printf("\n%s", sc.YAML)
	}
}
