package scenarios

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/delivery"
	"github.com/chatcb/chatcb/internal/secret"
	"github.com/chatcb/chatcb/result"
)

// Suite runs scenarios against one receiver. Set the fields, then call Run. The zero value of each but Target and Client is a
// default. The tags are the flags of chatcb check.
type Suite struct {
	Target *delivery.Target
	Client *delivery.Client // of Target, with its clocks and its TLS

	Depth     Depth       `flag:"depth" default:"ci" oneof:"@depths"` // "" is CI
	Scenarios []*Scenario // to choose from
	Only      []string    `flag:"only" complete:"selectors,"` // ids of scenarios or cases, globs of them, or tags; none is all
	Skip      []string    `flag:"skip" complete:"selectors,"` // the same
	Baseline  Baseline    // nil is none
	// Requirements are those that it is held to, by their version; "" is all there are.
	Requirements string `flag:"requirements" complete:"requirements"`
	Seed         uint64 `flag:"seed" default:"1"`
	Requests     int    `flag:"requests" default:"200" atleast:"1"` // that a property run makes; 0 is DefaultRequests
	Jobs         int    `flag:"jobs" atleast:"0"`                   // cases at a time; 0 is four for each processor
	Shuffle      bool   `flag:"shuffle"`
	FailFast     bool   `flag:"fail-fast"`         // start nothing new after the first case that fails the run
	OwnTarget    bool   `flag:"i-own-this-target"` // the user answers for the target: hostile input may go beyond loopback
	AllowHTTP    bool   `flag:"allow-http"`        // the target need not be https

	AppID string `flag:"app-id" default:"1400000000"` // SdkAppid of the app; "" is DefaultAppID
	Token string // that Sign is made with; "" sends no Sign
	// Webhook is whose requests are sent; nil is callback.PrevFriendAdd.
	Webhook *callback.Webhook
	// From are senders, and Accounts accounts, that the receiver knows and lets through: what requests are from and about
	// where nothing else matters. Without them every case has its own.
	Accounts []string `flag:"accounts" commas:"yes"`
	From     []string `flag:"from" commas:"yes"`
	Rate     float64  `flag:"rate"` // requests a second at most; 0 is as fast as can be
	// Expect declares what is to become of requests by who makes them and to whom. POL makes them.
	Expect conformance.Expectations
	Assume conformance.Assumptions

	Gate conformance.Gate
	// RequireDenial are the kinds of denials that must be proved, or the run has proved nothing; empty but not nil is any.
	RequireDenial []string
	Repeat        func(id string) string // a command that runs a case again; nil is none

	// Progress, if set, is told of every case that has ended, by one goroutine at a time.
	Progress func(done, total int, c *result.Case)

	running
}

// running is what a suite knows while it runs.
type running struct {
	wire  context.Context // of exchanges; see outlive
	first *Reply          // to the first request of the run
	// unserved is a request on a second connection that got no answer while the first was kept open; nil where it is answered.
	unserved *Reply
	kept     atomic.Int64  // bytes of messages in all steps, as JSON spells them
	hider    *secret.Hider // of what scenarios have from the environment
	frozen   []string      // the ids of Requirements; nil is all

	stop atomic.Bool  // nothing new is to start
	hung atomic.Bool  // the case before left something unanswered
	dead atomic.Int32 // cases in which nothing was answered in time, not even what is legal

	mu      sync.Mutex
	next    time.Time // when Rate lets the next request go
	total   int       // cases
	done    int       // of them
	leftOut int       // cases that were not tried, since nothing is answered
}

// manyBytes is from when on a run keeps but the ends of long messages, counted as they are spelt in JSON, and tooManyBytes
// from when on next to nothing of them: its reports are to stay below ten megabytes, whatever a receiver answers.
const (
	manyBytes    = 3 << 20
	tooManyBytes = 5 << 20
)

// room is how many bytes of a message are kept.
func (s *Suite) room() int {
	switch kept := s.kept.Load(); {
	case kept > tooManyBytes:
		return 128
	case kept > manyBytes:
		return 1 << 10
	}
	return result.MaxBytes
}

// Hook is the webhook whose requests are sent.
func (s *Suite) Hook() *callback.Webhook { return s.Webhook.OrFirst() }

// DefaultAppID is the SdkAppid of requests if nothing else is said.
const DefaultAppID = "1400000000"

// DefaultRequests is how many requests a property run makes if nothing else is said.
const DefaultRequests = 200

// ErrNothing is returned when no case was selected.
var ErrNothing = errors.New("nothing was selected, so nothing would be judged")

// Run runs the selected cases. An error means that the suite is set up wrongly, and nothing has been sent; what goes
// wrong with a receiver is in the result. When ctx ends nothing more is sent. The exchanges under way may finish, for a
// little longer than the deadline; the result has the cases that were through by then.
func (s *Suite) Run(ctx context.Context) (*result.Run, error) {
	s.running = running{}
	cases, err := s.prepare()
	if err != nil {
		return nil, err
	}
	run := &result.Run{
		Version: result.Version, Target: s.Target.String(), Depth: string(s.Depth), Seed: s.Seed, Requirements: s.Requirements,
		Started: time.Now(), Deadline: cmp.Or(s.Client.Deadline, callback.Deadline),
	}
	var cut context.CancelFunc
	s.wire, cut = outlive(ctx, s.Deadline()+lastWait)
	defer cut()
	s.schedule(ctx, cases)
	run.Took = time.Since(run.Started)
	run.Interrupted = ctx.Err() != nil
	if s.first != nil {
		run.Counts.Exchanges++ // it belongs to no case, though some look at it
	}
	for _, t := range cases {
		if t.done {
			run.Cases = append(run.Cases, *t.Case)
			run.Counts.Exchanges += t.sent
		}
	}
	run.LeftOut = s.leftOut
	s.conclude(run)
	s.hider.In(run)
	return run, nil
}

// prepare checks the settings and lists the cases to run.
func (s *Suite) prepare() ([]*CaseRun, error) {
	s.AppID = cmp.Or(s.AppID, DefaultAppID)
	s.Depth = cmp.Or(s.Depth, CI)
	s.Jobs = cmp.Or(s.Jobs, 4*runtime.GOMAXPROCS(0))
	s.Requests = cmp.Or(s.Requests, DefaultRequests)
	if !slices.Contains(Depths(), s.Depth) {
		return nil, fmt.Errorf("depth %q: there are quick, ci and full", s.Depth)
	}
	if err := s.checkRequirements(); err != nil {
		return nil, err
	}
	selected, err := s.selected()
	if err != nil {
		return nil, err
	}
	var secrets []string
	for _, sc := range s.Scenarios {
		secrets = append(secrets, sc.Secrets...)
	}
	s.hider = secret.NewHider(secrets)
	var cases []*CaseRun
	for _, t := range selected {
		if foreign := s.inapplicable(t); foreign && !s.names(t) {
			continue
		}
		if t.scenario.Hostile && t.Case.Reason == "" && !s.OwnTarget && !s.Target.Loopback() {
			return nil, fmt.Errorf("%s sends hostile input, and %s is not this machine: "+
				"--i-own-this-target allows it, --skip hostile leaves it out", t.scenario.ID, s.Target)
		}
		t.Case.Later = s.later(t.scenario)
		if s.Repeat != nil {
			t.Case.Repeat = s.Repeat(t.Case.ID)
		}
		cases = append(cases, t)
	}
	if len(cases) == 0 {
		return nil, ErrNothing
	}
	return cases, nil
}

// inapplicable notes why a case does not apply, if so. It reports whether that is because it is about another webhook.
func (s *Suite) inapplicable(t *CaseRun) (foreign bool) {
	if applies := t.variant.Applies; applies != nil {
		if t.Case.Reason = applies(s.Hook()); t.Case.Reason != "" {
			t.Case.Lacks = "another webhook"
			return true
		}
	}
	for _, need := range t.scenario.Needs {
		if t.Case.Reason, t.Case.Lacks = s.unmet(need); t.Case.Reason != "" {
			break
		}
	}
	return false
}
