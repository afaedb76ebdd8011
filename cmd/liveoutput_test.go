package cmd

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
)

// Neither what nobody reads nor what nobody can read holds up an answer, and neither keeps a server from ending.
func TestServersWaitForNobodyWhoReads(t *testing.T) {
	to := backend(t)
	for name, args := range map[string][]string{
		"record":     {"record", "--to", to, "--on-error", "block"},
		"mockserver": {"mockserver"},
	} {
		for _, gone := range []bool{false, true} {
			what := map[bool]string{false: "unread", true: "closed"}[gone]
			t.Run(name+" "+what, func(t *testing.T) {
				t.Parallel()
				args := slices.Concat(args, []string{"--output", "ndjson", "--addr", ":0"}) // its own: both subtests run at once
				if name == "record" {
					args = append(args, "--data", t.TempDir())
				}
				c := exec.CommandContext(t.Context(), "chatcb", args...)
				out, err := c.StdoutPipe()
				if err != nil {
					t.Fatal(err)
				}
				said, err := c.StderrPipe()
				if err != nil {
					t.Fatal(err)
				}
				if err := c.Start(); err != nil {
					t.Fatal(err)
				}
				first, err := bufio.NewReaderSize(out, 16).ReadString('\n')
				var ready struct{ URL string }
				if err != nil || json.Unmarshal([]byte(first), &ready) != nil {
					t.Fatalf("got %q, %v", first, err)
				}
				url := ready.URL
				if gone {
					out.Close()
					said.Close()
				}
				host := strings.TrimSuffix(strings.TrimPrefix(url, "http://"), "/")
				for range 300 { // each is told on stderr, or shown on stdout
					conn, err := net.Dial("tcp", host)
					if err != nil {
						t.Fatal(err)
					}
					io.WriteString(conn, "GET / HTTP/9.9\r\n\r\n")
					conn.SetReadDeadline(time.Now().Add(20 * time.Second))
					if _, err := io.ReadAll(conn); err != nil && strings.Contains(err.Error(), "timeout") {
						t.Fatalf("no answer to a malformed request: %v", err)
					}
					conn.Close()
				}
				body := strings.Replace(callback.PrevFriendAdd.Sample, "remark1", strings.Repeat("x", 20<<10), 1)
				client := &http.Client{Timeout: 20 * time.Second}
				for range 200 { // four megabytes of lines that nobody reads
					r, err := client.Post(url, "application/json", strings.NewReader(body))
					if err != nil {
						t.Fatal(err)
					}
					io.Copy(io.Discard, r.Body)
					r.Body.Close()
				}
				ended := make(chan error, 1)
				if err := c.Process.Signal(os.Interrupt); err != nil {
					t.Fatal(err)
				}
				go func() { ended <- c.Wait() }()
				select {
				case err := <-ended:
					if code := c.ProcessState.ExitCode(); code != 3 {
						t.Errorf("got status %d, %v, want 3: results were lost", code, err)
					}
				case <-time.After(30 * time.Second):
					t.Fatal("the server did not end")
				}
			})
		}
	}
}
