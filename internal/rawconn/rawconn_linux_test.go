//go:build linux && !race

package rawconn

import (
	"bytes"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

// TestStreamIsPlain puts a connection of the net package and one that is read directly into the same situations, and
// wants the same bytes and the same words of failure.
func TestStreamIsPlain(t *testing.T) {
	type stream = io.ReadWriter
	read := func(s stream) (string, error) {
		b := make([]byte, 64)
		n, err := s.Read(b)
		return string(b[:n]), err
	}
	large := bytes.Repeat([]byte("x"), 8<<20) // more than the buffers of a connection hold
	for _, c := range []struct {
		name  string
		there func(peer *net.TCPConn)
		here  func(conn net.Conn, s stream) (string, error)
	}{
		{"bytes", func(p *net.TCPConn) { io.WriteString(p, "hello") }, func(_ net.Conn, s stream) (string, error) { return read(s) }},
		{
			"bytes later", func(p *net.TCPConn) { time.Sleep(20 * time.Millisecond); io.WriteString(p, "hello") },
			func(_ net.Conn, s stream) (string, error) { return read(s) },
		},
		{"end", func(p *net.TCPConn) { p.CloseWrite() }, func(_ net.Conn, s stream) (string, error) { return read(s) }},
		{"reset", func(p *net.TCPConn) { p.SetLinger(0); p.Close() }, func(_ net.Conn, s stream) (string, error) { return read(s) }},
		{"deadline of reading", func(*net.TCPConn) {}, func(c net.Conn, s stream) (string, error) {
			c.SetDeadline(time.Now().Add(10 * time.Millisecond))
			return read(s)
		}},
		{"closed here", func(*net.TCPConn) {}, func(c net.Conn, s stream) (string, error) {
			c.Close()
			return read(s)
		}},
		{"written to a broken connection", func(p *net.TCPConn) { p.SetLinger(0); p.Close() }, func(_ net.Conn, s stream) (string, error) {
			_, _ = read(s) // the reset has come
			n, err := s.Write([]byte("hello"))
			return strings.Repeat("!", n), err
		}},
		{
			"large, and read at last", func(p *net.TCPConn) {
				time.Sleep(20 * time.Millisecond)
				io.CopyN(io.Discard, p, int64(len(large)))
				io.WriteString(p, "all")
			},
			func(_ net.Conn, s stream) (string, error) {
				if n, err := s.Write(large); n != len(large) || err != nil {
					return "", err
				}
				return read(s)
			},
		},
		{"deadline of writing", func(*net.TCPConn) {}, func(c net.Conn, s stream) (string, error) {
			c.SetDeadline(time.Now().Add(10 * time.Millisecond))
			n, err := s.Write(large)
			if n == 0 || n >= len(large) {
				t.Errorf("got %d bytes written, want a part of them", n)
			}
			return "", err
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			outcome := func(directly bool) (string, string) {
				conn, peer := pair(t)
				over := make(chan struct{})
				go func() { defer close(over); c.there(peer) }()
				s := stream(conn)
				if directly {
					s = Stream(conn)
					if _, ok := s.(*direct); !ok {
						t.Fatalf("got a %T, want it direct", s)
					}
				}
				got, err := c.here(conn, s)
				conn.Close()
				<-over
				if err == nil {
					return got, ""
				}
				addresses := strings.NewReplacer(conn.LocalAddr().String(), "here", conn.RemoteAddr().String(), "there")
				return got, addresses.Replace(err.Error())
			}
			want, wantErr := outcome(false)
			got, gotErr := outcome(true)
			if got != want || gotErr != wantErr {
				t.Errorf("got %q, %q; want %q, %q", got, gotErr, want, wantErr)
			}
		})
	}
}

// pair returns the two ends of a connection over loopback.
func pair(t *testing.T) (conn net.Conn, peer *net.TCPConn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	conn, err = net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	other, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(); other.Close() })
	return conn, other.(*net.TCPConn)
}
