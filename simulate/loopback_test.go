package simulate_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/delivery"
)

// loopback is a receiver that writes from memory what it answers, so that hardly anything is allocated on its side: one
// answer for one account, cut out of the request.
func loopback(t testing.TB) *delivery.Client {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go answerPlainly(c)
		}
	}()
	target, err := delivery.ParseTarget("http://" + l.Addr().String() + "/")
	if err != nil {
		t.Fatal(err)
	}
	c := &delivery.Client{Target: target}
	t.Cleanup(c.CloseIdle)
	return c
}

func answerPlainly(c net.Conn) {
	defer c.Close()
	in := bufio.NewReaderSize(c, 8192)
	var answer, body []byte
	for {
		length := 0
		for {
			line, err := in.ReadSlice('\n')
			if err != nil {
				return
			}
			if value, ok := strings.CutPrefix(string(line), "Content-Length: "); ok {
				_, _ = fmt.Sscan(value, &length)
			}
			if len(line) == 2 {
				break
			}
		}
		if cap(body) < length {
			body = make([]byte, length, 2*length)
		}
		body = body[:length]
		if _, err := io.ReadFull(in, body); err != nil {
			return
		}
		_, rest, _ := strings.Cut(string(body), `"To_Account":"`)
		id, _, _ := strings.Cut(rest, `"`)
		text := callback.Allow(id).Append(nil, callback.Wire)
		answer = fmt.Appendf(answer[:0], "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(text), text)
		if _, err := c.Write(answer); err != nil {
			return
		}
	}
}
