package report

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Progress shows on stderr how far long work has come: a bar that moves on a terminal, a line now and then elsewhere.
// Nothing is shown in the first second: short work needs none.
type Progress struct {
	Terminal *Terminal
	Total    int              // 0 where unknown
	Now      func() time.Time // time.Now if nil

	start, last time.Time
	shown       bool
}

// Step is called after each piece of work; n is how many are done.
func (p *Progress) Step(n int, note string) {
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
	if !p.Terminal.TTY {
		p.Terminal.printf("%d%s done after %s %s\n", n, p.of(), seconds(t.Sub(p.start).Round(time.Second)), note)
		return
	}
	bar := ""
	if p.Total > 0 {
		filled := min(30, 30*n/p.Total)
		bar = strings.Repeat("█", filled) + strings.Repeat("░", 30-filled) + " "
	}
	p.Show(fmt.Sprintf("%s%d%s %s", bar, n, p.of(), note))
}

// Show puts a text in the place of the bar, on a terminal.
func (p *Progress) Show(text string) {
	if p.Terminal.TTY {
		p.shown = true
		p.Terminal.printf("\r\x1b[K%s", fit(text, p.Terminal.Width-1))
	}
}

// Line writes a line that stays.
func (p *Progress) Line(text string) {
	p.Done()
	p.Terminal.printf("%s\n", text)
}

func (p *Progress) of() string {
	if p.Total > 0 {
		return fmt.Sprintf(" of %d", p.Total)
	}
	return ""
}

// Done takes the bar away.
func (p *Progress) Done() {
	if p.shown && p.Terminal.TTY {
		io.WriteString(p.Terminal.W, "\r\x1b[K")
	}
}
