package mockserver

import (
	"fmt"
	"net"
)

// Serve starts a server on a free port of this machine, and returns its URL. It lives until stop, which ends all connections.
func Serve(config Config) (url string, stop func(), err error) {
	s, err := New(config)
	if err != nil {
		return "", nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, fmt.Errorf("mock server: %w", err)
	}
	server := s.Listener()
	go func() { _ = server.Serve(listener) }() // ends with Close
	return "http://" + listener.Addr().String() + "/", func() { _ = server.Close() }, nil
}
