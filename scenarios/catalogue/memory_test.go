package catalogue

import (
	"context"
	"io"
	"net"
	"os"
	"sync"
	"time"
)

// memory is a network of connections in memory, so that a run against a receiver can take place in a bubble of its own
// time. Unlike net.Pipe a connection has buffers, as a socket has.
type memory struct {
	accepted chan net.Conn
	closed   chan struct{}
	once     sync.Once
}

func newMemory() *memory {
	return &memory{accepted: make(chan net.Conn), closed: make(chan struct{})}
}

func (m *memory) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	up, down := newStream(), newStream()
	ours, theirs := &memoryConn{in: down, out: up}, &memoryConn{in: up, out: down}
	select {
	case m.accepted <- theirs:
		return ours, nil
	case <-m.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (m *memory) Accept() (net.Conn, error) {
	select {
	case c := <-m.accepted:
		return c, nil
	case <-m.closed:
		return nil, net.ErrClosed
	}
}

func (m *memory) Close() error {
	m.once.Do(func() { close(m.closed) })
	return nil
}

func (m *memory) Addr() net.Addr { return memoryAddr{} }

type memoryAddr struct{}

func (memoryAddr) Network() string { return "memory" }
func (memoryAddr) String() string  { return "memory" }

// stream is one direction of a connection.
type stream struct {
	mu         sync.Mutex
	changed    *sync.Cond
	bytes      []byte
	ended      bool // by the writer
	gone       bool // the reader
	readLimit  limit
	writeLimit limit
}

// limit is a deadline.
type limit struct {
	timer  *time.Timer
	struck bool
}

func newStream() *stream {
	s := &stream{}
	s.changed = sync.NewCond(&s.mu)
	return s
}

func (s *stream) set(l *limit, t time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if l.timer != nil {
		l.timer.Stop()
	}
	l.struck, l.timer = false, nil
	if !t.IsZero() {
		var timer *time.Timer
		timer = time.AfterFunc(time.Until(t), func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			if l.timer == timer {
				l.struck = true
				s.changed.Broadcast()
			}
		})
		l.timer = timer
	}
	s.changed.Broadcast()
}

func (s *stream) read(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case s.gone:
			return 0, net.ErrClosed
		case len(s.bytes) > 0:
			n := copy(b, s.bytes)
			s.bytes = s.bytes[n:]
			s.changed.Broadcast()
			return n, nil
		case s.ended:
			return 0, io.EOF
		case s.readLimit.struck:
			return 0, os.ErrDeadlineExceeded
		}
		s.changed.Wait()
	}
}

func (s *stream) write(b []byte) (int, error) {
	const most = 128 << 10
	s.mu.Lock()
	defer s.mu.Unlock()
	for done := 0; ; {
		switch {
		case s.ended:
			return done, net.ErrClosed
		case s.gone:
			return done, io.ErrClosedPipe
		case done == len(b):
			return done, nil
		case s.writeLimit.struck:
			return done, os.ErrDeadlineExceeded
		}
		if room := most - len(s.bytes); room > 0 {
			n := min(room, len(b)-done)
			s.bytes = append(s.bytes, b[done:done+n]...)
			done += n
			s.changed.Broadcast()
			continue
		}
		s.changed.Wait()
	}
}

// end is told by the writer, leave by the reader.
func (s *stream) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	s.changed.Broadcast()
}

func (s *stream) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gone = true
	s.changed.Broadcast()
}

type memoryConn struct{ in, out *stream }

func (c *memoryConn) Read(b []byte) (int, error)  { return c.in.read(b) }
func (c *memoryConn) Write(b []byte) (int, error) { return c.out.write(b) }
func (c *memoryConn) LocalAddr() net.Addr         { return memoryAddr{} }
func (c *memoryConn) RemoteAddr() net.Addr        { return memoryAddr{} }

func (c *memoryConn) Close() error {
	c.out.end()
	c.in.leave()
	c.SetDeadline(time.Time{})
	return nil
}

func (c *memoryConn) CloseWrite() error {
	c.out.end()
	return nil
}

func (c *memoryConn) SetDeadline(t time.Time) error {
	c.SetReadDeadline(t)
	return c.SetWriteDeadline(t)
}

func (c *memoryConn) SetReadDeadline(t time.Time) error {
	c.in.set(&c.in.readLimit, t)
	return nil
}

func (c *memoryConn) SetWriteDeadline(t time.Time) error {
	c.out.set(&c.out.writeLimit, t)
	return nil
}
