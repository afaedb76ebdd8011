package cmd

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture/formats"
)

// TestRedactionHoldsEverywhere looks for a user, and for what they wrote, in all that a mock server tells.
func TestRedactionHoldsEverywhere(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "policy.yaml")
	rules := "lists: {known: [mallory-1984]}\nrules:\n  - {id: known, when: 'in_list(\"known\", from) and remark != \"\"', deny: 38001}\n"
	if err := os.WriteFile(file, []byte(rules), 0o600); err != nil {
		t.Fatal(err)
	}
	journal := filepath.Join(dir, "journal")
	open := start(t, "mockserver", "--data", journal, "--policy", file)
	open.ask(t, "mallory-1984", "bob-the-friend", "secret-wording")
	if !strings.Contains(open.get(t, "/api/exchanges?full=true", ""), "mallory-1984") {
		t.Error("without --redact the user is not shown, which proves nothing")
	}
	open.kill()
	first, err := filepath.Glob(filepath.Join(journal, "*.jsonl"))
	if err != nil || len(first) != 1 {
		t.Fatal(first, err)
	}
	old, err := os.ReadFile(first[0])
	if err != nil {
		t.Fatal(err)
	}

	p := start(t, "mockserver", "--data", journal, "--policy", file, "--shadow", file, "--redact", "--fault", "legal-extra-members")
	p.ask(t, "mallory-1984", "bob-the-friend", "secret-wording")
	places := map[string]string{}
	for _, path := range []string{
		"/api/exchanges", "/api/exchanges?full=true", "/api/exchanges/1", "/api/exchanges/2", "/api/exchanges/latest", "/api/exchanges.jsonl",
		"/api/stream?after=0", "/api/wait?after=1&full=true", "/api/verify?where=to:nobody", "/api/lists/known", "/api/policy", "/api/counts", "/metrics",
	} {
		places[path] = p.get(t, path, "")
	}
	for _, format := range formats.Writable() {
		places["/api/export/"+format] = p.get(t, "/api/export/"+format, "")
	}
	for end := time.Now().Add(20 * time.Second); !strings.Contains(p.printed(), `"seq":2,`) && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	places["the output"] = p.printed()
	now, err := os.ReadFile(first[0])
	if err != nil {
		t.Fatal(err)
	}
	places["the journal"] = strings.TrimPrefix(string(now), string(old))
	for place, text := range places {
		for _, secret := range []string{"mallory", "bob-the-friend", "secret-wording", "203.0.113.7"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s tells %s:\n%s", place, secret, text)
			}
		}
	}
	if !strings.Contains(places["the output"], `"effect":"BLOCK"`) || !strings.Contains(places["/api/exchanges/2"], `"effect":"BLOCK"`) {
		t.Errorf("got %s, want the effect as it was", places["/api/exchanges/2"])
	}
	// The same user is the same user everywhere.
	var latest struct{ Request struct{ Body string } }
	if err := json.Unmarshal([]byte(places["/api/exchanges/latest"]), &latest); err != nil {
		t.Fatal(err)
	}
	q, err := callback.DecodeRequest([]byte(latest.Request.Body))
	if err != nil || !strings.HasPrefix(q.FromAccount, "u_") {
		t.Fatalf("got %q, %v, want a pseudonym", q.FromAccount, err)
	}
	for _, place := range []string{"the output", "the journal", "/api/exchanges/1", "/api/stream?after=0", "/api/lists/known", "/api/export/har"} {
		if !strings.Contains(places[place], q.FromAccount) {
			t.Errorf("%s: the user has not the pseudonym %s:\n%s", place, q.FromAccount, places[place])
		}
	}
}
