package record

import (
	"bytes"
	"io"
	"net"
	"testing"

	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/internal/http1"
)

// Whatever a backend answers, in whatever pieces, the client gets these bytes, up to the end of the message at least,
// and the record has what was passed on.
func FuzzAnswersPass(f *testing.F) {
	for _, answer := range []string{
		ok, ok + ok, "HTTP/1.1 100 Continue\r\n\r\n" + ok, "HTTP/1.1 200 OK\r\n\r\nbody", "hello", "",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789012345678901234567890123456789",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n28\r\n0123456789012345678901234567890123456789\r\n0\r\n\r\n",
	} {
		f.Add([]byte(answer), 5)
	}
	f.Fuzz(func(t *testing.T, answer []byte, piece int) {
		k := &kept{}
		p := &Proxy{Target: &delivery.Target{Host: "h", Path: "/"}, MaxBody: 32, Keep: k.keep}
		p.once.Do(p.prepare)
		p.keeper.start(p)
		p.watcher.start(p)
		client, near := net.Pipe()
		far, backend := net.Pipe()
		go func() { // the backend
			defer backend.Close()
			if _, err := io.ReadFull(backend, make([]byte, len(plain))); err != nil {
				return
			}
			for b := answer; len(b) > 0; {
				n := min(max(1, piece%64), len(b))
				if _, err := backend.Write(b[:n]); err != nil {
					return
				}
				b = b[n:]
			}
		}()
		go client.Write([]byte(plain))
		c := &conn{p: p, client: p.conns.Add(near), up: &upstream{conn: far}}
		served := make(chan struct{})
		go func() {
			defer close(served)
			c.serve()
		}()
		var whole http1.Answer
		whole.Advance(answer, true)
		got := make([]byte, 0, len(answer))
		for buf := make([]byte, 512); ; {
			n, err := client.Read(buf)
			got = append(got, buf[:n]...)
			if err != nil || whole.Framing != http1.FramingClose && whole.End > 0 && len(got) >= whole.End {
				break
			}
		}
		client.Close()
		<-served
		p.keeper.stop()
		p.watcher.stop()
		if whole.Status == 0 && len(answer) == 0 {
			return // an answer of the proxy's own
		}
		if !bytes.HasPrefix(answer, got) || len(got) < whole.End {
			t.Fatalf("got %q, want %q up to %d at least", got, answer, whole.End)
		}
		if x, _ := k.nth(t, 1); !bytes.HasPrefix(answer, x.Received) {
			t.Fatalf("recorded %q of %q", x.Received, answer)
		}
	})
}
