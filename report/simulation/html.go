package simulation

import (
	"fmt"
	"io"
	"time"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/html"
	"github.com/chatcb/chatcb/simulate/score"
)

// page is what the page of a run shows.
type page struct {
	*view
	Labels, Times, Broken      html.Table
	ByLabel, OverTime, Latency []*html.Chart
}

// writeHTML writes the run as one page that needs nothing else: no network and no other file.
func writeHTML(w io.Writer, run *Simulation, words *language.Words) error {
	s := &view{run, words}
	r, body := s.Result, &page{view: s, Labels: s.labels(), Times: s.times(), Broken: s.brokenRules()}
	if c := s.charts(); c != nil {
		body.ByLabel, body.OverTime, body.Latency = c.byLabel(), c.overTime(), []*html.Chart{c.heatMap(), c.histogram(), c.nines()}
	}
	p := &html.Page{
		Words: words, Command: "chatcb simulate", Verdict: s.Word(),
		Kind:   map[string]string{"PASS": "pass", "NOTE": "warn", "FAIL": "fail"}[s.Word()],
		Target: r.Plan.Target, Started: r.Started, Tiles: s.tiles(), Body: body,
		About: s.say("simulation.played", "load", s.load(), "loop", s.loop()), Live: s.Number, Done: s.Done,
	}
	why := s.say("simulation.why")
	if s.Number > 0 {
		p.Kind, why = "note", s.say("simulation.so-far")
		p.Facts.Add("to go", roughly(s.Left))
	} else {
		p.Facts.Add("exit status", fmt.Sprint(s.Status))
	}
	p.Facts.Add("seed", fmt.Sprint(r.Plan.Seed))
	p.Facts.Add("took", report.Seconds(r.Took.Round(time.Millisecond)))
	p.Facts.Add("deadline", report.Seconds(s.Clock.Deadline))
	p.Facts.Add("pacing", s.words.Label(string(r.Pacing)))
	banner := func(kind, title, text string) {
		p.Banners = append(p.Banners, html.Banner{Kind: kind, Title: title, Text: text})
	}
	if reasons := s.reasons(); len(reasons) > 0 {
		all := reasons[0]
		for _, more := range reasons[1:] {
			all = s.say("list.then", "before", all, "after", more)
		}
		banner(p.Kind, why, all)
	}
	for _, f := range s.Facts().Only("behind") {
		banner("warn", s.say("simulation.the-load"), f.Text)
	}
	return p.Write(w, text("html.html"))
}

// roughly writes a time in whole seconds, and nothing for none.
func roughly(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return d.Round(time.Second).String()
}

// reasons are why the run does not pass, or is not judged.
func (s *view) reasons() (reasons []string) {
	for _, f := range s.Facts() {
		switch {
		case f.Name == "limit" && (s.unjudged() || s.Limit != nil && s.Limit.Proof != score.Proven):
			reasons = append(reasons, s.say("simulation.reason-leaks", "text", f.Text))
		case f.Name == "undecided", f.Name == "broken":
			reasons = append(reasons, f.Text)
		}
	}
	if n := s.Failing(); n > 0 {
		reasons = append(reasons, s.say("simulation.reason-rules", "n", n))
	}
	if c := s.Comparison; c != nil && c.Count(score.Worse) > 0 {
		reasons = append(reasons, s.ComparisonSum())
	}
	return reasons
}

// tiles are the numbers that matter most.
func (s *view) tiles() []html.Tile {
	kind := func(bad bool) string { return map[bool]string{true: "fail", false: "pass"}[bad] }
	bound := func(all uint64, bound float64) string {
		return s.say("simulation.tile-bound", "all", all, "bound", report.Percent(bound))
	}
	m, f, c, label := &s.Score.Malicious, s.Score.FalseBlocks, &s.Clock, s.words.Label
	open := s.Score.Benign.FailOpen + m.FailOpen
	sent, leaks := s.say("simulation.sent", "rate", c.Sent), kind(m.Leaks > 0)
	if s.open() {
		sent = s.say("simulation.tile-sent", "rate", c.Sent, "asked", c.Scheduled)
	}
	if s.unjudged() {
		leaks = "warn"
	}
	tiles := []html.Tile{
		{Number: fmt.Sprint(s.Result.Requests), Name: label("requests"), Note: sent},
		{Kind: leaks, Number: fmt.Sprint(m.Leaks), Name: label("leaks"), Note: bound(m.Accounts, m.Bound), Href: "#labels"},
		{Kind: kind(open > 0), Number: fmt.Sprint(open), Name: label("let in"), Note: s.say("simulation.tile-open")},
		{Kind: kind(f.Count > 0), Number: fmt.Sprint(f.Count), Name: s.say("simulation.friends-blocked"), Note: bound(f.Of, f.Bound)},
	}
	for _, q := range []struct {
		name    string
		measure score.Measure
		d       time.Duration
	}{{"p50", "", c.P50}, {"p99", score.MeasureP99, c.P99}, {"p99.9", score.MeasureP999, c.P999}} {
		bad, note := q.d > c.Deadline, ""
		for _, h := range s.Held {
			if h.Measure == q.measure {
				bad, note = bad || !h.Kept, s.say("simulation.tile-max", "max", report.Millis(time.Duration(h.Max)))
			}
		}
		tiles = append(tiles, html.Tile{Kind: kind(bad), Number: report.Millis(q.d), Name: q.name, Note: note, Href: "#latency"})
	}
	return append(tiles, html.Tile{
		Kind: kind(c.HeadRoom < 0), Number: fmt.Sprintf("%.0f %%", 100*c.HeadRoom), Name: label("head-room"),
		Note: s.say("simulation.tile-room", "deadline", report.Seconds(c.Deadline)),
	})
}
