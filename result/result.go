// Package result is what came out of a run of cases: of scenarios, or of a replay. A [Run] is complete: reports are rendered
// from it alone, and change nothing in it. Its JSON is described by report/schema/check.json.
package result

import (
	"slices"
	"time"

	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/outcome"
)

// Version is the version of the shape of [Run] and of its JSON.
const Version = 1

// OfReplay is the depth of a replay, which has none.
const OfReplay = "replay"

// Status is what came out of a case.
type Status string

// The statuses. Whether one fails the run is decided by the gate and the baseline: see Case.Fails.
const (
	Pass       Status = "pass"       // everything holds; Message can say what was seen
	Note       Status = "note"       // a rule whose breaking fails nothing by default
	Warn       Status = "warn"       // fails with --strict
	Fail       Status = "fail"       // a rule is broken
	Untestable Status = "untestable" // the control does not hold, so the probe proves nothing; this fails
	Error      Status = "error"      // trouble of the tool or of the network: no verdict; this fails
	Skip       Status = "skip"       // not applicable, for the reason in Message
)

// Statuses lists all statuses, the mildest first.
func Statuses() []Status { return []Status{Skip, Pass, Note, Warn, Fail, Untestable, Error} }

// StatusOf is the status of a case whose worst finding has this level: they have the same names.
func StatusOf(l rule.Level) Status { return Status(l) }

// Weight is how bad the status is beside others.
func (s Status) Weight() int { return slices.Index(Statuses(), s) }

// Run is the result of a run of scenarios: the one value that all reports are rendered from. It is complete: a report
// needs nothing else, and changes nothing in it.
type Run struct {
	Version      int           `json:"version"` // ResultVersion
	Target       string        `json:"target"`
	Depth        string        `json:"profile"` // how much of the catalogue, such as "ci", or OfReplay. Version 1 of the format calls it profile
	Seed         uint64        `json:"seed"`
	Requirements string        `json:"requirements,omitempty"` // the frozen list of rules, such as "2026-11", or "" for all there are
	Started      time.Time     `json:"-"`
	Took         time.Duration `json:"-"`
	Deadline     time.Duration `json:"-"` // by when answers had to be complete

	// Cause is set when the whole suite has one cause, such as a receiver that answers every request with 403. It is one
	// sentence, to be said once and on top.
	Cause       string         `json:"cause,omitempty"`
	Says        language.Sayer `json:"-"`                  // Cause, in any language
	LeftOut     int            `json:"left_out,omitempty"` // cases that were not tried, since nothing was answered in time
	Interrupted bool           `json:"interrupted,omitempty"`
	Counts      Counts         `json:"summary"`
	Cases       []Case         `json:"-"`                  // in the order of the catalogue, then of the user's files
	Baseline    []Accepted     `json:"baseline,omitempty"` // entries of the baseline that are stale or expired; they fail the run
	Slowest     []Share        `json:"slowest,omitempty"`  // what took the time: the scenarios that took most, the longest first
	Denials     []Denial       `json:"denials,omitempty"`  // what was seen of each kind of denial
	Exit        outcome.Status `json:"exit"`               // the exit status, as `chatcb help exit-codes` has them

	words *language.Words // that it is said in; nil is English
}

// Counts sums up a run.
type Counts struct {
	Cases     int            `json:"cases"`
	Status    map[Status]int `json:"status"`    // every status has its entry
	Failing   int            `json:"failing"`   // cases that fail the run
	Accepted  int            `json:"accepted"`  // cases that would, if the baseline did not accept them
	Leaks     int            `json:"leaks"`     // accounts that were to be blocked and are let through
	Exchanges int            `json:"exchanges"` // requests sent, of which a case may keep only some
}

// Share is how long the cases of a scenario took together; they may have run side by side.
type Share struct {
	Scenario string
	Took     time.Duration
}

// About is what a scenario says of itself, and each of its cases with it.
type About struct {
	Title    string        `json:"title" yaml:"title" doc:"a few words"`
	Tags     []string      `json:"tags,omitempty" yaml:"tags" doc:"words to select it by"`
	Severity rule.Severity `json:"severity" yaml:"severity" enum:"MUST,MUST*,SHOULD,advisory" doc:"how binding it is (default SHOULD)"`
	Level    rule.Level    `json:"level" yaml:"level" enum:"fail,warn,note" doc:"what a violation counts as (default fail)"`
	Sentence string        `json:"sentence" yaml:"sentence" doc:"the sentence of a document that it tests"`
	Source   rule.Source   `json:"source" yaml:"source" doc:"where that sentence stands"`
	Sent     string        `json:"sent,omitempty" yaml:"sent" doc:"what is sent, in words"`
	Expected string        `json:"expected,omitempty" yaml:"expected" doc:"what must hold, in words"`
	Why      string        `json:"why,omitempty" yaml:"why" doc:"why it matters"`
	Fix      string        `json:"fix,omitempty" yaml:"fix" doc:"what to do about a violation"`
}

// Case is one situation that the receiver was put into, and what came out. A scenario has one case or several.
type Case struct {
	ID       string `json:"id"`       // such as "SEC-003/abc", or "FLD-003" where a scenario has one case; unique in the run
	Scenario string `json:"scenario"` // such as "SEC-003"
	About
	File string `json:"file,omitempty"` // of the user's scenario with its line, "file.yaml:12"; "" for a built-in one

	Status   Status        `json:"status"`
	Fails    bool          `json:"fails"`             // it fails the run
	Message  string        `json:"message,omitempty"` // one sentence: what is wrong, what was seen, or why it was skipped
	Reason   string        `json:"-"`                 // why it was skipped, as Message says too
	Lacks    string        `json:"-"`                 // what a skipped case needs, in a word or two: a flag, or https; "" where nothing helps
	Findings []Finding     `json:"findings,omitempty"`
	Leaks    []string      `json:"leaks,omitempty"` // who was to be blocked and is let through: the unwanted one → the protected one
	Assumed  bool          `json:"-"`               // that one of Leaks is let through is an assumption
	Started  time.Time     `json:"-"`
	Took     time.Duration `json:"-"`
	Steps    []Step        `json:"-"`                            // the exchanges, in their order; at most MaxSteps
	LeftOut  int           `json:"exchanges_left_out,omitempty"` // exchanges that are not among Steps
	Repeat   string        `json:"repeat,omitempty"`             // a command that runs this case again, alone
	Accepted []Accepted    `json:"accepted,omitempty"`           // the entries of the baseline that accept what failed
	Denial   *Denial       `json:"denial,omitempty"`             // what was seen of a kind of denial
	// Later is set when the scenario is younger than the requirements that the run was frozen to: it fails nothing.
	Later bool `json:"later,omitempty"`

	Says language.Sayer `json:"-"` // Message, in any language; nil where it is not known
}

// Finding is one thing that is wrong in a case: the scenario's own expectation, or a passive rule of conformance.
type Finding struct {
	Rule     string        `json:"rule"` // the id of the scenario or of the passive rule
	Title    string        `json:"title"`
	Severity rule.Severity `json:"severity"`
	Level    rule.Level    `json:"level"`
	Fails    bool          `json:"fails"`   // it fails the run
	Account  string        `json:"account"` // the account concerned, or ""
	Expected string        `json:"expected"`
	Received string        `json:"received"` // what came; made of what the receiver sent, so to be escaped, but not long
	Message  string        `json:"message"`
	Sentence string        `json:"sentence,omitempty"`
	Source   rule.Source   `json:"source,omitempty"`
	Why      string        `json:"why,omitempty"`
	Fix      string        `json:"fix,omitempty"`
	Step     int           `json:"-"` // index into Case.Steps of the exchange that shows it, or -1

	Says func(*language.Words) Words `json:"-"` // the same in any language; nil where it is not known, as of a file
}

// Role is the part that an exchange has in a case.
type Role string

// The roles.
const (
	Control  Role = "control"   // must be VALID for the probe to prove something
	Probe    Role = "probe"     // is what the scenario is about
	AliveNow Role = "aliveness" // a control on a new connection after a probe
)

// Step is one exchange of a case. Its bytes are a copy, cut in the middle where they are long.
type Step struct {
	Name        string // such as "control", "probe", "first", "1 of 20"
	Role        Role
	Exchange    exchange.Exchange
	Judgement   conformance.Judgement // verdicts and findings as the judge has them, whatever the case makes of them
	CutSent     int                   // bytes left out of Exchange.Sent
	CutReceived int                   // bytes left out of Exchange.Received
}

// MaxSteps is how many exchanges a case keeps: the first ones, and all that show a finding up to twice as many.
const MaxSteps = 24

// MaxBytes is how many bytes of a message a step keeps.
const MaxBytes = 16 << 10

// Accepted is one entry of a baseline: a failure that somebody answers for, until a day.
type Accepted struct {
	Case       string `json:"case" yaml:"case" need:"yes" doc:"id of the case, or of the scenario for all of its cases"`
	Rule       string `json:"rule" yaml:"rule" need:"yes" doc:"id of the rule that is broken, or untestable"`
	Reason     string `json:"reason" yaml:"reason" need:"yes" doc:"why it is accepted"`
	Owner      string `json:"owner" yaml:"owner" need:"yes" doc:"who answers for it"`
	Expires    string `json:"expires" yaml:"expires" need:"yes" doc:"the last day it holds, as 2006-01-02"`
	AcceptRisk string `json:"accept_risk,omitempty" yaml:"accept_risk,omitempty" doc:"what is risked, in words; security rules that are a MUST need it"`
	Problem    string `json:"problem,omitempty" yaml:"-"` // "" for an entry that holds, else "stale" or "expired" and why

	Says language.Sayer `json:"-" yaml:"-"` // Problem, in any language; nil for an entry that holds
}

// ByCase returns the case with this id, or nil.
func (r *Run) ByCase(id string) *Case {
	for i := range r.Cases {
		if r.Cases[i].ID == id {
			return &r.Cases[i]
		}
	}
	return nil
}

// Worst is the finding of a case that weighs most: what fails before what does not, then by level. It is nil where there
// is none.
func (c *Case) Worst() *Finding {
	var worst *Finding
	for i := range c.Findings {
		f := &c.Findings[i]
		if worst == nil || f.Fails && !worst.Fails || f.Fails == worst.Fails && StatusOf(f.Level).Weight() > StatusOf(worst.Level).Weight() {
			worst = f
		}
	}
	return worst
}

// NewStep keeps an exchange: copies of its bytes, the middle cut out of what is longer than most, which is at most MaxBytes.
func NewStep(name string, role Role, x *exchange.Exchange, judgement *conformance.Judgement, most int) Step {
	s := Step{Name: name, Role: role, Exchange: *x}
	// Without the judge's working memory.
	s.Judgement.Verdicts, s.Judgement.Findings = slices.Clone(judgement.Verdicts), slices.Clone(judgement.Findings)
	for i := range s.Judgement.Findings {
		s.Judgement.Findings[i].Bound(max(most/16, 64))
	}
	s.Exchange.Sent, s.CutSent = clip(x.Sent, most)
	s.Exchange.Received, s.CutReceived = clip(x.Received, most)
	if s.CutReceived == 0 {
		s.Exchange.Answer = x.Answer.Fresh()
		s.Exchange.ReadAnswer()
		return s
	}
	s.Exchange.Answer.Head, _ = clip(x.Answer.Head, most)
	s.Exchange.Answer.Body, _ = clip(x.Answer.Body, most)
	return s
}

// clip copies b, and cuts its middle out where it is long.
func clip(b []byte, most int) (kept []byte, cut int) {
	if len(b) <= most {
		return slices.Clone(b), 0
	}
	half := most / 2
	return slices.Concat(b[:half], b[len(b)-half:]), len(b) - 2*half
}

// Count sums up the cases; Counts.Exchanges is for the caller.
func (r *Run) Count() {
	r.Counts = Counts{Cases: len(r.Cases), Status: make(map[Status]int), Exchanges: r.Counts.Exchanges}
	for _, status := range Statuses() {
		r.Counts.Status[status] = 0
	}
	for i := range r.Cases {
		c := &r.Cases[i]
		r.Counts.Status[c.Status]++
		r.Counts.Leaks += len(c.Leaks)
		if c.Fails {
			r.Counts.Failing++
		}
		if len(c.Accepted) > 0 {
			r.Counts.Accepted++
		}
	}
	r.gatherDenials()
}
