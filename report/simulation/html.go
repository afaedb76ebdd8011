package simulation

import (
	_ "embed" // the body of the page
	"fmt"
	"html/template"
	"io"
	"time"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/report"
	"github.com/chatcb/chatcb/report/html"
	"github.com/chatcb/chatcb/report/safe"
	"github.com/chatcb/chatcb/simulate/score"
	"github.com/chatcb/chatcb/simulate/traffic"
)

//go:embed html/body.html
var htmlBody string

// htmlSimulation is what the page of a simulation shows.
type htmlSimulation struct {
	Labels, Times, Rules html.Table
	ByLabel, OverTime    []*html.Chart
	Latency              []*html.Chart
	Against              *htmlComparison // nil without an earlier run
	Telling              []htmlTelling
	Facts                report.Facts
	// What the page says between its parts.
	Legend, Right, Wrong, Open, OverTimeTitle, LatencyTitle, TellingTitle, Said string
}

type htmlComparison struct {
	html.Table
	Notes []string
	Sum   string
}

type htmlTelling struct {
	Kind, Word, Took                 string
	Label, From, To, Wording, Repeat string
}

// writeHTML writes the run as one page that needs nothing else: no network and no other file.
func writeHTML(w io.Writer, run *Simulation, words *language.Words) error {
	s := run.in(words)
	r := s.Result
	body := &htmlSimulation{
		Labels: s.labels(), Times: s.times(), Rules: s.brokenRules(), Legend: s.say("simulation.legend"), Right: words.Label("right"),
		Wrong: s.say("simulation.wrong"), Open: s.say("simulation.by-default"), OverTimeTitle: s.say("simulation.over-time"),
		LatencyTitle: s.say("simulation.latency-title"), TellingTitle: s.say("simulation.telling"), Said: s.say("simulation.said"),
	}
	if c := s.charts(); c != nil {
		body.ByLabel, body.OverTime, body.Latency = c.byLabel(), c.overTime(), []*html.Chart{c.heatMap(), c.histogram(), c.nines()}
	}
	for _, f := range s.facts() {
		body.Facts.Add(words.Label(f.name), f.text)
	}
	for _, x := range s.Telling {
		unwanted, protected := x.Pair()
		t := htmlTelling{
			"fail", "LEAK", report.Millis(x.Took), string(x.Label), unwanted, protected,
			x.Wording, x.Repeat,
		}
		if x.Label == traffic.Benign {
			t.Kind, t.Word = "warn", s.say("simulation.friend")
		}
		t.Label = s.say("simulation.labelled", "label", string(x.Label), "what", s.outcomeText(&x))
		body.Telling = append(body.Telling, t)
	}
	if s.Comparison != nil {
		body.Against = &htmlComparison{s.changeTable(), s.comparisonNotes(), s.comparisonSum()}
	}
	p := &html.Page{
		Words: words, Command: "chatcb simulate", Verdict: s.word(),
		Kind:   map[string]string{"PASS": "pass", "NOTE": "warn", "FAIL": "fail"}[s.word()],
		Target: r.Plan.Target, Started: r.Started, Tiles: s.tiles(), Body: body, Contents: s.contents(body),
		About: safe.Text(s.say("simulation.played", "load", s.load(), "loop", s.loop())), Live: s.Number, Done: s.Done,
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
	if reasons := s.reasons(); len(reasons) > 0 {
		text := reasons[0]
		for _, more := range reasons[1:] {
			text = s.say("list.then", "before", text, "after", more)
		}
		p.Banners = append(p.Banners, html.Banner{Kind: p.Kind, Title: why, Text: text})
	}
	for _, f := range s.facts() {
		if f.name == "behind" {
			title := s.say("simulation.the-load")
			p.Banners = append(p.Banners, html.Banner{Kind: "warn", Title: title, Text: f.text})
		}
	}
	return p.Write(w, htmlBody)
}

// roughly writes a time in whole seconds, and nothing for none.
func roughly(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return d.Round(time.Second).String()
}

// contents are the parts of the page.
func (s *Simulation) contents(b *htmlSimulation) (links []html.Link) {
	add := func(there bool, anchor template.URL, name string) {
		if there {
			links = append(links, html.Link{Anchor: anchor, ID: name})
		}
	}
	add(len(b.Labels.Rows) > 0, "labels", b.Labels.Title)
	add(b.Against != nil, "compared", s.say("simulation.against-earlier"))
	add(len(b.OverTime) > 0, "over-time", b.OverTimeTitle)
	add(len(b.Latency) > 0, "latency", b.LatencyTitle)
	add(len(b.Rules.Rows) > 0, "rules", b.Rules.Title)
	add(len(b.Telling) > 0, "telling", b.TellingTitle)
	return links
}

// reasons are why the run does not pass, or is not judged.
func (s *Simulation) reasons() (reasons []string) {
	for _, f := range s.facts() {
		switch {
		case f.name == "limit" && (s.unjudged() || s.Limit != nil && s.Limit.Proof != score.Proven):
			reasons = append(reasons, s.say("simulation.reason-leaks", "text", f.text))
		case f.name == "undecided", f.name == "broken":
			reasons = append(reasons, f.text)
		}
	}
	if n := s.Failing(); n > 0 {
		reasons = append(reasons, s.say("simulation.reason-rules", "n", n))
	}
	if c := s.Comparison; c != nil && c.Count(score.Worse) > 0 {
		reasons = append(reasons, s.comparisonSum())
	}
	return reasons
}

// tiles are the numbers that matter most.
func (s *Simulation) tiles() []html.Tile {
	good := func(n uint64) string {
		if n == 0 {
			return "pass"
		}
		return "fail"
	}
	m, f, c := &s.Score.Malicious, s.Score.FalseBlocks, &s.Clock
	open := s.Score.Benign.FailOpen + m.FailOpen
	label := s.words.Label
	bound := func(all uint64, bound float64) string {
		return s.say("simulation.tile-bound", "all", all, "bound", report.Percent(bound))
	}
	sent := s.say("simulation.sent", "rate", c.Sent)
	if s.open() {
		sent = s.say("simulation.tile-sent", "rate", c.Sent, "asked", c.Scheduled)
	}
	tiles := []html.Tile{
		{Number: fmt.Sprint(s.Result.Requests), Name: label("requests"), Note: sent},
		{Kind: good(m.Leaks), Number: fmt.Sprint(m.Leaks), Name: label("leaks"), Note: bound(m.Accounts, m.Bound), Href: "#labels"},
		{Kind: good(open), Number: fmt.Sprint(open), Name: label("let in"), Note: s.say("simulation.tile-open")},
		{Kind: good(f.Count), Number: fmt.Sprint(f.Count), Name: s.say("simulation.friends-blocked"), Note: bound(f.Of, f.Bound)},
	}
	if s.Limit == nil && m.Leaks > 0 {
		tiles[1].Kind = "warn"
	}
	for _, q := range []struct {
		name    string
		measure score.Measure
		d       time.Duration
	}{{"p50", "", c.P50}, {"p99", score.MeasureP99, c.P99}, {"p99.9", score.MeasureP999, c.P999}} {
		t := html.Tile{Kind: "pass", Number: report.Millis(q.d), Name: q.name, Href: "#latency"}
		for _, h := range s.Held {
			if h.Measure == q.measure {
				t.Note = s.say("simulation.tile-max", "max", report.Millis(time.Duration(h.Max)))
				if !h.Kept {
					t.Kind = "fail"
				}
			}
		}
		if q.d > c.Deadline {
			t.Kind = "fail"
		}
		tiles = append(tiles, t)
	}
	room := html.Tile{
		Kind: "pass", Number: fmt.Sprintf("%.0f %%", 100*c.HeadRoom), Name: label("head-room"),
		Note: s.say("simulation.tile-room", "deadline", report.Seconds(c.Deadline)),
	}
	if c.HeadRoom < 0 {
		room.Kind = "fail"
	}
	return append(tiles, room)
}
