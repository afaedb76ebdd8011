package cmd

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/chatcb/chatcb/callback"
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
		CallbackCommand: callback.PrevFriendAdd.Command, RequesterAccount: from, FromAccount: from, Texts: callback.Texts{callback.AddType: callback.AddTypeBoth}, EventTime: 1700000000000,
		Items: []callback.Item{{ToAccount: to, Texts: callback.Texts{callback.Wording: wording, callback.Remark: wording}}},
	})
	query := callback.PrevFriendAdd.Query("1400000000", "203.0.113.7", "iOS")
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
