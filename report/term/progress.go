package term

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// echoRoom is what a bar leaves free at the end of its line: a terminal shows ^C there.
const echoRoom = 4

// Progress shows on stderr how far long work has come: a bar that moves on a terminal, a line now and then elsewhere.
// Nothing is shown in the first second: short work needs none.
type Progress struct {
	Terminal *Terminal
	Total    int              // 0 where unknown
	Now      func() time.Time // time.Now if nil

	mu          sync.Mutex // of the line: an interruption is told by another goroutine
	start, last time.Time
	shown       bool
	over        func() // ends the watch over a context
}

// Interrupted has a message said as soon as ctx ends, unless the work is done by then.
func (p *Progress) Interrupted(ctx context.Context, message string) {
	said := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(said)
		p.Say(message)
	})
	p.over = func() {
		if !stop() {
			<-said
		}
	}
}

// Step is called after each piece of work; n is how many are done.
func (p *Progress) Step(n int, note string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now
	if p.Now != nil {
		now = p.Now
	}
	t := now()
	if p.start.IsZero() {
		p.start, p.last = t, t
	}
	every := 5 * time.Second
	if p.Terminal.TTY {
		every = 100 * time.Millisecond
	}
	if t.Sub(p.start) < time.Second || t.Sub(p.last) < every {
		return
	}
	p.last, p.shown = t, true
	seconds := t.Sub(p.start).Seconds()
	if !p.Terminal.TTY {
		p.Terminal.Printf("%s\n", p.Terminal.Say("term.done", "n", p.of(n), "seconds", seconds, "note", note))
		return
	}
	text := fmt.Sprint(p.Terminal.Say("term.meanwhile", "n", p.of(n), "seconds", seconds, "note", note))
	p.show(p.bar(n, p.Terminal.Width-echoRoom-Columns(text)-1) + text)
}

// bar is as long as there is room, but for a short one: what is told in words goes first.
func (p *Progress) bar(n, room int) string {
	for _, length := range []int{30, 20, 10} {
		if p.Total > 0 && length <= room {
			filled := min(length, length*n/p.Total)
			return strings.Repeat("█", filled) + strings.Repeat("░", length-filled) + " "
		}
	}
	return ""
}

// Show puts a text in the place of the bar, on a terminal.
func (p *Progress) Show(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.show(text)
}

func (p *Progress) show(text string) {
	if p.Terminal.TTY {
		p.shown = true
		p.Terminal.Printf("\r\x1b[K%s", Fit(text, p.Terminal.Width-echoRoom))
	}
}

func (p *Progress) of(n int) string {
	if p.Total > 0 {
		return p.Terminal.Words.Say("term.of", "n", n, "all", p.Total)
	}
	return fmt.Sprint(n)
}

// Say puts a message on a line of its own, in place of the bar, which comes back with the next step.
func (p *Progress) Say(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	p.Terminal.Printf("%s\n", p.Terminal.Fold(text))
}

// Done takes the bar away. Nothing is said of an interruption any more.
func (p *Progress) Done() {
	if p.over != nil {
		p.over()
		p.over = nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
}

func (p *Progress) clear() {
	if p.shown && p.Terminal.TTY {
		io.WriteString(p.Terminal.W, "\r\x1b[K")
	}
	p.shown = false
}
