package report

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
)

func TestColour(t *testing.T) {
	for _, tt := range []struct {
		name string
		mode ColorMode
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
			term := NewTerminal(&b, tt.mode, func(k string) string { return tt.env[k] })
			if term.Color != tt.want {
				t.Errorf("got colour %v, want %v", term.Color, tt.want)
			}
			if got := strings.Contains(term.Bad("x"), "\x1b"); got != tt.want {
				t.Errorf("painted: got %v, want %v", got, tt.want)
			}
			if term.TTY || term.Width != 80 {
				t.Errorf("got TTY %v and %d columns, want no terminal of 80", term.TTY, term.Width)
			}
		})
	}
}

func TestSafe(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"plain", "plain"},
		{"用户🙂 é", "用户🙂 é"},
		{"\x1b[2J", `\x1b[2J`},
		{"a\r\nb\tc", `a\r\nb\tc`},
		{"\x00\x7f", `\x00\x7f`},
		{"\u009b31m", `\u009b31m`},
		{"\xff\xfe", `\xff\xfe`},
		{"abc\u202edef", `abc\u202edef`},
		{"\u2066x\u2069", `\u2066x\u2069`},
		{"\u2028", `\u2028`},
		{"\ufeff", `\ufeff`},
		{"\U000e0041", `\ue0041`},
		{"\ue000", `\ue000`},
	} {
		if got := Safe(tt.in); got != tt.want {
			t.Errorf("Safe(%q): got %q, want %q", tt.in, got, tt.want)
		}
	}
}

func FuzzSafeObeysNothing(f *testing.F) {
	f.Add("\x1b]0;x\x07 \u202e\xff")
	f.Fuzz(func(t *testing.T, text string) {
		for _, r := range Safe(text) {
			if r < 0x20 || r >= 0x7f && r <= 0x9f || r == 0x202e {
				t.Fatalf("Safe(%q) lets %U through", text, r)
			}
		}
	})
}

func TestWrap(t *testing.T) {
	got := wrap("one two three 用户用户 a-very-long-word-that-stays", 9)
	want := []string{"one two", "three", "用户用户", "a-very-long-word-that-stays"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestClip(t *testing.T) {
	long := strings.Repeat("a", 1000)
	got := clip(long, 90)
	if want := strings.Repeat("a", 60) + " … 910 bytes … " + strings.Repeat("a", 30); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := clip("short", 90); got != "short" {
		t.Errorf("got %q, want it as it is", got)
	}
}

func TestFlowBreaksLines(t *testing.T) {
	var b bytes.Buffer
	term := &Terminal{W: &b, Width: 20, Color: true}
	term.flow(term.Good("PASS "), []string{term.Bad("aaaaa"), "bbbbb", "ccccc"})
	if got, want := plain(b.String()), "PASS aaaaa · bbbbb\n     ccccc\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPhases(t *testing.T) {
	p := exchange.Phases{Connect: 2, Write: 3, FirstByte: 10, LastByte: 12}
	want := []phase{{"connect", 2}, {"send", 1}, {"wait", 7}, {"receive", 2}}
	if got := phases(&p); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	early := exchange.Phases{Connect: 1, Write: 9, FirstByte: 5, LastByte: 6} // answered before all was sent
	for _, ph := range phases(&early) {
		if ph.took < 0 {
			t.Errorf("%s took %v, want no negative time", ph.name, ph.took)
		}
	}
}

func TestProgress(t *testing.T) {
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
	if got, want := b.String(), "5 of 10 done after 6 s leaks 0\nwaits\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestProgressOnATerminal(t *testing.T) {
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
	if !strings.Contains(got, "███████████████░░░░░░░░░░░░░░░ 5 of 10 x") || !strings.HasSuffix(got, "\r\x1b[K") {
		t.Errorf("got %q, want half a bar that is taken away", got)
	}
}

func TestSummaryCounts(t *testing.T) {
	rule, _ := conformance.RuleByID("RIT-001")
	s := Summary{Gate: conformance.Gate{FailOn: conformance.Must}}
	for range 3 {
		s.Add(&conformance.Judged{
			Exchange: &exchange.Exchange{Phases: exchange.Phases{LastByte: time.Second}},
			Expect:   map[string]conformance.Effect{"a": conformance.Block, "b": conformance.Block, "c": conformance.Allow},
			Judgement: &conformance.Judgement{
				Verdicts: []conformance.Verdict{
					{Account: "a", Effect: conformance.Allow, Cause: callback.NotAnswered, Basis: conformance.Assumed},
					{Account: "b", Effect: conformance.Block, Cause: callback.Said},
					{Account: "c", Effect: conformance.Block, Cause: callback.Said},
				},
				Findings: []conformance.Finding{{Rule: rule, Level: rule.Level, Received: strings.Repeat("x", 9000)}},
			},
		})
	}
	got := []int{s.Exchanges, s.Accounts, s.Allowed, s.Blocked, s.FailOpen, s.Assumed, s.Leaks, s.Unmet, s.Failing, s.Levels[conformance.Fail]}
	if want := []int{3, 9, 3, 6, 3, 3, 3, 3, 0, 3}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if n := len(s.Rules["RIT-001"].First.Received); n > 400 {
		t.Errorf("the first finding keeps %d bytes, want few", n)
	}
}
