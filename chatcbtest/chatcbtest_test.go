package chatcbtest

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/policy"
	"github.com/chatcb/chatcb/result"
)

func backend(t *testing.T) *mockserver.Server {
	t.Helper()
	p, err := policy.Parse("policy.yaml", []byte("rules:\n  - {id: listed, when: 'from == \"spammer\"', deny: 38001, info: listed}\n"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := mockserver.New(mockserver.Config{AppID: "1400000000", Strict: true, Policy: p})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestRun(t *testing.T) {
	run := Run(t, backend(t), Options{Expect: []string{"from:spammer=block"}, Only: []string{"FLD-001", "SEC-001", "POL"}, Skip: []string{"SEC-003"}})
	if c := run.ByCase("SEC-001"); c == nil || c.Status != result.Pass || run.ByCase("SEC-003") != nil {
		t.Errorf("got %+v, want that SEC-001 passed and SEC-003 was left out", c)
	}
	if n := run.Counts.Status[result.Pass]; n < 3 {
		t.Errorf("got %d cases passed, want the page's sample, the SdkAppid and the policy", n)
	}
}

// A test that fails is run in a process of its own: what a failing backend looks like must be told.
func TestRunFailsForAWrongBackend(t *testing.T) {
	if os.Getenv("CHATCBTEST_WRONG") != "" {
		atTop := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"ActionStatus":"OK","ErrorCode":38001,"ErrorInfo":"no","ResultItem":[]}`)
		})
		Run(t, atTop, Options{Only: []string{"FLD-001"}})
		return
	}
	t.Parallel()
	c := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestRunFailsForAWrongBackend$", "-test.v")
	c.Env = append(os.Environ(), "CHATCBTEST_WRONG=1")
	out, err := c.CombinedOutput()
	for _, want := range []string{"--- FAIL: TestRunFailsForAWrongBackend/FLD-001", "expected ", "fix "} {
		if err == nil || !strings.Contains(string(out), want) {
			t.Errorf("got %v\n%s\nwant a failure that has %q", err, out, want)
		}
	}
}

func TestRunRefusesWrongOptions(t *testing.T) {
	t.Parallel()
	for _, o := range []Options{{Expect: []string{"spammer=block"}}, {Command: "C2C.CallbackBeforeSendMsg"}, {Path: "\x00"}} {
		if _, err := o.suite("http://127.0.0.1:1"); err == nil {
			t.Errorf("%+v: got no error", o)
		}
	}
}

func TestNewTestServer(t *testing.T) {
	t.Parallel()
	server := NewTestServer(t)
	server.Deny("id2")
	hook := callback.PrevFriendAdd
	response, err := http.Post(server.URL+"/?"+string(hook.Query("1400000000", "203.0.113.9", "Web").Append(nil)), "application/json", strings.NewReader(hook.Sample))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct {
		ResultItem []struct{ ResultCode int }
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	if len(answer.ResultItem) != 2 || answer.ResultItem[0].ResultCode != 0 || answer.ResultItem[1].ResultCode == 0 {
		t.Errorf("got %+v, want id1 allowed and id2 denied", answer)
	}
}
