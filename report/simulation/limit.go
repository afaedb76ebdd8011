package simulation

import (
	"fmt"
	"io"
	"slices"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/simulate/search"
)

// Limit is what chatcb simulate --find-limit found, ready to be shown.
type Limit struct {
	Version  int             `json:"version"`
	Target   string          `json:"target"`
	What     string          `json:"what"` // "rate", in requests per second, or "items", in friends in a request
	Lowest   float64         `json:"lowest"`
	Middle   float64         `json:"middle"`
	Highest  float64         `json:"highest"`
	Searches []search.Search `json:"searches"`
	Status   outcome.Status  `json:"exit"`

	Interrupted bool `json:"-"` // the exit status says it
}

// NewLimit reads the searches for a limit.
func NewLimit(target, what string, searches []search.Search) *Limit {
	l := &Limit{Version: report.Version, Target: target, What: what, Searches: append([]search.Search{}, searches...)}
	l.Lowest, l.Middle, l.Highest = search.Spread(searches)
	return l
}

// Decide settles the exit status: a limit that is chatcb's own, or the machine's, says nothing about the backend's.
func (l *Limit) Decide(interrupted bool) {
	l.Interrupted = interrupted
	l.Status = outcome.Decide(outcome.Facts{
		Interrupted: interrupted,
		Trouble:     slices.ContainsFunc(l.Searches, func(s search.Search) bool { return s.Unreached() }),
		Findings:    l.Lowest == 0 && !l.own(),
		Nothing:     l.own(),
	})
}

// own reports whether a search ended where chatcb did not keep up.
func (l *Limit) own() bool {
	return slices.ContainsFunc(l.Searches, func(s search.Search) bool { return s.Own() })
}

// LimitJSON writes the limit as one JSON object; its schema is "limit".
func LimitJSON(w io.Writer, l *Limit) error { return safe.WriteJSON(w, l, "") }

// level writes a limit. Where a search ended without a trial in which the backend failed, it is at least that.
func (l *Limit) level(words *language.Words, limit float64) string {
	for i := range l.Searches {
		if s := &l.Searches[i]; (s.Open || s.Own()) && s.Limit == limit {
			return words.Say("simulation.at-least", "n", limit)
		}
	}
	return fmt.Sprintf("%.0f", limit)
}

// ShowLimit shows the limit, and for each search what went wrong above it.
func ShowLimit(t *term.Terminal, l *Limit) {
	t.Printf("%s  %s\n\n", t.Strong(l.Target), t.Say("simulation.limit-title"))
	for i, s := range l.Searches {
		why := term.Text{}
		for k := len(s.Trials) - 1; k >= 0 && !s.Open; k-- {
			if x := s.Trials[k]; !x.OK {
				why = t.Say("simulation.failed-at", "level", x.Level, "why", t.Words.Translate("", x.Why))
				break
			}
		}
		t.Row(t.Words.Say("simulation.search", "n", i+1), t.Say("simulation.searched", "limit", int(s.Limit), "open", s.Open, "why", why,
			"n", len(s.Trials)))
	}
	if l.own() {
		t.Printf("\n%s\n", t.Doubtful(t.Say("simulation.inconclusive")))
	}
	exit := t.Say("report.exit", "status", int(l.Status))
	if len(l.Searches) == 0 {
		t.Printf("%s  %s · %s\n", t.PassOrFail(l.Status), t.Say("simulation.no-trial"), exit)
		return
	}
	level := t.Say("simulation.limit-rate", "n", l.level(t.Words, l.Middle))
	if l.What == "items" {
		level = t.Say("simulation.limit-items", "n", l.level(t.Words, l.Middle))
	}
	spread := t.Say("simulation.one-search")
	if n := len(l.Searches); n != 1 {
		spread = t.Say("simulation.searches", "n", n, "low", l.level(t.Words, l.Lowest), "high", l.level(t.Words, l.Highest))
	}
	found := t.Say("simulation.limit-found", "level", level, "spread", spread, "interrupted", l.Interrupted)
	t.Printf("\n%s  %s · %s\n", t.PassOrFail(l.Status), found, exit)
}
