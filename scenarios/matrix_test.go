package scenarios

import (
	"fmt"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/policy"
)

const zooPolicy = `
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
`

const zooScenarios = `
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

// inMemory runs the whole catalogue against a strict mock server with a fault, in a bubble of its own time: slow cases
// take none, and nothing depends on how busy the machine is.
func inMemory(t *testing.T, fault string, only ...string) *Run {
	t.Helper()
	own, err := new(Loader).Read("zoo.yaml", []byte(zooScenarios))
	if err != nil {
		t.Fatal(err)
	}
	all := append(Builtin(), own...)
	var run *Run
	synctest.Test(t, func(t *testing.T) {
		network := newMemory()
		server := &http.Server{Handler: zooReceiver(t, fault), ReadTimeout: 5 * time.Second}
		go server.Serve(network)
		target, err := delivery.ParseTarget("http://127.0.0.1:3000/hook")
		if err != nil {
			t.Fatal(err)
		}
		client := &delivery.Client{Target: target, Dial: network.Dial, Timeout: 4 * time.Second}
		s := &Suite{
			Target: target, Client: client, Draft: target.Draft(), AppID: testAppID, Token: testToken, Seed: 1, Profile: Full,
			Requests: 60, Jobs: 1, Scenarios: all, Only: only,
			Expect: map[string]conformance.Effect{"bad": conformance.Block, "good": conformance.Allow},
		}
		if len(only) == 0 {
			s.Skip = []string{"LAT-005"} // five seconds of virtual time are any number of requests
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

func zooReceiver(t testing.TB, fault string) http.Handler {
	t.Helper()
	p, err := policy.Parse("p.yaml", []byte(zooPolicy))
	if err != nil {
		t.Fatal(err)
	}
	config := mockserver.Config{AppID: testAppID, Token: testToken, Strict: true, Policy: p}
	if fault != "" {
		if config.Faults, err = mockserver.ParseScript(fault, mockserver.ScriptFiles{}); err != nil {
			t.Fatal(err)
		}
	}
	handler, err := mockserver.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

// fired are the rules that a run found broken, in order.
func fired(r *Run) []string {
	var ids []string
	for i := range r.Cases {
		for k := range r.Cases[i].Findings {
			ids = append(ids, r.Cases[i].Findings[k].Rule)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// TestMatrix runs every scenario against every receiver of the zoo: what a receiver declares must be found, and what is
// found besides stands in the golden file, to be looked at when it changes.
func TestMatrix(t *testing.T) {
	var faults []*mockserver.Fault
	for f := range mockserver.Faults() {
		if f.Takes == "" && f.Group != "wire" {
			faults = append(faults, f)
		}
	}
	lines := make([]string, len(faults))
	var wg sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, f := range faults {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			t.Run(f.ID, func(t *testing.T) {
				start := time.Now()
				run := inMemory(t, f.ID)
				got := fired(run)
				if slices.Contains(f.Fires, "LAT-005") {
					got = append(got, fired(inMemory(t, f.ID, "LAT-005"))...)
				}
				lines[i] = matrixLine(f, got, run)
				if d := time.Since(start); d > 2*time.Second {
					t.Logf("took %s", d)
				}
			})
		})
	}
	wg.Wait()
	golden(t, "testdata/matrix.golden", strings.Join(lines, ""))
}

func matrixLine(f *mockserver.Fault, got []string, run *Run) string {
	var missing, more []string
	for _, id := range f.Fires {
		if !slices.Contains(got, id) {
			missing = append(missing, id)
		}
	}
	for _, id := range got {
		if !slices.Contains(f.Fires, id) {
			more = append(more, id)
		}
	}
	line := fmt.Sprintf("%-24s %s", f.ID, strings.Join(f.Fires, " "))
	if len(more) > 0 {
		line += " | " + strings.Join(more, " ")
	}
	if n := run.Counts.Status[Untestable]; n > 0 {
		line += fmt.Sprintf(" | untestable %d", n)
	}
	if run.Cause != "" {
		line += " | cause: " + run.Cause
	}
	if len(missing) > 0 {
		line += " | MISSING " + strings.Join(missing, " ")
	}
	return line + "\n"
}

// golden compares with a file; UPDATE=1 writes it.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got; UPDATE=1 writes it):\n%s", file, diff)
	}
}
