package mockserver

import (
	"context"
	"crypto/tls"
	"net"
	"sync"

	"github.com/chatcb/chatcb/mockserver/fault"
)

// Secure returns the configuration of a listener with TLS on which faults of handshakes act. The server's own listeners
// have it already; it is for those that others make.
func (s *Server) Secure(config *tls.Config) *tls.Config {
	base := config
	config = base.Clone()
	config.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		changed, injected, err := s.plan.Load().Handshake(base, s.config.Now())
		if err == nil {
			acted, _ := hello.Context().Value(connKey{}).(*connFaults)
			acted.add(injected)
		}
		return changed, err
	}
	return config
}

// connKey is the key of a connection's *connFaults in its context.
type connKey struct{}

// connFaults are the faults that acted on the handshake of a connection: each of its exchanges tells of them.
type connFaults struct {
	mu   sync.Mutex
	list []fault.Injection
}

func withConnFaults(ctx context.Context, _ net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, new(connFaults))
}

// add notes faults. On a listener of another's making there is nowhere to note it.
func (c *connFaults) add(injected []fault.Injection) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = append(c.list, injected...)
}

// secured lists the faults that acted on the handshake of the request's connection.
func (h *handler) secured() []fault.Injection {
	if h.HTTP == nil || h.HTTP.TLS == nil {
		return nil
	}
	c, ok := h.HTTP.Context().Value(connKey{}).(*connFaults)
	if !ok {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.list
}
