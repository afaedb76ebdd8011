package ready

import (
	"errors"
	"net"
	"syscall"
	"testing"
	"time"
)

func TestRefuses(t *testing.T) {
	t.Parallel()
	address := refuses(t)
	for range 3 {
		if c, err := net.Dial("tcp", address); err == nil {
			c.Close()
			t.Fatalf("%s answers", address)
		} else if !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("got %v, want it refused", err)
		}
	}
}

func TestHangs(t *testing.T) {
	t.Parallel()
	c, err := net.Dial("tcp", hangs(t))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Write([]byte("GET / HTTP/1.1\r\nHost: a\r\n\r\n")); err != nil {
		t.Error(err)
	}
	c.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
	if n, err := c.Read(make([]byte, 1)); n != 0 || err == nil {
		t.Errorf("got %d bytes and %v, want no answer", n, err)
	}
}

// refuses returns an address of this machine that refuses connections until the test ends: its port is taken, so that no
// other program comes to listen there.
func refuses(tb testing.TB) string {
	tb.Helper()
	address, release, err := bound()
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(release)
	return address
}

// hangs returns an address at which connections are taken, and nothing is ever read or answered.
func hangs(tb testing.TB) string {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { l.Close() })
	return l.Addr().String() // the system takes connections for those who listen
}
