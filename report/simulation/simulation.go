// Package simulation renders what a simulation found: the score of a run, a limit, a hunt, or a map of the decision.
package simulation

import (
	"cmp"
	"embed"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/simulate/score"
)

// Simulation is a run of chatcb simulate, ready to be shown.
type Simulation struct {
	Result  *score.Result
	Score   *score.Score
	Clock   score.Timing
	Limit   *LeakLimit   // nil if no limit for the leak rate was given
	Held    []score.Held // the other thresholds that were given
	Telling []TellingRequest
	Status  outcome.Status
	// Comparison is how it stands against an earlier run; nil if there is none.
	Comparison *score.Comparison
	Before     *score.Result // the earlier run

	running // where it is not over
}

//go:embed templates
var templates embed.FS

// text is a template. It is there, which a test of its format holds.
func text(file string) string {
	text, _ := templates.ReadFile("templates/" + file)
	return string(text)
}

// view is a run in a language.
type view struct {
	*Simulation
	words *language.Words
}

func (s *view) say(key string, args ...any) string { return s.words.Say(key, args...) }

// running is how far a run is that goes on.
type running struct {
	Number uint64        // of this state of its page, from 1; 0 for a run that is over
	Left   time.Duration // 0 where nobody knows
	Done   int           // per cent
}

// LeakLimit is how the leak rate stands against what is allowed.
type LeakLimit struct {
	Max    float64     `json:"max"`
	Proof  score.Proof `json:"proof"`
	Needed uint64      `json:"needed"` // malicious accounts, to prove it; 0 if no number would do
}

// TellingRequest is a request that says much, and a command that sends it again.
type TellingRequest struct {
	score.Example
	Repeat string `json:"repeat"`
}

// New reads a result. Repeat makes the command that sends a request again; a maxLeak of zero means no limit.
func New(r *score.Result, maxLeak float64, thresholds score.Thresholds, repeat func(n uint64) string) *Simulation {
	s := &Simulation{Result: r, Score: r.Score(), Clock: r.Timing(), Held: r.Hold(thresholds), Telling: []TellingRequest{}}
	if maxLeak > 0 {
		proof, needed := s.Score.Prove(maxLeak)
		s.Limit = &LeakLimit{maxLeak, proof, needed}
	}
	for _, x := range r.Notable(10) {
		s.Telling = append(s.Telling, TellingRequest{x, repeat(x.Number)})
	}
	return s
}

// Failing counts the findings that fail the run.
func (s *Simulation) Failing() (sum uint64) {
	for _, f := range s.Result.Findings {
		if f.Fails {
			sum += f.Count
		}
	}
	return sum
}

// Rules lists the broken rules, those that fail the run first, then the most frequent.
func (s *Simulation) Rules() []string {
	found := s.Result.Findings
	weight := map[rule.Level]int{rule.Fail: 0, rule.Warn: 1, rule.Note: 2}
	return slices.SortedFunc(maps.Keys(found), func(a, b string) int {
		return cmp.Or(cmp.Compare(weight[found[a].Level], weight[found[b].Level]), cmp.Compare(found[b].Count, found[a].Count),
			cmp.Compare(a, b))
	})
}

// causes are why accounts were let through by default and how often, the most frequent first, over all labels.
func (s *Simulation) causes() (parts []string) {
	counts := s.Result.Causes()
	for _, c := range slices.SortedFunc(maps.Keys(counts), func(a, b callback.Cause) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	}) {
		parts = append(parts, fmt.Sprintf("%s %d", string(c), counts[c]))
	}
	return parts
}

// Unreached reports whether no connection came about at all.
func (s *Simulation) Unreached() bool {
	return s.Result.Requests > 0 && s.Result.Unreached == s.Result.Requests
}

// Undecided reports whether nobody was decided over, though there were answers: anyone who is asked about is let in.
func (s *Simulation) Undecided() bool {
	var decided, open uint64
	for _, row := range []*score.Row{&s.Score.Benign, &s.Score.Malicious} {
		decided, open = decided+row.Allowed+row.Blocked, open+row.FailOpen
	}
	return open > 0 && decided == 0 && !s.Unreached()
}

// Rows are the lines of the table of labels.
func (s *Simulation) Rows() []score.Row {
	rows := append([]score.Row{s.Score.Benign}, s.Score.Campaigns...)
	if len(s.Score.Campaigns) > 1 {
		rows = append(rows, s.Score.Malicious)
	}
	return rows
}

// unjudged reports leaks of which nothing was asked: they fail nothing, and are nothing that passed.
func (s *Simulation) unjudged() bool { return s.Limit == nil && s.Score.Malicious.Leaks > 0 }

// Word is the verdict on the run, in four letters.
func (s *view) Word() string {
	switch {
	case s.Number > 0:
		return s.say("simulation.running")
	case s.Status != 0:
		return "FAIL"
	case s.unjudged():
		return "NOTE"
	}
	return "PASS"
}

// closingLeaks names leaks for the closing line, and a limit that is not kept. It is "" where there is nothing to name.
func (s *view) closingLeaks() string {
	n, verdict := s.Score.Malicious.Leaks, s.limitText()
	switch l := s.Limit; {
	case l != nil && l.Proof == score.NotProven:
		verdict = s.say("simulation.limit-unproven", "max", report.Percent(l.Max)) // what it would take stands above
	case n == 0:
		return ""
	}
	return s.say("simulation.leaks-and-limit", "leaks", s.say("report.leaks", "n", n), "verdict", verdict)
}

// Decide settles the exit status that the run stands for. FailOn says which differences from another run fail it: worse, any
// or none.
func (s *Simulation) Decide(failOn string) {
	r, changes := s.Result, 0
	if c := s.Comparison; c != nil {
		changes = map[string]int{"worse": c.Count(score.Worse), "any": c.Count(score.Worse) + c.Count(score.Better)}[failOn]
	}
	broken := slices.ContainsFunc(s.Held, func(h score.Held) bool { return !h.Kept })
	proof := func(p score.Proof) bool { return s.Limit != nil && s.Limit.Proof == p }
	s.Status = outcome.Decide(outcome.Facts{
		Interrupted: r.Interrupted,
		Trouble:     r.Silent(),
		Leak:        proof(score.Disproven),
		Findings:    s.Undecided() || s.Failing() > 0 || changes > 0 || broken || proof(score.NotProven),
		Nothing:     s.Score.Benign.Accounts+s.Score.Malicious.Accounts == 0,
	})
}
