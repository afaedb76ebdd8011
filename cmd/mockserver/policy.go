package mockserver

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/chatcb/chatcb/cmd/internal/serving"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/mockserver/policy"
)

// watch loads policies anew when their files change or SIGHUP comes.
func (m *mock) watch(ctx context.Context) {
	const every = 500 * time.Millisecond
	for _, p := range []struct {
		name string
		of   *policy.Policy
		set  func(*policy.Policy)
	}{{"policy", m.config.Policy, m.server.SetPolicy}, {"shadow policy", m.config.Shadow, m.server.SetShadow}} {
		if p.of.OnDisk() {
			go policy.Watch(ctx, p.of, every, func(next *policy.Policy, err error) { m.loaded(p.name, next, err, p.set) })
		}
	}
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	go func() {
		defer signal.Stop(hangups)
		for {
			select {
			case <-ctx.Done():
				return
			case <-hangups:
				_ = m.reload() // it says itself what is wrong
			}
		}
	}()
}

func (m *mock) loaded(name string, next *policy.Policy, err error, set func(*policy.Policy)) {
	m.policed.Lock()
	defer m.policed.Unlock()
	if err != nil {
		serving.Notice(m.o.App, language.T("the {policy} is broken, the old one stays:{problem}",
			"policy", language.Phrase(name), "problem", "\n"+err.Error()))
		return
	}
	set(next)
	serving.Notice(m.o.App, language.T("the {policy} was loaded: {digest}", "policy", language.Phrase(name), "digest", next.Digest))
}

// reload loads the policies anew. A broken one changes nothing.
func (m *mock) reload() error {
	load := func(name string, p *policy.Policy, set func(*policy.Policy)) error {
		if !p.OnDisk() {
			return nil
		}
		next, err := policy.Load(p.Name)
		m.loaded(name, next, err, set)
		return err
	}
	return errors.Join(
		load("policy", m.config.Policy, m.server.SetPolicy),
		load("shadow policy", m.config.Shadow, m.server.SetShadow))
}
