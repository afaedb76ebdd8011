package replay

import (
	"sync"
	"time"

	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report/term"
)

// waitLines is how long there is between two lines on a wait, where stderr is no terminal.
const waitLines = 30 * time.Second

// Progress says on stderr how far a replay is, and what it waits for. Results and waits come from several goroutines.
type Progress struct {
	mu     sync.Mutex
	Bar    term.Progress
	Timing replay.Timing
	said   time.Time // when a wait was last told of
	ended  bool
}

// Step shows what was counted up to now.
func (p *Progress) Step(t *replay.Tally) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.Bar.Step(t.Requests, p.Bar.Terminal.Words.Say("replay.progress", "opened", t.Changes[replay.Opened], "broke", t.Changes[replay.Broke],
		"closed", t.Changes[replay.Closed]))
}

// Interrupt says what happens now, which may take as long as the answers under way.
func (p *Progress) Interrupt(message string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return
	}
	p.Bar.Say(message)
}

// Done ends it.
func (p *Progress) Done() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.Bar.Done()
	p.ended = true
}

// Waiting is told of long waits by the player.
func (p *Progress) Waiting(left time.Duration) { p.tell(left, time.Now()) }

// tell says that the next request is due only after so long: with a hint at first, then now and then.
func (p *Progress) tell(due time.Duration, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	words, left := p.Bar.Terminal.Words, due.Round(time.Second)
	switch {
	case p.said.IsZero() && p.Timing.Rate > 0:
		p.Bar.Say(words.Say("replay.due-rate", "left", left, "timing", p.Timing))
	case p.said.IsZero():
		p.Bar.Say(words.Say("replay.due-gap", "left", left))
	case p.Bar.Terminal.TTY:
		p.Bar.Show(words.Say("replay.due", "left", left))
	case now.Sub(p.said) >= waitLines:
		p.Bar.Say(words.Say("replay.due", "left", left))
	default:
		return
	}
	p.said = now
}
