package delivery

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"

	"github.com/chatcb/chatcb/exchange"
)

// rawServer accepts connections and hands each to serve, with its number from 0.
func rawServer(t *testing.T, network, address string, serve func(n int, c net.Conn)) net.Listener {
	t.Helper()
	l, err := net.Listen(network, address)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	open := map[net.Conn]bool{}
	all.Go(func() {
		for n := 0; ; n++ {
			c, err := l.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			open[c] = true
			mu.Unlock()
			all.Go(func() {
				defer c.Close()
				serve(n, c)
			})
		}
	})
	t.Cleanup(func() {
		l.Close()
		mu.Lock()
		for c := range open {
			c.Close()
		}
		mu.Unlock()
		all.Wait()
	})
	return l
}

// loopback serves on 127.0.0.1 and returns a client for it.
func loopback(t *testing.T, serve func(n int, c net.Conn)) *Client {
	t.Helper()
	return clientFor(t, "http://"+rawServer(t, "tcp", "127.0.0.1:0", serve).Addr().String()+"/")
}

func clientFor(t *testing.T, target string) *Client {
	t.Helper()
	to, err := ParseTarget(target)
	if err != nil {
		t.Fatal(err)
	}
	c := &Client{Target: to}
	t.Cleanup(c.CloseIdle)
	return c
}

// request is a callback to the client's target with this body.
func request(c *Client, body string) *Message {
	d := c.Target.Head()
	m := &Message{}
	m.Put(d.Append(nil, []byte(c.Target.Path), []byte(body)))
	return m
}

// do delivers and fails the test if the delivery could not be carried out.
func do(t *testing.T, c *Client, m *Message) *exchange.Exchange {
	t.Helper()
	x := &exchange.Exchange{}
	if err := c.Do(t.Context(), m, x); err != nil {
		t.Fatal(err)
	}
	return x
}

// answering serves requests on a connection with the same bytes, again and again.
func answering(answer string) func(int, net.Conn) {
	return func(_ int, c net.Conn) {
		r := bufio.NewReader(c)
		for readRequest(r) {
			if _, err := io.WriteString(c, answer); err != nil {
				return
			}
		}
	}
}

func readRequest(r *bufio.Reader) bool {
	req, err := http.ReadRequest(r)
	if err != nil {
		return false
	}
	_, err = io.Copy(io.Discard, req.Body)
	return err == nil
}

const okAnswer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
