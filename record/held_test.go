package record

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// Where all messages together are too long, less of them is kept: they pass all the same, and a guard lets nobody through by it
// without a word.
func TestHeldIsBounded(t *testing.T) {
	large := strings.Repeat("x", 1<<20)
	for name, tt := range map[string]struct {
		guard        Guard
		sent, answer string
		denied       bool
	}{
		"a long answer":             {answer: answerOf(`{"ErrorInfo":"` + large + `"}`)},
		"a long answer, guarded":    {guard: Guard{OnLate: Block, OnError: Block}, answer: answerOf(`{"ErrorInfo":"` + large + `"}`), denied: true},
		"a long request":            {sent: large},
		"a long request, guarded":   {guard: Guard{OnLate: Block, OnError: Block}, sent: large},
		"a long request, not whole": {guard: Guard{OnLate: Block, OnError: Block}, sent: large, answer: "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			request, answer := callbackFor(t, "a"), tt.answer
			if tt.sent != "" {
				request = spelt(strings.Replace(request[strings.Index(request, "{"):], "{", `{"Long":"`+tt.sent+`",`, 1))
			}
			if answer == "" {
				answer = answerOf(`{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[{"To_Account":"a","ResultCode":0,"ResultInfo":""}]}`)
			}
			var reached atomic.Int64
			backend := listener(t, func(_ int, c net.Conn) {
				n, _ := io.CopyN(io.Discard, c, int64(len(request)))
				reached.Store(n)
				io.WriteString(c, answer)
				io.Copy(io.Discard, c)
			})
			k := &kept{}
			p := &Proxy{Guard: tt.guard, Keep: k.keep, maxHeld: 200 << 10}
			c, err := net.Dial("tcp", start(t, p, backend))
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			c.SetDeadline(time.Now().Add(20 * time.Second))
			io.WriteString(c, request)
			resp, err := http.ReadResponse(bufio.NewReader(c), nil)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(resp.Body)
			if err != nil || reached.Load() != int64(len(request)) {
				t.Errorf("got %v, %d of %d bytes at the backend", err, reached.Load(), len(request))
			}
			switch denied := strings.Contains(string(body), `"ResultCode":38000`); {
			case denied != tt.denied:
				t.Errorf("got %.200s, denied %v", body, denied)
			case !tt.denied && len(tt.answer) > 1000 && len(body) < len(large):
				t.Errorf("got %d bytes of the answer", len(body))
			}
			if failed := resp.StatusCode == http.StatusInternalServerError; failed && p.Stats().Unguarded != 1 {
				t.Error("it was not guarded, and nobody was told")
			}
			x, _ := k.nth(t, 1)
			if n := len(x.Sent) + len(x.Received); n > 600<<10 {
				t.Errorf("got %d bytes of it kept", n)
			}
			for range 1000 { // it is given back behind the answer
				if p.conns.Held() == 0 {
					return
				}
				time.Sleep(10 * time.Millisecond)
			}
			t.Errorf("got %d bytes held in the end", p.conns.Held())
		})
	}
}
