package simulation

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/template"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/search"
	"github.com/chatcb/chatcb/simulate/traffic"
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

// Hunt is what chatcb simulate --hunt found, ready to be shown.
type Hunt struct {
	Target string
	Found  *search.HuntResult
	Status outcome.Status
}

// HuntJSON writes the hunt as one JSON object; its schema is "hunt".
func HuntJSON(w io.Writer, h *Hunt) error {
	o := h.Found
	return safe.WriteJSON(w, safe.Object{
		"version", report.Version, "target", h.Target, "requests", o.Requests, "blocked", o.Blocked, "tries", o.Tries,
		"unsteady", o.Unsteady, "flips", o.Bypasses, "exit", h.Status,
	}, "")
}

// ShowHunt shows the hidden wordings that passed. What passed looks like what was blocked, so it is spelt out as well.
func ShowHunt(t *term.Terminal, h *Hunt) {
	spelt := func(text string) string { return strings.Trim(fmt.Sprintf("%+q", text), `"`) }
	t.Show(templates, "hunt.txt", h, template.FuncMap{"spelt": spelt})
}

// Map is what the decision was seen to depend on, ready to be shown.
type Map struct {
	Target string
	Map    *search.DecisionMap
	// Repeat makes the command that sends a request, with the EventTime of the moment when it is sent or with its own.
	Repeat func(d *traffic.Draw, now bool) string
	Status outcome.Status
}

// decides says in a word or some whether the decision depends on a field.
func (m *Map) decides(words *language.Words, f *search.MapField) string {
	switch depends := f.Flips > 0 || len(f.With) > 0; {
	case depends && m.Map.Doubtful():
		return words.Say("simulation.in-doubt")
	case f.Flips > 0:
		return words.Say("simulation.decides")
	case depends:
		return words.Say("simulation.decides-with", "fields", f.With)
	case f.Tried == 0:
		return words.Say("simulation.not-tried")
	}
	return words.Say("simulation.not-seen")
}

// commands are what sends the two requests of a dependence.
func (m *Map) commands(d *search.Dependence) [2]string {
	own := false
	for _, c := range d.Changes {
		own = own || c.Field == "EventTime"
	}
	return [2]string{m.Repeat(&d.Base, true), m.Repeat(&d.Changed, !own)}
}

// remarks are what weakens the map, in sentences.
func (m *Map) remarks(words *language.Words) (all []string) {
	o := m.Map
	add := func(n int, text string) {
		if n > 0 {
			all = append(all, text)
		}
	}
	open := o.Bases.Unanswered - o.Bases.Unreached
	add(o.Bases.Chance, words.Say("simulation.map-chance", "n", o.Bases.Chance))
	add(o.Bases.Memory, words.Say("simulation.map-memory", "n", o.Bases.Memory))
	add(o.Noise, words.Say("simulation.map-noise", "n", o.Noise))
	add(open, words.Say("simulation.map-unanswered", "n", open))
	add(o.Bases.Unreached, words.Say("simulation.map-unreached", "n", o.Bases.Unreached))
	return all
}

// ShowMap shows the map: a line for each field, then each dependence with two commands that show it.
func ShowMap(t *term.Terminal, m *Map) {
	t.Show(templates, "map.txt", m, template.FuncMap{
		"decides": func(f *search.MapField) term.Text {
			word := term.Textf("%-32s", t.Fit(m.decides(t.Words, f), 32))
			if f.Flips > 0 || len(f.With) > 0 {
				word = t.Strong(word)
			}
			return word
		},
		"values": func(values []string) (all term.Text) {
			for _, v := range values {
				all = term.Textf("%s%s ", all, t.Fit(quoted(v), 24))
			}
			return all
		},
		"remarks": func() []string { return m.remarks(t.Words) }, "commands": m.commands, "quoted": quoted,
		"fields": func(d *search.Dependence) string { return strings.Join(d.Fields(), " + ") },
		"turned": func(d *search.Dependence) string { return turned(t.Words, d) },
	})
}

// turned is how a decision changed.
func turned(words *language.Words, d *search.Dependence) string {
	word := func(x search.Decision) string {
		if x.Outcome == score.FailOpen {
			return words.Say("simulation.let-in-by", "cause", string(x.Cause))
		}
		return words.Label(string(x.Outcome))
	}
	return word(d.Before) + " → " + word(d.After)
}

func quoted(s string) string { return `"` + s + `"` }

// MapJSON writes the map as one JSON object; its schema is "map".
func MapJSON(w io.Writer, m *Map) error {
	o, dependences := m.Map, []any{}
	for i := range o.Dependences {
		d := &o.Dependences[i]
		dependences = append(dependences, struct {
			*search.Dependence
			Commands [2]string `json:"commands"`
		}{d, m.commands(d)})
	}
	return safe.WriteJSON(w, safe.Object{
		"version", report.Version, "target", m.Target, "requests", o.Requests, "bases", o.Bases, "noise", o.Noise, "pairs", o.Pairs,
		"doubtful", o.Doubtful(), "fields", o.Fields, "dependences", dependences, "exit", m.Status,
	}, "")
}
