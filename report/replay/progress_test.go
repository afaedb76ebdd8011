package replay

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/replay"
	"github.com/chatcb/chatcb/report/term"
)

func TestLongWaitsAreTold(t *testing.T) {
	hint := "the next request is due in 1h30m0s, when it was recorded; --max-gap 5s shortens such waits, --timing max waits for nothing\n"
	folded := strings.Replace(hint, "shortens such", "shortens\nsuch", 1)
	rated := "the next request is due in 1h30m0s (--timing rate=0.001); --timing max waits for nothing\n"
	for _, test := range []struct {
		name   string
		tty    bool
		timing replay.Timing
		want   string
	}{
		{"in lines", false, replay.Timing{}, hint + "the next request is due in 1h29m30s\n"},
		{"at a rate", false, replay.Timing{Rate: 0.001}, rated + "the next request is due in 1h29m30s\n"},
		{"on a terminal", true, replay.Timing{}, folded + "\r\x1b[Kthe next request is due in 1h29m50s\r\x1b[Kthe next request is due in 1h29m30s\r\x1b[K"},
	} {
		var b bytes.Buffer
		p := Progress{Timing: test.timing, Progress: &term.Progress{Terminal: &term.Terminal{W: &b, Width: 80, TTY: test.tty}}}
		for _, after := range []time.Duration{0, 10 * time.Second, 30 * time.Second} {
			p.tell(90*time.Minute-after, time.Unix(1000, 0).Add(after))
		}
		p.Done()
		if got := b.String(); got != test.want {
			t.Errorf("%s:\ngot  %q\nwant %q", test.name, got, test.want)
		}
	}
}
