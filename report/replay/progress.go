package replay

import (
	"time"

	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report/term"
)

// waitLines is how long there is between two lines on a wait, where stderr is no terminal.
const waitLines = 30 * time.Second

// Progress says on stderr how far a replay is, and what it waits for.
type Progress struct {
	*term.Progress
	Timing replay.Timing
	said   time.Time // when a wait was last told of
}

// Count shows what was counted up to now.
func (p *Progress) Count(t *replay.Tally) {
	p.Step(t.Requests, p.Terminal.Words.Say("replay.progress", "opened", t.Changes[replay.Opened], "broke", t.Changes[replay.Broke],
		"closed", t.Changes[replay.Closed]))
}

// Waiting is told of long waits by the player.
func (p *Progress) Waiting(left time.Duration) { p.tell(left, time.Now()) }

// tell says that the next request is due only after so long: with a hint at first, then now and then.
func (p *Progress) tell(due time.Duration, now time.Time) {
	words, left := p.Terminal.Words, due.Round(time.Second)
	switch {
	case p.said.IsZero() && p.Timing.Rate > 0:
		p.Say(words.Say("replay.due-rate", "left", left, "timing", p.Timing))
	case p.said.IsZero():
		p.Say(words.Say("replay.due-gap", "left", left))
	case p.Terminal.TTY:
		p.Show(words.Say("replay.due", "left", left))
	case now.Sub(p.said) >= waitLines:
		p.Say(words.Say("replay.due", "left", left))
	default:
		return
	}
	p.said = now
}
