package cmd

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture/convert"
)

const watchToken = "token-of-this-test"

// process is a chatcb that was started.
type process struct {
	*exec.Cmd
	URL, Page string
	mu        sync.Mutex
	out       bytes.Buffer // both streams
	ended     chan struct{}
}

func (p *process) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.out.Len() > 1<<20 {
		return len(b), nil // nobody looks at so much
	}
	return p.out.Write(b)
}

func (p *process) printed() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out.String()
}

// start runs chatcb until it is ready. It prints NDJSON.
func start(t *testing.T, args ...string) *process {
	t.Helper()
	p := &process{ended: make(chan struct{})}
	p.Cmd = exec.CommandContext(t.Context(), "chatcb", append(args, "--output", "ndjson", "--addr", ":0", "--admin-token", watchToken)...)
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.Stderr = p
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	first, err := lines.ReadString('\n')
	var ready struct{ URL, Page string }
	if err != nil || json.Unmarshal([]byte(first), &ready) != nil || ready.URL == "" {
		t.Fatalf("got %q, %v and %s, want a line that says ready", first, err, p.printed())
	}
	p.URL, p.Page = ready.URL, ready.Page
	go func() {
		defer close(p.ended)
		_, _ = io.Copy(p, lines)
	}()
	t.Cleanup(func() { p.kill() })
	return p
}

// kill is kill -9.
func (p *process) kill() {
	_ = p.Process.Kill()
	<-p.ended
	_ = p.Wait()
}

func (p *process) ask(t *testing.T, from, to, wording string) {
	t.Helper()
	body := callback.Encoding{}.Append(nil, &callback.Request{
		CallbackCommand: callback.Command, RequesterAccount: from, FromAccount: from, AddType: callback.AddTypeBoth, EventTime: 1700000000000,
		FriendItem: []callback.FriendItem{{ToAccount: to, AddWording: wording, Remark: wording}},
	})
	query := callback.NewQuery("1400000000", "203.0.113.7", "iOS")
	resp, err := http.Post(p.URL+"?"+string(query.Append(nil)), "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, resp.Body) // or the connection would be closed
	resp.Body.Close()
}

// get asks the admin API. Of a stream it reads the first message.
func (p *process) get(t *testing.T, path, lastEventID string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, strings.TrimSuffix(p.Page, "/")+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+watchToken)
	if lastEventID != "" {
		r.Header.Set("Last-Event-ID", lastEventID)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.Header.Get("Content-Type") != "text/event-stream" {
		text, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Errorf("%s: got %d, %v: %s", path, resp.StatusCode, err, text)
		}
		return string(text)
	}
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			return data
		}
	}
	return ""
}

// numbers are the numbers in an answer of the API.
func numbers(t *testing.T, text string) (seqs []uint64, lost uint64, anew bool) {
	t.Helper()
	var page struct {
		Lost      uint64
		Anew      bool
		Exchanges []struct{ Seq uint64 }
	}
	if err := json.Unmarshal([]byte(text), &page); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	for _, x := range page.Exchanges {
		seqs = append(seqs, x.Seq)
	}
	return seqs, page.Lost, page.Anew
}

// TestWhatWasShownIsShownAfterARestart kills a mock server, tears the last line of its journal, and starts it again.
func TestWhatWasShownIsShownAfterARestart(t *testing.T) {
	dir := t.TempDir()
	args := []string{"mockserver", "--data", dir, "--remember", "5"}
	p := start(t, args...)
	for i := range 8 {
		p.ask(t, fmt.Sprintf("user_%d", i+1), "alice", "")
	}
	before := p.get(t, "/api/exchanges?after=3", "")
	p.kill()
	segments, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil || len(segments) != 1 {
		t.Fatalf("got %v, %v, want a segment", segments, err)
	}
	f, err := os.OpenFile(segments[0], os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(`{"seq":9,"time":"2026-`); err != nil {
		t.Fatal(err)
	}
	f.Close()

	p = start(t, append(args, "--exit-after", "2")...)
	after := p.get(t, "/api/exchanges?after=3", "")
	if untimed(before) != untimed(after) || !strings.Contains(after, "user_8") {
		t.Errorf("after the restart: got\n%s\nwant\n%s", after, before)
	}
	if detail := p.get(t, "/api/exchanges/8", ""); !strings.Contains(detail, "user_8") || !strings.Contains(detail, `"trace":[{"account":"alice","code":0}]`) {
		t.Errorf("got %s, want the exchange as it was", detail)
	}
	p.ask(t, "user_9", "bob", "")
	for _, c := range []struct {
		last  string
		first uint64
		lost  uint64
		anew  bool
	}{{"8", 9, 0, false}, {"6", 7, 0, false}, {"3", 5, 1, false}, {"1", 5, 3, false}, {"0", 5, 4, false}, {"99", 5, 4, true}} {
		seqs, lost, anew := numbers(t, p.get(t, "/api/stream", c.last))
		if len(seqs) == 0 || seqs[0] != c.first || seqs[len(seqs)-1] != 9 || lost != c.lost || anew != c.anew {
			t.Errorf("a page that saw %s: got %v, %d lost, anew %v, want from %d on, %d lost, %v", c.last, seqs, lost, anew, c.first, c.lost, c.anew)
		}
	}
	if counts := p.get(t, "/api/counts", ""); !strings.Contains(counts, `"exchanges":1,`) || !strings.Contains(counts, `"kept":5,`) {
		t.Errorf("got %s, want the one request since the start and 5 in memory", counts)
	}
	p.ask(t, "user_10", "bob", "")
	select {
	case <-p.ended: // the exchanges of before do not count for --exit-after
	case <-time.After(20 * time.Second):
		t.Error("the server has not ended after 2 requests")
	}
	if out := p.printed(); strings.Contains(out, "user_8") || !strings.Contains(out, "user_10") {
		t.Errorf("got %s, want what came since the start alone", out)
	}
}

// untimed leaves out how long answers took, which a journal has to the microsecond alone.
func untimed(text string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(text, `"took_ms"`) {
		if b.Len() > 0 {
			_, part, _ = strings.Cut(part, ",")
		}
		b.WriteString(part)
	}
	return b.String()
}

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
	for _, format := range convert.Writable() {
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
