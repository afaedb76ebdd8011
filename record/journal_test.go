package record

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
)

// crashVariable makes the test binary a proxy: "BACKEND FOLDER". It prints its address and serves until it is killed.
const crashVariable = "CHATCB_RECORD_CRASH"

func TestMain(m *testing.M) {
	if arg := os.Getenv(crashVariable); arg != "" {
		backend, folder, _ := strings.Cut(arg, " ")
		if err := serveJournal(backend, folder); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func serveJournal(backend, folder string) error {
	j, err := capture.OpenJournal(folder, capture.JournalOptions{})
	if err != nil {
		return err
	}
	target, err := delivery.ParseTarget(backend)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(l.Addr())
	// No answer goes before its exchange is written, however loaded the machine is.
	p := &Proxy{Target: target, KeepWithin: time.Hour, Keep: func(x *exchange.Exchange, extra []callback.Member) error {
		_, err := j.Append(x, extra...)
		return err
	}}
	return p.Serve(context.Background(), l)
}

// kill -9 under load loses nothing that was answered.
func TestKilledUnderLoad(t *testing.T) {
	folder := t.TempDir()
	c := exec.Command(os.Args[0], "-test.run", "^$")
	c.Env = append(os.Environ(), crashVariable+"=http://"+echo(t)+"/ "+folder)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Process.Kill(); c.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	answered := load(t, strings.TrimSpace(address), 8, func(total int) {
		if total == 2000 {
			c.Process.Kill()
		}
	})
	c.Wait()
	found := map[string]bool{}
	names, err := capture.Expand([]string{folder})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		f, err := capture.Open(name, nil)
		if err != nil {
			t.Fatal(err)
		}
		for rec, err := range capture.NewReader(f).All() {
			if err != nil {
				t.Fatal(err)
			}
			found[string(rec.Exchange.SentBody())] = len(rec.Exchange.Received) > 0
		}
		f.Close()
	}
	if len(answered) < 2000 {
		t.Fatalf("got %d answers, want 2000 and more before the end", len(answered))
	}
	for _, id := range answered {
		if !found[id] {
			t.Fatalf("%s was answered, and is not in the journal of %d", id, len(found))
		}
	}
}

// load asks on several connections until they break, and returns what was answered.
func load(t *testing.T, address string, clients int, answer func(total int)) []string {
	t.Helper()
	var all sync.WaitGroup
	var mu sync.Mutex
	var answered []string
	for i := range clients {
		all.Go(func() {
			c, err := net.Dial("tcp", address)
			if err != nil {
				t.Error(err)
				return
			}
			defer c.Close()
			got := make([]byte, len(ok))
			for n := 0; ; n++ {
				id := fmt.Sprintf("%d-%06d", i, n)
				fmt.Fprintf(c, "POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n%s", len(id), id)
				if _, err := io.ReadFull(c, got); err != nil {
					return
				}
				mu.Lock()
				answered = append(answered, id)
				total := len(answered)
				mu.Unlock()
				answer(total)
			}
		})
	}
	all.Wait()
	return answered
}
