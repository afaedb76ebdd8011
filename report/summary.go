package report

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
)

// Summary counts what a run found. Its memory does not grow with the length of the run.
type Summary struct {
	Gate conformance.Gate `json:"-"` // which findings fail the run

	Exchanges int                    `json:"exchanges"`
	Accounts  int                    `json:"accounts"`
	Allowed   int                    `json:"allowed"`
	Blocked   int                    `json:"blocked"`
	FailOpen  int                    `json:"fail_open"` // allowed by default, whatever the receiver meant
	Ignored   int                    `json:"-"`         // of those: denied, but beside an ErrorCode
	Assumed   int                    `json:"assumed"`   // verdicts that rest on an assumption
	Leaks     int                    `json:"leaks"`     // were to be blocked, and are allowed
	Unmet     int                    `json:"unmet"`     // were to be allowed, and are blocked
	Unreached int                    `json:"-"`         // exchanges in which no connection came about
	Failing   int                    `json:"failing"`   // findings that fail the run
	Slowest   time.Duration          `json:"-"`
	Levels    map[rule.Level]int     `json:"findings"`
	Causes    map[callback.Cause]int `json:"causes"`
	Rules     map[string]*RuleCount  `json:"-"`
	Leaked    []LeakRow              `json:"-"` // the first of the leaks
}

// begin makes what is counted by name.
func (s *Summary) begin() {
	if s.Causes == nil {
		s.Causes = make(map[callback.Cause]int)
		s.Levels = map[rule.Level]int{rule.Fail: 0, rule.Warn: 0, rule.Note: 0}
		s.Rules = make(map[string]*RuleCount)
	}
}

// MarshalJSON writes the summary of a run, also of one without an exchange.
func (s *Summary) MarshalJSON() ([]byte, error) {
	s.begin()
	type members Summary
	return json.Marshal((*members)(s))
}

// LeakRow is one leak, to be named at the end.
type LeakRow struct {
	Number  uint64 // of the exchange
	Who     string // both sides
	Verdict conformance.Verdict
	Repeat  string // a command that sends it again
}

// mostLeaks is how many leaks are named at the end of a run.
const mostLeaks = 10

// RuleCount is how often a rule was broken, and where first.
type RuleCount struct {
	Rule   *rule.Rule
	Level  rule.Level
	Count  int
	First  rule.Finding
	Repeat string // a command that sends the first one again
}

// Add counts one event.
func (s *Summary) Add(e *conformance.Judged) {
	s.begin()
	s.Exchanges++
	if c := e.Exchange.Failure.Cause; c == callback.NoConnection || c == callback.TLS {
		s.Unreached++
	}
	s.Slowest = max(s.Slowest, e.Exchange.Phases.LastByte)
	for i := range e.Judgement.Verdicts {
		s.verdict(&e.Judgement.Verdicts[i])
	}
	s.leaks(e)
	s.Unmet += len(e.Unmet(conformance.Allow))
	for i := range e.Judgement.Findings {
		s.finding(&e.Judgement.Findings[i], e.Repeat)
	}
}

func (s *Summary) leaks(e *conformance.Judged) {
	for i := range e.Judgement.Verdicts {
		v := &e.Judgement.Verdicts[i]
		if !e.IsLeak(v) {
			continue
		}
		if s.Leaks++; len(s.Leaked) < mostLeaks {
			who := safe.Clip(e.Judgement.Webhook.OrFirst().Pair(e.From, v.Account), 240)
			verdict := *v
			verdict.Account = "" // Who names it, and the rest of the request is not kept in memory
			s.Leaked = append(s.Leaked, LeakRow{e.Number, strings.Clone(who), verdict, e.Repeat})
		}
	}
}

func (s *Summary) verdict(v *conformance.Verdict) {
	s.Accounts++
	s.Causes[v.Cause]++
	switch {
	case v.Effect == conformance.Block:
		s.Blocked++
	case v.FailOpen():
		s.FailOpen++
		if v.Said == conformance.SaidBlock && v.Cause == callback.ErrorCode {
			s.Ignored++
		}
		fallthrough
	default:
		s.Allowed++
	}
	if v.Basis == conformance.Assumed {
		s.Assumed++
	}
}

func (s *Summary) finding(f *rule.Finding, repeat string) {
	s.Levels[f.Level]++
	if s.Gate.Fails(f.Severity, f.Level) {
		s.Failing++
	}
	r := s.Rules[f.Rule.ID]
	if r == nil {
		r = &RuleCount{Rule: f.Rule, Level: f.Level, Repeat: repeat}
		// An answer of megabytes must not stay in memory for its finding.
		r.First = f.Kept(func(text string) string { return safe.Clip(text, 240) })
		s.Rules[f.Rule.ID] = r
	}
	r.Count++
}

// Ranked lists the broken rules, worst level first, then by id.
func (s *Summary) Ranked() []*RuleCount {
	order := map[rule.Level]int{rule.Fail: 0, rule.Warn: 1, rule.Note: 2}
	return slices.SortedFunc(maps.Values(s.Rules), func(a, b *RuleCount) int {
		return cmp.Or(order[a.Level]-order[b.Level], strings.Compare(a.Rule.ID, b.Rule.ID))
	})
}

// Status is the exit status that a summary stands for.
func (s *Summary) Status(interrupted bool) outcome.Status {
	return outcome.Decide(outcome.Facts{
		Interrupted: interrupted,
		Trouble:     s.Exchanges > 0 && s.Unreached == s.Exchanges,
		Leak:        s.Leaks > 0,
		Findings:    s.Failing > 0 || s.Unmet > 0,
		Nothing:     s.Accounts == 0,
	})
}

// ShowSummary shows the closing line.
func ShowSummary(t *term.Terminal, s *Summary, status outcome.Status) {
	parts := []any{t.Bad(t.Say("report.nothing"))}
	if s.Accounts > 0 {
		parts = []any{
			t.Say("report.accounts", "n", s.Accounts), t.Say("report.allowed", "n", s.Allowed), t.Say("report.blocked", "n", s.Blocked),
		}
		for _, bad := range []struct {
			n   int
			key string
		}{
			{s.FailOpen, "report.fail-open"}, {s.Ignored, "report.ignored"}, {s.Leaks, "report.leaks"}, {s.Unmet, "report.unmet"},
		} {
			if bad.n > 0 {
				parts = append(parts, t.Bad(t.Say(bad.key, "n", bad.n)))
			}
		}
	}
	found := len(parts)
	for _, l := range []rule.Level{rule.Fail, rule.Warn, rule.Note} {
		if n := s.Levels[l]; n > 0 {
			parts = append(parts, t.Say("report.found-"+string(l), "n", n))
		}
	}
	if len(parts) == found {
		parts = append(parts, t.Say("report.no-findings"))
	}
	word := t.PassOrFail(status)
	if status == 0 && s.Ignored > 0 {
		word = t.Doubtful("NOTE")
	}
	t.Flow(word, append(parts, t.Say("report.exit", "status", status))...)
	if s.Ignored > 0 { // denials beside an ErrorCode, of which CON-005 and CON-002 are a note
		for _, line := range term.Wrap(t.Say("report.ignored-why"), t.Width) {
			t.Printf("%s\n", t.Faint(line))
		}
	}
}

// ShowBroken shows the findings of a run of many, once for each rule, with the first as its example, and the first of the leaks.
func ShowBroken(t *term.Terminal, s *Summary) { show(t, "broken.txt", s) }

// Counted is how often there was something.
type Counted struct {
	N   uint64
	Key string
}

// Open counts the causes for which friends were added by default.
func (s *Summary) Open() (list []Counted) {
	for _, c := range callback.Causes() {
		if n := s.Causes[c]; n > 0 && c != callback.Said {
			list = append(list, Counted{uint64(n), string(c)})
		}
	}
	return list
}

// LeaksUnnamed is how many leaks are not among the named.
func (s *Summary) LeaksUnnamed() int { return s.Leaks - len(s.Leaked) }
