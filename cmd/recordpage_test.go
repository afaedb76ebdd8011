package cmd

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
)

// backend allows whom it is asked about, but for ids that say what it does instead.
func backend(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("Content-Type", "application/json")
		if strings.Contains(string(body), "broken") {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		q, err := callback.DecodeRequest(body)
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		w.Write(callback.Allow(q.Accounts()...).Append(nil, callback.Wire))
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// settled waits until the page has so many exchanges: they are shown after their answers.
func settled(t *testing.T, p *process, count string) string {
	t.Helper()
	return p.get(t, "/api/wait?after=0&timeout=20s&count="+count, "")
}

// TestRecordHasTheLivePage asks for what passes a proxy by the API of the mock server.
func TestRecordHasTheLivePage(t *testing.T) {
	dir := t.TempDir()
	args := []string{"record", "--to", backend(t), "--data", dir, "--on-error", "block", "--guard-code", "38900", "--app-id", "1400000000"}
	p := start(t, args...)
	p.ask(t, "alice", "bob", "hello")
	p.ask(t, "mallory", "broken", "hello")
	for text := range strings.SplitSeq("POST / HTTP/1.1|GET /health HTTP/1.1", "|") {
		method, _, _ := strings.Cut(text, " ")
		r, _ := http.NewRequest(method, p.URL, io.NopCloser(strings.NewReader(callback.PrevFriendAdd.Sample))) // of unknown length: in chunks
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	page := settled(t, p, "4")
	var got struct {
		Exchanges []struct {
			From     string
			Guarded  bool
			Verdicts []struct{ Account, Effect, Cause string }
			Findings []struct{ Rule string }
		}
	}
	if err := json.Unmarshal([]byte(page), &got); err != nil || len(got.Exchanges) != 4 {
		t.Fatalf("%v: %s", err, page)
	}
	first, second, chunked := got.Exchanges[0], got.Exchanges[1], got.Exchanges[2]
	if first.From != "alice" || first.Guarded || first.Verdicts[0].Effect != "ALLOW" || first.Verdicts[0].Cause != "said" {
		t.Errorf("got %+v, want what the backend said", first)
	}
	if second.From != "mallory" || !second.Guarded || second.Verdicts[0].Effect != "BLOCK" {
		t.Errorf("got %+v, want the answer of the guard", second)
	}
	if chunked.From != "id" || len(chunked.Verdicts) != 2 || !strings.Contains(page, `"rule":"RQU-`) {
		t.Errorf("got %+v, want a request in chunks as it reads, with what is wrong with it", chunked)
	}
	if detail := p.get(t, "/api/exchanges/2", ""); !strings.Contains(detail, `"guard":{"cause":"status"`) || !strings.Contains(detail, "500 Internal Server Error") {
		t.Errorf("got %s, want what the backend had said", detail)
	}
	for filter, want := range map[string]int{"guarded:yes": 1, "effect:block": 1, "from:alice": 1, "-guarded:yes": 3} {
		if seqs, _, _ := numbers(t, p.get(t, "/api/exchanges?where="+filter, "")); len(seqs) != want {
			t.Errorf("%s: got %v, want %d", filter, seqs, want)
		}
	}
	if counts := p.get(t, "/api/counts", ""); !strings.Contains(counts, `"guarded":1,`) || !strings.Contains(counts, `"denied":1,`) {
		t.Errorf("got %s", counts)
	}
	if about := p.get(t, "/about.json", ""); !strings.Contains(about, `"recording":true`) {
		t.Errorf("got %s", about)
	}
	for _, path := range []string{"/api/faults", "/api/policy", "/api/lists/x"} { // nothing to steer
		r, _ := http.NewRequest(http.MethodGet, strings.TrimSuffix(p.Page, "/")+path, nil)
		r.Header.Set("Authorization", "Bearer "+watchToken)
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		if resp.Body.Close(); resp.StatusCode != http.StatusNotFound {
			t.Errorf("%s: got %d, want 404", path, resp.StatusCode)
		}
	}
	if strings.Contains(p.printed()+p.Page, watchToken) {
		t.Error("a token that the user gave is printed")
	}
	p.kill()

	p = start(t, args...)
	if seqs, lost, _ := numbers(t, p.get(t, "/api/exchanges", "")); len(seqs) != 4 || lost != 0 {
		t.Errorf("after a restart: got %v and %d lost, want the four", seqs, lost)
	}
	if again := settled(t, p, "4"); strings.Count(again, `"RQU-`) != strings.Count(page, `"RQU-`) || !strings.Contains(again, `"guarded":true`) {
		t.Errorf("after a restart: got\n%s\nwant\n%s", again, page)
	}
}

// TestSlowViewersDelayNoAnswer opens streams of which nobody reads a byte, and lets much pass.
func TestSlowViewersDelayNoAnswer(t *testing.T) {
	p := start(t, "record", "--to", backend(t), "--data", t.TempDir())
	for range 3 {
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, strings.TrimSuffix(p.Page, "/")+"/api/stream?after=0", nil)
		r.Header.Set("Authorization", "Bearer "+watchToken)
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close() // unread until then
	}
	slowest := time.Duration(0)
	long := strings.Repeat("x", 30<<10)
	for range 600 { // some twenty megabytes for each viewer, which no buffer of a connection holds
		begin := time.Now()
		p.ask(t, long, "bob", "")
		slowest = max(slowest, time.Since(begin))
	}
	if slowest > 10*time.Second { // an answer that waits for a viewer waits for ever
		t.Errorf("the slowest answer took %s", slowest)
	}
	counts := ""
	for end := time.Now().Add(20 * time.Second); !strings.Contains(counts, `"exchanges":600,`) && time.Now().Before(end); {
		counts = p.get(t, "/api/counts", "")
	}
	if !strings.Contains(counts, `"exchanges":600,`) {
		t.Errorf("got %s, want all that passed", counts)
	}
}
