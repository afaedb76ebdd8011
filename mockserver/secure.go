package mockserver

import (
	"context"
	"crypto/tls"
	"net"
	"sync"
)

// Secure returns the configuration of a listener with TLS on which faults of handshakes act. The server's own listeners
// have it already; it is for those that others make.
func (s *Server) Secure(config *tls.Config) *tls.Config {
	base := config
	config = base.Clone()
	config.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		hits := s.plan.Load().drawHandshake(s.config.Now())
		if len(hits) == 0 {
			return nil, nil
		}
		changed := base.Clone()
		injected, _ := hello.Context().Value(connKey{}).(*connFaults)
		for i := range hits {
			h := &hits[i]
			if err := h.act.fault.secure(h.act, changed); err != nil {
				return nil, err
			}
			injected.add(h.injection())
		}
		return changed, nil
	}
	return config
}

// connKey is the key of a connection's *connFaults in its context.
type connKey struct{}

// connFaults are the faults that acted on the handshake of a connection: each of its exchanges tells of them.
type connFaults struct {
	mu   sync.Mutex
	list []Injection
}

func withConnFaults(ctx context.Context, _ net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, new(connFaults))
}

// add notes a fault. On a listener of another's making there is nowhere to note it.
func (c *connFaults) add(i Injection) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = append(c.list, i)
}

// secured lists the faults that acted on the handshake of the request's connection.
func (t *turn) secured() []Injection {
	if t.r == nil || t.r.TLS == nil {
		return nil
	}
	c, ok := t.r.Context().Value(connKey{}).(*connFaults)
	if !ok {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.list
}

// OfHandshakes is the id of the first fault in the script that acts on TLS handshakes, or "": such a script needs a
// listener with TLS.
func (s *Script) OfHandshakes() string {
	for i := range s.phases {
		for _, a := range s.phases[i].acts {
			if a.fault.secure != nil {
				return a.fault.ID
			}
		}
	}
	return ""
}
