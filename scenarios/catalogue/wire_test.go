package catalogue

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// handmade is a receiver of a few lines on bare connections: serve gets the head and a reader for the rest, and returns
// the answer, or "" to close.
func handmade(t *testing.T, serve func(head string, rest *bufio.Reader) string) *scenarios.Suite {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				in := bufio.NewReader(conn)
				for {
					head, err := readHead(in)
					if err != nil {
						return
					}
					answer := serve(head, in)
					if _, err := io.WriteString(conn, answer); err != nil || answer == "" || strings.Contains(answer, "Connection: close") {
						return
					}
				}
			}()
		}
	}()
	return suiteFor(t, "http://"+l.Addr().String())
}

func readHead(in *bufio.Reader) (string, error) {
	var b strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return "", err
		}
		b.WriteString(line)
		if line == "\r\n" {
			return b.String(), nil
		}
	}
}

// length reads Content-Length as the receiver spells it.
func length(head, name string) (n int, count int) {
	for line := range strings.SplitSeq(head, "\r\n") {
		if value, ok := strings.CutPrefix(line, name+": "); ok {
			if count++; count == 1 {
				fmt.Sscan(value, &n)
			}
		}
	}
	return n, count
}

func allowAll(body []byte) string {
	q, err := callback.DecodeRequest(body)
	if err != nil {
		return "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
	}
	answer := callback.Allow(q.Accounts()...).Append(nil, callback.Wire)
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(answer), answer)
}

const refused = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

// careful refuses what RFC 9112 wants refused.
func careful(head string, in *bufio.Reader) string {
	n, lengths := length(head, "Content-Length")
	if lengths > 1 || strings.Contains(head, "Transfer-Encoding") {
		return refused
	}
	body := make([]byte, n)
	if _, err := io.ReadFull(in, body); err != nil {
		return ""
	}
	return allowAll(body)
}

// careless takes the first length and reads chunks where they are announced, whatever else stands there.
func careless(head string, in *bufio.Reader) string {
	n, _ := length(head, "Content-Length")
	if strings.Contains(head, "Transfer-Encoding") {
		line, _ := in.ReadString('\n')
		fmt.Sscanf(line, "%x", &n)
		body := make([]byte, n)
		io.ReadFull(in, body)
		in.Discard(len("\r\n0\r\n\r\n"))
		return allowAll(body)
	}
	var body []byte
	for len(body) < n {
		b, err := in.ReadByte()
		if err != nil {
			return ""
		}
		if body = append(body, b); strings.HasSuffix(string(body), `44870}`) {
			break
		}
	}
	return allowAll(body)
}

func TestFraming(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		serve func(string, *bufio.Reader) string
		want  result.Status
	}{{"careful", careful, result.Pass}, {"careless", careless, result.Note}} {
		for _, id := range []string{"TRN-018", "TRN-019"} {
			s := handmade(t, c.serve)
			s.Only, s.Depth = []string{id}, scenarios.Full
			if got := run(t, s).ByCase(id); got.Status != c.want {
				t.Errorf("%s, %s: got %s %q, want %s", c.name, id, got.Status, got.Message, c.want)
			}
		}
	}
}

func TestHeaderCase(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		serve func(string, *bufio.Reader) string
		want  result.Status
	}{
		{"any case", func(head string, in *bufio.Reader) string {
			return careful(strings.NewReplacer("CONTENT-LENGTH", "Content-Length").Replace(head), in)
		}, result.Pass},
		{"one case", careful, result.Warn},
	} {
		s := handmade(t, c.serve)
		s.Only = []string{"TRN-020"}
		if got := run(t, s).ByCase("TRN-020"); got.Status != c.want {
			t.Errorf("%s: got %s %q, want %s", c.name, got.Status, got.Message, c.want)
		}
	}
}
