package term

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestColour(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		mode Mode
		env  map[string]string
		want bool
	}{
		{"no terminal", ColorAuto, nil, false},
		{"forced by the environment", ColorAuto, map[string]string{"CLICOLOR_FORCE": "1"}, true},
		{"not forced by 0", ColorAuto, map[string]string{"CLICOLOR_FORCE": "0"}, false},
		{"NO_COLOR is stronger", ColorAuto, map[string]string{"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, false},
		{"the flag is stronger", ColorAlways, map[string]string{"NO_COLOR": "1"}, true},
		{"never", ColorNever, map[string]string{"CLICOLOR_FORCE": "1"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var b bytes.Buffer
			term := New(&b, tt.mode, func(k string) string { return tt.env[k] })
			if term.Color != tt.want {
				t.Errorf("got colour %v, want %v", term.Color, tt.want)
			}
			if got := strings.Contains(term.Bad("x").String(), "\x1b"); got != tt.want {
				t.Errorf("painted: got %v, want %v", got, tt.want)
			}
			if term.TTY || term.Width != 80 {
				t.Errorf("got TTY %v and %d columns, want no terminal of 80", term.TTY, term.Width)
			}
		})
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	got := Wrap("one two three 用户用户 a-very-long-word-that-stays", 9)
	want := []Text{{"one two"}, {"three"}, {"用户用户"}, {"a-very-long-word-that-stays"}}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFlowBreaksLines(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	term := &Terminal{W: &b, Width: 20, Color: true}
	term.Flow(term.Good("PASS"), term.Bad("aaaaa"), "bbbbb", "ccccc")
	if got, want := Plain(b.String()), "PASS aaaaa · bbbbb\n     ccccc\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestProgress(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	now := time.Unix(0, 0)
	p := Progress{Terminal: &Terminal{W: &b, Width: 80}, Total: 10, Now: func() time.Time { return now }}
	p.Step(1, "")
	if b.Len() > 0 {
		t.Errorf("got %q in the first second, want nothing", &b)
	}
	now = now.Add(6 * time.Second)
	p.Step(5, "leaks 0")
	now = now.Add(time.Second)
	p.Step(6, "leaks 0")
	p.Done()
	p.Show("only on a terminal")
	p.Say("waits")
	if got, want := b.String(), "5 of 10 done after 6 s, leaks 0\nwaits\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestProgressOnATerminal(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	now := time.Unix(0, 0)
	p := Progress{Terminal: &Terminal{W: &b, Width: 60, TTY: true}, Total: 10, Now: func() time.Time { return now }}
	p.Step(1, "")
	now = now.Add(2 * time.Second)
	p.Step(5, "x")
	p.Say("stays")
	p.Show("waits")
	p.Done()
	got := b.String()
	if !strings.Contains(got, "\r\x1b[Kstays\n\r\x1b[Kwaits") {
		t.Errorf("got %q, want a line that stays and what is shown after it", got)
	}
	if !strings.Contains(got, "███████████████░░░░░░░░░░░░░░░ 5 of 10, 2 s, x") || !strings.HasSuffix(got, "\r\x1b[K") {
		t.Errorf("got %q, want half a bar that is taken away", got)
	}
}
