package mockserver

import (
	"context"
	"strings"
	"time"

	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/mockserver/policy"
)

// TB is what [NewTestServer] needs of a *testing.T, *testing.B or *testing.F.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
}

// TestServer is a server on a loopback port for the time of a test.
type TestServer struct {
	*Server
	URL string // without a path
	tb  TB
	own bool // the policy is ours
}

// testWait is how long a test waits for what must come.
const testWait = 10 * time.Second

// NewTestServer starts a server and ends it with the test. Without a Policy it allows everybody but whom [TestServer.Deny]
// names.
func NewTestServer(tb TB, config Config) *TestServer {
	tb.Helper()
	t := &TestServer{tb: tb, own: config.Policy == nil}
	if t.own {
		p, err := policy.Parse("NewTestServer", []byte(testPolicy))
		if err != nil {
			tb.Fatalf("%v", err)
		}
		config.Policy = p
	}
	var err error
	if t.Server, err = New(config); err != nil {
		tb.Fatalf("%v", err)
	}
	url, stop, err := t.start()
	if err != nil {
		tb.Fatalf("%v", err)
	}
	t.URL = url
	tb.Cleanup(stop)
	return t
}

const testPolicy = `
lists: {denied: []}
rules:
  - {id: denied, when: 'in_list("denied", to) or in_list("denied", from)', deny: 38000, info: denied by the test}
`

// Deny has these accounts denied from now on, as the one who asks and as the one who is asked about.
func (t *TestServer) Deny(ids ...string) {
	t.tb.Helper()
	t.edit(ids, nil)
}

// Allow undoes Deny.
func (t *TestServer) Allow(ids ...string) {
	t.tb.Helper()
	t.edit(nil, ids)
}

func (t *TestServer) edit(deny, allow []string) {
	t.tb.Helper()
	if !t.own {
		t.tb.Fatalf("the server has a policy of the test's; that decides whom to deny")
		return
	}
	if err := t.Policy().EditList("denied", deny, allow); err != nil {
		t.tb.Fatalf("%v", err)
	}
}

// Misbehave starts a fault script; see [ScriptHelp]. An empty one ends misbehaving.
func (t *TestServer) Misbehave(script string) {
	t.tb.Helper()
	parsed, err := fault.Parse(script, fault.Files{})
	if err != nil {
		t.tb.Fatalf("%v", err)
		return
	}
	t.SetFaults(parsed)
}

// Received lists the exchanges so far, oldest first.
func (t *TestServer) Received() []*live.Event { return t.Events(0, live.DefaultRingCount).Events }

// Await waits for count exchanges that fit all the words (see [live.ParseTerms]) and returns them. It ends the test when they
// do not come.
func (t *TestServer) Await(count int, words ...string) []*live.Event {
	t.tb.Helper()
	terms, err := live.ParseTerms(strings.Join(words, " "))
	if err != nil {
		t.tb.Fatalf("%v", err)
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), testWait)
	defer cancel()
	found, _, err := t.Wait(ctx, 0, terms, count)
	if err != nil {
		t.tb.Fatalf("got %d exchanges with %s after %s, want %d", len(found), strings.Join(words, " "), testWait, count)
	}
	return found
}
