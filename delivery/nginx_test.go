package delivery

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/internal/need"
)

const nginxConf = `
daemon off; master_process off; worker_processes 1; pid %[1]s/pid; error_log %[1]s/error.log;
events { worker_connections 64; }
http {
	access_log off; client_body_temp_path %[1]s; proxy_temp_path %[1]s; fastcgi_temp_path %[1]s;
	uwsgi_temp_path %[1]s; scgi_temp_path %[1]s;
	server {
		listen unix:%[1]s/sock;
		keepalive_requests 3; client_max_body_size 100k; keepalive_timeout 1s;
		default_type application/json;
		location = /ok { return 200 '{"ActionStatus":"OK"}'; }
		location = /redirect { return 302 /ok; }
		location = /nothing { return 204; }
		location = /drop { return 444; }
		location = /proxy { proxy_pass http://unix:%[1]s/nowhere:/; }
	}
}
`

// startNginx serves on a unix socket in a folder of its own and returns its path.
func startNginx(t *testing.T) string {
	t.Helper()
	program := need.Program(t, "nginx")
	dir := t.TempDir()
	conf := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(conf, fmt.Appendf(nil, nginxConf, dir), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "-p", dir, "-c", conf, "-e", filepath.Join(dir, "error.log"))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	socket := filepath.Join(dir, "sock")
	for until := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		if c, err := net.Dial("unix", socket); err == nil {
			c.Close()
			return socket
		}
		if time.Now().After(until) {
			log, _ := os.ReadFile(filepath.Join(dir, "error.log"))
			t.Fatalf("nginx does not answer: %s", log)
		}
	}
}

func TestAgainstNginx(t *testing.T) {
	socket := startNginx(t)
	tests := []struct {
		path   string
		body   string
		status int
		answer string
		cause  callback.Cause
	}{
		{"/ok", "{}", 200, `{"ActionStatus":"OK"}`, ""},
		{"/ok", strings.Repeat("x", 90<<10), 200, `{"ActionStatus":"OK"}`, ""},
		{"/ok", strings.Repeat("x", 200<<10), 413, "", ""},
		{"/redirect", "{}", 302, "", ""},
		{"/nothing", "{}", 204, "", ""},
		{"/missing", "{}", 404, "", ""},
		{"/proxy", "{}", 502, "", ""},
		{"/drop", "{}", 0, "", callback.Reset},
	}
	for _, c := range tests {
		t.Run(fmt.Sprint(c.path, "/", len(c.body)), func(t *testing.T) {
			client := clientFor(t, "unix:"+socket+":"+c.path)
			for range 4 { // the third request of a connection is its last
				x := do(t, client, request(client, c.body))
				if x.Answer.Status != c.status || x.Failure.Cause != c.cause || x.Answer.Defects&^http1.Short != 0 || x.Resent {
					t.Errorf("got %d %q %+v, resent %v, want %d %q", x.Answer.Status, x.Answer.Defects.Words(), x.Failure, x.Resent, c.status, c.cause)
				}
				if c.answer != "" && string(x.Answer.Body) != c.answer {
					t.Errorf("got %q, want %q", x.Answer.Body, c.answer)
				}
			}
		})
	}
}

func TestNginxKeepAlive(t *testing.T) {
	client := clientFor(t, "unix:"+startNginx(t)+":/ok")
	for i := range 7 {
		x := do(t, client, request(client, "{}"))
		if x.Answer.Status != 200 || x.Reused != (i%3 > 0) || x.Resent || x.Answer.Close != (i%3 == 2) {
			t.Errorf("exchange %d: got %d, reused %v, resent %v, close %v", i, x.Answer.Status, x.Reused, x.Resent, x.Answer.Close)
		}
	}
	conn, x := client.Conn(), &exchange.Exchange{}
	defer conn.Close()
	if err := conn.Do(t.Context(), request(client, "{}"), x); err != nil || x.Answer.Status != 200 {
		t.Fatalf("got %v %+v", err, x.Failure)
	}
	if event, err := conn.Await(t.Context(), time.Minute); event != Closed || err != nil {
		t.Errorf("after its keep-alive time: got %q %v, want closed", event, err)
	}
}

func TestNginxRequestForms(t *testing.T) {
	socket := startNginx(t)
	client := clientFor(t, "unix:"+socket+":/ok")
	tests := []struct {
		name   string
		draft  exchange.Head
		status int
		close  bool
	}{
		{"small chunks with an extension", exchange.Head{Host: "h", Framing: exchange.ByChunks, ChunkSize: 1, ChunkExt: ";a=b"}, 200, false},
		{"HTTP/1.0 without Host", exchange.Head{Proto: "HTTP/1.0", Without: []string{"Host"}}, 200, true},
		{"no Host", exchange.Head{Without: []string{"Host"}}, 400, true},
		{"two lengths", exchange.Head{Host: "h", Headers: []exchange.Header{{Name: "Content-Length", Value: "5"}, {Name: "Content-Length", Value: "6"}}}, 400, true},
		{"length and chunks", exchange.Head{Host: "h", Framing: exchange.ByChunks, Headers: []exchange.Header{{Name: "Content-Length", Value: "5"}}}, 400, true},
		{"lower case", exchange.Head{Host: "h", Headers: []exchange.Header{{Name: "content-type", Value: "application/json"}, {Name: "CONTENT-LENGTH", Value: "5"}}}, 200, false},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			m := &Message{}
			m.Put(c.draft.Append(nil, []byte("/ok"), []byte("hello")))
			x := do(t, client, m)
			if x.Answer.Status != c.status || x.Answer.Close != c.close {
				t.Errorf("got %d, close %v, failure %+v, want %d, %v", x.Answer.Status, x.Answer.Close, x.Failure, c.status, c.close)
			}
		})
	}
}
