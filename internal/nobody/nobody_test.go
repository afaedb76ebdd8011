package nobody

import (
	"errors"
	"net"
	"syscall"
	"testing"
	"time"
)

func TestRefuses(t *testing.T) {
	t.Parallel()
	address := Refuses(t)
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
	c, err := net.Dial("tcp", Hangs(t))
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
