package simulation

import (
	"fmt"
	"strings"
	"time"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/simulate/score"
)

// changeRow is a line of a comparison, as words.
type changeRow struct {
	What, Before, After string
	Change              []string // the intervals, in one or two parts
	Word                string   // what is shown
	Shown               score.Shown
}

// Between is the intervals as one text.
func (r *changeRow) Between() string { return language.Join(r.Change...) }

// Changes are the lines of the comparison: shares with the interval of their change, times with the intervals in which the
// true ones lie.
func (s *view) Changes() (rows []changeRow) {
	for _, r := range s.Comparison.Rates {
		what := s.words.Label(r.Measure)
		if cause, ok := strings.CutPrefix(r.Measure, "let in: "); ok {
			what = s.say("simulation.let-in-by", "cause", cause)
		}
		if r.Label != "" {
			what = s.say("simulation.of-label", "what", what, "label", string(r.Label))
		}
		rows = append(rows, changeRow{
			what, report.Percent(r.Before.Rate), report.Percent(r.After.Rate),
			[]string{s.say("simulation.points", "low", points(r.Low), "high", points(r.High))},
			s.shown(r.Shown), r.Shown,
		})
	}
	for _, r := range s.Comparison.Times {
		rows = append(rows, changeRow{
			s.say("simulation.quantile", "q", r.Quantile*100), report.Millis(r.Before.At), report.Millis(r.After.At),
			[]string{s.say("simulation.before", "span", s.between(r.Before)), s.say("simulation.now", "span", s.between(r.After))},
			s.shown(r.Shown), r.Shown,
		})
	}
	return rows
}

// shown is what a line shows.
func (s *view) shown(what score.Shown) string {
	return s.say("simulation.shown-" + strings.ReplaceAll(string(what), " ", "-"))
}

func points(share float64) string {
	p := share * 100
	if p > -0.005 && p < 0.005 {
		return "0"
	}
	return fmt.Sprintf("%+.2f", p)
}

func (s *view) between(x score.TimeSpan) string {
	if x.High < 0 {
		return s.say("simulation.over", "low", report.Millis(x.Low))
	}
	return s.say("simulation.between", "low", report.Millis(x.Low), "high", report.Millis(x.High))
}

// ComparisonNotes are what weakens a comparison, in sentences.
func (s *view) ComparisonNotes() (notes []string) {
	c := s.Comparison
	for _, n := range c.Notes {
		notes = append(notes, s.words.Translate("", n.Text, "before", n.Before, "now", n.Now))
	}
	if c.Unrated != "" {
		notes = append(notes, s.say("simulation.unrated", "why", s.words.Translate("", c.Unrated)))
	}
	if c.Untimed != "" {
		notes = append(notes, s.say("simulation.untimed", "why", s.words.Translate("", c.Untimed)))
	}
	return notes
}

// ComparisonHead says what the run is held against.
func (s *view) ComparisonHead() string {
	return s.say("simulation.against", "start", s.Comparison.Started.Format(time.RFC3339), "n", s.Comparison.Requests)
}

// ComparisonSum says what the comparison shows as a whole.
func (s *view) ComparisonSum() string {
	c := s.Comparison
	worse, better := c.Count(score.Worse), c.Count(score.Better)
	switch {
	case len(c.Rates)+len(c.Times) == 0:
		return s.say("simulation.nothing-compared")
	case worse+better == 0:
		return s.say("simulation.no-difference")
	}
	return s.say("simulation.differences", "worse", worse, "better", better, "chance", c.Chance*100)
}
