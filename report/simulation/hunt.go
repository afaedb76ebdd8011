package simulation

import (
	"fmt"
	"io"
	"strings"

	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/simulate/search"
)

// Hunt is what chatcb simulate --hunt found, ready to be shown.
type Hunt struct {
	Target string
	Found  *search.HuntResult
	Status outcome.Status
}

// HuntJSON writes the hunt as one JSON object; its schema is "hunt".
func HuntJSON(w io.Writer, h *Hunt) error {
	o := h.Found
	return safe.WriteJSON(w, safe.Object{
		"version", report.Version, "target", h.Target, "requests", o.Requests, "blocked", o.Blocked, "tries", o.Tries,
		"unsteady", o.Unsteady, "flips", o.Bypasses, "exit", h.Status,
	}, "")
}

// ShowHunt shows the hidden wordings that passed. What passed looks like what was blocked, so it is spelt out as well.
func ShowHunt(t *term.Terminal, h *Hunt) {
	o := h.Found
	for _, f := range o.Bypasses {
		t.Printf("%s  %s\n", t.Bad(t.Words.Label("passed")), t.Say("simulation.bypass", "label", string(f.Label), "trick", f.Trick,
			"changed", f.Changed,
			"n", f.Number))
		t.Printf("  %-7s  %s\n  %-7s  %s\n", t.Words.Label("blocked"), f.Blocked, t.Words.Label("passed"), f.Passed)
		t.Printf("           %s\n", t.Faint(strings.Trim(fmt.Sprintf("%+q", f.Passed), `"`)))
	}
	t.Printf("%s  %s · %s\n", t.PassOrFail(h.Status), t.Say("simulation.hunted", "blocked", o.Blocked, "ways", o.Tries,
		"passed", len(o.Bypasses),
		"unsteady", o.Unsteady, "n", o.Requests), t.Say("report.exit", "status", int(h.Status)))
}
