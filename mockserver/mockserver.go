// Package mockserver is the reference receiver of the webhook Sns.CallbackPrevFriendAdd: an [http.Handler] that judges
// what it receives, decides by a policy, misbehaves on request, and remembers what happened.
//
// [New] makes a [Server] that anyone can mount; its zero [Config] lets every friend through. One function, Config.Observe,
// is told of every exchange as an [Event]; one more, Config.Keep, may write it down before the answer is sent.
//
// What net/http does not show a handler is written again for the record: the lines of a request's header are sorted and
// their names are in canonical case, a chunked body is joined, and an answer's Date is left out.
package mockserver

import (
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/mockserver/policy"
)

// DefaultMaxBody bounds a request body where a Config says nothing, in bytes.
const DefaultMaxBody = 16 << 20

// Config says what a server is to be like. The zero value allows everybody and demands nothing.
type Config struct {
	// AppID is the SdkAppid of the app that the server plays the backend of. Empty accepts any.
	AppID string `flag:"app-id"`
	// Token is what Sign is checked with. Empty means that authentication is off.
	Token string
	// Strict refuses requests that are not what Chat sends to this app, see [Event.Refused]. Otherwise what is wrong is
	// only reported.
	Strict bool `flag:"strict"`
	// Policy decides; nil allows everybody. Shadow decides beside it, to no effect, so that the two can be compared.
	Policy, Shadow *policy.Policy
	// Forward is the URL of a backend that other callbacks of the app are passed on to, such as those of messages: all come to
	// one URL. A path in it takes the place of theirs. Empty answers them with OK. See callback.Other.
	Forward string `flag:"forward"`
	// Visitors answers those who open the server's URL in a browser, instead of the server: that is no callback, and is neither
	// judged nor counted. Nil takes them for callbacks.
	Visitors http.Handler
	// Faults is how the server misbehaves; nil is not at all.
	Faults *fault.Script
	// Loaded, if set, is told when a policy was loaded again, or what is wrong with its file: the old one stays then. Name is
	// "policy" or "shadow policy".
	Loaded func(name string, p *policy.Policy, err error)
	// Scripts is what fault scripts that come over the admin API may refer to.
	Scripts fault.Files
	// Now is the server's clock; nil is time.Now.
	Now func() time.Time

	// Keep, if set, is given every exchange before its answer is sent, by many goroutines at once. It may set Event.Seq
	// to the number under which it wrote it down; it must neither keep the event nor change more of it.
	Keep func(*live.Event) error
	// StopUnkept answers 503 instead of a decision that Keep failed to write down. Otherwise the answer goes on.
	StopUnkept bool
	// Redact, if set, takes out of every exchange, and of what is recorded with it, what is not to be shown. Keep, Observe,
	// the log and with it the admin API then have what it returns, and nothing else. It is called by many goroutines at once.
	Redact func(x *exchange.Exchange, extra []callback.Member) (*exchange.Exchange, []callback.Member)
	// RedactEntry does that for the entries of the policy's lists, where the admin API shows them.
	RedactEntry func(entry string) string
	// Observe, if set, is told of every exchange just before its answer is sent, by many goroutines at once. Nobody
	// changes the event after that, so it may be kept.
	Observe func(*live.Event)

	// Judge says what Chat makes of the answers; the zero value has the default assumptions.
	Judge conformance.Judge

	MaxBody   int `flag:"max-body" above:"0"` // bytes of a request body; 0 is DefaultMaxBody
	RingCount int `flag:"remember"`           // exchanges in memory; 0 is DefaultRingCount, below it none
	RingBytes int `flag:"remember-bytes"`     // bytes of them; 0 is DefaultRingBytes
}

// Server is the reference receiver. Make one with [New].
type Server struct {
	*live.Log
	config   Config
	seq      atomic.Uint64
	forward  *url.URL // for other callbacks, or nil
	before   uint64   // the number of the last exchange of an earlier time
	policy   atomic.Pointer[policy.Policy]
	shadow   atomic.Pointer[policy.Policy]
	loading  sync.Mutex // policies are loaded one after the other
	plan     atomic.Pointer[fault.Plan]
	handlers sync.Pool
	closed   chan struct{}
	close    sync.Once
}

// New makes a server, or says what is wrong with the configuration.
func New(config Config) (*Server, error) {
	switch {
	case len(config.Token) > maxTokenBytes:
		return nil, fmt.Errorf("the token has %d bytes; the console allows 1 to %d", len(config.Token), maxTokenBytes)
	case config.MaxBody < 0:
		return nil, fmt.Errorf("MaxBody is %d; 0 stands for %d", config.MaxBody, DefaultMaxBody)
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	if config.MaxBody == 0 {
		config.MaxBody = DefaultMaxBody
	}
	s := &Server{config: config, closed: make(chan struct{}), Log: live.New(live.Config{
		Judge: config.Judge, RingCount: config.RingCount, RingBytes: config.RingBytes,
	})}
	if config.Forward != "" {
		var err error
		if s.forward, err = url.Parse(config.Forward); err != nil || s.forward.Host == "" {
			return nil, fmt.Errorf("forward: wanted the URL of a backend, such as http://localhost:3000, got %q", config.Forward)
		}
	}
	conformance.ReadRules()
	s.policy.Store(config.Policy)
	s.shadow.Store(config.Shadow)
	s.SetFaults(config.Faults)
	s.handlers.New = func() any { return new(handler) }
	return s, nil
}

// maxTokenBytes is the longest token that the console takes (configuration page).
const maxTokenBytes = 128

// SetFaults starts a script, from its beginning, in place of the one that runs; nil ends misbehaving.
func (s *Server) SetFaults(script *fault.Script) { s.plan.Store(script.Start(s.config.Now())) }

// Faults is the script that runs, and when it was started.
func (s *Server) Faults() (script *fault.Script, since time.Time) {
	p := s.plan.Load()
	return p.Script, p.Since
}

// Restore is [Log.Restore], and has numbers go on behind those of the past. Call it before the server is used.
func (s *Server) Restore(last uint64, past iter.Seq2[*exchange.Exchange, []callback.Member]) {
	s.Log.Restore(last, past)
	s.before = last
}

// Seen is how many requests have come.
func (s *Server) Seen() uint64 { return s.seq.Load() }

// Close frees answers that are held back. Call it before the listening server shuts down, which waits for them.
func (s *Server) Close() { s.close.Do(func() { close(s.closed) }) }

// ServeHTTP answers one callback, whatever its path.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.config.Visitors != nil && isVisit(r) {
		if c := connectionOfRequest(r); c != nil {
			_, _ = c.came() // what it notes is not needed
		}
		s.config.Visitors.ServeHTTP(w, r)
		return
	}
	h := s.handlers.Get().(*handler)
	defer h.end()
	h.begin(s, w, r)
	h.run()
}

// isVisit reports whether a browser asks: nothing else says that it wants HTML, or how it came to ask.
func isVisit(r *http.Request) bool {
	return r.Method == http.MethodGet && !strings.Contains(r.URL.RawQuery, callback.ParamCallbackCommand) &&
		(strings.Contains(r.Header.Get("Accept"), "text/html") || r.Header.Get("Sec-Fetch-Mode") != "")
}
