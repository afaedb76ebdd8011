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
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/internal/secret"
	"github.com/chatcb/chatcb/result"
)

// Suite runs scenarios against one receiver. Set the fields, then call Run once. The zero value of each but Target and
// Client is a default.
type Suite struct {
	Target *delivery.Target
	Client *delivery.Client // of Target, with its clocks and its TLS
	Head   exchange.Head    // of every request; see Target.Head
	AppID  string           // SdkAppid of the app; "" is DefaultAppID
	Token  string           // that Sign is made with; "" sends no Sign
	// Webhook is whose requests are sent; nil is callback.PrevFriendAdd.
	Webhook *callback.Webhook
	// From are senders, and Accounts accounts, that the receiver knows and lets through: what requests are from and about
	// where nothing else matters. Without them every case has its own.
	From, Accounts []string
	Rate           float64 // requests a second at most; 0 is as fast as can be
	// Expect declares what is to become of requests by who makes them and to whom. POL makes them.
	Expect conformance.Expectations
	Assume conformance.Assumptions

	Scenarios []*Scenario // to choose from
	Only      []string    // ids of scenarios or cases, globs of them, or tags; none is all
	Skip      []string    // the same
	Depth     Depth       // "" is CI
	Seed      uint64
	Shuffle   bool
	Jobs      int  // cases at a time; 0 is four for each processor
	FailFast  bool // start nothing new after the first case that fails the run
	Requests  int  // that a property run makes; 0 is DefaultRequests

	OwnTarget bool // the user answers for the target: hostile input may go beyond loopback
	AllowHTTP bool // the target need not be https

	Gate conformance.Gate
	// RequireDenial are the kinds of denials that must be proved, or the run has proved nothing; empty but not nil is any.
	RequireDenial []string
	Requirements  string                 // "" is all there are
	Baseline      *Baseline              // nil is none
	Repeat        func(id string) string // a command that runs a case again; nil is none

	// Progress, if set, is told of every case that has ended, by one goroutine at a time.
	Progress func(done, total int, c *result.Case)

	wire    context.Context // of exchanges; see outlive
	mu      sync.Mutex
	leftOut int       // cases that were not tried, since nothing is answered
	next    time.Time // when Rate lets the next request go
	first   *Reply    // to the first request of the run
	// unserved is a request on a second connection that got no answer while the first was kept open; nil where it is answered.
	unserved *Reply
	kept     atomic.Int64  // bytes of messages in all steps, as JSON spells them
	hider    *secret.Hider // of what scenarios have from the environment
	frozen   []string      // the ids of Requirements; nil is all
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
	jobs, err := s.prepare()
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
	s.schedule(ctx, jobs)
	run.Took = time.Since(run.Started)
	run.Interrupted = ctx.Err() != nil
	if s.first != nil {
		run.Counts.Exchanges++ // it belongs to no case, though some look at it
	}
	for _, j := range jobs {
		if j.done {
			run.Cases = append(run.Cases, *j.out)
			run.Counts.Exchanges += j.sent
		}
	}
	run.LeftOut = s.leftOut
	s.conclude(run)
	s.hider.In(run)
	return run, nil
}

// prepare checks the settings and lists the jobs.
func (s *Suite) prepare() ([]*job, error) {
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
	var jobs []*job
	for _, sel := range selected {
		j := s.job(sel)
		if j.foreign && !s.names(sel) {
			continue
		}
		if sel.scenario.Hostile && j.reason == "" && !s.OwnTarget && !s.Target.Loopback() {
			return nil, fmt.Errorf("%s sends hostile input, and %s is not this machine: "+
				"--i-own-this-target allows it, --skip hostile leaves it out", sel.scenario.ID, s.Target)
		}
		jobs = append(jobs, j)
	}
	if len(jobs) == 0 {
		return nil, ErrNothing
	}
	return jobs, nil
}

// job is one case to run.
type job struct {
	scenario *Scenario
	variant  Variant
	reason   string // why it does not apply
	foreign  bool   // it is about another webhook
	out      *result.Case
	sent     int
	done     bool
}

func (s *Suite) job(sel selection) *job {
	sc := sel.scenario
	j := &job{scenario: sc, variant: sc.Variants[sel.index]}
	j.out = &result.Case{
		ID: sc.caseID(sel.index), Scenario: sc.ID, Title: sc.Title, Tags: sc.Tags, Severity: sc.Severity, Level: sc.Level,
		Sentence: sc.Sentence, Source: sc.Source, Sent: sc.Sent, Expected: sc.Expected, Why: sc.Why, Fix: sc.Fix, File: sc.File,
		Later: s.later(sc),
	}
	if s.Repeat != nil {
		j.out.Repeat = s.Repeat(j.out.ID)
	}
	if j.variant.Applies != nil {
		if j.reason = j.variant.Applies(s.Hook()); j.reason != "" {
			j.foreign, j.out.Lacks = true, "another webhook"
			return j
		}
	}
	for _, need := range sc.Needs {
		if j.reason, j.out.Lacks = s.unmet(need); j.reason != "" {
			break
		}
	}
	return j
}
