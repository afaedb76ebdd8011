package mockserver

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/chatcb/chatcb/cmd/internal/serving"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/mockserver/policy"
)

// watch has policies loaded anew when their files change or SIGHUP comes.
func (m *mock) watch(ctx context.Context) {
	m.server.WatchPolicies(ctx)
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	go func() {
		defer signal.Stop(hangups)
		for {
			select {
			case <-ctx.Done():
				return
			case <-hangups:
				_ = m.server.ReloadPolicies() // what is wrong is told
			}
		}
	}()
}

// loaded tells that a policy was loaded anew, or why not.
func (m *mock) loaded(name string, p *policy.Policy, err error) {
	if err != nil {
		serving.NoticeLines(m.o.App, language.T("the {policy} is broken, the old one stays:{problem}",
			"policy", language.Phrase(name), "problem", "\n"+err.Error()))
		return
	}
	serving.Notice(m.o.App, language.T("the {policy} was loaded: {digest}", "policy", language.Phrase(name), "digest", p.Digest))
}
