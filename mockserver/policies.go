package mockserver

import (
	"context"
	"errors"
	"time"

	"github.com/chatcb/chatcb/mockserver/policy"
)

// Policy is the policy that decides now; nil allows everybody.
func (s *Server) Policy() *policy.Policy { return s.policy.Load() }

// SetPolicy replaces the policy, at once and for requests that come after. What the old one counted is taken over where
// the same rules ask for it.
func (s *Server) SetPolicy(p *policy.Policy) {
	p.Adopt(s.policy.Load())
	s.policy.Store(p)
}

// Shadow is the policy that decides beside, or nil.
func (s *Server) Shadow() *policy.Policy { return s.shadow.Load() }

// SetShadow replaces the shadow policy; nil takes it away.
func (s *Server) SetShadow(p *policy.Policy) {
	p.Adopt(s.shadow.Load())
	s.shadow.Store(p)
}

// ReloadPolicies loads the policies again that are in files. A broken one changes nothing.
func (s *Server) ReloadPolicies() error {
	load := func(name string, p *policy.Policy, set func(*policy.Policy)) error {
		if !p.OnDisk() {
			return nil
		}
		next, err := policy.Load(p.Name)
		s.loaded(name, next, err, set)
		return err
	}
	return errors.Join(load("policy", s.Policy(), s.SetPolicy), load("shadow policy", s.Shadow(), s.SetShadow))
}

// WatchPolicies loads policies again when their files change, until the context ends.
func (s *Server) WatchPolicies(ctx context.Context) {
	watch := func(name string, p *policy.Policy, set func(*policy.Policy)) {
		if p.OnDisk() {
			go policy.Watch(ctx, p, time.Second/2, func(next *policy.Policy, err error) { s.loaded(name, next, err, set) })
		}
	}
	watch("policy", s.Policy(), s.SetPolicy)
	watch("shadow policy", s.Shadow(), s.SetShadow)
}

func (s *Server) loaded(name string, next *policy.Policy, err error, set func(*policy.Policy)) {
	s.loading.Lock()
	defer s.loading.Unlock()
	if err == nil {
		set(next)
	}
	if s.config.Loaded != nil {
		s.config.Loaded(name, next, err)
	}
}
