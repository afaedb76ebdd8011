package replay

import (
	"fmt"
	"sync"
	"time"

	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report/term"
)

// waitLines is how long there is between two lines on a wait, where stderr is no terminal.
const waitLines = 30 * time.Second

// progress says on stderr how far a replay is, and what it waits for. Results and waits come from several goroutines.
type progress struct {
	mu     sync.Mutex
	bar    term.Progress
	timing replay.Timing
	said   time.Time // when a wait was last told of
	ended  bool
}

func (p *progress) step(t *replay.Tally) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.bar.Step(t.Requests, fmt.Sprintf("opened %d, broke %d, closed %d", t.Changes[replay.Opened], t.Changes[replay.Broke], t.Changes[replay.Closed]))
}

// interrupt says what happens now, which may take as long as the answers under way.
func (p *progress) interrupt() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return
	}
	p.bar.Say("interrupted: nothing is sent any more, and what is under way is waited for; Ctrl-C again ends at once")
}

func (p *progress) done() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.bar.Done()
	p.ended = true
}

// wait is told of long waits by the player.
func (p *progress) wait(left time.Duration) { p.tell(left, time.Now()) }

// tell says that the next request is due only after so long: with a hint at first, then now and then.
func (p *progress) tell(left time.Duration, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	text := fmt.Sprintf("the next request is due in %s", left.Round(time.Second))
	switch {
	case p.said.IsZero() && p.timing.Rate > 0:
		p.bar.Say(fmt.Sprintf("%s (--timing %s); --timing max waits for nothing", text, p.timing))
	case p.said.IsZero():
		p.bar.Say(text + ", when it was recorded; --max-gap 5s shortens such waits, --timing max waits for nothing")
	case p.bar.Terminal.TTY:
		p.bar.Show(text)
	case now.Sub(p.said) >= waitLines:
		p.bar.Say(text)
	default:
		return
	}
	p.said = now
}
