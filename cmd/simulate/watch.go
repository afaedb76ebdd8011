package simulate

import (
	"context"
	"fmt"
	"net/http"

	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/serving"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/report/simulation"
	"github.com/chatcb/chatcb/report/term"
)

// watchFlags say where a run can be watched while it goes on.
type watchFlags struct {
	Page    serving.Address `flag:"page" bare:"127.0.0.1:0"`
	Keep    bool            `flag:"keep-page" needs:"page"`
	Metrics serving.Address `flag:"metrics-addr"`
	Guard   serving.Guard
}

// watched is a run that can be watched.
type watched struct {
	*simulation.Live
	pages []*serving.Admin
	keep  bool
}

// open listens on the addresses and says where.
func (w *watchFlags) open(a *app.App, l *simulation.Live) (*watched, error) {
	s := &watched{Live: l, keep: w.Keep}
	t := a.ErrTerminal()
	say := func(what term.Text, link string) { fmt.Fprintf(a.Stderr, "%s  %s\n", what, t.Strong(link)) }
	if w.Page != "" {
		p, err := w.Guard.OpenGuarded("--page", w.Page, func(g live.Guard) (http.Handler, error) { return g.Over(s.Handler()) })
		if err != nil {
			return nil, err
		}
		s.pages = append(s.pages, p)
		say(t.Say("simulation.page"), p.ShownLink())
	}
	if w.Metrics != "" {
		p, err := w.openMetrics(s)
		if err != nil {
			s.close()
			return nil, err
		}
		s.pages = append(s.pages, p)
		say(t.Say("simulation.metrics"), p.URL()+"metrics")
	}
	return s, nil
}

// openMetrics listens for scrapes, which need the token where there is one.
func (w *watchFlags) openMetrics(s *watched) (*serving.Admin, error) {
	if !w.Metrics.Here() && !w.Guard.HasToken() {
		return nil, exit.Usagef("--metrics-addr: beyond loopback it needs --admin-token, got %q: each scrape sends it as its bearer token",
			w.Metrics)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", s.Metrics)
	return w.Guard.OpenGuarded("--metrics-addr", w.Metrics, func(g live.Guard) (http.Handler, error) {
		if !w.Guard.HasToken() {
			return mux, nil
		}
		g.AnyHost = true
		return g.Over(mux)
	})
}

// stay keeps the page until ctx ends, if it is to be kept.
func (s *watched) stay(ctx context.Context, a *app.App) {
	if s.keep && ctx.Err() == nil {
		fmt.Fprintln(a.Stderr, a.ErrTerminal().Faint(a.ErrTerminal().Say("simulation.stays")))
		<-ctx.Done()
	}
}

func (s *watched) close() {
	for _, p := range s.pages {
		p.End()
	}
}
