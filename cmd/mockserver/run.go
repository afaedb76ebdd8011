package mockserver

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/serving"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/live/page"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report"
)

// mock is a mock server that is about to run.
type mock struct {
	o         *options
	config    *mockserver.Config
	server    *mockserver.Server
	listening *mockserver.Listener
	listener  net.Listener
	restored  live.Cursor // what is before it comes from the journal

	records sync.Pool // of exchanges on their way into the journal
	unkept  atomic.Uint64
}

// prepare opens all that the server needs.
func (o *options) prepare() (m *mock, err error) {
	m = &mock{o: o, config: &o.Config}
	m.records.New = func() any { return new(exchange.Exchange) }
	defer func() {
		if err != nil {
			m.close()
		}
	}()
	if err = o.Decide.resolve(m.config); err != nil {
		return m, err
	}
	if o.Secure, err = o.Listen.Secure(); err != nil {
		return m, err
	}
	if id := m.config.Faults.OfHandshakes(); id != "" && o.Secure == nil {
		return m, exit.Usagef("--fault: %s needs HTTPS: give --tls, or --tls-cert and --tls-key", id)
	}
	if err = o.Keep.resolve(m.config); err != nil {
		return m, err
	}
	journal := &o.Keep.Journal
	if err = journal.Open("chatcb mockserver"); err != nil {
		return m, err
	}
	if journal.Kept != nil {
		m.config.Keep, m.config.StopUnkept = m.keep, o.Keep.OnFull == "stop"
	}
	m.config.Loaded = m.loaded
	m.config.Visitors = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page.Visitors(o.Admin.ShownLink()).ServeHTTP(w, r)
	})
	m.config.Scripts = fault.Files{Latencies: o.Decide.latencies.known}
	if m.server, err = mockserver.New(*m.config); err != nil {
		return m, exit.Usage(err)
	}
	if journal.Kept != nil {
		journal.Refill(o.App, m.server, m.config.RingCount, m.config.RingBytes, m.config.Redact)
		m.restored = m.server.Latest()
	}
	if m.listener, err = o.Open(); err != nil {
		return m, err
	}
	about := page.About{Deadline: callback.Deadline.Milliseconds(), Redacted: o.Keep.Redact}
	if err = o.OpenAdmin(m.server, about, m.config.Token); err != nil {
		return m, err
	}
	m.listening = m.server.Listener()
	m.listening.MaxConnections = o.Listen.MaxConns
	go func() {
		if o.Secure != nil {
			_ = m.listening.ServeTLS(m.listener, o.Secure) // both end with it, and not before
		} else {
			_ = m.listening.Serve(m.listener)
		}
	}()
	return m, nil
}

func (m *mock) close() {
	if m.listening != nil {
		_ = m.listening.Close()
	}
	if m.listener != nil {
		m.listener.Close()
	}
	m.o.Admin.Close()
	_ = m.o.Keep.Close()
}

// drain is how long answers in flight may take when the server ends.
const drain = 10 * time.Second

// serve runs until the context, --exit-after or the command ends it.
func (m *mock) serve(ctx context.Context) error {
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	if d := m.o.Exit.time; d > 0 {
		defer time.AfterFunc(d, func() { end(serving.ErrDone) }).Stop()
	}
	m.watch(ctx)
	m.begin()
	show := &report.Follower{
		Received: &m.o.Received, Log: m.server, At: m.restored, Quiet: len(m.o.Command) > 0, Wait: m.o.Live.Room,
	}
	var shown sync.WaitGroup
	viewing, stopViewing := context.WithCancel(context.Background())
	defer stopViewing()
	shown.Go(func() {
		show.Run(viewing, func(n uint64) {
			if enough := m.o.Exit.count; enough > 0 && n >= enough {
				end(serving.ErrDone)
			}
		})
	})
	return m.o.Serve(ctx, "/", m.o.Admin.Environ(), func(status error) error {
		stopping, cancel := context.WithTimeout(context.Background(), drain)
		defer cancel()
		down := m.listening.Shutdown(stopping)
		stopViewing()
		shown.Wait()
		m.end()
		switch {
		case status != nil:
			return status
		case m.o.Keep.Close() != nil:
			return &exit.Said{Key: "serve.journal-not-closed"}
		case m.unkept.Load() > 0:
			return &exit.Said{Key: "serve.lost", Args: []any{"n", m.unkept.Load()}}
		case errors.Is(down, context.DeadlineExceeded):
			return &exit.Said{Key: "serve.in-flight", Args: []any{"time", drain}}
		case len(m.o.Command) == 0 && m.o.Exit != (exitAfter{}) && context.Cause(ctx) != serving.ErrDone:
			return exit.Status(outcome.Interrupted) // what --exit-after waits for did not come
		}
		return nil
	})
}

// keep writes one exchange down.
func (m *mock) keep(e *live.Event) error {
	x := m.records.Get().(*exchange.Exchange)
	e.Record(x)
	seq, err := m.o.Keep.Kept.Append(x, e.Extra()...)
	if cap(x.Sent)+cap(x.Received) <= 64<<10 { // one huge exchange must not hold its memory
		m.records.Put(x)
	}
	if err == nil {
		e.Seq = seq
		return nil
	}
	if n := m.unkept.Add(1); n == 1 || n%1000 == 0 {
		what := language.T("answers go on")
		if m.o.Keep.OnFull == "stop" {
			what = language.T("answering 503")
		}
		serving.Notice(m.o.App, language.T("the journal cannot be written ({n} so far), {then}: {problem}", "n", n, "then", what, "problem", err))
	}
	return err
}
