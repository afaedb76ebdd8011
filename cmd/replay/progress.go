package replay

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/chatcb/chatcb/internal/clock"
	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report/term"
)

const (
	longWait  = 3 * time.Second  // waits up to it are nothing to tell of
	waitLines = 30 * time.Second // between two lines on a wait, where stderr is no terminal
)

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

// wait is the player's. A long wait looks up every second.
func (p *progress) wait(ctx context.Context, until time.Time) error {
	for left := time.Until(until); left > longWait; left = time.Until(until) {
		p.tell(left, time.Now())
		if err := clock.Wait(ctx, time.Now().Add(min(left-longWait, time.Second))); err != nil {
			return err
		}
	}
	return clock.Wait(ctx, until)
}

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
