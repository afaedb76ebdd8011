package simulation

import (
	"fmt"
	"strings"

	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// ShowCampaigns explains the campaigns and their parameters.
func ShowCampaigns(t *term.Terminal) {
	var b strings.Builder
	for _, k := range traffic.Kinds() {
		summary := t.Words.Translate("catalogue.campaign."+string(k.Name), k.Summary)
		bound := t.Say("report.bounds", "bound", t.Words.Translate("catalogue.bound."+string(k.Name), k.Bound))
		fmt.Fprintf(&b, "%s\n  %s\n  %s\n  %s\n", t.Strong(string(k.Name)), summary, t.Faint(bound), t.Faint(k.Defaults.String()))
	}
	fmt.Fprintf(&b, "\n%s\n", t.Strong(t.Say("report.parameters")))
	for _, p := range traffic.Parameters() {
		_, values, _ := strings.Cut(p.Meaning, ": ")
		fmt.Fprintf(&b, "  %-9s %s\n", p.Name, t.Words.Translate("catalogue.parameter."+p.Name, p.Meaning, "values", values))
	}
	fmt.Fprint(t.W, t.FoldText(b.String()))
}

// ShowLoads explains the loads and their parameters.
func ShowLoads(t *term.Terminal) {
	var b strings.Builder
	for _, s := range load.LoadShapes() {
		fmt.Fprintf(&b, "%-9s %-28s %s\n", s.Name, s.Parameters(), t.Words.Translate("catalogue.load."+s.Name, s.Meaning))
	}
	fmt.Fprint(t.W, t.FoldText(b.String()))
}
