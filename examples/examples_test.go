//go:build unix

package examples

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/internal/need"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
	"github.com/chatcb/chatcb/scenarios/catalogue"
)

const token = "token of the test"

// command is how a test starts a receiver, given where it is to listen.
func command(t *testing.T, lang, file, address string) []string {
	t.Helper()
	switch lang {
	case "go":
		binary := filepath.Join(t.TempDir(), "receiver")
		if out, err := exec.Command(need.Program(t, "go"), "build", "-o", binary, file).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return []string{binary}
	case "node":
		return []string{need.Program(t, "node"), file}
	case "python":
		return []string{need.Program(t, "python3"), file}
	case "java":
		need.Program(t, "javac") // a file of source is compiled when it is started
		return []string{need.Program(t, "java"), file}
	case "php":
		return []string{need.Program(t, "php"), "-S", address, file}
	}
	t.Fatalf("nobody knows how to start %s", lang)
	return nil
}

// freeAddress is a loopback address that nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// start writes the receiver to a file as a user would, starts it and returns its URL.
func start(t *testing.T, h Receiver) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), h.File)
	if err := os.WriteFile(file, []byte(h.Source()), 0o600); err != nil {
		t.Fatal(err)
	}
	address := freeAddress(t)
	_, port, _ := strings.Cut(address, ":")
	args := command(t, h.Lang, file, address)
	ctx, cancel := context.WithCancel(context.Background())
	c := exec.CommandContext(ctx, args[0], args[1:]...)
	c.Env = append(os.Environ(), "SDKAPPID="+scenarios.DefaultAppID, "TOKEN="+token, "PORT="+port, "PHP_CLI_SERVER_WORKERS=4")
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) } // PHP's workers too
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		c.Wait()
	})
	if h.Lang != "php" {
		line, err := bufio.NewReader(out).ReadString('\n')
		if err != nil {
			t.Fatalf("%s did not tell its URL: %v", h.Lang, err)
		}
		return strings.TrimSpace(line)
	}
	for range 200 {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			conn.Close()
			return "http://" + address
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("PHP does not answer")
	return ""
}

// TestReceiversConform runs the catalogue against every receiver that explain prints. Nothing may be found, but for
// what PHP's development server does without asking the script: it answers a method in lower case with 501, closes every connection, and knows
// no pipelining.
func TestReceiversConform(t *testing.T) {
	excused := map[string]bool{"php SEC-013": true, "php TRN-012": true, "php TRN-005": true}
	for _, h := range Receivers() {
		t.Run(h.Lang, func(t *testing.T) {
			t.Parallel()
			target, err := delivery.ParseTarget(start(t, h))
			if err != nil {
				t.Fatal(err)
			}
			// A machine with much to do must not look like a slow receiver.
			client := &delivery.Client{Target: target, Deadline: 20 * time.Second, Timeout: 30 * time.Second}
			suite := &scenarios.Suite{
				Target: target, Client: client, Scenarios: catalogue.All(), Token: token, Seed: 1, Jobs: 4, Requests: 50,
				Expect: conformance.Expectations{"to:spammer": conformance.Block, "to:friend": conformance.Allow},
			}
			run, err := suite.Run(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for i := range run.Cases {
				c := &run.Cases[i]
				for _, f := range c.Findings {
					if !excused[h.Lang+" "+f.Rule] {
						t.Errorf("%s: %s %s: %s; received %s", c.ID, f.Level, f.Rule, f.Message, f.Received)
					}
				}
				if c.Status == result.Error || c.Status == result.Untestable {
					t.Errorf("%s: %s: %s", c.ID, c.Status, c.Message)
				}
			}
			if run.ByCase("POL-001").Status != result.Pass || run.ByCase("SEC-022").Status != result.Pass {
				t.Errorf("got %s and %s, want the policy and Sign to have been tested", run.ByCase("POL-001").Status, run.ByCase("SEC-022").Status)
			}
		})
	}
}

// One URL gets all callbacks of an app. What URL and body agree on is let through, without a ResultItem; where they differ,
// nobody is.
func TestReceiversLetOtherCallbacksThrough(t *testing.T) {
	const other = "State.StateChange"
	for _, r := range Receivers() {
		t.Run(r.Lang, func(t *testing.T) {
			t.Parallel()
			url := start(t, r)
			for _, tt := range []struct {
				inURL, inBody, appID string
				through              bool
			}{
				{other, other, scenarios.DefaultAppID, true},
				{other, callback.PrevFriendAdd.Command, scenarios.DefaultAppID, false},
				{callback.PrevFriendAdd.Command, other, scenarios.DefaultAppID, false},
				{other, other, "1", false},
			} {
				q := callback.PrevFriendAdd.Query(tt.appID, "203.0.113.9", "Web").Set(callback.ParamCallbackCommand, tt.inURL)
				q = q.Signed(token, time.Now().Unix())
				body := strings.Replace(callback.PrevFriendAdd.Sample, callback.PrevFriendAdd.Command, tt.inBody, 1)
				response, err := http.Post(url+"/?"+string(q.Append(nil)), "application/json", strings.NewReader(body))
				if err != nil {
					t.Fatal(err)
				}
				defer response.Body.Close()
				var got map[string]any
				if err := json.NewDecoder(response.Body).Decode(&got); err != nil {
					t.Fatal(err)
				}
				_, items := got["ResultItem"]
				if through := got["ActionStatus"] == "OK" && got["ErrorCode"] == 0.0 && !items; through != tt.through {
					t.Errorf("%s in the URL, %s in the body, app %s: got %v, want it let through: %t", tt.inURL, tt.inBody, tt.appID, got, tt.through)
				}
			}
		})
	}
}

func TestByLang(t *testing.T) {
	for _, h := range Receivers() {
		got, err := ByLang(h.Lang)
		if err != nil || got != h || !strings.Contains(got.Source(), "Sns.CallbackPrevFriendAdd") {
			t.Errorf("%s: got %v, %v with %d bytes", h.Lang, got, err, len(got.Source()))
		}
	}
	if _, err := ByLang("pyhton"); err == nil || !strings.Contains(err.Error(), `did you mean "python"`) {
		t.Errorf("got %v, want a suggestion", err)
	}
}

func ExampleReceivers() {
	for _, h := range Receivers() {
		fmt.Println(h.Lang, h.File)
	}
	// Output:
	// go receiver.go
	// node receiver.mjs
	// python receiver.py
	// java Receiver.java
	// php receiver.php
}
