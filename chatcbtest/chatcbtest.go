// Package chatcbtest proves a Go backend within its own tests: what `chatcb check` does to a URL, for an http.Handler,
// with a subtest for every case.
//
//	func TestHook(t *testing.T) {
//		chatcbtest.Run(t, newHook(), chatcbtest.Options{Expect: []string{"from:spammer=block"}})
//	}
//
// For tests of what calls a backend there is a mock server: see [NewTestServer].
package chatcbtest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
	"github.com/chatcb/chatcb/scenarios/catalogue"
)

// Options are what to try, as the flags of `chatcb check` have it. The zero value is what check does without a flag.
type Options struct {
	Path   string   // of the callback URL; "" is /
	AppID  string   // SdkAppid of the app; "" is scenarios.DefaultAppID
	Token  string   // that Sign is made with; "" sends no Sign
	Expect []string // such as "from:spammer=block" or "to:friend=allow"
	Only   []string // ids of scenarios or cases, globs of them, or tags
	Skip   []string // the same
	// From and Accounts are senders and accounts that the backend knows and lets through; without them each case has its own.
	From, Accounts []string
	Command        string          // which webhook; "" is Sns.CallbackPrevFriendAdd
	Depth          scenarios.Depth // how much of the catalogue; "" is ci
	Strict         bool            // warnings fail too
	Deadline       time.Duration   // by when an answer must be whole; 0 is Chat's two seconds
}

// Run serves the handler at a loopback port, runs the catalogue of scenarios against it, and reports each case as a subtest:
// failed with what is wrong, what came, and the fix, skipped with what it lacks, or passed. It ends the test where the
// options are wrong.
func Run(t *testing.T, handler http.Handler, options Options) *result.Run {
	t.Helper()
	server := httptest.NewServer(handler)
	defer server.Close()
	suite, err := options.suite(server.URL)
	if err != nil {
		t.Fatalf("chatcbtest: %v", err)
	}
	run, err := suite.Run(t.Context())
	if err != nil {
		t.Fatalf("chatcbtest: %v", err)
	}
	suite.Client.CloseIdle()
	if run.Cause != "" {
		t.Error(run.Cause)
	}
	for i := range run.Cases {
		c := &run.Cases[i]
		t.Run(c.ID, func(t *testing.T) { show(t, c) })
	}
	return run
}

func (o *Options) suite(url string) (*scenarios.Suite, error) {
	target, err := delivery.ParseTarget(url + o.Path)
	if err != nil {
		return nil, err
	}
	expect, err := conformance.ParseExpectations(o.Expect...)
	if err != nil {
		return nil, err
	}
	hook, err := webhook(o.Command)
	if err != nil {
		return nil, err
	}
	return &scenarios.Suite{
		Target: target, Client: &delivery.Client{Target: target, Deadline: o.Deadline},
		AppID: o.AppID, Token: o.Token, Webhook: hook, From: o.From, Accounts: o.Accounts, Expect: expect,
		Scenarios: catalogue.All(), Only: o.Only, Skip: o.Skip, Depth: o.Depth, AllowHTTP: true, Seed: 1,
		Gate: conformance.Gate{Strict: o.Strict},
	}, nil
}

func show(t *testing.T, c *result.Case) {
	t.Helper()
	if c.Status == result.Skip {
		t.Skip(c.Message)
	}
	for i := range c.Findings {
		f := &c.Findings[i]
		if say := t.Logf; f.Fails || f.Level != rule.Note {
			if f.Fails {
				say = t.Errorf
			}
			say("%s %s: %s\nexpected %s\nreceived %s\nfix      %s", f.Rule, f.Title, f.Message, f.Expected, f.Received, f.Fix)
		}
	}
	if c.Fails && !t.Failed() {
		t.Error(c.Message)
	}
}

// NewTestServer is a mock server for the time of a test, for what calls a backend. It allows everybody but whom Deny
// names; see [mockserver.NewTestServer] for more.
func NewTestServer(t *testing.T) *mockserver.TestServer {
	t.Helper()
	return mockserver.NewTestServer(t, mockserver.Config{})
}

func webhook(command string) (*callback.Webhook, error) {
	if command == "" {
		return nil, nil
	}
	hook := callback.Named(command)
	if hook == nil {
		return nil, fmt.Errorf("no webhook %q; there are %s", command, strings.Join(callback.Commands(), ", "))
	}
	return hook, nil
}
