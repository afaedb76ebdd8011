package record

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/need"
	"github.com/chatcb/chatcb/language"
)

const nginxConf = `
daemon off; master_process off; worker_processes 1; pid %[1]s/pid; error_log %[1]s/error.log;
events { worker_connections 64; }
http {
	access_log off; client_body_temp_path %[1]s; proxy_temp_path %[1]s; fastcgi_temp_path %[1]s;
	uwsgi_temp_path %[1]s; scgi_temp_path %[1]s;
	server {
		listen unix:%[1]s/sock;
		keepalive_requests 3; client_max_body_size 100k;
		default_type application/json;
		location = /ok { return 200 '{"ActionStatus":"OK"}'; }
		location = /drop { return 444; }
		location = /missing { return 404; }
	}
}
`

func TestInFrontOfNginx(t *testing.T) {
	program := need.Program(t, "nginx")
	dir := t.TempDir()
	conf := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(conf, fmt.Appendf(nil, nginxConf, dir), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, exec.Command(program, "-p", dir, "-c", conf, "-e", filepath.Join(dir, "error.log")))
	socket := filepath.Join(dir, "sock")
	for until := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		if c, err := net.Dial("unix", socket); err == nil {
			c.Close()
			break
		}
		if time.Now().After(until) {
			log, _ := os.ReadFile(filepath.Join(dir, "error.log"))
			t.Fatalf("nginx does not answer: %s", log)
		}
	}
	k := &kept{}
	client := through(t, &Proxy{Keep: k.keep}, "unix:"+socket+":/")
	for _, tt := range []struct {
		path   string
		body   string
		status int
	}{
		{"/ok", "{}", 200},
		{"/ok", strings.Repeat("x", 90<<10), 200},
		{"/ok", strings.Repeat("x", 200<<10), 413},
		{"/missing", "{}", 404},
		{"/drop", "{}", 502},
		{"/ok", "{}", 200},
		{"/ok", "{}", 200},
		{"/ok", "{}", 200},
		{"/ok", "{}", 200},
	} {
		d := client.Target.Head()
		m := &delivery.Message{}
		m.Put(d.Append(nil, []byte(tt.path), []byte(tt.body)))
		x := &exchange.Exchange{}
		if err := client.Do(t.Context(), m, x); err != nil {
			t.Fatal(err)
		}
		if x.Answer.Status != tt.status || x.Failure.Cause != "" || x.Answer.Defects != 0 {
			t.Errorf("%s with %d bytes: got %d %+v %v, want %d", tt.path, len(tt.body), x.Answer.Status, x.Failure, x.Answer.Defects.Words(), tt.status)
		}
	}
}

// run starts a program and ends it with the test.
func run(t testing.TB, c *exec.Cmd) {
	t.Helper()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Process.Kill()
		c.Wait()
	})
}

// through runs a proxy before the target and returns a client of the proxy.
func through(t testing.TB, p *Proxy, target string) *delivery.Client {
	t.Helper()
	here, err := delivery.ParseTarget("http://" + start(t, p, target) + "/")
	if err != nil {
		t.Fatal(err)
	}
	client := &delivery.Client{Target: here}
	t.Cleanup(client.CloseIdle)
	return client
}

func TestInFrontOfNode(t *testing.T) {
	c := exec.Command(need.Program(t, "node"), filepath.Join("..", "cmd", "testdata", "receivers", "receiver.js"))
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	run(t, c)
	port, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	seen := make(chan string, 10)
	client := through(t, &Proxy{Observe: func(s *Seen) {
		text := ""
		for _, v := range s.Judgement.Verdicts {
			text += fmt.Sprintf("%s %s %s;", v.Account, v.Effect, v.Cause)
		}
		for _, f := range s.Judgement.Findings {
			if f.Level == rule.Fail && f.Rule.ID[:2] != "RQ" {
				text += f.Rule.ID
			}
		}
		seen <- text
	}}, "http://127.0.0.1:"+strings.TrimSpace(port)+"/")
	for _, framing := range []exchange.BodyFraming{exchange.ByLength, exchange.ByChunks} {
		for range 3 {
			d := client.Target.Head()
			d.Framing, d.ChunkSize = framing, 7
			_, body, _ := strings.Cut(callbackFor(t, "friend", "spammer"), "\r\n\r\n")
			m := &delivery.Message{}
			m.Put(d.Append(nil, []byte("/"), []byte(body)))
			x := &exchange.Exchange{}
			if err := client.Do(t.Context(), m, x); err != nil || x.Answer.Status != 200 {
				t.Fatalf("got %d %+v, %v", x.Answer.Status, x.Failure, err)
			}
			if got, want := <-seen, "friend ALLOW said;spammer BLOCK said;"; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		}
	}
}

// TLS on both sides, each with a certificate of its own.
func TestTLSInAndOut(t *testing.T) {
	backend := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Write(body)
	}))
	defer backend.Close()
	roots := x509.NewCertPool()
	roots.AddCert(backend.Certificate())
	for _, trusted := range []bool{true, false} {
		p := &Proxy{TLS: delivery.TLS{Roots: roots, ServerName: "example.com"}, Notice: func(language.Text) {}}
		if !trusted {
			p.TLS.Roots = x509.NewCertPool()
		}
		k := &kept{}
		p.Keep = k.keep
		to, err := delivery.ParseTarget(backend.URL)
		if err != nil {
			t.Fatal(err)
		}
		p.Target = to
		own := certificate(t)
		l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{own}})
		if err != nil {
			t.Fatal(err)
		}
		serve(t, p, l)
		mine := x509.NewCertPool()
		leaf, err := x509.ParseCertificate(own.Certificate[0])
		if err != nil {
			t.Fatal(err)
		}
		mine.AddCert(leaf)
		here, err := delivery.ParseTarget("https://" + l.Addr().String() + "/")
		if err != nil {
			t.Fatal(err)
		}
		client := &delivery.Client{Target: here, TLS: delivery.TLS{Roots: mine}}
		d := here.Head()
		m := &delivery.Message{}
		m.Put(d.Append(nil, []byte("/"), []byte("hello")))
		x := &exchange.Exchange{}
		if err := client.Do(t.Context(), m, x); err != nil {
			t.Fatal(err)
		}
		client.CloseIdle()
		rec, _ := k.nth(t, 1)
		if trusted && string(x.Answer.Body) != "hello" || !trusted && (x.Answer.Status != 502 || rec.Failure.Cause != callback.TLS) {
			t.Errorf("trusted %v: got %d %q, recorded %+v", trusted, x.Answer.Status, x.Answer.Body, rec.Failure)
		}
	}
}

func certificate(t testing.TB) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}
