package record

import (
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/language"
)

// notices collects what a proxy tells.
type notices struct {
	mu  sync.Mutex
	all []string
}

func (n *notices) add(text language.Text) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.all = append(n.all, text.String())
}

func (n *notices) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return strings.Join(n.all, "\n")
}

func echo(t testing.TB) string {
	return listener(t, func(_ int, c net.Conn) {
		buf := make([]byte, 4096)
		for {
			if _, err := c.Read(buf); err != nil {
				return
			}
			if _, err := io.WriteString(c, ok); err != nil {
				return
			}
		}
	})
}

// client asks again and again on one connection.
type client struct {
	t testing.TB
	c net.Conn
}

func dial(t testing.TB, address string) *client {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(30 * time.Second))
	return &client{t, c}
}

func (c *client) ask() {
	c.t.Helper()
	io.WriteString(c.c, plain)
	got := make([]byte, len(ok))
	if _, err := io.ReadFull(c.c, got); err != nil || string(got) != ok {
		c.t.Fatalf("got %q, %v, want the answer", got, err)
	}
}

// A journal that does not answer delays one answer by the bound, and no other; what waits is written when it answers.
func TestStuckJournal(t *testing.T) {
	release := make(chan struct{})
	var mu sync.Mutex
	written := 0
	var told notices
	p := &Proxy{Notice: told.add, KeepWithin: 30 * time.Millisecond, Keep: func(*exchange.Exchange, []callback.Member) error {
		<-release
		mu.Lock()
		defer mu.Unlock()
		written++
		return nil
	}}
	address := start(t, p, echo(t))
	first, second := dial(t, address), dial(t, address)
	for range 5 {
		first.ask()
		second.ask()
	}
	if s := p.Stats(); s.Kept != 0 || s.Exchanges != 10 {
		t.Errorf("got %+v, want ten answers and nothing written", s)
	}
	close(release)
	for wait := time.Millisecond; ; wait *= 2 {
		mu.Lock()
		n := written
		mu.Unlock()
		if n == 10 && p.Stats().Late == 10 {
			break
		}
		if wait > 4*time.Second {
			t.Fatalf("got %d written, %+v, want all ten, late", n, p.Stats())
		}
		time.Sleep(wait)
	}
	first.ask()
	second.ask()
	if s := p.Stats(); s.Kept+s.Late != 12 || s.Dropped != 0 {
		t.Errorf("got %+v, want twelve written", s)
	}
	if !strings.Contains(told.String(), "has not answered within 30ms") {
		t.Errorf("got %q, want it told", told.String())
	}
}

// What waits for a journal is bounded by number and by bytes; what is lost is counted.
func TestWaitingIsBounded(t *testing.T) {
	q := queue{entries: make(chan *entry, maxWaiting)}
	n := 0
	for ; q.offer(&entry{}) && n <= maxWaiting; n++ {
	}
	if n != maxWaiting {
		t.Errorf("got %d entries, want %d", n, maxWaiting)
	}
	q.entries = make(chan *entry, maxWaiting)
	q.bytes.Store(0)
	big := &entry{x: exchange.Exchange{Received: make([]byte, maxWaitingBytes/3)}}
	for n = 0; q.offer(big); n++ {
	}
	if n != 2 {
		t.Errorf("got %d entries of a third of the bytes each, want 2", n)
	}
	q.next()
	if !q.offer(big) {
		t.Error("got no room after one was taken")
	}
}

// A full disk delays nothing; that it is full is told once, and that it works again.
func TestFullDisk(t *testing.T) {
	full := true
	var mu sync.Mutex
	var told notices
	p := &Proxy{Notice: told.add, KeepWithin: time.Minute, Keep: func(*exchange.Exchange, []callback.Member) error {
		mu.Lock()
		defer mu.Unlock()
		if full {
			return errors.New("no space left on device")
		}
		return nil
	}}
	c := dial(t, start(t, p, echo(t)))
	for range 5 {
		c.ask()
	}
	mu.Lock()
	full = false
	mu.Unlock()
	c.ask()
	want := "exchanges are not written down from now on: no space left on device; answers go on\nexchanges are written down again; 5 were not"
	if told.String() != want {
		t.Errorf("got %q, want %q", told.String(), want)
	}
	if s := p.Stats(); s.Failed != 5 || s.Kept != 1 {
		t.Errorf("got %+v, want 5 failed and 1 kept", s)
	}
}

// A viewer that hangs delays nothing, and what it misses is counted.
func TestSlowViewer(t *testing.T) {
	release := make(chan struct{})
	seen := 0
	p := &Proxy{Observe: func(*Seen) {
		<-release
		seen++
	}}
	const asked = maxWaiting + 50
	t.Run("serving", func(t *testing.T) {
		c := dial(t, start(t, p, echo(t)))
		for range asked {
			c.ask()
		}
		close(release)
	})
	unseen := int(p.Stats().Unseen) // Serve has returned: nobody tells or leaves out any more
	if seen+unseen != asked || unseen == 0 || unseen > 50 {
		t.Errorf("got %d seen and %d left out, want %d together, and some of 50 left out", seen, unseen, asked)
	}
}
