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
		fmt.Fprintf(&b, "%s\n  %s\n  %s\n  %s\n", t.Strong(string(k.Name)), k.Summary, t.Faint("bounds: "+k.Bound), t.Faint(k.Defaults.String()))
	}
	fmt.Fprintf(&b, "\n%s\n", t.Strong("parameters"))
	for _, p := range traffic.Parameters() {
		fmt.Fprintf(&b, "  %-9s %s\n", p.Name, p.Meaning)
	}
	fmt.Fprint(t.W, t.FoldText(b.String()))
}

// ShowLoads explains the loads and their parameters.
func ShowLoads(t *term.Terminal) {
	var b strings.Builder
	for _, s := range load.LoadShapes() {
		fmt.Fprintf(&b, "%-9s %-28s %s\n", s.Name, s.Parameters, s.Meaning)
	}
	fmt.Fprint(t.W, t.FoldText(b.String()))
}
