//go:build unix

package mockserver_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
)

// nowhere takes an answer and forgets it.
type nowhere struct {
	header http.Header
	status int
}

func (w *nowhere) Header() http.Header         { return w.header }
func (w *nowhere) WriteHeader(status int)      { w.status = status }
func (w *nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (w *nowhere) WriteString(s string) (int, error) {
	return len(s), nil
}

// oneFriend is a request as clients send it.
func oneFriend() string {
	q := callback.Request{
		CallbackCommand: callback.PrevFriendAdd.Command, RequesterAccount: "user1234", FromAccount: "user1234", Texts: callback.Texts{callback.AddType: callback.AddTypeBoth}, EventTime: 1631777344870,
		Items: []callback.Item{{ToAccount: "friend5678", Texts: callback.Texts{callback.Remark: "Bob from work", callback.Group: "work", callback.Source: "AddSource_Type_Android", callback.Wording: "hi, it is me"}}},
	}
	return string(callback.Encoding{Style: callback.Wire}.Append(nil, &q))
}

const tenRules = `
lists: {bad: [spam, bot1, bot2], vips: [ceo]}
rules:
  - {id: vip, when: 'in_list("vips", to)', allow: true}
  - {id: blocked, when: 'in_list("bad", from)', deny: 38001}
  - {id: self, when: 'from == to', deny: 38002}
  - {id: forced, when: 'force', deny: 38003}
  - {id: link, when: 'has_link(wording)', deny: 38004}
  - {id: casino, when: 'wording contains "casino" or remark contains "casino"', deny: 38005}
  - {id: fast, when: 'rate(from, "1m") > 1000000000', deny: 38006}
  - {id: script, when: 'script_of(wording) == "Cyrillic" and platform == "Unknown"', deny: 38007}
  - {id: address, when: 'client_ip startsWith "10." and platform == "Web"', deny: 38008}
  - {id: source, when: 'source == "AddSource_Type_Robot"', deny: 38009}
`

// BenchmarkHandler measures what a handler costs beside net/http.
func BenchmarkHandler(b *testing.B) {
	text := oneFriend()
	for _, s := range subjects(b) {
		b.Run(s.name, func(b *testing.B) {
			r, _ := http.NewRequest(http.MethodPost, "http://receiver"+samplePath, nil)
			r.RequestURI, r.Proto = samplePath, "HTTP/1.1"
			r.ContentLength = int64(len(text))
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Content-Length", strconv.Itoa(len(text)))
			body := strings.NewReader(text)
			r.Body = io.NopCloser(body)
			w := &nowhere{header: http.Header{}}
			b.ReportAllocs()
			for b.Loop() {
				body.Reset(text)
				clear(w.header)
				s.handler.ServeHTTP(w, r)
			}
		})
	}
}

// BenchmarkEndToEnd measures the processor time that a server takes for a request over 64 kept connections. The clients
// are in a process of their own, and the subjects take turns in short pieces, of which each subject's cheapest counts: what
// else the machine does can only add to it.
func BenchmarkEndToEnd(b *testing.B) {
	const piece = 4000
	list := subjects(b)
	least := make([]time.Duration, len(list))
	clients := make([]*client, len(list))
	for i, s := range list {
		clients[i] = newClient(b, s.handler)
		clients[i].send(b, piece) // to warm up
	}
	for b.Loop() {
		for i, c := range clients {
			before := processorTime()
			c.send(b, piece)
			if spent := processorTime() - before; least[i] == 0 || spent < least[i] {
				least[i] = spent
			}
		}
	}
	for i, s := range list {
		b.ReportMetric(float64(least[i].Nanoseconds())/piece, s.name+"-ns/req")
	}
	for i, ratio := range []string{2: "judged/constant", 3: "ten-rules/encoding-json", 4: "serving-judged/constant", 5: "serving-ten-rules/encoding-json", 7: "serving-journal-ten-rules/encoding-json"} {
		if ratio != "" {
			b.ReportMetric(float64(least[i])/float64(least[i%2]), ratio)
		}
	}
	b.ReportMetric(0, "ns/op")
}

// client is a process that sends requests to one server.
type client struct {
	orders  io.Writer
	answers *bufio.Reader
}

func newClient(b *testing.B, handler http.Handler) *client {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	var server interface {
		Serve(net.Listener) error
		Close() error
	} = &http.Server{Handler: handler}
	if f, ok := handler.(listened); ok {
		server = f.Listener()
	}
	go server.Serve(l)
	process := exec.Command(os.Args[0], "-test.run=^TestClientProcess$")
	process.Env = append(os.Environ(), "CHATCB_BENCH_ADDR="+l.Addr().String())
	orders, err := process.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	answers, err := process.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := process.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		orders.Close()
		process.Wait()
		server.Close()
	})
	return &client{orders, bufio.NewReader(answers)}
}

// send has n requests sent and waits for their answers.
func (c *client) send(b *testing.B, n int) {
	fmt.Fprintln(c.orders, n)
	if line, err := c.answers.ReadString('\n'); err != nil || line != "done\n" {
		b.Fatalf("got %q, %v", line, err)
	}
}

// TestClientProcess is the other process of BenchmarkEndToEnd.
func TestClientProcess(t *testing.T) {
	addr := os.Getenv("CHATCB_BENCH_ADDR")
	if addr == "" {
		t.Skip("for BenchmarkEndToEnd")
	}
	const connections = 64
	raw := []byte(request(callback.PrevFriendAdd.Query(appID, "203.0.113.7", "Android"), oneFriend()))
	conns := make([]net.Conn, connections)
	for i := range conns {
		var err error
		if conns[i], err = net.Dial("tcp", addr); err != nil {
			t.Fatal(err)
		}
		defer conns[i].Close()
	}
	for n := 0; ; {
		if _, err := fmt.Scanln(&n); err != nil {
			return
		}
		var all sync.WaitGroup
		for _, conn := range conns {
			all.Go(func() { inTurn(t, conn, raw, n/connections) })
		}
		all.Wait()
		os.Stdout.WriteString("done\n")
	}
}

func inTurn(t *testing.T, conn net.Conn, raw []byte, n int) {
	piece := make([]byte, 4096)
	for range n {
		conn.Write(raw)
		m, err := conn.Read(piece) // an answer is one segment
		if end := strings.TrimSpace(string(piece[:m])); err != nil || !strings.HasSuffix(end, "}") {
			t.Errorf("got %q, %v", end, err)
			return
		}
	}
}

func processorTime() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
