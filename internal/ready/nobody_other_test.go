//go:build !unix

package ready

import "net"

// bound finds a free port. Another program may take it.
func bound() (address string, release func(), err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	return l.Addr().String(), func() {}, l.Close()
}
