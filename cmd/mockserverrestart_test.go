package cmd

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestWhatWasShownIsShownAfterARestart kills a mock server, tears the last line of its journal, and starts it again.
func TestWhatWasShownIsShownAfterARestart(t *testing.T) {
	dir := t.TempDir()
	args := []string{"mockserver", "--data", dir, "--remember", "5"}
	p := start(t, args...)
	for i := range 8 {
		p.ask(t, fmt.Sprintf("user_%d", i+1), "alice", "")
	}
	before := p.get(t, "/api/exchanges?after=3", "")
	p.kill()
	segments, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil || len(segments) != 1 {
		t.Fatalf("got %v, %v, want a segment", segments, err)
	}
	f, err := os.OpenFile(segments[0], os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(`{"seq":9,"time":"2026-`); err != nil {
		t.Fatal(err)
	}
	f.Close()

	p = start(t, append(args, "--exit-after", "2")...)
	after := p.get(t, "/api/exchanges?after=3", "")
	if untimed(before) != untimed(after) || !strings.Contains(after, "user_8") {
		t.Errorf("after the restart: got\n%s\nwant\n%s", after, before)
	}
	if detail := p.get(t, "/api/exchanges/8", ""); !strings.Contains(detail, "user_8") || !strings.Contains(detail, `"trace":[{"account":"alice","code":0}]`) {
		t.Errorf("got %s, want the exchange as it was", detail)
	}
	p.ask(t, "user_9", "bob", "")
	for _, c := range []struct {
		last  string
		first uint64
		lost  uint64
		anew  bool
	}{{"8", 9, 0, false}, {"6", 7, 0, false}, {"3", 5, 1, false}, {"1", 5, 3, false}, {"0", 5, 4, false}, {"99", 5, 4, true}} {
		seqs, lost, anew := numbers(t, p.get(t, "/api/stream", c.last))
		if len(seqs) == 0 || seqs[0] != c.first || seqs[len(seqs)-1] != 9 || lost != c.lost || anew != c.anew {
			t.Errorf("a page that saw %s: got %v, %d lost, anew %v, want from %d on, %d lost, %v", c.last, seqs, lost, anew, c.first, c.lost, c.anew)
		}
	}
	if counts := p.get(t, "/api/counts", ""); !strings.Contains(counts, `"exchanges":1,`) || !strings.Contains(counts, `"kept":5,`) {
		t.Errorf("got %s, want the one request since the start and 5 in memory", counts)
	}
	p.ask(t, "user_10", "bob", "")
	select {
	case <-p.ended: // the exchanges of before do not count for --exit-after
	case <-time.After(20 * time.Second):
		t.Error("the server has not ended after 2 requests")
	}
	if out := p.printed(); strings.Contains(out, "user_8") || !strings.Contains(out, "user_10") {
		t.Errorf("got %s, want what came since the start alone", out)
	}
}

// untimed leaves out how long answers took, which a journal has to the microsecond alone.
func untimed(text string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(text, `"took_ms"`) {
		if b.Len() > 0 {
			_, part, _ = strings.Cut(part, ",")
		}
		b.WriteString(part)
	}
	return b.String()
}
