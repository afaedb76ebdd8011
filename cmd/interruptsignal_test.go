package cmd

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/outcome"
)

// interruptible starts chatcb, and tells when its target is asked for the first time. Under the name chatcb the test
// program is chatcb: see TestMain.
func interruptible(t *testing.T, handler http.HandlerFunc, args ...string) (c *exec.Cmd, asked chan bool, out, errs *bytes.Buffer) {
	t.Helper()
	asked = make(chan bool, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case asked <- true:
		default:
		}
		handler(w, r)
	}))
	t.Cleanup(server.Close)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	out, errs = new(bytes.Buffer), new(bytes.Buffer)
	args = append([]string{"chatcb", args[0], server.URL, "--config", "none"}, args[1:]...)
	c = &exec.Cmd{Path: self, Args: args, Env: os.Environ(), Stdout: out, Stderr: errs}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	<-asked
	return c, asked, out, errs
}

// TestSecondInterrupt proves that the first Ctrl-C waits for the answer in flight, and the second does not.
func TestSecondInterrupt(t *testing.T) {
	for _, args := range [][]string{
		{"send", "--timeout", "1m"},
		{"check", "--deadline", "50s", "--timeout", "1m"},
		{"simulate", "--hunt", "1", "--timeout", "1m"},
		{"simulate", "--find-limit", "--timeout", "1m"},
	} {
		t.Run(strings.Join(args[:2], " "), func(t *testing.T) {
			release := make(chan bool)
			c, _, _, errs := interruptible(t, func(http.ResponseWriter, *http.Request) { <-release }, args...)
			t.Cleanup(func() { close(release) }) // before the server waits for its handlers
			c.Process.Signal(syscall.SIGINT)
			ended := make(chan error, 1)
			go func() { ended <- c.Wait() }()
			select {
			case err := <-ended:
				t.Fatalf("ended after the first interrupt (%v), want it to wait for the answer", err)
			case <-time.After(300 * time.Millisecond):
			}
			c.Process.Signal(syscall.SIGINT)
			err := <-ended
			if s, ok := c.ProcessState.Sys().(syscall.WaitStatus); !ok || !s.Signaled() || s.Signal() != syscall.SIGINT {
				t.Errorf("got %v, want the end by SIGINT, which a shell shows as 130", err)
			}
			if got := errs.String(); strings.Count(got, app.Draining+"\n") != 1 {
				t.Errorf("got %q, want %q once", got, app.Draining)
			}
		})
	}
}

// TestFirstInterrupt proves that the first Ctrl-C ends with the report of what was done, in the time of an answer.
func TestFirstInterrupt(t *testing.T) {
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"check"}, "1 passed · 43 skipped · exit 130"},
		{[]string{"send", "--count", "9", "--to", "a"}, "FAIL 1 account"},
		{[]string{"simulate", "--hunt", "3"}, "requests"},
		{[]string{"simulate", "--find-limit", "--rate", "1"}, "no trial was played to its end · exit 130"},
	} {
		t.Run(strings.Join(test.args[:min(2, len(test.args))], " "), func(t *testing.T) {
			c, _, out, errs := interruptible(t, slowly(500*time.Millisecond), test.args...)
			began := time.Now()
			c.Process.Signal(syscall.SIGINT)
			_ = c.Wait()
			if got := c.ProcessState.ExitCode(); got != int(outcome.Interrupted) || strings.Count(errs.String(), app.Draining+"\n") != 1 || time.Since(began) > 10*time.Second {
				t.Errorf("got status %d after %v and %q, want 130 soon and %q once", got, time.Since(began), errs, app.Draining)
			}
			if !strings.Contains(out.String(), test.want) {
				t.Errorf("got\n%s\nwant the report, with %q", out, test.want)
			}
		})
	}
}

// slowly allows everybody after a time.
func slowly(takes time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		q, err := callback.DecodeRequest(body)
		if err != nil {
			return
		}
		time.Sleep(takes)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(callback.Allow(q.Accounts()...).Append(nil, callback.Wire))
	}
}
