package replay

import (
	"fmt"
	"strings"
	"time"

	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
)

// ShowPlanned shows one request that a replay would send: when, what was renewed, and the bytes. Of two targets the second
// has a request of its own.
func ShowPlanned(t *term.Terminal, p *replay.Planned, timing replay.Timing, targets []string) {
	for i, target := range targets {
		parts := []any{target, whenDue(p.Due, timing), fmt.Sprintf("recorded as %d", p.Recorded.Seq)}
		if p.Verbatim != "" {
			parts = append(parts, t.Doubtful("as captured, for it cannot be read: "+p.Verbatim))
		}
		if names := p.Renewed.Names(); len(names) > 0 {
			parts = append(parts, "renewed "+strings.Join(names, ", "))
		}
		t.Flow(t.Strong(fmt.Sprintf("→ %d", p.Number)), parts...)
		sent := p.Sent
		if i > 0 {
			sent = p.Second
		}
		report.ShowBytes(t, "", sent)
		t.Printf("\n")
	}
}

func whenDue(due time.Duration, timing replay.Timing) string {
	if timing.Max {
		return "as soon as possible"
	}
	return "due after " + due.Round(time.Microsecond).String()
}
