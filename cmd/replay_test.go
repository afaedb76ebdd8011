package cmd

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/outcome"
)

// replayCapture is a capture of what goReceiver was asked, with the answer that it gives but for "friend", who was blocked.
func replayCapture(t *testing.T) string {
	t.Helper()
	var lines strings.Builder
	lines.WriteString("{\"format\":\"chatcb-capture\",\"version\":1}\n")
	for i, to := range []string{"friend", "spammer", "other"} {
		q := callback.Request{CallbackCommand: callback.PrevFriendAdd.Command, FromAccount: "alice", Items: []callback.Item{{ToAccount: to}}}
		body := string(callback.Encoding{}.Append(nil, &q))
		answer := callback.Allow(to)
		if to != "other" {
			answer.ResultItem[0].ResultCode = 38001
		}
		x := exchange.Exchange{Seq: uint64(i + 1), Sent: []byte("POST /hook HTTP/1.1\r\nHost: h\r\n\r\n" + body)}
		x.Sent = []byte(strings.Replace(string(x.Sent), "Host: h", fmt.Sprintf("Host: h\r\nContent-Length: %d", len(body)), 1))
		x.Received = append([]byte("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"), answer.Append(nil, callback.Wire)...)
		x.Answer.Advance(x.Received, true)
		lines.Write(append(x.AppendMembers([]byte{'{'}), "}\n"...))
	}
	name := filepath.Join(t.TempDir(), "capture.jsonl")
	if err := os.WriteFile(name, []byte(lines.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestReplayMatchesItsSchema(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(goReceiver))
	defer s.Close()
	name := replayCapture(t)
	for _, args := range [][]string{{}, {"--against", s.URL}, {"--baseline", name}, {"--as-captured"}, {"--timing", "rate=500"}} {
		status, out, errs := run(t, append([]string{"replay", name, s.URL, "--json"}, args...)...)
		validate(t, printedSchema(t, "replay"), out)
		if want := map[bool]outcome.Status{false: outcome.Leak, true: outcome.OK}[len(args) > 0 && args[0] == "--against"]; status != want || errs != "" {
			t.Errorf("%v: got status %d, want %d\n%s%s", args, status, want, out, errs)
		}
	}
}

// A dry run touches no receiver, and its JSON is a capture of what would be sent.
func TestReplayDryRun(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("got a request, want none") }))
	s.Config.ConnState = func(net.Conn, http.ConnState) { t.Error("got a connection, want none") }
	defer s.Close()
	name := replayCapture(t)
	for _, args := range [][]string{{}, {"--against", s.URL}, {"--baseline", name}, {"--as-captured"}, {"--timing", "rate=500"}, {"--token", "sesame"}} {
		status, out, errs := run(t, append([]string{"replay", name, s.URL + "/there", "--dry-run", "--json"}, args...)...)
		validate(t, printedSchema(t, "replay-plan"), out)
		if status != outcome.OK || !strings.HasPrefix(errs, "dry run: nothing was sent; 3 requests would go to "+s.URL+"/there") || strings.Contains(out, "sesame") {
			t.Errorf("%v: got status %d\n%s%s", args, status, out, errs)
		}
	}
}
