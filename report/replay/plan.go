package replay

import (
	"fmt"
	"time"

	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/term"
)

// planned are the requests that stand in a plan for one captured request: with two receivers there are two.
func planned(p *replay.Result) []*exchange.Exchange {
	if p.Reference != nil {
		return []*exchange.Exchange{p.Reference, p.Exchange}
	}
	return []*exchange.Exchange{p.Exchange}
}

// ShowPlanned shows one request that a replay would send: when, what was renewed, and the bytes.
func ShowPlanned(t *term.Terminal, p *replay.Result, timing replay.Timing) {
	for _, x := range planned(p) {
		parts := []any{x.Target, whenDue(t, p.Due, timing), t.Say("replay.recorded-as", "seq", p.Recorded.Seq)}
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
		report.ShowBytes(t, "", x.Sent)
		t.Printf("\n")
	}
}

func whenDue(t *term.Terminal, due time.Duration, timing replay.Timing) term.Text {
	if timing.Max {
		return t.Say("replay.soon")
	}
	return t.Say("replay.due-after", "due", due.Round(time.Microsecond))
}

// PlanInWords says what a dry run came to.
func PlanInWords(words *language.Words, y *replay.Tally, p *replay.Player) string {
	second, last, unread := "", "", ""
	if p.Against != nil {
		second = p.Against.Target.String()
	}
	if !p.Timing.Max {
		last = words.Say("replay.last-due", "last", y.Took.Round(1e6), "timing", p.Timing)
	}
	if y.Verbatim > 0 {
		unread = words.Say("replay.unread", "n", y.Verbatim)
	}
	return words.Say("replay.plan", "n", y.Requests, "target", p.Client.Target, "second", second, "last", last, "unread", unread)
}
