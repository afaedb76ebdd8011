package mockserver_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/fault"
)

// soakTime is how long TestSoak runs; CHATCB_SOAK, such as 5m, makes it longer.
func soakTime(t *testing.T) time.Duration {
	d, err := time.ParseDuration(os.Getenv("CHATCB_SOAK"))
	if os.Getenv("CHATCB_SOAK") == "" {
		return time.Second
	}
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Under load, with faults that switch and viewers who come and go, memory stays bounded, and in the end nothing is left.
func TestSoak(t *testing.T) {
	before := runtime.NumGoroutine()
	const maxBytes = 4 << 20
	s := newServer(t, mockserver.Config{AppID: appID, RingCount: 1000, RingBytes: maxBytes})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	serving := s.Listener()
	served := make(chan error, 1)
	go func() { served <- serving.Serve(l) }()
	ctx, stop := context.WithTimeout(t.Context(), soakTime(t))
	defer stop()
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() { soakClient(ctx, t, l.Addr().String(), i) })
	}
	for i := range 4 {
		all.Go(func() { soakViewer(ctx, s, i) })
	}
	scripts := []string{"", "status=503 1 in 3", "latency=1ms..20ms", "reset 1 in 5, no-result-item", "dribble=1ms 1 in 20", "hang=50ms 1 in 50", "cross-talk", "one-reader"}
	most, rounds := uint64(0), 0
	for ; ctx.Err() == nil; rounds++ {
		script, err := fault.Parse(scripts[rounds%len(scripts)], fault.Files{})
		if err != nil {
			t.Fatal(err)
		}
		s.SetFaults(script)
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		most = max(most, m.HeapInuse)
		if c := s.Counts(); c.Kept > 1000 || c.Bytes > maxBytes {
			t.Fatalf("got %d exchanges of %d bytes in memory", c.Kept, c.Bytes)
		}
		time.Sleep(30 * time.Millisecond)
	}
	all.Wait()
	if err := serving.Shutdown(context.Background()); err != nil {
		t.Error(err)
	}
	<-served
	if s.Seen() < 100 {
		t.Errorf("got %d requests, want more", s.Seen())
	}
	if most > 256<<20 {
		t.Errorf("got %d MiB of heap", most>>20)
	}
	t.Logf("%d requests, %d rounds of faults, at most %d MiB of heap", s.Seen(), rounds, most>>20)
	waitFor(t, "the goroutines", func() bool { return runtime.NumGoroutine() <= before })
}

// soakClient sends requests, on a new connection where the last one ended.
func soakClient(ctx context.Context, t *testing.T, addr string, n int) {
	raw := request(signedQuery(), oneFriendOf(n))
	for ctx.Err() == nil {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Error(err)
			return
		}
		for ctx.Err() == nil {
			_, err := io.WriteString(conn, raw)
			x := read(conn, 200*time.Millisecond)
			if err != nil || x.Answer.Status == 0 || x.Answer.Close {
				break
			}
		}
		conn.Close()
	}
}

func oneFriendOf(n int) string {
	return fmt.Sprintf(`{"CallbackCommand":"Sns.CallbackPrevFriendAdd","From_Account":"user%d","Requester_Account":"user%d","FriendItem":[{"To_Account":"friend%d"}],"EventTime":1}`, n, n, n)
}

// soakViewer follows the stream for a while, leaves, and comes again.
func soakViewer(ctx context.Context, s *mockserver.Server, n int) {
	for ctx.Err() == nil {
		visit, leave := context.WithTimeout(ctx, time.Duration(10+20*n)*time.Millisecond)
		for at := s.Latest(); s.Follow(visit, at) == nil; {
			b := s.Events(at, 100)
			for _, e := range b.Events {
				e.Judgement()
			}
			at = b.Next
		}
		leave()
	}
}
