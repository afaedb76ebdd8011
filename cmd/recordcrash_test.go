package cmd

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
)

// kill -9 of the command under load, again and again on the same journal, loses nothing that a client has got whole, and
// the next start goes on with it: every number is there once.
func TestKilledRecordKeepsWhatWasAnswered(t *testing.T) {
	dir, to := t.TempDir(), backend(t)
	// With the default of --keep-within an answer goes before its exchange is written when the machine is that slow.
	args := []string{"record", "--to", to, "--data", dir, "--keep-within", "1m"}
	var answered []string
	for round := range 3 {
		p := start(t, args...)
		answered = append(answered, p.loadUntilKilled(t, fmt.Sprintf("round%d", round), 400)...)
	}
	last := start(t, args...)
	last.ask(t, "user_after", "alice", "")
	if found := last.get(t, "/api/wait?after=0&timeout=20s&where=from:user_after", ""); !strings.Contains(found, `"from":"user_after"`) {
		t.Errorf("got %.300s, want that the restarted proxy goes on", found)
	}
	last.kill()
	answered = append(answered, "user_after")

	j, err := capture.OpenJournal(dir, capture.JournalOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	kept, seq := map[string]bool{}, uint64(0)
	for rec, err := range j.Last(math.MaxInt, math.MaxInt64) {
		if err != nil {
			t.Fatal(err)
		}
		if seq++; rec.Exchange.Seq != seq {
			t.Fatalf("got number %d, want %d: none lost, none twice", rec.Exchange.Seq, seq)
		}
		q, err := callback.DecodeRequest(rec.Exchange.SentBody())
		if err != nil || rec.Exchange.Answer.Status != http.StatusOK && rec.Exchange.Failure.Cause == "" {
			t.Fatalf("exchange %d: got %v and status %d, want it whole", seq, err, rec.Exchange.Answer.Status)
		}
		kept[q.FromAccount] = true
	}
	if len(answered) < 3*400 {
		t.Errorf("got %d answers, want 400 and more before each end", len(answered))
	}
	for _, from := range answered {
		if !kept[from] {
			t.Errorf("%s was answered, and is not among the %d in the journal", from, seq)
		}
	}
	if next := j.Next(); next != seq+1 {
		t.Errorf("got next number %d after %d", next, seq)
	}
}

// loadUntilKilled asks on several connections, kills the process in the midst of it after so many answers, and returns who
// had asked for those that came whole, to the last.
func (p *process) loadUntilKilled(t *testing.T, name string, enough int) []string {
	t.Helper()
	var all sync.WaitGroup
	var mu sync.Mutex
	var answered []string
	for i := range 8 {
		all.Go(func() {
			transport := &http.Transport{} // a connection of its own
			defer transport.CloseIdleConnections()
			client := &http.Client{Transport: transport}
			for n := 0; ; n++ {
				from := fmt.Sprintf("%s_%d_%d", name, i, n)
				body := callback.Encoding{}.Append(nil, &callback.Request{
					CallbackCommand: callback.PrevFriendAdd.Command, FromAccount: from, Items: []callback.Item{{ToAccount: "alice"}},
				})
				resp, err := client.Post(p.URL+"hook", "application/json", bytes.NewReader(body))
				if err != nil {
					return
				}
				_, err = io.Copy(io.Discard, resp.Body) // fails where the body is shorter than its Content-Length
				resp.Body.Close()
				if err != nil || resp.StatusCode != http.StatusOK || resp.ContentLength <= 0 {
					return
				}
				mu.Lock()
				answered = append(answered, from)
				if len(answered) == enough {
					_ = p.Process.Kill()
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	p.kill()
	return answered
}
