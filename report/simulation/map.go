package simulation

import (
	"fmt"
	"io"
	"strings"

	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/report/term"
	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/search"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// Map is what the decision was seen to depend on, ready to be shown.
type Map struct {
	Target string
	Map    *search.DecisionMap
	// Repeat makes the command that sends a request, with the EventTime of the moment when it is sent or with its own.
	Repeat func(d *traffic.Draw, now bool) string
	Status outcome.Status
}

// decides says in a word or some whether the decision depends on a field.
func (m *Map) decides(f *search.MapField) string {
	word := func(sure string) string {
		if m.Map.Doubtful() {
			return "in doubt"
		}
		return sure
	}
	switch {
	case f.Flips > 0:
		return word("yes")
	case len(f.With) > 0:
		return word("with " + strings.Join(f.With, ", "))
	case f.Tried == 0:
		return "not tried"
	}
	return "not seen"
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
func (m *Map) remarks() (all []string) {
	o := m.Map
	if n := o.Bases.Chance; n > 0 {
		all = append(all, fmt.Sprintf("%s not always answered the same, to and fro: by chance, it seems. Nothing is concluded from them.",
			were(n)))
	}
	if n := o.Bases.Memory; n > 0 {
		all = append(all, fmt.Sprintf("%s answered otherwise after some time: the backend remembers, it seems, as a limit does. A value may have "+
			"made a difference only because it was used before. Switch limits off for a map that is certain.", were(n)))
	}
	if o.Noise > 0 {
		all = append(all, fmt.Sprintf("%s a difference once and not again: noise.", report.Plural(o.Noise, "change")+" made"))
	}
	if n := o.Bases.Unanswered - o.Bases.Unreached; n > 0 {
		all = append(all, fmt.Sprintf("%s given no valid answer in time, so there was no decision to depend on anything.", were(n)))
	}
	if n := o.Bases.Unreached; n > 0 {
		all = append(all, fmt.Sprintf("%s without a connection.", were(n)))
	}
	return all
}

func were(n int) string {
	if n == 1 {
		return "1 request was"
	}
	return fmt.Sprintf("%d requests were", n)
}

// ShowMap shows the map: a line for each field, then each dependence with two commands that show it.
func ShowMap(t *term.Terminal, m *Map) {
	o := m.Map
	t.Printf("%s  what the decision depends on\n", t.Strong(m.Target))
	t.Printf("%s\n\n", t.Faint(fmt.Sprintf("%d of %s steady, %s of values of two fields, %s sent", o.Bases.Steady,
		report.Plural(o.Bases.All(), "request"), report.Plural(o.Pairs, "pair"), report.Plural(o.Requests, "request"))))
	t.Printf("%s\n", t.Faint(fmt.Sprintf("%-18s %-32s %9s  %s", "FIELD", "DECIDES", "FLIPS", "SUCH AS")))
	for i := range o.Fields {
		f := &o.Fields[i]
		values := term.Harmless(" ")
		for _, v := range f.Values {
			values = term.Textf("%s %s", values, t.Fit(quoted(v), 24))
		}
		word := term.Textf("%-32s", t.Fit(m.decides(f), 32))
		if f.Flips > 0 || len(f.With) > 0 {
			word = t.Strong(word)
		}
		row := term.Textf("%-18s %s %9s%s", f.Name, word, fmt.Sprintf("%d/%d", f.Flips, f.Tried), values)
		t.Printf("%s\n", row.TrimRight())
	}
	t.Printf("\n")
	for _, remark := range m.remarks() {
		t.Printf("%s", t.Doubtful("note  "))
		t.Lines(remark, "      ")
	}
	if len(m.remarks()) > 0 {
		t.Printf("\n")
	}
	for i := range o.Dependences {
		showDependence(t, m, &o.Dependences[i])
	}
	sum := report.Plural(len(o.Dependences), "dependence") + " found"
	if o.Bases.Steady == 0 {
		sum = "no request was always answered the same, so nothing could be concluded"
	}
	t.Printf("%s  %s · exit %d\n", t.PassOrFail(m.Status), sum, m.Status)
}

func showDependence(t *term.Terminal, m *Map, d *search.Dependence) {
	t.Printf("%s  %s  %s\n", t.Strong(strings.Join(d.Fields(), " + ")), turned(d), t.Faint(fmt.Sprintf("%s, found %d×", d.Label, d.Count)))
	for _, c := range d.Changes {
		t.Printf("  %s %s → %s\n", c.Field, quoted(c.From), quoted(c.To))
	}
	for _, command := range m.commands(d) {
		t.Printf("  %s\n", command)
	}
	t.Printf("\n")
}

// turned is how a decision changed.
func turned(d *search.Dependence) string {
	word := func(x search.Decision) string {
		if x.Outcome == score.FailOpen {
			return "let in: " + string(x.Cause)
		}
		return string(x.Outcome)
	}
	return word(d.Before) + " → " + word(d.After)
}

func quoted(s string) string { return `"` + s + `"` }

type decisionMapJSON struct {
	Version     int                   `json:"version"`
	Target      string                `json:"target"`
	Requests    int                   `json:"requests"`
	Bases       search.MapBases       `json:"bases"`
	Noise       int                   `json:"noise"`
	Pairs       int                   `json:"pairs"`
	Doubtful    bool                  `json:"doubtful"`
	Fields      []search.MapField     `json:"fields"`
	Dependences []dependenceWithLines `json:"dependences"`
	Exit        outcome.Status        `json:"exit"`
}

type dependenceWithLines struct {
	search.Dependence
	Commands [2]string `json:"commands"`
}

// MapJSON writes the map as one JSON object; its schema is "map".
func MapJSON(w io.Writer, m *Map) error {
	o := m.Map
	out := decisionMapJSON{
		Version: report.Version, Target: m.Target, Requests: o.Requests, Bases: o.Bases, Noise: o.Noise, Pairs: o.Pairs, Doubtful: o.Doubtful(),
		Fields: o.Fields, Dependences: []dependenceWithLines{}, Exit: m.Status,
	}
	for i := range o.Dependences {
		out.Dependences = append(out.Dependences, dependenceWithLines{o.Dependences[i], m.commands(&o.Dependences[i])})
	}
	return safe.WriteJSON(w, out, "")
}
