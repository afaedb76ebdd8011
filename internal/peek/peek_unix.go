//go:build unix

package peek

import (
	"errors"
	"net"
	"syscall"
)

// Peeker looks at what a connection holds without taking it.
type Peeker struct {
	raw  syscall.RawConn
	look func(fd uintptr) bool // of this peeker, made once
	n    int
	err  error
}

// New returns nil for a kind of connection that cannot be looked at.
func New(conn net.Conn) *Peeker {
	c, ok := conn.(syscall.Conn)
	if !ok {
		return nil
	}
	raw, err := c.SyscallConn()
	if err != nil {
		return nil
	}
	p := &Peeker{raw: raw}
	p.look = func(fd uintptr) bool {
		var b [1]byte
		p.n, _, p.err = syscall.Recvfrom(int(fd), b[:], syscall.MSG_PEEK) // the descriptor does not block
		return true
	}
	return p
}

// Peek does not wait. It fails when the connection was closed here, or its deadline for reading has passed. A nil Peeker
// holds nothing.
func (p *Peeker) Peek() (Held, error) {
	if p == nil {
		return Nothing, nil
	}
	switch err := p.raw.Read(p.look); {
	case err != nil:
		return End, err
	case errors.Is(p.err, syscall.EAGAIN):
		return Nothing, nil
	case p.err == nil && p.n > 0:
		return Bytes, nil
	}
	return End, nil
}
