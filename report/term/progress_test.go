package term

import (
	"context"
	"strings"
	"testing"
	"time"
)

// A ^C that the terminal shows behind the bar must not begin a new line, and a message takes the place of both.
func TestProgressLeavesRoomAndIsCleared(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	now := time.Unix(0, 0)
	p := Progress{Terminal: &Terminal{W: &out, TTY: true, Width: 80}, Total: 10, Now: func() time.Time { return now }}
	p.Step(0, "")
	now = now.Add(2 * time.Second)
	p.Step(5, strings.Repeat("many words ", 10))
	bar := out.String()
	if got := Columns(strings.TrimPrefix(bar, "\r\x1b[K")); got > 76 {
		t.Errorf("got a bar of %d columns of 80, want room for ^C: %q", got, bar)
	}
	p.Say("interrupted")
	p.Done()
	if got := strings.TrimPrefix(out.String(), bar); got != "\r\x1b[Kinterrupted\n" {
		t.Errorf("got %q, want the bar's line cleared before the message, and nothing after it", got)
	}
}

// At 80 columns the words go first: a bar is as long as there is room, or there is none.
func TestProgressBarLeavesRoomForWords(t *testing.T) {
	t.Parallel()
	for note, bar := range map[string]int{"few": 30, strings.Repeat("w", 50): 10, strings.Repeat("w", 60): 0} {
		var out strings.Builder
		now := time.Unix(0, 0)
		p := Progress{Terminal: &Terminal{W: &out, TTY: true, Width: 80}, Total: 10, Now: func() time.Time { return now }}
		p.Step(0, "")
		now = now.Add(2 * time.Second)
		p.Step(5, note)
		if got := strings.Count(out.String(), "█") + strings.Count(out.String(), "░"); got != bar || !strings.Contains(out.String(), note) {
			t.Errorf("got a bar of %d, want one of %d and all words: %q", got, bar, out.String())
		}
	}
}

// An interruption is told once, while there is work, and before what comes of it.
func TestProgressTellsOfInterruptions(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		late bool
		want string
	}{"under way": {false, "interrupted\n"}, "when all is done": {true, ""}} {
		ctx, cancel := context.WithCancel(t.Context())
		var out strings.Builder
		p := Progress{Terminal: &Terminal{W: &out, Width: 80}}
		p.Interrupted(ctx, "interrupted")
		if test.late {
			p.Done()
		}
		cancel()
		p.Done()
		if got := out.String(); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}
