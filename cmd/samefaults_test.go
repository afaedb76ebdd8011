package cmd

import (
	"encoding/json"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/internal/newfile"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/mockserver/policy"
	"github.com/chatcb/chatcb/outcome"
)

// quickDeadline lets answers be late in little time.
const quickDeadline = 400 * time.Millisecond

const denyAll = "rules:\n  - {id: spam, when: \"true\", deny: 38001, info: spam}\n"

// faultyRun keeps what a mock server with this script did to requests of send, eight at a time, and returns the capture
// and the policy.
func faultyRun(t *testing.T, script string, requests string) (file, policyFile string) {
	t.Helper()
	policyFile = filepath.Join(t.TempDir(), "policy.yaml")
	if err := os.WriteFile(policyFile, []byte(denyAll), 0o600); err != nil {
		t.Fatal(err)
	}
	decides, err := policy.Load(policyFile)
	if err != nil {
		t.Fatal(err)
	}
	faults, err := fault.Parse(script, fault.Files{})
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "faulty.jsonl")
	out, err := capture.Create(file, nil, newfile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	w := capture.NewWriter(out)
	var mu sync.Mutex
	server, err := mockserver.New(mockserver.Config{Policy: decides, Faults: faults, Keep: func(e *live.Event) error {
		mu.Lock()
		defer mu.Unlock()
		x := e.Exchange()
		x.Deadline = quickDeadline
		return w.Append(x, e.Extra()...)
	}})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	serving := server.Listener()
	go serving.Serve(l)
	run(t, "send", "http://"+l.Addr().String()+"/hook", "--seed", "5", "--count", requests, "--jobs", "8", "--deadline", quickDeadline.String())
	if err := serving.Close(); err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	defer mu.Unlock()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return file, policyFile
}

// Replayed with the recorded faults, every account meets the same effect by the same cause, however many requests are
// under way at a time; without them, it does not.
func TestSameFaults(t *testing.T) {
	script := "status=503 1 in 4, latency=20ms..120ms 1 in 3, p99=80ms median=20ms 1 in 5, reset 1 in 6, close 1 in 7, truncate 1 in 8, garbage 1 in 9," +
		" no-result-item 1 in 5, latency=600ms 1 in 20, html first 2, bad-chunk after 50"
	file, policyFile := faultyRun(t, script, "60")
	for _, jobs := range []string{"2", "64"} {
		args := []string{"replay", file, "--same-faults", "--policy", policyFile, "--timing", "max", "--jobs", jobs, "--deadline", quickDeadline.String(), "--output", "ndjson"}
		status, out, errs := run(t, args...)
		causes, n := map[string]int{}, 0
		for line := range strings.Lines(out) {
			var r struct {
				Replay struct {
					Decisions []struct {
						Account, Change string
						Before, After   struct{ Effect, Cause string }
					}
				}
			}
			if err := json.Unmarshal([]byte(line), &r); err != nil {
				t.Fatal(err)
			}
			for _, d := range r.Replay.Decisions {
				n++
				causes[d.After.Cause]++
				if d.Change != "same" || d.Before != d.After {
					t.Errorf("jobs %s: %s: got %s: %v, want the same as %v", jobs, d.Account, d.Change, d.After, d.Before)
				}
			}
		}
		if status != outcome.OK || n < 60 || len(causes) < 6 {
			t.Errorf("jobs %s: got status %d, %d decisions, causes %v, want 0, 60 or more, and six causes\n%s", jobs, status, n, causes, errs)
		}
	}
	server, err := mockserver.New(mockserver.Config{})
	if err != nil {
		t.Fatal(err)
	}
	listening := httptest.NewServer(server)
	defer listening.Close()
	if status, out, _ := run(t, "replay", file, listening.URL, "--timing", "max"); status != outcome.Leak {
		t.Errorf("without faults and policy: got status %d, want %d\n%s", status, outcome.Leak, out)
	}
}
