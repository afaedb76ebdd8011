package catalogue

import (
	"bufio"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/need"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// startProgram starts a receiver that prints its port, for the rest of the test.
func startProgram(t *testing.T, program, file, fault string) *scenarios.Suite {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), need.Program(t, program), path)
	c.Env = append(os.Environ(), "APP_ID="+testAppID, "TOKEN="+testToken, "FAULT="+fault)
	c.Stderr = io.Discard
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	})
	port, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("%s %s: %v", program, file, err)
	}
	return suiteFor(t, "http://127.0.0.1:"+strings.TrimSpace(port))
}

// goReceiver is a receiver as one writes it with net/http.
func goReceiver(t *testing.T, fault string) *scenarios.Suite {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 16<<20))
		fail := func(why string) {
			w.Header().Set("Content-Type", "application/json")
			answer := callback.Response{ActionStatus: callback.StatusFail, ErrorCode: 38000, ErrorInfo: why}
			w.Write(answer.Append(nil, callback.Wire))
		}
		query := callback.ParseQuery(r.URL.RawQuery)
		value := func(name string) string { v, _ := query.Get(name); return v }
		q, derr := callback.DecodeRequest(body)
		switch {
		case r.Method != http.MethodPost:
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		case value(callback.ParamSdkAppid) != testAppID, value(callback.ParamCallbackCommand) != callback.PrevFriendAdd.Command:
			fail("not for this app")
			return
		case callback.CheckSign(testToken, value(callback.ParamSign), value(callback.ParamRequestTime), time.Now()) != nil:
			fail("Sign is wrong")
			return
		case err != nil || derr != nil || q.CallbackCommand != callback.PrevFriendAdd.Command:
			fail("bad request")
			return
		}
		if fault != "no-content-type" {
			w.Header().Set("Content-Type", "application/json")
		}
		w.Write(callback.Allow(q.Accounts()...).Append(nil, callback.Wire))
	}))
	t.Cleanup(server.Close)
	return suiteFor(t, server.URL)
}

// Receivers that people write in three languages are all green; with one fault of real handlers each, exactly that is
// found.
func TestReceiversInThreeLanguages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		start func(t *testing.T, fault string) *scenarios.Suite
		fault string
		rules []string
	}{
		{"Go", func(t *testing.T, fault string) *scenarios.Suite { return goReceiver(t, fault) }, "no-content-type", []string{"HDR-001"}},
		{
			"Node", func(t *testing.T, fault string) *scenarios.Suite {
				return startProgram(t, "node", "receiver.js", fault)
			}, "no-sign-check",
			[]string{"SEC-021", "SEC-022", "SEC-023", "SEC-024", "SEC-025", "SEC-026", "SEC-027", "SEC-028", "SEC-029", "SEC-033"},
		},
		{"Python", func(t *testing.T, fault string) *scenarios.Suite {
			return startProgram(t, "python3", "receiver.py", fault)
		}, "null-info", []string{"TYP-008"}},
	} {
		for _, fault := range []string{"", c.fault} {
			name, want := c.name, []string(nil)
			if fault != "" {
				name, want = c.name+" with "+fault, c.rules
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				r := run(t, c.start(t, fault))
				if !slices.Equal(harsh(r), want) { // a machine that stands still for two seconds makes a Sign good that is 62 s ahead
					r = run(t, c.start(t, fault))
				}
				if got := harsh(r); !slices.Equal(got, want) {
					t.Errorf("got %v, want %v", got, want)
					for i := range r.Cases {
						if c := &r.Cases[i]; c.Status != result.Pass && c.Status != result.Skip {
							t.Logf("%s %s: %s", c.ID, c.Status, c.Message)
						}
					}
				}
				if (r.Exit == 0) != (want == nil || fault == "no-content-type") {
					t.Errorf("got exit %d", r.Exit)
				}
			})
		}
	}
}

// harsh are the rules that were broken, but for notes and for what depends on how fast this machine is just now.
func harsh(r *result.Run) []string {
	var ids []string
	for i := range r.Cases {
		for k := range r.Cases[i].Findings {
			if f := &r.Cases[i].Findings[k]; f.Level != "note" && !strings.HasPrefix(f.Rule, "LAT") {
				ids = append(ids, f.Rule)
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
