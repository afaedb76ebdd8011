//go:build unix

package cmd

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
)

// TestRecordSaysWhatItWaitsFor ends a recorder while its backend thinks: it says why it is still there.
func TestRecordSaysWhatItWaitsFor(t *testing.T) {
	asked, answer := make(chan struct{}, 1), make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked <- struct{}{}
		<-answer
	}))
	t.Cleanup(server.Close)
	p := start(t, "record", "--to", server.URL, "--data", t.TempDir())
	go func() {
		if resp, err := http.Post(p.URL, "application/json", strings.NewReader(callback.PrevFriendAdd.Sample)); err == nil {
			resp.Body.Close()
		}
	}()
	<-asked
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	const want = "what is under way is waited for"
	for end := time.Now().Add(10 * time.Second); !strings.Contains(p.printed(), want) && time.Now().Before(end); {
		time.Sleep(20 * time.Millisecond)
	}
	close(answer)
	<-p.ended
	if got := p.printed(); !strings.Contains(got, want) {
		t.Errorf("got %s, want %q", got, want)
	}
}
