package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/simulate"
)

// Hunt is what chatcb simulate --hunt found, ready to be shown.
type Hunt struct {
	Target string
	Found  *simulate.Hunted
	Status outcome.Status
}

type huntJSON struct {
	Version int    `json:"version"`
	Target  string `json:"target"`
	*simulate.Hunted
	Exit outcome.Status `json:"exit"`
}

// HuntJSON writes the hunt as one JSON object; its schema is "hunt".
func HuntJSON(w io.Writer, h *Hunt) error {
	return writeInert(w, huntJSON{Version, h.Target, h.Found, h.Status})
}

// ShowHunt shows the disguises that passed. What passed looks like what was blocked, so it is spelt out as well.
func ShowHunt(t *Terminal, h *Hunt) {
	o := h.Found
	for _, f := range o.Flips {
		t.printf("%s  %s by %s, %s changed, request %d\n", t.Bad("passed"), f.Label, f.Trick, plural(f.Changed, "character"), f.Number)
		t.printf("  blocked  %s\n  passed   %s\n", Safe(f.Blocked), Safe(f.Passed))
		t.printf("           %s\n", t.Faint(strings.Trim(fmt.Sprintf("%+q", f.Passed), `"`)))
	}
	t.printf("%s  %s disguised in %s: %d passed, %d unsteady · %s sent · exit %d\n", t.word(h.Status), plural(o.Blocked, "blocked request"),
		plural(o.Tries, "way"), len(o.Flips), o.Unsteady, plural(o.Requests, "request"), h.Status)
}
