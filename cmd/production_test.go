package cmd

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/need"
	"github.com/chatcb/chatcb/outcome"
)

// balancer is the nginx of docs/production.md, on a socket.
type balancer struct {
	dir    string
	nginx  *exec.Cmd
	client http.Client
}

// balance starts it in front of these recorders.
func balance(t *testing.T, recorders ...*process) *balancer {
	t.Helper()
	dir, err := os.MkdirTemp("", "chatcb") // the path of a socket has room for few letters
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	b := &balancer{dir: dir}
	b.configure(t, recorders...)
	b.nginx = exec.CommandContext(t.Context(), need.Program(t, "nginx"), "-p", dir, "-c", filepath.Join(dir, "nginx.conf"), "-e", filepath.Join(dir, "log"))
	if err := b.nginx.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = b.nginx.Process.Signal(syscall.SIGTERM)
		_ = b.nginx.Wait()
	})
	b.client.Transport = &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", filepath.Join(dir, "sock"))
	}}
	b.await(t)
	return b
}

// configure writes the configuration that the page has, for these recorders.
func (b *balancer) configure(t *testing.T, recorders ...*process) {
	t.Helper()
	page := read(t, "../docs/production.md")
	_, conf, _ := strings.Cut(page, "```nginx\n")
	conf, _, _ = strings.Cut(conf, "```")
	servers := ""
	for _, r := range recorders {
		servers += "server " + strings.Trim(strings.TrimPrefix(r.URL, "http://"), "/") + " max_fails=1 fail_timeout=5s;\n"
	}
	conf = regexp.MustCompile(`(?m)(^ *server 10.*\n)+`).ReplaceAllLiteralString(conf, servers)
	conf = strings.Replace(conf, "listen 8080;", "listen unix:"+b.dir+"/sock;", 1)
	for _, limit := range []string{"proxy_connect_timeout 200ms", "proxy_read_timeout 3s"} {
		if !strings.Contains(conf, limit) {
			t.Fatalf("got no %s in\n%s", limit, conf)
		}
		conf = strings.Replace(conf, limit, strings.Fields(limit)[0]+" 60s", 1) // a slow machine is no broken recorder
	}
	whole := fmt.Sprintf("daemon off; master_process off; worker_processes 1; pid %[1]s/pid;\nevents {}\nhttp { access_log off; "+
		"client_body_temp_path %[1]s; proxy_temp_path %[1]s; fastcgi_temp_path %[1]s; uwsgi_temp_path %[1]s; scgi_temp_path %[1]s;\n%[2]s}\n",
		b.dir, conf)
	if err := os.WriteFile(filepath.Join(b.dir, "nginx.conf"), []byte(whole), 0o600); err != nil {
		t.Fatal(err)
	}
}

// await waits until it answers.
func (b *balancer) await(t *testing.T) {
	t.Helper()
	for until := time.Now().Add(time.Minute); time.Now().Before(until); time.Sleep(10 * time.Millisecond) {
		if c, err := net.Dial("unix", filepath.Join(b.dir, "sock")); err == nil {
			c.Close()
			return
		}
	}
	log, _ := os.ReadFile(filepath.Join(b.dir, "log"))
	t.Fatalf("nginx does not answer: %s", log)
}

// ask has Chat ask whether from may add bob, and returns the status.
func (b *balancer) ask(from string) int {
	body := callback.Encoding{}.Append(nil, &callback.Request{
		CallbackCommand: callback.PrevFriendAdd.Command, RequesterAccount: from, FromAccount: from, Items: []callback.Item{{ToAccount: "bob"}},
	})
	query := callback.PrevFriendAdd.Query("1400000000", "203.0.113.7", "iOS")
	resp, err := b.client.Post("http://chat.example.com/hook?"+string(query.Append(nil)), "application/json", bytes.NewReader(body))
	if err != nil {
		return 0
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	return resp.StatusCode
}

// held is a backend that allows everybody, and holds the requests of the account held back.
type held struct {
	came, release chan struct{}
}

func (h *held) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	if bytes.Contains(body, []byte(`"held"`)) {
		h.came <- struct{}{}
		<-h.release
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(callback.Allow("bob").Append(nil, callback.Wire))
}

// TestProduction tries what docs/production.md says of two recorders behind a balancer.
func TestProduction(t *testing.T) {
	t.Parallel()
	h := &held{came: make(chan struct{}, 1), release: make(chan struct{}, 1)}
	backend := httptest.NewServer(h)
	defer backend.Close()
	one, two := t.TempDir(), t.TempDir()
	args := func(dir string) []string {
		return []string{"record", "--to", backend.URL, "--data", dir, "--deadline", "1m", "--timeout", "2m", "--keep-within", "1m", "--config", "none"}
	}
	a, b := start(t, args(one)...), start(t, args(two)...)
	lb := balance(t, a, b)
	answered := 0
	ask := func(n int) {
		t.Helper()
		for i := range n {
			if status := lb.ask(fmt.Sprintf("user%d", i)); status != http.StatusOK {
				t.Fatalf("request %d: got status %d, want an answer", i, status)
			}
			answered++
		}
	}
	ask(10)
	for _, p := range []*process{a, b} {
		if found := p.get(t, "/api/wait?after=0&timeout=60s&where=to:bob", ""); !strings.Contains(found, `"from":"user`) {
			t.Errorf("got %.300s, want that both see traffic", found)
		}
	}
	if status, _, errs := run(t, "record", "--to", backend.URL, "--addr", ":0", "--data", two); status == outcome.OK || !strings.Contains(errs, two) {
		t.Errorf("a second recorder with the journal: got status %d: %s", status, errs)
	}

	// One dies, with a request that it holds.
	lb = balance(t, a)
	gone := make(chan int)
	go func() { gone <- lb.ask("held") }()
	<-h.came
	a.kill()
	if status := <-gone; status != http.StatusBadGateway {
		t.Errorf("got status %d for what it held, want 502", status)
	}
	h.release <- struct{}{}
	lb = balance(t, a, b)
	ask(10)

	// It comes back, and goes on.
	a = start(t, args(one)...)
	lb = balance(t, a, b)
	ask(10)

	// One is ended in good order, with a request that it holds.
	lb = balance(t, b)
	go func() { gone <- lb.ask("held") }()
	<-h.came
	if err := b.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	h.release <- struct{}{}
	if status := <-gone; status != http.StatusOK {
		t.Errorf("got status %d for what it held, want its answer", status)
	}
	answered++
	<-b.ended
	if err := b.Wait(); err != nil {
		t.Errorf("got %v: %s", err, b.printed())
	}
	a.kill()
	merged(t, one, two, answered)
}

// merged wants every answer in the journals together, and no callback twice.
func merged(t *testing.T, one, two string, answered int) {
	t.Helper()
	all := filepath.Join(t.TempDir(), "both.jsonl")
	if status, _, errs := run(t, "captures", "merge", one, two, "--out", all); status != outcome.OK {
		t.Fatalf("merge: got status %d: %s", status, errs)
	}
	_, out, errs := run(t, "captures", "list", all, "--output", "ndjson", "--where", "to:bob")
	whole := 0
	for line := range strings.Lines(out) {
		if strings.Contains(line, `"cause":"said"`) {
			whole++
		}
	}
	if whole != answered {
		t.Errorf("got %d answers in both journals, want %d: %s", whole, answered, errs)
	}
}

// TestAfterAnAlert tries what the page has one look at first.
func TestAfterAnAlert(t *testing.T) {
	t.Parallel()
	journal := t.TempDir()
	p := start(t, "record", "--to", backend(t), "--data", journal, "--config", "none")
	p.ask(t, "mallory", "broken", "hello") // which gets 500
	settled(t, p, "1")
	for want, args := range map[string][]string{
		"LEAK     1  mallory → broken  status": {"judge", journal, "--where", "leak", "--expect", "from:mallory=block"},
		"    1  ALLOW  mallory → broken":       {"captures", "list", journal, "--where", "cause:status"},
		"500 Internal Server Error":            {"captures", "show", journal, "1"},
	} {
		if _, out, errs := run(t, args...); !strings.Contains(out, want) {
			t.Errorf("%s: got\n%s%s\nwant %s", strings.Join(args, " "), out, errs, want)
		}
	}
}
