package delivery

import (
	"bufio"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
)

// All answers together take no more memory than they may: where it is used up a long one is read no further, a short one is,
// and what is given back can be taken again.
func TestMemoryOfAnswers(t *testing.T) {
	t.Parallel()
	const size = 1 << 20
	body := strings.Repeat("x", size)
	client := loopback(t, func(n int, c net.Conn) {
		readRequest(bufio.NewReader(c))
		answer := body
		if n == 20 {
			answer = "short"
		}
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"+answer)
	})
	client.MaxMemory = 8 << 20
	var kept [22]exchange.Exchange
	msg := request(client, "{}")
	whole, taken := 0, 0
	do := func(x *exchange.Exchange) bool {
		if err := client.Do(t.Context(), msg, x); err != nil {
			t.Fatal(err)
		}
		taken += Held(x)
		return x.Answer.Defects&http1.BodyTooLarge == 0
	}
	for i := range 20 {
		if do(&kept[i]) {
			whole++
		} else if len(kept[i].Answer.Body) < smallAnswer/2 {
			t.Errorf("answer %d: got %d bytes, want a good part of what is always read", i, len(kept[i].Answer.Body))
		}
	}
	if whole < 1 || whole > 8 || taken > client.MaxMemory*5/4 {
		t.Errorf("got %d whole answers and %d bytes of memory, want what fits into %d", whole, taken, client.MaxMemory)
	}
	if !do(&kept[20]) {
		t.Error("a short answer was not read to its end")
	}
	client.Forget(taken)
	if !do(&kept[21]) {
		t.Error("memory that was given back cannot be taken again")
	}
}

// An exchange that is used again gives its memory back by itself.
func TestMemoryUsedAgain(t *testing.T) {
	t.Parallel()
	client := loopback(t, func(_ int, c net.Conn) {
		readRequest(bufio.NewReader(c))
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"+strings.Repeat("x", 1<<20))
	})
	client.MaxMemory = 8 << 20
	var x exchange.Exchange
	msg := request(client, "{}")
	for range 20 {
		if err := client.Do(t.Context(), msg, &x); err != nil || len(x.Answer.Body) != 1<<20 {
			t.Fatalf("got %v, %d bytes of a body", err, len(x.Answer.Body))
		}
	}
}
