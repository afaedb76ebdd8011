package replay

import (
	"fmt"
	"time"

	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
)

// ShowPlanned shows one request that a replay would send: when, what was renewed, and the bytes. Of two targets the second
// has a request of its own.
func ShowPlanned(t *term.Terminal, p *replay.Planned, timing replay.Timing, targets []string) {
	for i, target := range targets {
		parts := []any{target, whenDue(t, p.Due, timing), t.Say("replay.recorded-as", "seq", p.Recorded.Seq)}
		if p.Verbatim != "" {
			parts = append(parts, t.Doubtful(t.Say("replay.as-captured", "why", p.Verbatim)))
		}
		if names := p.Renewed.Names(); len(names) > 0 {
			for i, name := range names {
				names[i] = t.Words.Label(name)
			}
			parts = append(parts, t.Say("replay.renewed-names", "names", names))
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

func whenDue(t *term.Terminal, due time.Duration, timing replay.Timing) term.Text {
	if timing.Max {
		return t.Say("replay.soon")
	}
	return t.Say("replay.due-after", "due", due.Round(time.Microsecond))
}
