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
	if url, stop, err = s.start(); err != nil {
		return "", nil, fmt.Errorf("mock server: %w", err)
	}
	return url + "/", stop, nil
}

// start serves on a free port of this machine until stop, which waits for the end.
func (s *Server) start() (url string, stop func(), err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	server, served := s.Listener(), make(chan struct{})
	go func() {
		defer close(served)
		_ = server.Serve(listener) // ends with Close
	}()
	return "http://" + listener.Addr().String(), func() {
		_ = server.Close()
		<-served
	}, nil
}
