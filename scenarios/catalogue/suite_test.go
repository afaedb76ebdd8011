package catalogue

import (
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
)

// The receiver of the tests.
const (
	testAppID = "1400000000"
	testToken = "e10adc3949ba59abbe56e057f20f883e"
)

// receiver starts a strict mock server on loopback and returns a suite for it.
func receiver(t testing.TB, faults string) *scenarios.Suite {
	t.Helper()
	config := mockserver.Config{AppID: testAppID, Token: testToken, Strict: true}
	if faults != "" {
		script, err := fault.Parse(faults, fault.Files{})
		if err != nil {
			t.Fatal(err)
		}
		config.Faults = script
	}
	handler, err := mockserver.New(config)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return suiteFor(t, server.URL)
}

// suiteFor returns a suite for the receiver at a URL.
func suiteFor(t testing.TB, url string) *scenarios.Suite {
	t.Helper()
	target, err := delivery.ParseTarget(url)
	if err != nil {
		t.Fatal(err)
	}
	// A machine under load must not make a receiver look slow: nothing here is about time.
	client := &delivery.Client{Target: target, Deadline: 30 * time.Second, Timeout: time.Minute}
	t.Cleanup(client.CloseIdle)
	return &scenarios.Suite{Target: target, Client: client, Scenarios: All(), AppID: testAppID, Token: testToken, Seed: 1}
}

func run(t testing.TB, s *scenarios.Suite) *result.Run {
	t.Helper()
	r, err := s.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestConformingReceiverIsGreen(t *testing.T) {
	t.Parallel()
	s := receiver(t, "")
	s.Expect = conformance.Expectations{"to:alice": conformance.Allow}
	r := run(t, s)
	for i := range r.Cases {
		if c := &r.Cases[i]; c.Status != result.Pass && c.Status != result.Skip {
			t.Errorf("%s: got %s: %s", c.ID, c.Status, c.Message)
			for _, f := range c.Findings {
				t.Logf("   %s %s: %s; expected %s, received %s", f.Rule, f.Level, f.Message, f.Expected, f.Received)
			}
		}
	}
	if r.Exit != 0 {
		t.Errorf("got exit %d, want 0", r.Exit)
	}
}

// The frozen list names only what there is, and lacks nothing that came with it.
func TestFrozenRequirements(t *testing.T) {
	t.Parallel()
	for _, name := range scenarios.Requirements() {
		ids, err := scenarios.RequirementIDs(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range ids {
			_, isRule := conformance.RuleByID(id)
			if _, isScenario := Explain(id); !isRule && !isScenario {
				t.Errorf("%s: %s is no rule and no scenario", name, id)
			}
		}
		if !slices.Contains(ids, "SEC-001") || !slices.Contains(ids, "TYP-002") {
			t.Errorf("%s: got %d ids, want those of the catalogue", name, len(ids))
		}
	}
}

func TestLeaks(t *testing.T) {
	t.Parallel()
	s := receiver(t, "")
	s.Expect = conformance.Expectations{"to:spammer": conformance.Block}
	s.Only = []string{"POL"}
	r := run(t, s)
	if c := r.ByCase("POL-001"); len(c.Leaks) != 1 || !strings.HasSuffix(c.Leaks[0], " → spammer") || r.Counts.Leaks != 1 || r.Exit != outcome.Leak {
		t.Errorf("got leaks %v, %d in all, exit %d, want spammer, 1, 4", c.Leaks, r.Counts.Leaks, r.Exit)
	}
	if c := r.ByCase("POL-002"); c.Status != result.Skip || !strings.Contains(c.Message, "not applicable: nobody is declared to be allowed") {
		t.Errorf("got %s %q, want that it does not apply", c.Status, c.Message)
	}
}
