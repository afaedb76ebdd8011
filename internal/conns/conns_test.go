package conns

import (
	"context"
	"errors"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"
)

// memory is a listener whose connections are in memory.
type memory struct {
	conns  chan net.Conn
	closed chan struct{}
}

func newMemory() *memory { return &memory{make(chan net.Conn), make(chan struct{})} }

func (m *memory) Accept() (net.Conn, error) {
	select {
	case c := <-m.conns:
		return c, nil
	case <-m.closed:
		return nil, net.ErrClosed
	}
}

func (m *memory) Close() error   { close(m.closed); return nil }
func (m *memory) Addr() net.Addr { return &net.TCPAddr{} }

func (m *memory) dial() net.Conn {
	here, there := net.Pipe()
	m.conns <- there
	return here
}

// echo answers each byte with itself; 'w' takes a minute.
func echo(c *Conn) {
	defer c.Close()
	for b := make([]byte, 1); ; {
		if _, err := c.Read(b); err != nil || !c.Work() {
			return
		}
		if b[0] == 'w' {
			time.Sleep(time.Minute)
		}
		if _, err := c.Write(b); err != nil || c.Stopping() || !c.Wait() {
			return
		}
	}
}

func gone(conn net.Conn) bool {
	_ = conn.SetReadDeadline(time.Now().Add(time.Second))
	_, err := conn.Read(make([]byte, 1))
	return errors.Is(err, io.EOF)
}

func say(t *testing.T, conn net.Conn, b byte) {
	t.Helper()
	if _, err := conn.Write([]byte{b}); err != nil {
		t.Fatal(err)
	}
}

// The connection that has waited longest gives way; those at work stay, and a new one waits for them.
func TestOldestGivesWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, l := &Set{Max: 2}, newMemory()
		go func() { _ = s.Serve(l, echo) }()
		first, second := l.dial(), l.dial()
		synctest.Wait()
		say(t, first, 'a')
		if _, err := io.ReadFull(first, make([]byte, 1)); err != nil { // now the second has waited longer
			t.Fatal(err)
		}
		synctest.Wait()
		third := l.dial()
		synctest.Wait()
		if !gone(second) || gone(first) || s.Closed.Load() != 1 {
			t.Errorf("got %d closed, want the second connection alone", s.Closed.Load())
		}
		for _, conn := range []net.Conn{first, third} {
			_ = conn.SetReadDeadline(time.Time{})
			say(t, conn, 'w')
			go func() { _, _ = io.Copy(io.Discard, conn) }()
		}
		synctest.Wait()
		fourth := make(chan net.Conn)
		go func() { fourth <- l.dial() }()
		conn, begun := <-fourth, time.Now()
		say(t, conn, 'a')
		if waited := time.Since(begun); waited < 50*time.Second {
			t.Errorf("a connection was served after %v, while all slots were at work", waited)
		}
		s.Abort()
		time.Sleep(2 * time.Minute) // all goroutines end
	})
}

// Draining ends what waits at once, and what is at work with its answer.
func TestDrain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, l := &Set{}, newMemory()
		served := make(chan error, 1)
		go func() { served <- s.Serve(l, echo) }()
		idle, busy := l.dial(), l.dial()
		say(t, busy, 'w')
		synctest.Wait()
		drained := make(chan error, 1)
		go func() { drained <- s.Drain(context.Background()) }()
		synctest.Wait()
		if !gone(idle) {
			t.Error("an idle connection was not closed")
		}
		if err := <-served; !errors.Is(err, net.ErrClosed) {
			t.Errorf("got %v", err)
		}
		if n, err := busy.Read(make([]byte, 1)); n != 1 || err != nil {
			t.Errorf("at work: got %d, %v, want the answer", n, err)
		}
		if err := <-drained; err != nil || !gone(busy) {
			t.Errorf("got %v, want the end", err)
		}
		if err := s.Serve(newMemory(), echo); !errors.Is(err, net.ErrClosed) {
			t.Errorf("got %v from a set that was stopped", err)
		}
	})
}

// A request that has begun and does not come has little time left.
func TestDrainHalfRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, first := range []bool{true, false} { // which comes first, the request or the end
			s, l := &Set{}, newMemory()
			begin := make(chan struct{})
			go s.Serve(l, func(c *Conn) {
				defer c.Close()
				c.Work()
				<-begin
				_ = c.SetDeadline(time.Now().Add(time.Hour))
				c.Reading(true)
				_, _ = c.Read(make([]byte, 1))
			})
			defer l.dial().Close()
			if first {
				close(begin)
			}
			synctest.Wait()
			start := time.Now()
			s.Stop()
			synctest.Wait()
			if !first {
				close(begin)
			}
			if err := s.Drain(t.Context()); err != nil || time.Since(start) != StopTime {
				t.Errorf("request first %t: got %v after %v, want the end after %v", first, err, time.Since(start), StopTime)
			}
		}
	})
}

// What does not end in time is closed.
func TestDrainGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, l := &Set{}, newMemory()
		go func() { _ = s.Serve(l, echo) }()
		busy := l.dial()
		say(t, busy, 'w')
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := s.Drain(ctx); !errors.Is(err, context.DeadlineExceeded) || !gone(busy) {
			t.Errorf("got %v, want the connection closed after a second", err)
		}
		time.Sleep(time.Minute) // its goroutine ends
	})
}

// All connections together hold no more than they may, and what is given back or closed can be taken again.
func TestHeld(t *testing.T) {
	s := &Set{MaxHeld: 100}
	var cs []*Conn
	for range 2 {
		a, b := net.Pipe()
		defer b.Close()
		cs = append(cs, s.Add(a))
	}
	if !cs[0].Take(60) || cs[1].Take(60) || !cs[1].Take(40) || cs[0].Take(1) {
		t.Errorf("got %d bytes held", s.Held())
	}
	cs[1].Give()
	if !cs[0].Take(30) || s.Held() != 90 {
		t.Errorf("got %d bytes held after some were given back", s.Held())
	}
	cs[0].Close()
	if s.Held() != 0 {
		t.Errorf("got %d bytes held after the end", s.Held())
	}
	if free := (&Set{}).Add(cs[1].Conn); !free.Take(1 << 40) {
		t.Error("without a limit there is one")
	}
	cs[1].Close()
}
