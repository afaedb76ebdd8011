package simulation

import (
	"fmt"
	"io"
	"slices"
	"text/template"

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
	t.Show(templates, "limit.txt", l, template.FuncMap{
		"nth":   func(i int) string { return t.Words.Say("simulation.search", "n", i+1) },
		"whole": func(x float64) int { return int(x) },
		"level": func(limit float64) string { return l.level(t.Words, limit) },
		"own":   l.own,
		"why": func(s *search.Search) term.Text {
			for _, x := range slices.Backward(s.Trials) {
				if !x.OK && !s.Open {
					return t.Say("simulation.failed-at", "level", x.Level, "why", t.Words.Translate("", x.Why))
				}
			}
			return term.Text{}
		},
	})
}
