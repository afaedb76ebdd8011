package catalogue

import (
	"cmp"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/mockserver/policy"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

const ownPolicy = `
version: 1
rules:
  - id: blocked
    when: to == "bad"
    deny: 38007
    info: blocked
  - id: blocked-sender
    when: from == "spammer"
    deny: 38001
    info: blocked
  - {id: wording, when: 'wording contains "Telegram" || wording contains "http"', deny: 38010}
  - {id: look-alike, when: 'from == "admin"', deny: 38011}
  - {id: flood, when: 'rate(from, "1m") > 20', deny: 38013}
`

const ownScenarios = `
version: 1
scenarios:
  - id: blocked-sender
    request: {from: spammer, to: [a1, a2, a3]}
    expect: {decision: {a1: deny, a2: deny, a3: deny}}
  - id: exact-code
    request: {to: [bad]}
    expect: {decision: {bad: 38007}}
  - id: mixed
    request: {to: [bad, good]}
    expect: {decision: {bad: deny, good: allow}}
`

// setting is what a run of the matrix is like.
type setting struct {
	fault    string
	only     []string
	nobody   bool // no account is declared, and there are no scenarios but the catalogue's
	unsigned bool // without a token

	all          []*scenarios.Scenario // nil is the catalogue
	policy       string                // "" is ownPolicy
	wrap         func(http.Handler) http.Handler
	requirements string
}

// inMemory runs the catalogue against a strict mock server with a fault, in a bubble of its own time: slow cases take
// none, and nothing depends on how busy the machine is.
func inMemory(t *testing.T, set setting) *result.Run {
	t.Helper()
	own, err := NewLoader(nil, nil).Read("own.yaml", []byte(ownScenarios))
	if err != nil {
		t.Fatal(err)
	}
	all, token := set.all, testToken
	if all == nil {
		all = All()
	}
	if set.unsigned {
		token = ""
	}
	var run *result.Run
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))) // a bubble begins in 2000
		network := newMemory()
		handler := brokenReceiver(t, set.fault, token, set.policy)
		if set.wrap != nil {
			handler = set.wrap(handler)
		}
		server := &http.Server{Handler: handler, ReadTimeout: 5 * time.Second, IdleTimeout: time.Minute}
		go server.Serve(network)
		target, err := delivery.ParseTarget("http://127.0.0.1:3000/hook")
		if err != nil {
			t.Fatal(err)
		}
		client := &delivery.Client{Target: target, Dial: network.Dial, Timeout: 4 * time.Second}
		s := &scenarios.Suite{
			Target: target, Client: client, AppID: testAppID, Token: token, Seed: 1, Depth: scenarios.Full,
			Requests: 60, Jobs: 1, Scenarios: all, Only: set.only, Requirements: set.requirements,
		}
		if !set.nobody {
			s.Scenarios = slices.Concat(all, own)
			s.Expect = conformance.Expectations{"to:bad": conformance.Block, "to:good": conformance.Allow}
		}
		if len(set.only) == 0 {
			// Five seconds of virtual time are any number of requests, and ten mebibytes find what one finds, at ten times the
			// price.
			s.Skip = []string{"LAT-005", "ROB-003/10-MiB"}
		}
		if run, err = s.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		client.CloseIdle()
		server.Close()
		network.Close()
		time.Sleep(time.Minute) // for connections that the server lets linger; it takes no time
	})
	return run
}

func brokenReceiver(t testing.TB, id, token, rules string) http.Handler {
	t.Helper()
	p, err := policy.Parse("p.yaml", []byte(cmp.Or(rules, ownPolicy)))
	if err != nil {
		t.Fatal(err)
	}
	config := mockserver.Config{AppID: testAppID, Token: token, Strict: true, Policy: p}
	if id != "" {
		if config.Faults, err = fault.Parse(id, fault.Files{}); err != nil {
			t.Fatal(err)
		}
	}
	handler, err := mockserver.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

// ofTheServer is what is found in net/http's own server, whatever the handler does: it answers the tail of a message with
// both Content-Length and Transfer-Encoding as another request.
var ofTheServer = []string{"TRN-018"}

// A case repeats alone: what it sends depends on the seed and its id only.
func TestCaseRepeatsAlone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ fault, id string }{{"emoji-chokes", "ROB-013"}, {"bad-json-chokes", "ROB-014"}, {"denies-the-last", "ROB-015"}} {
		together, alone := inMemory(t, setting{fault: c.fault}).ByCase(c.id), inMemory(t, setting{fault: c.fault, only: []string{c.id}}).ByCase(c.id)
		if together.Message == "" || together.Message != alone.Message {
			t.Errorf("%s: got %q alone, want %q as in the whole run", c.id, alone.Message, together.Message)
		}
	}
}
