package record

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/language"
)

// spelt is a request with this body.
func spelt(body string) string {
	return fmt.Sprintf("POST /hook HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}

// Whatever a request looks like, where the backend fails nobody gets through, or it is counted and told.
func TestGuardGuardsOrTells(t *testing.T) {
	many := make([]string, 30)
	for i := range many {
		many[i] = fmt.Sprintf("friend%d", i)
	}
	good := callbackFor(t, "a", "b")
	_, body, _ := strings.Cut(good, "\r\n\r\n")
	chunks := fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(body), body)
	items := func(list string) string {
		return spelt(`{"CallbackCommand":"` + callback.PrevFriendAdd.Command + `","From_Account":"alice","FriendItem":` + list + `}`)
	}
	large := strings.Repeat("x", 100<<10)
	for name, tt := range map[string]struct {
		sent, answer string // an empty answer is 500
		open         bool   // it cannot be guarded
	}{
		"longer than is written down":            {sent: callbackFor(t, many...)},
		"an answer longer than is written down":  {sent: good, answer: answerOf(`{"ActionStatus":"` + large + `"}`)},
		"in chunks":                              {sent: strings.Replace(good, fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body), "Transfer-Encoding: chunked\r\n\r\n"+chunks, 1)},
		"a length and chunks":                    {sent: strings.Replace(good, "\r\n\r\n"+body, "\r\nTransfer-Encoding: chunked\r\n\r\n"+chunks, 1)},
		"bare line feeds":                        {sent: strings.ReplaceAll(good, "\r\n", "\n")},
		"a byte order mark":                      {sent: spelt("\ufeff" + body)},
		"a number among the friends":             {sent: items(`[{"To_Account":"a"},5,{"To_Account":"b"}]`), open: true},
		"a friend without an account":            {sent: items(`[{"To_Account":"a"},{"Remark":"x"},{"To_Account":"b"}]`), open: true},
		"an account that is a number":            {sent: items(`[{"To_Account":"a"},{"To_Account":7}]`), open: true},
		"an account twice":                       {sent: items(`[{"To_Account":"a"},{"To_Account":"a"}]`)},
		"escapes":                                {sent: items(`[{"To_Account":"\u0061\ud83d\ude00"}]`)},
		"bytes behind the object":                {sent: spelt(body + "}")},
		"an account that is not UTF-8":           {sent: items("[{\"To_Account\":\"a\"},{\"To_Account\":\"\xff\"}]")},
		"two accounts in one friend":             {sent: items(`[{"To_Account":"a","To_Account":"b"},{"To_Account":"c"}]`), open: true},
		"half a character":                       {sent: items(`[{"To_Account":"\ud83d"}]`)},
		"friends that are none":                  {sent: items(`{"To_Account":"a"}`), open: true},
		"an object that does not end":            {sent: spelt(body[:len(body)-1])},
		"a list that does not end, of this hook": {sent: spelt(body[:len(body)-20])},
	} {
		t.Run(name, func(t *testing.T) {
			answer := tt.answer
			if answer == "" {
				answer = "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"
			}
			backend := listener(t, func(_ int, c net.Conn) {
				if _, err := io.ReadFull(c, make([]byte, len(tt.sent))); err == nil {
					io.WriteString(c, answer)
				}
				io.Copy(io.Discard, c)
			})
			var mu sync.Mutex
			var told []string
			k := &kept{}
			p := &Proxy{Guard: Guard{OnLate: Block, OnError: Block}, MaxBody: 500, Keep: k.keep, Notice: func(text language.Text) {
				mu.Lock()
				defer mu.Unlock()
				told = append(told, text.String())
			}}
			c, err := net.Dial("tcp", start(t, p, backend))
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			c.SetDeadline(time.Now().Add(10 * time.Second))
			io.WriteString(c, tt.sent)
			x := exchange.Exchange{Sent: []byte(tt.sent)}
			for buf := make([]byte, 4096); ; {
				n, err := c.Read(buf)
				if x.Received = append(x.Received, buf[:n]...); x.Answer.Advance(x.Received, err != nil) || err != nil {
					break
				}
			}
			request, _ := conformance.RequestIn(&x)
			var out conformance.Judgement
			(&conformance.Judge{}).Judge(&x, &request, &out)
			let := 0
			for _, v := range out.Verdicts {
				if v.Effect != conformance.Block {
					let++
				}
			}
			mu.Lock()
			defer mu.Unlock()
			open := p.Stats().Unguarded == 1 && strings.Contains(strings.Join(told, "\n"), "could not be guarded")
			if open != tt.open || !open && (let > 0 || len(out.Verdicts) == 0 || x.Answer.Status != http.StatusOK) {
				t.Errorf("got %d of %d accounts through, open %v, told %q:\n%.300s", let, len(out.Verdicts), open, told, x.Received)
			}
			if kept, _ := k.nth(t, 1); len(http1.Payload(kept.Sent)) > 500 || len(kept.Sent) == 0 {
				t.Errorf("wrote down %d bytes of a request, want at most 500", len(http1.Payload(kept.Sent)))
			} else if !bytes.HasPrefix([]byte(tt.sent), kept.Sent) {
				t.Errorf("wrote down %q", kept.Sent)
			}
		})
	}
}

// A guard begins the sooner the more is to be decided at once, and after it was late; but the backend has half of the time.
func TestGuardLeavesItselfTime(t *testing.T) {
	p := &Proxy{Guard: Guard{OnLate: Block, Margin: 100 * time.Millisecond}, Deadline: 2 * time.Second}
	p.Guard.Margin = -time.Second
	if got := p.within(); got != p.Deadline-DefaultMargin {
		t.Errorf("with a margin below 0: got %v, want the default's", got)
	}
	p.Guard.Margin = 100 * time.Millisecond
	s := &p.strain
	calm := p.within()
	if calm != 1900*time.Millisecond {
		t.Errorf("with nothing under way: got %v", calm)
	}
	for range 100 {
		s.decided(80 * time.Microsecond)
	}
	s.underWay.Add(3000)
	if got, want := s.margin(2), 120*time.Millisecond; got < want*9/10 || got > want*11/10 {
		t.Errorf("3,000 at once: got %v, want about %v", got, want)
	}
	s.underWay.Add(-3000)
	s.went(300 * time.Millisecond)
	if got := p.within(); got > calm-290*time.Millisecond {
		t.Errorf("after an answer that was late: got %v", got)
	}
	s.went(-time.Second)
	if got := p.within(); got > calm-290*time.Millisecond {
		t.Errorf("after one more that was not: got %v", got)
	}
	synctest.Test(t, func(t *testing.T) { // the clock of the bubble is never late
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go s.watch(ctx)
		time.Sleep(lagTime - time.Second)
		if got := p.within(); got > calm-290*time.Millisecond {
			t.Errorf("a little later: got %v", got)
		}
		time.Sleep(lagTime + 2*time.Second)
		if got := p.within(); got != calm {
			t.Errorf("after a long time: got %v, want %v", got, calm)
		}
	})
	s.went(time.Minute)
	if got := p.within(); got != time.Second {
		t.Errorf("after a very late one: got %v, want half of the deadline", got)
	}
}

// Other callbacks of the app are the backend's affair: the guard has no answer for them, and they are named.
func TestGuardLeavesOtherCallbacksAlone(t *testing.T) {
	const command = "C2C.CallbackBeforeSendMsg"
	body := `{"CallbackCommand":"` + command + `","From_Account":"jared"}`
	sent := fmt.Sprintf("POST /hook?CallbackCommand=%s HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s", command, len(body), body)
	answer := "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"
	k, seen := &kept{}, make(chan int, 1)
	p := &Proxy{Guard: Guard{OnLate: Block, OnError: Block}, Keep: k.keep, Observe: func(s *Seen) {
		seen <- len(s.Judgement.Findings) + len(s.Judgement.Verdicts)
	}}
	var got text
	address := start(t, p, scripted(t, &got, step{len(sent), answer}, step{1, ""}))
	if back := talk(t, address, 1<<20, sent, len(answer)); back != answer {
		t.Errorf("got %q, want %q", back, answer)
	}
	_, extra := k.nth(t, 1)
	if m := extra[len(extra)-1]; m.Name != "callback" || m.Value != `"`+command+`"` || p.Stats().Unguarded != 0 || <-seen != 0 {
		t.Errorf("got %v, %+v, want it named and not judged", extra, p.Stats())
	}
}
