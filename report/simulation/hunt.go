package simulation

import (
	"fmt"
	"io"
	"strings"
	"text/template"

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
	t.Show(templates, "hunt.txt", h, template.FuncMap{"spelt": func(text string) string { return strings.Trim(fmt.Sprintf("%+q", text), `"`) }})
}
