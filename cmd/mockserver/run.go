package mockserver

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/capture"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/cmd/internal/serving"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/live/page"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/outcome"
)

// mock is a mock server that is about to run.
type mock struct {
	o         *options
	config    mockserver.Config
	server    *mockserver.Server
	listening *mockserver.Listener
	listener  net.Listener
	url       string
	admin     *serving.Admin
	journal   *capture.Journal
	restored  live.Cursor // what is before it comes from the journal
	refilled  func()      // waits until that was read

	records sync.Pool // of exchanges on their way into the journal
	live    *app.Live
	unkept  atomic.Uint64
	policed sync.Mutex // policies are loaded one after the other
}

// prepare opens all that the server needs.
func (o *options) prepare(live *app.Live) (m *mock, err error) {
	m = &mock{o: o, live: live}
	m.records.New = func() any { return new(exchange.Exchange) }
	defer func() {
		if err != nil {
			m.close()
		}
	}()
	if err = o.Listen.Check(); err != nil {
		return m, err
	}
	if err = o.Decide.resolve(&m.config); err != nil {
		return m, err
	}
	secure, err := o.Listen.Secure()
	if err != nil {
		return m, err
	}
	if id := m.config.Faults.OfHandshakes(); id != "" && secure == nil {
		return m, exit.Usagef("--fault: %s needs HTTPS: give --tls, or --tls-cert and --tls-key", id)
	}
	if err = o.Keep.resolve(&m.config); err != nil {
		return m, err
	}
	if err = m.openJournal(); err != nil {
		return m, err
	}
	if m.config.Policy.OnDisk() || m.config.Shadow.OnDisk() {
		m.config.ReloadPolicy = m.reload
	}
	m.config.Visitors = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		serving.Visitors(m.admin.ShownLink()).ServeHTTP(w, r)
	})
	m.config.Scripts = fault.Files{Latencies: o.Decide.latencies.known}
	if m.server, err = mockserver.New(m.config); err != nil {
		return m, exit.Usage(err)
	}
	if m.journal != nil {
		m.refilled = serving.Refill(m.server, m.journal, o.Keep.Remember, o.Keep.RememberBytes, m.config.Redact, serving.Unread(o.App))
		m.restored = m.server.Latest()
	}
	if m.listener, err = o.Listen.Open(); err != nil {
		return m, err
	}
	m.url = serving.URL(m.listener, secure != nil)
	if m.admin, err = o.Listen.OpenAdmin(m.server, page.About{
		URL: m.url, Language: m.o.App.Words().Name(), Deadline: callback.Deadline.Milliseconds(), Redacted: o.Keep.Redact,
	}, m.config.Token, live); err != nil {
		return m, err
	}
	m.listening = m.server.Listener()
	m.listening.MaxConnections = o.Listen.MaxConns
	go func() {
		if secure != nil {
			_ = m.listening.ServeTLS(m.listener, secure) // both end with it, and not before
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
	m.admin.Close()
	if m.journal != nil {
		_ = m.closeJournal()
	}
}

func (m *mock) closeJournal() error {
	if m.refilled != nil {
		m.refilled()
	}
	return m.journal.Close()
}

// drain is how long answers in flight may take when the server ends.
const drain = 10 * time.Second

// serve runs until the context, --exit-after or the command ends it.
func (m *mock) serve(ctx context.Context) error {
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	if d := m.o.exitTime; d > 0 {
		defer time.AfterFunc(d, func() { end(serving.ErrDone) }).Stop()
	}
	m.watch(ctx)
	show := m.shower()
	show.begin()
	defer m.o.Tunnel.Close(ctx)
	if err := m.o.Tunnel.Open(ctx, m.o.App, &show.received, m.url, "/"); err != nil {
		return err
	}
	if err := serving.WriteReadyFile(m.o.Ready, m.url); err != nil {
		return err
	}
	var shown sync.WaitGroup
	viewing, stopViewing := context.WithCancel(context.Background())
	defer stopViewing()
	shown.Go(func() { show.follow(viewing, func() { end(serving.ErrDone) }) })
	var status error
	if len(m.o.command) > 0 {
		status = serving.RunCommand(ctx, m.o.App, m.o.command, append(m.admin.Environ(), "CHATCB_URL="+m.url))
	} else {
		<-ctx.Done()
	}
	stopping, cancel := context.WithTimeout(context.Background(), drain)
	defer cancel()
	down := m.listening.Shutdown(stopping)
	stopViewing()
	shown.Wait()
	show.end()
	switch {
	case status != nil:
		return status
	case m.journal != nil && m.closeJournal() != nil:
		return &exit.Said{Key: "serve.journal-not-closed"}
	case m.unkept.Load() > 0:
		return &exit.Said{Key: "serve.lost", Args: []any{"n", m.unkept.Load()}}
	case errors.Is(down, context.DeadlineExceeded):
		return &exit.Said{Key: "serve.in-flight", Args: []any{"time", drain}}
	case len(m.o.command) == 0 && m.o.Exit != "" && context.Cause(ctx) != serving.ErrDone:
		return exit.Status(outcome.Interrupted) // what --exit-after waits for did not come
	}
	return nil
}

// openJournal opens the journal of --data and has every exchange written to it.
func (m *mock) openJournal() error {
	k := &m.o.Keep
	if k.Data == "" {
		return nil
	}
	journal, err := capture.OpenJournal(k.Data, capture.JournalOptions{
		MaxRecords: k.MaxRecords, MaxBytes: k.MaxBytes, MaxAge: k.MaxAge, Fsync: k.Fsync, Tool: "chatcb mockserver",
	})
	if err != nil {
		return fmt.Errorf("--data: %w", err)
	}
	m.journal = journal
	m.config.Keep, m.config.StopUnkept = m.keep, k.OnFull == "stop"
	return nil
}

// keep writes one exchange down.
func (m *mock) keep(e *live.Event) error {
	x := m.records.Get().(*exchange.Exchange)
	e.Record(x)
	seq, err := m.journal.Append(x, e.Extra()...)
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
