// Package record is a proxy between Chat and a backend that writes down what passes: [Proxy].
//
// Bytes go through untouched in both directions, as they come: header order and case, chunks, interim answers, and what is
// wrong with them. Each connection of a client has its own to the backend, so that keeping and closing them is the
// backend's affair. The Host header is passed on as it is, unless [Proxy.RewriteHost] is set.
//
// # What is written when
//
// An exchange is handed to [Proxy.Keep] before the last bytes of its answer go back, so that an answer that a client has
// in full is in the journal, whatever becomes of this process. But an answer never waits longer than [Proxy.KeepWithin]
// for that: past it the answer goes on alone, the exchange is written when the disk lets it, and until then further ones
// wait in memory, within bounds, or are lost. All three are counted: see [Stats]. So the order is kept except where the
// journal was slower than the bound, and never silently.
//
// # What is not passed on
//
// A request of which nobody can say where it ends is answered 400, 431, 501 or 505 and not passed on, for two readers of
// it would be two opinions. One with both a length and chunks is passed on up to the end of its chunks, and the
// connection is closed behind it. Empty lines before a request are dropped. Without a connection to the backend the answer
// is 502, without one from it in time 504. After 101 Switching Protocols only what the backend says is passed on, until the
// timeout.
package record

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/conns"
	"github.com/chatcb/chatcb/internal/http1"
	"github.com/chatcb/chatcb/language"
)

// The defaults of a proxy.
const (
	DefaultTimeout        = 10 * time.Second
	DefaultKeepWithin     = 20 * time.Millisecond
	DefaultIdleTimeout    = 3 * time.Minute
	DefaultMaxConnections = 4096
)

// Proxy passes requests on to a target and writes down what passed. Set its fields before Serve; the zero value of each
// but the target is a default.
type Proxy struct {
	Target      *delivery.Target
	TLS         delivery.TLS // towards a target that is https
	RewriteHost bool         // put the target's host into the Host header

	Deadline time.Duration `flag:"deadline" above:"0"` // of Chat; 0 means callback.Deadline
	// Timeout is how long an exchange may take; 0 means DefaultTimeout.
	Timeout     time.Duration `flag:"timeout"`
	IdleTimeout time.Duration // how long a connection may wait for a request; 0 means DefaultIdleTimeout
	MaxHead     int           `flag:"max-head" above:"0"` // bytes of a header block; 0 means 64 KiB. Larger ones are refused
	// MaxBody is how many bytes of a body are written down; 0 means callback.DefaultMaxBody. All are passed on.
	MaxBody int `flag:"max-body" above:"0"`
	// MaxConnections is how many clients are served at a time; 0 means DefaultMaxConnections. See package conns for which
	// give way to more.
	MaxConnections int

	Guard Guard

	// Keep writes an exchange down, by many goroutines at once; capture.Journal.Append is one. It may set Seq. Nil keeps
	// nothing.
	Keep func(x *exchange.Exchange, extra []callback.Member) error
	// KeepWithin is how long an answer waits for Keep; 0 means DefaultKeepWithin.
	KeepWithin time.Duration `flag:"keep-within" above:"0"`

	// Judge and RequestJudge judge what passed. Now of the latter is set to when the request came.
	Judge        conformance.Judge
	RequestJudge conformance.RequestJudge
	// Observe is told of every exchange after its answer went back, one at a time. When it is too slow, exchanges are
	// left out, and counted.
	Observe func(*Seen)
	// Notice is told in words of what happens to the journal, to the target, and to requests: at most maxNotices times in
	// ten seconds. It is called while an answer waits, so it must not.
	Notice func(text language.Text)

	// Visitors is said, behind what is wrong, to those who open the proxy's URL in a browser while it has no answer of the target.
	Visitors string

	maxHeld  int64 // 0 is maxHeld; for tests
	once     sync.Once
	upstream *tls.Config
	keeper   keeper
	watcher  watcher
	counting sync.Mutex
	stats    Stats
	conns    conns.Set
	strain   strain
	notices  noticeRate
	base     string // the target's URL up to its host, without a path
}

// Seen is an exchange that has passed, with what is to be said of it. It is good until Observe returns.
type Seen struct {
	conformance.Judged // Received is what went back to the client; findings on the answer, then those on the request
	Request            conformance.Request
	Extra              []callback.Member // as written down
	Guard              *Guarded          // nil where the guard left the answer alone
}

// Serve accepts connections until ctx ends or the listener fails. Then it lets exchanges under way finish, and returns
// when all is written down that can be.
func (p *Proxy) Serve(ctx context.Context, l net.Listener) error {
	p.once.Do(p.prepare)
	conformance.ReadRules()
	defer context.AfterFunc(ctx, p.conns.Stop)()
	p.watcher.start(p)
	p.keeper.start(p)
	watching, stop := context.WithCancel(context.Background())
	defer stop()
	if p.Guard.late() {
		go p.strain.watch(watching)
	}
	failed := p.conns.Serve(l, func(c *conns.Conn) { (&conn{p: p, client: c}).serve() })
	_ = p.conns.Drain(context.Background()) // every exchange has its end
	p.keeper.stop()
	p.watcher.stop()
	if errors.Is(failed, net.ErrClosed) && ctx.Err() != nil {
		return nil
	}
	return failed
}

func (p *Proxy) prepare() {
	bare := *p.Target
	bare.Path, bare.Query = "", nil
	p.base = bare.String()
	p.conns.Max, p.conns.MaxHeld = cmp.Or(p.MaxConnections, DefaultMaxConnections), cmp.Or(p.maxHeld, maxHeld)
	p.MaxHead = cmp.Or(p.MaxHead, http1.DefaultMaxHead)
	p.MaxBody = cmp.Or(p.MaxBody, http1.DefaultMaxBody)
	p.Deadline = cmp.Or(p.Deadline, callback.Deadline)
	p.Timeout = cmp.Or(p.Timeout, DefaultTimeout)
	p.IdleTimeout = cmp.Or(p.IdleTimeout, DefaultIdleTimeout)
	p.KeepWithin = cmp.Or(p.KeepWithin, DefaultKeepWithin)
	if !p.Target.Secure {
		return
	}
	p.upstream = p.TLS.Config(p.Target)
}

// heard is how much of a message is heard under a guard, in bytes, however little of it is written down.
const heard = 16 << 20

// maxHeld bounds what is kept of long messages on their way, of all connections together, and what is made of them. Of each
// message shortMessage bytes do not count.
const (
	maxHeld      = 256 << 20
	shortMessage = 64 << 10
)

// hears is how many bytes of a body are kept until the exchange has ended.
func (p *Proxy) hears() int {
	if p.Guard.active() {
		return max(p.MaxBody, heard)
	}
	return p.MaxBody
}

// notice tells Notice, but for what comes too fast.
func (p *Proxy) notice(english string, args ...any) {
	if p.Notice == nil {
		return
	}
	told, withheld := p.notices.take(time.Now())
	if withheld > 0 {
		p.Notice(language.T("{n} notices were not told: they came too fast", "n", withheld))
	}
	if told {
		p.Notice(language.T(english, args...))
	}
}
