package cmd

import (
	"bytes"
	"encoding/json"
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
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/internal/need"
)

// TestEveryRuleOnTheWire serves the failing answers of every rule from a socket, and looks for the rule in what send
// prints: the judge must see the same bytes through delivery as in its own tests.
func TestEveryRuleOnTheWire(t *testing.T) {
	for rule := range conformance.Rules() {
		for _, s := range rule.Fail {
			x := s.Exchange()
			if len(x.Received) == 0 || s.Took > 0 || s.Failure != "" || s.Allow != nil || s.Block != nil || s.Hostile || s.Secrets != nil {
				continue // what no bytes of an answer alone can show; the scripts show lateness, resets and the like
			}
			if bytes.Contains(x.Received, []byte("127.0.0.1")) {
				continue // no secret to whom asked this very address
			}
			t.Run(rule.ID+"/"+s.Name, func(t *testing.T) {
				server := httptest.NewServer(rawAnswer(x.Received))
				defer server.Close()
				file := filepath.Join(t.TempDir(), "body.json")
				if err := os.WriteFile(file, x.SentBody(), 0o600); err != nil {
					t.Fatal(err)
				}
				_, out, errs := run(t, "send", server.URL, "--body", "@"+file, "--allow-invalid", "--json")
				if got := rulesIn(t, out+errs); !slices.Contains(got, rule.ID) {
					t.Errorf("got %v, want %s among them\n%s", got, rule.ID, x.Received)
				}
			})
		}
	}
}

// rawAnswer answers with exactly these bytes and closes.
func rawAnswer(answer []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var sink bytes.Buffer
		sink.ReadFrom(r.Body)
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		conn.Write(answer)
		conn.Close()
	}
}

func rulesIn(t *testing.T, out string) []string {
	t.Helper()
	var result struct {
		Exchanges []struct {
			Findings []struct{ Rule string }
		}
	}
	if err := json.Unmarshal([]byte(out), &result); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var ids []string
	for _, x := range result.Exchanges {
		for _, f := range x.Findings {
			ids = append(ids, f.Rule)
		}
	}
	return ids
}

// TestCurlCommand runs the line that --curl prints: what it sends must carry the right Sign, and the line no secret.
func TestCurlCommand(t *testing.T) {
	need.Program(t, "curl")
	need.Program(t, "openssl")
	const token = "it's-a-\"token\"-\\$HOME"
	var problem error
	var got *callback.Request
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		problem = callback.CheckSign(token, q.Get("Sign"), q.Get("RequestTime"), time.Now())
		var body bytes.Buffer
		body.ReadFrom(r.Body)
		got, _ = callback.DecodeRequest(body.Bytes())
	}))
	defer server.Close()
	args := []string{"send", server.URL + "/hook?a=b c", "--curl", "--to", "id1", "--wording", "it's me, 你好 $HOME", "--token", token}
	status, line, errs := run(t, args...)
	if status != 0 {
		t.Fatalf("got status %d, want 0: %s", status, errs)
	}
	if strings.Contains(line+errs, "token\"") {
		t.Errorf("the line shows the token: %s", line)
	}
	c := exec.CommandContext(t.Context(), "sh", "-c", line)
	c.Env = append(os.Environ(), "CHATCB_TOKEN="+token)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%s\n%v\n%s", line, err, out)
	}
	if problem != nil {
		t.Errorf("the receiver refuses the Sign: %v", problem)
	}
	if got == nil || got.Items[0].Texts[callback.Wording] != "it's me, 你好 $HOME" {
		t.Errorf("got %+v, want the wording as given", got)
	}
}
