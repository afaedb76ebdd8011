//go:build unix

package delivery

import (
	"errors"
	"syscall"
	"time"
)

// peeker looks at what a connection holds without taking it.
type peeker struct {
	raw  syscall.RawConn
	look func(fd uintptr) bool // of this peeker, made once
	n    int
	err  error
}

func newPeeker(raw syscall.RawConn) *peeker {
	p := &peeker{raw: raw}
	p.look = func(fd uintptr) bool {
		var b [1]byte
		p.n, _, p.err = syscall.Recvfrom(int(fd), b[:], syscall.MSG_PEEK) // the descriptor does not block
		return true
	}
	return p
}

// quiet reports whether a connection that nobody uses is open, and nothing has come on it. A kind of connection that
// cannot be looked at is taken to be.
func (s *socket) quiet() bool {
	if s.peeker == nil {
		return true
	}
	err := s.peeker.raw.Read(s.peeker.look)
	if timedOut(err) { // an earlier deadline has passed
		s.arm(time.Now().Add(time.Minute), true)
		err = s.peeker.raw.Read(s.peeker.look)
	}
	switch {
	case err != nil:
		return false
	case errors.Is(s.peeker.err, syscall.EAGAIN):
		return true
	case s.peeker.err != nil || s.peeker.n <= 0 || s.tls == nil:
		return false
	}
	return s.quietBelow()
}
