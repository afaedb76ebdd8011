package simulation

import (
	"fmt"
	"io"
	"slices"

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
func (l *Limit) level(limit float64) string {
	for i := range l.Searches {
		if s := &l.Searches[i]; (s.Open || s.Own()) && s.Limit == limit {
			return fmt.Sprintf("at least %.0f", limit)
		}
	}
	return fmt.Sprintf("%.0f", limit)
}

// ShowLimit shows the limit, and for each search what went wrong above it.
func ShowLimit(t *term.Terminal, l *Limit) {
	unit := map[string]string{"rate": "requests per second", "items": "friends in a request"}[l.What]
	t.Printf("%s  the most it bears: nobody let in, p99.9 in time\n\n", t.Strong(l.Target))
	for i, s := range l.Searches {
		text := fmt.Sprintf("up to %.0f", s.Limit)
		if s.Limit == 0 {
			text = "none"
		}
		if s.Open {
			text += ", where it stopped looking: nothing failed"
		}
		for k := len(s.Trials) - 1; k >= 0 && !s.Open; k-- {
			if x := s.Trials[k]; !x.OK {
				text += fmt.Sprintf("; at %.0f %s", x.Level, x.Why)
				break
			}
		}
		t.Row(fmt.Sprintf("search %d", i+1), text+fmt.Sprintf(" (%s)", report.Plural(len(s.Trials), "trial")))
	}
	if l.own() {
		t.Printf("\n%s\n", t.Doubtful("inconclusive: chatcb itself did not keep up; that limit is its own, or this machine's, and the backend bears more"))
	}
	if len(l.Searches) == 0 {
		t.Printf("%s  no trial was played to its end · exit %d\n", t.PassOrFail(l.Status), l.Status)
		return
	}
	spread := "one search"
	if n := len(l.Searches); n != 1 {
		spread = fmt.Sprintf("%d searches gave %s to %s", n, l.level(l.Lowest), l.level(l.Highest))
	}
	if l.Interrupted {
		spread += ", interrupted"
	}
	t.Printf("\n%s  %s %s; %s · exit %d\n", t.PassOrFail(l.Status), l.level(l.Middle), unit, spread, l.Status)
}
