//go:build !unix

package rawconn

import "net"

// Peeker looks at what a connection holds without taking it. Here that cannot be told without waiting: a connection that
// has been closed is found when it is used.
type Peeker struct{}

// NewPeeker returns nil.
func NewPeeker(net.Conn) *Peeker { return nil }

// Peek finds nothing.
func (p *Peeker) Peek() (Held, error) { return Nothing, nil }
