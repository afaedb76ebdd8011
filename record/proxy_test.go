package record

import (
	"io"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"
)

// Whatever passes, both sides see the same bytes as without a proxy, in pieces of any size, and the record has them.
func TestBytesPassUntouched(t *testing.T) {
	chunked := "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n1\r\nd\r\n0\r\nT: x\r\n\r\n"
	old := "POST / HTTP/1.0\r\nContent-Length: 2\r\n\r\nhi"
	head := "HEAD / HTTP/1.1\r\n\r\n"
	closing := "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"
	large := "POST / HTTP/1.1\r\nContent-Length: 300000\r\n\r\n" + strings.Repeat("x", 300000)
	largeChunks := "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + strings.Repeat("400\r\n"+strings.Repeat("y", 1024)+"\r\n", 300) + "0\r\n\r\n"
	tests := []struct {
		name   string
		sent   []string // pipelined
		answer []string
		closes bool // the connection ends after the last answer
		record []string
	}{
		{name: "plain", sent: []string{plain}, answer: []string{ok}},
		{name: "twice on one connection", sent: []string{plain, plain}, answer: []string{ok, ok}},
		{name: "chunked request and answer", sent: []string{chunked, plain}, answer: []string{"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2;x\r\n{}\r\n0\r\nA: b\r\n\r\n", ok}},
		{name: "HTTP/1.0", sent: []string{old}, answer: []string{"HTTP/1.0 200 OK\r\n\r\nuntil the end"}, closes: true},
		{name: "until the end of the connection", sent: []string{plain}, answer: []string{"HTTP/1.1 200 OK\r\n\r\nuntil the end"}, closes: true},
		{name: "HEAD", sent: []string{head, plain}, answer: []string{"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", ok}},
		{name: "close asked for", sent: []string{closing}, answer: []string{ok}, closes: true},
		{name: "close answered", sent: []string{plain}, answer: []string{"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"}, closes: true},
		{name: "interim answers", sent: []string{plain, plain}, answer: []string{"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ok, ok}},
		{name: "no body", sent: []string{plain, plain}, answer: []string{"HTTP/1.1 204 No Content\r\n\r\n", ok}},
		{name: "no HTTP", sent: []string{plain}, answer: []string{"hello?"}, closes: true},
		{name: "short", sent: []string{plain}, answer: []string{"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}"}, closes: true},
		{name: "nothing of sense", sent: []string{plain}, answer: []string{"HTTP/1.1 200 OK\r\nContent-Length: 10\r\nContent-Length: 11\r\n\r\n{}"}, closes: true},
		{name: "bad chunks", sent: []string{plain}, answer: []string{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}"}, closes: true},
		{
			name: "over the limit", sent: []string{large, plain}, answer: []string{"HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + strings.Repeat("y", 300000), ok},
			record: []string{large[:1000+len(large)-300000], "HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + strings.Repeat("y", 1000)},
		},
		{name: "chunks over the limit", sent: []string{plain, plain}, answer: []string{largeChunks, ok}, record: []string{plain, largeChunks[:500]}},
	}
	for _, tt := range tests {
		for _, piece := range []int{1 << 20, 1} {
			if piece == 1 && len(strings.Join(tt.sent, "")) > 10_000 {
				continue
			}
			t.Run(tt.name, func(t *testing.T) {
				var got text
				var steps []step
				for i := range tt.sent {
					steps = append(steps, step{len(tt.sent[i]), tt.answer[i]})
				}
				if !tt.closes {
					steps = append(steps, step{1, ""}) // the backend waits for more
				}
				k := &kept{}
				p := &Proxy{Keep: k.keep, MaxBody: 1000, KeepWithin: time.Minute}
				backend := scripted(t, &got, steps...)
				want := strings.Join(tt.answer, "")
				size := len(want)
				if tt.closes {
					size = -1
				}
				back := talk(t, start(t, p, backend), piece, strings.Join(tt.sent, ""), size)
				if back != want {
					t.Errorf("the client got %d bytes %.200q, want %d bytes %.200q", len(back), back, len(want), want)
				}
				for i := range tt.sent {
					x, _ := k.nth(t, i+1)
					if tt.record != nil && i == 0 {
						if string(x.Sent) != tt.record[0] || !strings.HasPrefix(string(x.Received), tt.record[1]) || len(x.Received) > 80_000 {
							t.Errorf("recorded %d and %d bytes, want them cut at the limit", len(x.Sent), len(x.Received))
						}
						continue
					}
					if string(x.Sent) != tt.sent[i] || string(x.Received) != tt.answer[i] {
						t.Errorf("record %d: got %q and %q, want %q and %q", i, x.Sent, x.Received, tt.sent[i], tt.answer[i])
					}
				}
				if got, sent := got.String(), strings.Join(tt.sent, ""); got != sent {
					t.Errorf("the backend got %d bytes %.200q, want %d bytes %.200q", len(got), got, len(sent), sent)
				}
			})
		}
	}
}

// Nothing runs on when connections of every kind are over.
func TestNoGoroutineIsLeft(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Run("connections", func(t *testing.T) {
		var got text
		address := start(t, &Proxy{Keep: new(kept).keep, Observe: func(*Seen) {}}, scripted(t, &got, step{len(plain), ok}, step{len(plain), ok}))
		idle, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer idle.Close()
		half, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(half, plain[:20])
		half.Close()
		talk(t, address, 1<<20, plain+plain, 2*len(ok))
	})
	for wait := time.Millisecond; runtime.NumGoroutine() > before; wait *= 2 {
		if wait > 4*time.Second {
			stacks := make([]byte, 1<<16)
			t.Fatalf("got %d goroutines more than before:\n%s", runtime.NumGoroutine()-before, stacks[:runtime.Stack(stacks, true)])
		}
		time.Sleep(wait)
	}
}
