package cmd

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/chatcb/chatcb/callback"
)

func TestMain(m *testing.M) {
	if os.Getenv("XDG_CACHE_HOME") == "" {
		os.Setenv("XDG_CACHE_HOME", os.DevNull) // the checks of tests are not remembered
	}
	if strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe") != "chatcb" {
		os.Setenv("LC_ALL", "C") // what the tests expect is English, wherever they run
	}
	testscript.Main(m, map[string]func(){
		"chatcb": func() { os.Exit(Main()) },
	})
}

// TestScript runs the command line as testdata/script specifies it.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       os.Getenv("UPDATE") != "",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("NO_COLOR", "1")
			env.Setenv("HOME", filepath.Join(env.WorkDir, "home"))
			env.Setenv("XDG_CONFIG_HOME", filepath.Join(env.WorkDir, "home", ".config"))
			env.Setenv("GORACE", "atexit_sleep_ms=0")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"receiver": receiver,
			"status":   exitStatus,
			"port":     freePort,
		},
	})
}

// exitStatus runs chatcb and checks its exit status: status 4 chatcb send …
func exitStatus(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	if err != nil || neg {
		ts.Fatalf("usage: status N command…")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		if _, err := fmt.Sscanf(err.Error(), "exit status %d", &got); err != nil {
			ts.Fatalf("%s: %v", args[1], err)
		}
	}
	if got != want {
		ts.Fatalf("got exit status %d, want %d", got, want)
	}
}

// freePort puts a port at which nobody listens into the variable NAME: port NAME
func freePort(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: port NAME")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	_, port, err := net.SplitHostPort(l.Addr().String())
	ts.Check(err)
	l.Close()
	ts.Setenv(args[0], port)
}

// receiver starts a receiver for the rest of the script and puts its URL into the variable NAME:
//
//	receiver NAME FILE         answers every request with the file: a body, or a whole answer that starts with HTTP/
//	receiver NAME FILE 300ms   … after a time
//	receiver NAME allow        answers as the page asks, and allows everybody
//	receiver NAME close        closes without an answer
func receiver(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: receiver NAME FILE|allow|close [delay]")
	}
	r := &scripted{kind: args[1]}
	if r.kind != "allow" && r.kind != "close" {
		r.answer = wholeAnswer([]byte(ts.ReadFile(args[1])))
	}
	if len(args) > 2 {
		d, err := time.ParseDuration(args[2])
		ts.Check(err)
		r.delay = d
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { l.Close() })
	ts.Setenv(args[0], "http://"+l.Addr().String())
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go r.serve(conn)
		}
	}()
}

// wholeAnswer puts an HTTP head before a bare body.
func wholeAnswer(text []byte) []byte {
	if bytes.HasPrefix(text, []byte("HTTP/")) {
		head, body, _ := bytes.Cut(text, []byte("\n\n"))
		return append(bytes.ReplaceAll(append(head, "\n\n"...), []byte("\n"), []byte("\r\n")), body...)
	}
	text = bytes.TrimRight(text, "\n")
	return fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(text), text)
}

type scripted struct {
	kind   string
	answer []byte
	delay  time.Duration
}

func (r *scripted) serve(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	for {
		req, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		body, err := io.ReadAll(req.Body)
		if err != nil || r.kind == "close" {
			return
		}
		time.Sleep(r.delay)
		answer := r.answer
		if r.kind == "allow" {
			q, err := callback.DecodeRequest(body)
			if err != nil {
				return
			}
			answer = wholeAnswer(callback.Allow(q.Accounts()...).Append(nil, callback.Wire))
		}
		if _, err := conn.Write(answer); err != nil || !strings.Contains(string(answer), "Content-Length") {
			return
		}
	}
}
